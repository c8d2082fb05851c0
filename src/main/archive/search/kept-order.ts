/** How conversations stand to each other, by what is held of them. */
export interface Ordering {
  /** Negative when `a` stands before `b`; 0 for one and the same only. */
  readonly compare: (a: number, b: number) => number;
  /** Reads again what it compares of these; null: of all. Called before anything changed is compared. */
  readonly read?: (changed: readonly number[] | null) => void;
}

/** Live conversations in an order that is kept while the archive grows: what changed is put in its new place, and nothing else is sorted. */
export class KeptOrder {
  readonly #ordering: Ordering;
  #ids: Uint32Array | null = null;

  constructor(ordering: Ordering) {
    this.#ordering = ordering;
  }

  /** The order as it was brought up to date last. */
  get ids(): Uint32Array {
    return this.#ids ?? new Uint32Array(0);
  }

  /**
   * @param changed what differs from the last time, each at least once; null: there was none, or nobody knows
   * @param live 1 for each conversation that is to be in it
   */
  update(changed: readonly number[] | null, live: Uint8Array, size: number): void {
    const before = this.#ids;
    if (before === null || changed === null || changed.length > before.length / 4) return this.#sort(live, size);
    if (changed.length === 0) return;
    this.#ordering.read?.(changed);
    const isChanged = new Uint8Array(size);
    for (const id of changed) isChanged[id] = 1;
    const coming = Uint32Array.from(new Set(changed))
      .filter((id) => live[id] === 1)
      .sort(this.#ordering.compare);
    const kept = new Uint32Array(before.length);
    let count = 0;
    for (const id of before) if (isChanged[id] === 0) kept[count++] = id;
    this.#ids = this.#merged(kept.subarray(0, count), coming);
  }

  #sort(live: Uint8Array, size: number): void {
    this.#ordering.read?.(null);
    const ids = new Uint32Array(size);
    let count = 0;
    for (let id = 0; id < size; id++) if (live[id] === 1) ids[count++] = id;
    this.#ids = ids.slice(0, count).sort(this.#ordering.compare);
  }

  /** Each of the few finds its place by halves; what lies between is copied. */
  #merged(many: Uint32Array, few: Uint32Array): Uint32Array {
    const result = new Uint32Array(many.length + few.length);
    let from = 0;
    let at = 0;
    for (const id of few) {
      let to = many.length;
      let low = from;
      while (low < to) {
        const middle = (low + to) >>> 1;
        if (this.#ordering.compare(many[middle] ?? 0, id) < 0) low = middle + 1;
        else to = middle;
      }
      result.set(many.subarray(from, low), at);
      at += low - from;
      from = low;
      result[at++] = id;
    }
    result.set(many.subarray(from), at);
    return result;
  }
}
