import type { Outline } from './contract.ts';
import { origins, roles, type Origin, type OutlineRow, type Role } from './model.ts';

/**
 * An outline on its way: a string per column instead of an object per message, because 100,000 objects take longer to read than to lay
 * out. A column of numbers is written in digits of 64 letters, the low ones first: five bits and one that says that more follow; the
 * first letter holds the sign and four bits. `.` stands for null.
 */

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const nothing = '.';
const values = new Uint8Array(128);
for (let value = 0; value < letters.length; value++) values[letters.charCodeAt(value)] = value;

/** Writes whole numbers below 2^53, and null. */
export function numbersText(numbers: Iterable<number | null>): string {
  let text = '';
  for (const number of numbers) {
    if (number === null) {
      text += nothing;
      continue;
    }
    let left = Math.abs(number);
    let bits = (left % 16) * 2 + (number < 0 ? 1 : 0);
    left = Math.floor(left / 16);
    while (left > 0) {
      text += letters.charAt(bits + 32);
      bits = left % 32;
      left = Math.floor(left / 32);
    }
    text += letters.charAt(bits);
  }
  return text;
}

/** Reads `count` numbers; NaN for null. */
export function numbersOf(text: string, count: number): Float64Array {
  const numbers = new Float64Array(count);
  let at = 0;
  for (let place = 0; place < count; place++) {
    const code = text.charCodeAt(at++);
    if (code === 46) {
      numbers[place] = Number.NaN;
      continue;
    }
    let bits = values[code] ?? 0;
    const negative = (bits & 1) === 1;
    let number = (bits & 31) >>> 1;
    let scale = 16;
    while ((bits & 32) !== 0 && at < text.length) {
      bits = values[text.charCodeAt(at++)] ?? 0;
      number += (bits & 31) * scale;
      scale *= 32;
    }
    numbers[place] = negative ? -number : number;
  }
  return numbers;
}

/** Role, origin, active and hidden as one number below 80. */
function traitsOf(row: Omit<OutlineRow, 'index'>): number {
  return roles.indexOf(row.role) + 4 * origins.indexOf(row.origin) + 20 * Number(row.onActivePath) + 40 * Number(row.hidden);
}

/** Printable letters without the two that JSON writes as two. */
function letterOfTraits(traits: number): string {
  const code = traits + 35;
  return String.fromCharCode(code >= 92 ? code + 1 : code);
}

function traitsOfLetter(code: number): number {
  return (code > 92 ? code - 1 : code) - 35;
}

/** An outline of these rows, which are in order of index. */
export function outlineOf(id: string, generation: number, rows: readonly Omit<OutlineRow, 'index'>[]): Outline {
  const kinds: string[] = [];
  const kindOf = new Map<string, number>();
  let traits = '';
  let before = 0;
  const parents: number[] = [];
  const times: (number | null)[] = [];
  const words: number[] = [];
  const parts: number[] = [];
  rows.forEach((row, index) => {
    traits += letterOfTraits(traitsOf(row));
    parents.push(index - 1 - row.parent);
    times.push(row.createdAt === null ? null : row.createdAt - before);
    before = row.createdAt ?? before;
    words.push(row.words);
    let kind = kindOf.get(row.parts);
    if (kind === undefined) {
      kind = kinds.push(row.parts) - 1;
      kindOf.set(row.parts, kind);
    }
    parts.push(kind);
  });
  return {
    id,
    generation,
    count: rows.length,
    traits,
    parents: numbersText(parents),
    times: numbersText(times),
    words: numbersText(words),
    parts: numbersText(parts),
    kinds,
  };
}

/** The rows of an outline, read column by column, each column when it is first asked for. */
export class OutlineRows {
  readonly count: number;
  /** The different texts of part codes there are. */
  readonly kinds: readonly string[];
  readonly #outline: Outline;
  #parents: Int32Array | null = null;
  #traits: Uint8Array | null = null;
  #kind: Int32Array | null = null;
  #words: Int32Array | null = null;
  #times: Float64Array | null = null;

  constructor(outline: Outline) {
    this.#outline = outline;
    this.count = outline.count;
    this.kinds = outline.kinds;
  }

  /** By index: the index of the parent, -1 for a root. */
  get parents(): Int32Array {
    if (!this.#parents) {
      const parents = Int32Array.from(numbersOf(this.#outline.parents, this.count));
      for (let index = 0; index < this.count; index++) parents[index] = index - 1 - (parents[index] ?? 0);
      this.#parents = parents;
    }
    return this.#parents;
  }

  /** By index: role, origin, active and hidden as one number, alike for alike rows; below `manyTraits`. */
  get traits(): Uint8Array {
    if (!this.#traits) {
      const traits = new Uint8Array(this.count);
      for (let index = 0; index < this.count; index++) traits[index] = traitsOfLetter(this.#outline.traits.charCodeAt(index));
      this.#traits = traits;
    }
    return this.#traits;
  }

  /** By index: the place in `kinds` of the message's part codes. */
  get kind(): Int32Array {
    this.#kind ??= Int32Array.from(numbersOf(this.#outline.parts, this.count));
    return this.#kind;
  }

  /** By index. */
  get words(): Int32Array {
    this.#words ??= Int32Array.from(numbersOf(this.#outline.words, this.count));
    return this.#words;
  }

  roleOf(index: number): Role {
    return roles[(this.traits[index] ?? 0) % 4] ?? 'system';
  }

  originOf(index: number): Origin {
    return origins[Math.floor((this.traits[index] ?? 0) / 4) % 5] ?? 'system';
  }

  isActive(index: number): boolean {
    return Math.floor((this.traits[index] ?? 0) / 20) % 2 === 1;
  }

  isHidden(index: number): boolean {
    return (this.traits[index] ?? 0) >= 40;
  }

  timeOf(index: number): number | null {
    if (!this.#times) {
      const times = numbersOf(this.#outline.times, this.count);
      let before = 0;
      for (let place = 0; place < this.count; place++) {
        const step = times[place] ?? 0;
        if (Number.isNaN(step)) continue;
        before += step;
        times[place] = before;
      }
      this.#times = times;
    }
    const time = this.#times[index] ?? Number.NaN;
    return Number.isNaN(time) ? null : time;
  }

  partsOf(index: number): string {
    return this.kinds[this.kind[index] ?? -1] ?? '';
  }

  /** A row as an object; undefined outside. */
  at(index: number): OutlineRow | undefined {
    if (!(index >= 0 && index < this.count)) return undefined;
    return {
      index,
      parent: this.parents[index] ?? -1,
      role: this.roleOf(index),
      origin: this.originOf(index),
      createdAt: this.timeOf(index),
      words: this.words[index] ?? 0,
      onActivePath: this.isActive(index),
      hidden: this.isHidden(index),
      parts: this.partsOf(index),
    };
  }
}

export const manyTraits = 80;

/** All rows as objects. */
export function rowsOf(outline: Outline): readonly OutlineRow[] {
  const rows = new OutlineRows(outline);
  return Array.from({ length: rows.count }, (_, index) => rows.at(index)).filter((row) => row !== undefined);
}
