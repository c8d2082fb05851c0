/** A numbered part: the file `conversations-001.json`, the zip `conversations-001.zip` or what a browser unpacked of it. */
const part = /^conversations[-_](\d{3,})(?!\d)/i;
/** A zip of a numbered row: `data-2026-02-03-batch-0001.zip`. */
const batch = /^(.*\bbatch[-_])(\d{3,})(?!\d)/i;

/** Where in a row of parts a list of conversations stands. */
export interface Place {
  /** The same for the parts of one export. */
  readonly key: string;
  /** Its number in the row; null when it is the whole. */
  readonly number: number | null;
  /** The input itself is the part: the others are other inputs. */
  readonly beside: boolean;
}

/** @param place of the list in the input; the input's own name when it is a file */
export function placeIn(input: string, place: string): Place {
  const folders = place === input ? [input] : [input, ...place.split('/')];
  const base = folders.pop();
  let number = numberOf(part.exec(base ?? ''));
  for (let outer = numberOf(part.exec(folders.at(-1) ?? '')); outer !== null; outer = numberOf(part.exec(folders.at(-1) ?? ''))) {
    folders.pop();
    number = outer;
  }
  let row = number === null ? batch.exec(base ?? '') : null;
  if (row === null && number === null) {
    row = batch.exec(folders.at(-1) ?? '');
    if (row !== null) folders.pop();
  }
  number ??= numberOf(row);
  const beside = number !== null && folders.length === 0;
  return { key: [...folders, `${row?.[1] ?? ''}*`].join('/'), number, beside };
}

/** The last group of a match. */
function numberOf(match: RegExpExecArray | null): number | null {
  const digits = match?.at(-1);
  return digits === undefined ? null : Number(digits);
}
