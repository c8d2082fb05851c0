/**
 * The heights of a long column of rows with their running sums (a Fenwick tree): one row changes, or a place is looked up, in
 * logarithmic time, so that 100,000 rows cost no more than 100.
 */
export class Heights {
  readonly length: number;
  readonly #heights: Float64Array;
  /** `sums[i]` is the sum of the `i & -i` heights that end before row `i`. */
  readonly #sums: Float64Array;
  #total = 0;

  /** The array becomes this object's own. */
  constructor(heights: Float64Array) {
    const { length } = heights;
    this.length = length;
    this.#heights = heights;
    this.#sums = new Float64Array(length + 1);
    for (let row = 0; row < length; row++) {
      const height = heights[row] ?? 0;
      this.#total += height;
      const at = row + 1;
      this.#sums[at] = (this.#sums[at] ?? 0) + height;
      const above = at + (at & -at);
      if (above <= length) this.#sums[above] = (this.#sums[above] ?? 0) + (this.#sums[at] ?? 0);
    }
  }

  get total(): number {
    return this.#total;
  }

  of(row: number): number {
    return this.#heights[row] ?? 0;
  }

  set(row: number, height: number): void {
    const change = height - this.of(row);
    if (change === 0 || row < 0 || row >= this.length) return;
    this.#heights[row] = height;
    this.#total += change;
    for (let at = row + 1; at <= this.length; at += at & -at) this.#sums[at] = (this.#sums[at] ?? 0) + change;
  }

  /** Where a row begins. */
  startOf(row: number): number {
    let sum = 0;
    for (let at = Math.min(row, this.length); at > 0; at -= at & -at) sum += this.#sums[at] ?? 0;
    return sum;
  }

  /** The row that covers a place; the first or the last when the place is outside. */
  rowAt(place: number): number {
    let row = 0;
    let left = place;
    for (let step = 2 ** Math.floor(Math.log2(Math.max(1, this.length))); step >= 1; step /= 2) {
      const sum = this.#sums[row + step];
      if (row + step > this.length || sum === undefined || sum > left) continue;
      row += step;
      left -= sum;
    }
    return Math.max(0, Math.min(row, this.length - 1));
  }
}
