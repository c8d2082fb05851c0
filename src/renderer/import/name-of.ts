import { importing as text } from '../messages/index.ts';

/** The last piece of a path, of whichever system; the samples have a name. */
export function nameOf(path: string): string {
  if (isSample(path)) return text.sample.label;
  return path.split(/[/\\]/).findLast(Boolean) ?? path;
}

/** A place inside an input, by the input's name instead of its path, which may lead through the archive's own inbox. */
export function placeIn(where: string, paths: readonly string[]): string {
  const path = paths.find((each) => where.startsWith(each));
  return path === undefined ? where : `${nameOf(path)}${where.slice(path.length)}`;
}

/** The samples lie in the program's own resources. */
export function isSample(path: string): boolean {
  return /(?:^|[\\/])resources[\\/]sample(?:[\\/]|$)/i.test(path);
}
