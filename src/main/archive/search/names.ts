/** Names and sets of them as numbers: what columns hold in place of text. */

/** Names as numbers from 1; 0 is none. */
export class Names {
  readonly names: string[] = [''];
  readonly #ids = new Map<string, number>();

  idOf(name: string): number {
    const known = this.#ids.get(name);
    if (known !== undefined) return known;
    this.#ids.set(name, this.names.length);
    return this.names.push(name) - 1;
  }
}

/** Sets of numbers that many conversations share, each kept once; 0 is the empty set. */
export class NumberSets {
  readonly sets: (readonly number[])[] = [[]];
  readonly #ids = new Map<string, number>();

  idOf(set: readonly number[]): number {
    const key = set.join(',');
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.sets.length);
    return this.sets.push([...set]) - 1;
  }
}

export interface Named {
  readonly id: number;
  readonly name: string;
}

/** Rows in order of their conversation become one set each. @param firsts where the first of each is noted */
export function takeSets(rows: Iterable<Named>, column: Uint32Array, names: Names, sets: NumberSets, firsts?: Uint32Array): void {
  let id = -1;
  let set: number[] = [];
  const end = (): void => {
    if (id < 0) return;
    if (firsts !== undefined) firsts[id] = set[0] ?? 0;
    column[id] = sets.idOf(set.sort((a, b) => a - b));
  };
  for (const row of rows) {
    if (row.id !== id) {
      end();
      id = row.id;
      set = [];
    }
    set.push(names.idOf(row.name));
  }
  end();
}
