/** The last piece of a path, of whichever system. */
export function nameOf(path: string): string {
  return path.split(/[/\\]/).findLast(Boolean) ?? path;
}
