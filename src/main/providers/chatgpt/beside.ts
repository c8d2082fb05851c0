import { arrayOf, objectOf } from '../../../shared/json.ts';
import { SortedText, sortedText } from '../reading/sorted-text.ts';

/** Between the key of `conversation_asset_file_names.json` and its name. */
const SAYS = '\u0001';

/** The names of entries, to be found by their last segments. */
export function entryLines(entries: readonly string[]): string {
  return sortedText(entries, lastSegment);
}

/** From the text of `entryLines`, or the names as a record keeps them. */
export function readEntries(value: unknown): SortedText {
  const text =
    typeof value === 'string' ? value : entryLines(arrayOf(value).filter((entry): entry is string => typeof entry === 'string'));
  return new SortedText(text, lastSegment);
}

/** Names of files, to be found by their ids. */
export function nameLines(names: Iterable<readonly [id: string, name: string]>): string {
  return sortedText(
    Array.from(names, ([id, name]) => `${id}${SAYS}${name}`),
    idOf,
  );
}

/** From the text of `nameLines`, or the names as a record keeps them. */
export function readNames(value: unknown): (id: string) => string | null {
  const pairs = Object.entries(objectOf(value)).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  const lines = new SortedText(typeof value === 'string' ? value : nameLines(pairs), idOf);
  return (id) => lines.at(id)?.slice(id.length + SAYS.length) ?? null;
}

export function baseOf(entry: string): string {
  return entry.slice(entry.lastIndexOf('/') + 1);
}

/** In lower case. */
export function lastSegment(entry: string): string {
  return baseOf(entry).toLowerCase();
}

function idOf(line: string): string {
  return line.slice(0, line.indexOf(SAYS));
}
