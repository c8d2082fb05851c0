/** Stands between lines: no name of an entry holds it. */
const END = '\0';

/** The key of a line, by which it is sorted. */
type KeyOf = (line: string) => string;

/**
 * Lines in the order of their keys as one text, to be searched by `SortedText`: every parser thread holds what lies beside an export, and
 * a hundred thousand names are little as one text, much as objects. Of lines with one key the last counts.
 */
export function sortedText(lines: readonly string[], keyOf: KeyOf): string {
  const keys = lines.map(keyOf);
  const order = Uint32Array.from(keys, (_, at) => at).sort((a, b) => {
    const one = keys[a] ?? '';
    const other = keys[b] ?? '';
    return one < other ? -1 : one > other ? 1 : a - b;
  });
  const sorted: string[] = [];
  order.forEach((at, place) => {
    const next = order[place + 1];
    if (next === undefined || keys[next] !== keys[at]) sorted.push((lines[at] ?? '').replaceAll(END, ' '));
  });
  return sorted.join(END);
}

/** Lines by their keys. */
export class SortedText {
  readonly #text: string;
  readonly #keyOf: KeyOf;

  /** @param text of `sortedText` with the same `keyOf` */
  constructor(text: string, keyOf: KeyOf) {
    this.#text = text;
    this.#keyOf = keyOf;
  }

  /** The first line whose key is this or comes after it; null when there is none. */
  from(key: string): string | null {
    const text = this.#text;
    if (text === '') return null;
    let low = 0;
    let high = text.length + 1;
    // Every line that begins before `low` has a lesser key; none that begins at `high` or after has.
    while (low < high) {
      const middle = (low + high) >>> 1;
      const start = middle === 0 ? 0 : text.lastIndexOf(END, middle - 1) + 1;
      const end = endOf(text, start);
      if (this.#keyOf(text.slice(start, end)) < key) low = end + 1;
      else high = start;
    }
    return low > text.length ? null : text.slice(low, endOf(text, low));
  }

  /** The line with this key. */
  at(key: string): string | null {
    const line = this.from(key);
    return line !== null && this.#keyOf(line) === key ? line : null;
  }
}

function endOf(text: string, start: number): number {
  const end = text.indexOf(END, start);
  return end === -1 ? text.length : end;
}
