import type { OutlineRows } from '../../shared/outline.ts';

/** For a parent (-1: the roots) the child to show instead of the active one. */
export type Choices = ReadonlyMap<number, number>;
export const noChoices: Choices = new Map();

/** The message tree of an outline, in columns: who has alternatives, and which messages one branch is made of. */
export class Tree {
  readonly #rows: OutlineRows;
  /** By parent, the roots in the last slot. */
  readonly #first: Int32Array;
  readonly #next: Int32Array;
  readonly #many: Int32Array;
  /** The child a branch follows without a choice: the active one, else the last. */
  readonly #usual: Int32Array;
  /** Several roots are active: pieces of one conversation that follow each other, no alternatives. */
  readonly segments: boolean;

  constructor(rows: OutlineRows) {
    this.#rows = rows;
    const { count, parents } = rows;
    this.#first = new Int32Array(count + 1).fill(-1);
    this.#next = new Int32Array(count).fill(-1);
    this.#many = new Int32Array(count + 1);
    this.#usual = new Int32Array(count + 1).fill(-1);
    let activeRoots = 0;
    for (let index = count - 1; index >= 0; index--) {
      const slot = this.#slot(parents[index] ?? -1);
      const active = rows.isActive(index);
      this.#next[index] = this.#first[slot] ?? -1;
      this.#first[slot] = index;
      this.#many[slot] = (this.#many[slot] ?? 0) + 1;
      if (this.#usual[slot] === -1 || active) this.#usual[slot] = index;
      if (slot === count && active) activeRoots++;
    }
    this.segments = activeRoots > 1;
  }

  #slot(parent: number): number {
    return parent < 0 ? this.#rows.count : parent;
  }

  /** The messages that answer a message, in order; of -1 the roots. */
  childrenOf(parent: number): readonly number[] {
    const children: number[] = [];
    for (let child = this.#first[this.#slot(parent)] ?? -1; child !== -1; child = this.#next[child] ?? -1) children.push(child);
    return children;
  }

  /** Whether there are other versions of a message. */
  forks(index: number): boolean {
    const parent = this.#rows.parents[index] ?? -1;
    return (this.#many[this.#slot(parent)] ?? 0) > 1 && !(parent < 0 && this.segments);
  }

  /** The messages of one branch in reading order; see `branchOf` in `shared/thread.ts`. */
  path(choices: Choices): Int32Array {
    const path = new Int32Array(this.#rows.count);
    let length = 0;
    for (const start of this.#starts(choices)) {
      for (let node = start; node !== -1;) {
        path[length++] = node;
        node = (choices.size > 0 ? choices.get(node) : undefined) ?? this.#usual[node] ?? -1;
      }
    }
    return path.subarray(0, length);
  }

  #starts(choices: Choices): readonly number[] {
    const chosen = choices.get(-1);
    if (chosen !== undefined) return [chosen];
    if (this.segments) return this.childrenOf(-1).filter((root) => this.#rows.isActive(root));
    const usual = this.#usual[this.#rows.count] ?? -1;
    return usual === -1 ? [] : [usual];
  }

  /** Choices that bring a message onto the shown branch, and change nothing else. */
  choicesFor(index: number, choices: Choices): Choices {
    const next = new Map(choices);
    if (!(index >= 0 && index < this.#rows.count)) return next;
    for (let node = index; node !== -1;) {
      const parent = this.#rows.parents[node] ?? -1;
      const usual = this.#usual[this.#slot(parent)] === node;
      if (parent === -1 && this.segments && this.#rows.isActive(node)) next.delete(-1);
      else if (!usual || next.has(parent)) next.set(parent, node);
      node = parent;
    }
    return next;
  }

  /** How many branches there are. */
  get leaves(): number {
    let leaves = 0;
    for (let index = 0; index < this.#rows.count; index++) if (this.#many[index] === 0) leaves++;
    return leaves;
  }
}
