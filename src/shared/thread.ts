import type { OutlineRow } from './model.ts';

/** The tree of a conversation's messages: order, the active path, branches, turns. */

interface Node {
  readonly nativeId: string;
  readonly parent: string | null;
  readonly createdAt: number | null;
}

export interface Thread {
  /** Positions in the given array, in pre-order: a parent always before its children, siblings in source order. */
  readonly order: Int32Array;
  /** By place in `order`: the place of the parent in `order`, -1 for a root. */
  readonly parents: Int32Array;
  /** By place in `order`: 1 on the active path. */
  readonly active: Uint8Array;
  /** Leaves of the tree. */
  readonly branches: number;
}

/**
 * Orders messages as a tree. Total on any input: an unknown parent makes a root, a cycle is cut at the link that closes it, and of two
 * messages with the same id children belong to the first. Several roots follow each other in source order; the active path runs through
 * the root of the active leaf, and every other root that has no alternative (a log cut into segments) when `segments` is set.
 *
 * `activeLeaf` unknown or null: the leaf with the greatest time, tie: the last in source order.
 */
export function threadOf(messages: readonly Node[], activeLeaf: string | null, segments = false): Thread {
  const count = messages.length;
  const indexOf = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const id = messages[i]?.nativeId;
    if (id !== undefined && !indexOf.has(id)) indexOf.set(id, i);
  }
  // One array in eight pieces: an array of its own for each costs more than everything else where conversations are short.
  const room = new Int32Array(count * 7 + 2).fill(-1);
  let used = 0;
  const piece = (length: number): Int32Array => room.subarray(used, (used += length));
  const parentOf = piece(count);
  for (let i = 0; i < count; i++) {
    const parent = messages[i]?.parent;
    if (parent !== null && parent !== undefined) parentOf[i] = indexOf.get(parent) ?? -1;
  }
  cutCycles(parentOf);

  // Children as linked lists in source order; slot `count` holds the roots.
  const first = piece(count + 1);
  const last = piece(count + 1);
  const next = piece(count);
  for (let i = 0; i < count; i++) {
    const parent = parentOf[i] ?? -1;
    const slot = parent === -1 ? count : parent;
    const tail = last[slot] ?? -1;
    if (tail === -1) first[slot] = i;
    else next[tail] = i;
    last[slot] = i;
  }

  const order = piece(count);
  const placeOf = piece(count);
  const stack: number[] = [];
  let place = 0;
  for (let root = first[count] ?? -1; root !== -1; root = next[root] ?? -1) {
    stack.push(root);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      order[place] = node;
      placeOf[node] = place++;
      const from = stack.length;
      for (let child = first[node] ?? -1; child !== -1; child = next[child] ?? -1) stack.push(child);
      reverse(stack, from);
    }
  }

  const parents = piece(count);
  for (let i = 0; i < count; i++) {
    const parent = parentOf[order[i] ?? 0] ?? -1;
    parents[i] = parent === -1 ? -1 : (placeOf[parent] ?? -1);
  }

  const active = new Uint8Array(count);
  let branches = 0;
  for (let i = 0; i < count; i++) if (first[i] === -1) branches++;
  const wanted = activeLeaf === null ? undefined : indexOf.get(activeLeaf);
  const leaf = wanted ?? newestLeaf(messages, first, 0, count);
  if (leaf !== -1) markUp(leaf, parentOf, placeOf, active);
  if (segments) {
    const root = leaf === -1 ? -1 : rootOf(leaf, parentOf);
    for (let other = first[count] ?? -1; other !== -1; other = next[other] ?? -1) {
      if (other === root) continue;
      const from = placeOf[other] ?? 0;
      const following = next[other] ?? -1;
      const to = following === -1 ? count : (placeOf[following] ?? count);
      const end = newestLeafIn(messages, first, order, from, to);
      if (end !== -1) markUp(end, parentOf, placeOf, active);
    }
  }
  return { order, parents, active, branches };
}

function cutCycles(parentOf: Int32Array): void {
  // 0 unseen, 1 on the current walk, 2 known to reach a root.
  const state = new Uint8Array(parentOf.length);
  const walk: number[] = [];
  for (let start = 0; start < parentOf.length; start++) {
    let node = start;
    while (node !== -1 && state[node] === 0) {
      state[node] = 1;
      walk.push(node);
      const parent = parentOf[node] ?? -1;
      if (parent !== -1 && state[parent] === 1) {
        parentOf[node] = -1;
        break;
      }
      node = parent;
    }
    for (const seen of walk) state[seen] = 2;
    walk.length = 0;
  }
}

