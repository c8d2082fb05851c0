/** Numbers that follow from a seed: the same seed, the same numbers, on any machine. */
export class Random {
  #state: number;

  constructor(...seed: readonly (string | number)[]) {
    let state = 2166136261;
    for (const char of seed.join('/')) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 16777619);
    this.#state = state >>> 0;
  }

  /** 0 … below 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  /** A whole number from 0 to below `end`. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  chance(of: number): boolean {
    return this.next() < of;
  }

  pick<T>(from: readonly [T, ...T[]]): T;
  pick<T>(from: readonly T[]): T | undefined;
  pick<T>(from: readonly T[]): T | undefined {
    return from[this.below(from.length)];
  }
}
