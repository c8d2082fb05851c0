/** The last piece of a path, of whichever system. */
export function nameOf(path: string): string {
  return path.split(/[/\\]/).findLast(Boolean) ?? path;
}

/** A place inside an input, by the input's name instead of its path, which may lead through the archive's own inbox. */
export function placeIn(where: string, paths: readonly string[]): string {
  const path = paths.find((each) => where.startsWith(each));
  return path === undefined ? where : `${nameOf(path)}${where.slice(path.length)}`;
}