function reverse(items: number[], from: number): void {
  for (let low = from, high = items.length - 1; low < high; low++, high--) {
    const held = items[low] ?? 0;
    items[low] = items[high] ?? 0;
    items[high] = held;
  }
}

function newestLeaf(messages: readonly Node[], first: Int32Array, from: number, to: number): number {
  let best = -1;
  let bestTime = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    if (first[i] !== -1) continue;
    const time = messages[i]?.createdAt ?? Number.NEGATIVE_INFINITY;
    if (best === -1 || time >= bestTime) {
      best = i;
      bestTime = time;
    }
  }
  return best;
}

function newestLeafIn(messages: readonly Node[], first: Int32Array, order: Int32Array, from: number, to: number): number {
  let best = -1;
  let bestTime = Number.NEGATIVE_INFINITY;
  for (let place = from; place < to; place++) {
    const node = order[place] ?? 0;
    if (first[node] !== -1) continue;
    const time = messages[node]?.createdAt ?? Number.NEGATIVE_INFINITY;
    if (best === -1 || time >= bestTime) {
      best = node;
      bestTime = time;
    }
  }
  return best;
}

function markUp(leaf: number, parentOf: Int32Array, placeOf: Int32Array, active: Uint8Array): void {
  for (let node = leaf; node !== -1; node = parentOf[node] ?? -1) active[placeOf[node] ?? 0] = 1;
}

function rootOf(leaf: number, parentOf: Int32Array): number {
  let node = leaf;
  for (let parent = parentOf[node] ?? -1; parent !== -1; parent = parentOf[node] ?? -1) node = parent;
  return node;
}

/** What a walk over an outline needs of a row. */
export type PathRow = Pick<OutlineRow, 'index' | 'parent' | 'onActivePath'>;

/** Children of each row and the roots, as index lists; rows are in pre-order (`row.index` is the place). */
export function childrenOf(rows: readonly PathRow[]): {
  readonly roots: readonly number[];
  readonly of: (index: number) => readonly number[];
} {
  const roots: number[] = [];
  const children = new Map<number, number[]>();
  for (const row of rows) {
    if (row.parent === -1) {
      roots.push(row.index);
      continue;
    }
    const siblings = children.get(row.parent);
    if (siblings === undefined) children.set(row.parent, [row.index]);
    else siblings.push(row.index);
  }
  return { roots, of: (index) => children.get(index) ?? [] };
}

/**
 * The rows of the branch that a message is on: down to it, and on from it as every branch goes on. The active path when there is no such
 * message.
 */
export function branchThrough(rows: readonly PathRow[], message: number): readonly number[] {
  const segments = rows.filter((row) => row.parent === -1 && row.onActivePath).length > 1;
  const choices = new Map<number, number>();
  for (let row = rows[message]; row !== undefined; row = rows[row.parent]) {
    if (row.parent !== -1 || !segments || !row.onActivePath) choices.set(row.parent, row.index);
  }
  return branchOf(rows, choices);
}

/**
 * The rows of one branch: the active path, with `choices` (parent index → chosen child index, -1 for the roots) taken instead where
 * given; below a chosen child the path follows active children, else the last child.
 */
export function branchOf(rows: readonly PathRow[], choices: ReadonlyMap<number, number> = new Map()): readonly number[] {
  const tree = childrenOf(rows);
  const path: number[] = [];
  const activeRoots = tree.roots.filter((root) => rows[root]?.onActivePath === true);
  const chosenRoot = choices.get(-1);
  const starts = chosenRoot !== undefined ? [chosenRoot] : activeRoots.length > 0 ? activeRoots : tree.roots.slice(-1);
  for (const start of starts) {
    for (let node: number | undefined = start; node !== undefined;) {
      path.push(node);
      const children: readonly number[] = tree.of(node);
      node = choices.get(node) ?? children.find((child) => rows[child]?.onActivePath === true) ?? children.at(-1);
    }
  }
  return path;
}

/** A turn: one thing a person said and everything until the next. `from` … `to` are places in the given rows, `to` exclusive. */
export interface TurnSpan {
  readonly from: number;
  readonly to: number;
}

/** Cuts a branch (rows in reading order) into turns; what comes before the first thing a person said belongs to no turn. */
export function turnsOf(rows: readonly Pick<OutlineRow, 'origin' | 'hidden'>[]): readonly TurnSpan[] {
  const turns: TurnSpan[] = [];
  let from = -1;
  rows.forEach((row, place) => {
    if (row.origin !== 'person' || row.hidden) return;
    if (from !== -1) turns.push({ from, to: place });
    from = place;
  });
  if (from !== -1) turns.push({ from, to: rows.length });
  return turns;
}
