import type { Layout } from '../layout.ts';
import type { OutlineRows } from '../../../shared/outline.ts';

/** Something the person asked, and what came of it until the next. */
export interface Turn {
  /** Place of its item in the layout. */
  readonly place: number;
  /** Its first message. */
  readonly message: number;
  readonly calls: number;
  readonly failed: number;
  /** How many versions of it there are; 1 when it was never changed. */
  readonly versions: number;
}

/** The turns of the branch that is shown. */
export function turnsOf(layout: Layout, rows: OutlineRows): readonly Turn[] {
  const calls = rows.kinds.map((codes) => lettersIn(codes, 'c'));
  const failed = rows.kinds.map((codes) => lettersIn(codes, 'e'));
  let at = 0;
  return layout.turns.map((place, turn) => {
    const message = layout.firstOf(place);
    const next = layout.turns[turn + 1];
    const end = next === undefined ? Infinity : layout.firstOf(next);
    let ownCalls = 0;
    let ownFailed = 0;
    while (at < layout.path.length && (layout.path[at] ?? 0) < message) at++;
    for (; at < layout.path.length && (layout.path[at] ?? 0) < end; at++) {
      const kind = rows.kind[layout.path[at] ?? 0] ?? 0;
      ownCalls += calls[kind] ?? 0;
      ownFailed += failed[kind] ?? 0;
    }
    return { place, message, calls: ownCalls, failed: ownFailed, versions: layout.branchAt(message)?.siblings.length ?? 1 };
  });
}

function lettersIn(codes: string, letter: string): number {
  let many = 0;
  for (const code of codes) if (code === letter) many++;
  return many;
}

/** By turn: how many of the hits are in it, those on the branch that is shown. */
export function hitsByTurn(turns: readonly Turn[], layout: Layout, hits: readonly { readonly message: number }[]): Uint32Array {
  const many = new Uint32Array(turns.length);
  for (const { message } of hits) {
    if (layout.placeOf(message) === undefined) continue;
    const turn = lastFrom(turns, (one) => one.message <= message);
    if (turn !== -1) many[turn] = (many[turn] ?? 0) + 1;
  }
  return many;
}

/** The turn that a place in the layout belongs to; -1 before the first. */
export function turnAt(turns: readonly Turn[], place: number): number {
  return lastFrom(turns, (turn) => turn.place <= place);
}

/** The last of those that hold, which come first; -1 when none does. */
function lastFrom(turns: readonly Turn[], holds: (turn: Turn) => boolean): number {
  let low = 0;
  let high = turns.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const turn = turns[middle];
    if (turn && holds(turn)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
