import type { Range } from './buckets.ts';

/** What is being drawn over the bars, before it is applied: from where it began to where it is. */
export interface Brush {
  readonly anchor: number;
  readonly at: number;
}

/** The bar under a point, `x` pixels from the left of a row of `length` bars; the nearest one outside of the row. */
export function placeAt(x: number, width: number, length: number): number {
  if (width <= 0 || length <= 0) return 0;
  return Math.min(length - 1, Math.max(0, Math.floor((x / width) * length)));
}

export function rangeOfBrush({ anchor, at }: Brush): Range {
  return anchor <= at ? [anchor, at] : [at, anchor];
}

/** Taking hold of one edge of a range: the other stays where it is, also when the two cross. */
export function holding(edge: 'first' | 'last', [first, last]: Range): Brush {
  return edge === 'first' ? { anchor: last, at: first } : { anchor: first, at: last };
}

/** How far a key goes along a row of `length` bars, from `at`; null for a key that does not go. */
export function stepTo(key: string, at: number, length: number, page = 12): number | null {
  const to: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - page,
    PageUp: at + page,
    Home: 0,
    End: length - 1,
  };
  const wanted = to[key];
  return wanted === undefined || length === 0 ? null : Math.min(length - 1, Math.max(0, wanted));
}

export function sameRange(a: Range | null, b: Range | null): boolean {
  return a === b || (a !== null && b !== null && a[0] === b[0] && a[1] === b[1]);
}
