/** Where the cursor may stand: at a row, or at one of its hits where these are listed under it. Places from 0; null: the row itself. */
export interface Stop {
  readonly index: number;
  readonly hit: number | null;
}

/** The stop `by` steps further: through the hits that are listed under rows, past rows that only stand over theirs. Null: there is none. */
export function stopAfter({ index, hit }: Stop, by: 1 | -1, rows: number, linesAt: (index: number) => number): Stop | null {
  if (index !== -1) {
    const lines = linesAt(index);
    const next = hit === null ? (by === 1 ? 0 : -1) : hit + by;
    if (next >= 0 && next < lines) return { index, hit: next };
  }
  const row = index === -1 ? 0 : index + by;
  return row < 0 || row >= rows ? null : stopAt(row, by, linesAt);
}

/** Where one comes to in a row: to the first of its hits, or the last when one comes from below. */
export function stopAt(index: number, by: 1 | -1, linesAt: (index: number) => number): Stop {
  const lines = linesAt(index);
  return { index, hit: lines === 0 ? null : by === 1 ? 0 : lines - 1 };
}

/** So many steps further, or as far as there is something. */
export function stopsAfter(from: Stop, by: 1 | -1, steps: number, rows: number, linesAt: (index: number) => number): Stop {
  let at = from;
  for (let step = 0; step < steps; step++) {
    const next = stopAfter(at, by, rows, linesAt);
    if (next === null) break;
    at = next;
  }
  return at;
}
