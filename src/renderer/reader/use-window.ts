/* oxlint-disable react/immutability, react/refs, react/preserve-manual-memoization -- a measuring instrument: it keeps what it measures, outside of drawing */
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
  type RefCallback,
  type RefObject,
} from 'react';
import { flushSync } from 'react-dom';
import { Heights } from './heights.ts';

/** Pixels drawn beyond the edges of the scroller. */
const beyond = 900;
/** Pixels above the first row. */
const above = 8;
/** Pixels kept free above a row that is scrolled to. */
const headroom = 20;
/** Milliseconds after a press in which a row that changes its height keeps its top where it is: the person opened it. */
const pressed = 400;

/** The rows in sight of a long column, and where they stand. */
export interface RowWindow {
  readonly rows: readonly { readonly row: number; readonly start: number }[];
  readonly height: number;
  /** For the element of each drawn row, which carries `data-index`. */
  readonly measure: RefCallback<HTMLElement>;
  /** The row at the upper edge. */
  readonly first: () => number;
  readonly scrollTo: (row: number) => void;
}

/** A row that stays where it is on screen, whatever becomes of the heights of others. */
interface Anchor {
  readonly row: number;
  readonly order: number;
  /** Where the row began when it was last looked at. */
  readonly start: number;
}

/** What a column is made of. */
export interface Column {
  readonly count: number;
  /** Unlike in all rows, and lasting: measured heights are remembered by it. */
  readonly keyOf: (row: number) => string;
  /** Never falls from row to row; finds a row again when others came or went. */
  readonly orderOf: (row: number) => number;
  readonly estimate: (row: number) => number;
}

/**
 * Draws only the rows in sight, each measured as it is drawn. What one looks at stays put while rows above turn out taller or shorter
 * than estimated, or come and go. `column` must be the same object as long as the rows are the same.
 */
export function useWindow(column: Column, scroller: RefObject<HTMLDivElement | null>): RowWindow {
  const [known] = useState(() => new Map<string, number>());
  const heights = useMemo(
    () => new Heights(column.count, (row) => known.get(column.keyOf(row)) ?? column.estimate(row)),
    [column, known],
  );
  const [, redraw] = useReducer((renders: number) => renders + 1, 0);
  const [range, setRange] = useState({ from: 0, to: 0 });
  const anchor = useRef<Anchor | null>(null);
  const press = useRef({ row: -1, at: 0 });
  const latest = useRef({ heights, column });

  const look = useCallback((): void => {
    const element = scroller.current;
    if (!element) return;
    const { heights: now, column: rows } = latest.current;
    const top = element.scrollTop - above;
    const from = now.rowAt(top - beyond);
    const to = now.rowAt(top + element.clientHeight + beyond);
    setRange((before) => (before.from === from && before.to === to ? before : { from, to }));
    const row = anchorAt(now, top, element.clientHeight);
    anchor.current = { row, order: rows.orderOf(row), start: now.startOf(row) };
  }, [scroller]);

  const [observer] = useState(() => {
    if (typeof ResizeObserver === 'undefined') return null;
    return new ResizeObserver((entries) => {
      const { heights: now, column: rows } = latest.current;
      let changed = false;
      for (const { target, borderBoxSize } of entries) {
        const row = Number(target instanceof HTMLElement ? target.dataset['index'] : Number.NaN);
        const height = borderBoxSize[0]?.blockSize ?? 0;
        if (!target.isConnected || !(row < now.length) || Math.abs(height - now.of(row)) < 0.5) continue;
        if (press.current.row === row && performance.now() - press.current.at < pressed) {
          anchor.current = { row, order: rows.orderOf(row), start: now.startOf(row) };
        }
        now.set(row, height);
        known.set(rows.keyOf(row), height);
        changed = true;
      }
      // Before the browser paints what has just been measured.
      if (changed) flushSync(redraw);
    });
  });

  // After every drawing the column is as high as it must be: put the anchor back, by as much as it has moved.
  useLayoutEffect(() => {
    const replaced = latest.current.column !== column;
    latest.current = { heights, column };
    const element = scroller.current;
    const held = anchor.current;
    if (element && held) {
      const row = replaced ? rowOfOrder(column, held.order) : held.row;
      const moved = heights.startOf(row) - held.start;
      if (moved !== 0) element.scrollTop += moved;
    }
    look();
  });

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const pressing = (event: Event): void => {
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
      press.current = { row: Number(row?.dataset['index'] ?? -1), at: performance.now() };
    };
    const resized = new ResizeObserver(look);
    resized.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    element.addEventListener('click', pressing, { capture: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', look);
      element.removeEventListener('click', pressing, { capture: true });
    };
  }, [scroller, look]);
  useEffect(() => () => observer?.disconnect(), [observer]);

  const measure = useCallback(
    (element: HTMLElement | null) => {
      if (!element) return undefined;
      observer?.observe(element);
      return () => observer?.unobserve(element);
    },
    [observer],
  );
  const scrollTo = useCallback(
    (row: number): void => {
      const { heights: now, column: rows } = latest.current;
      const element = scroller.current;
      if (!element) return;
      const start = now.startOf(row);
      element.scrollTop = start + above - headroom;
      anchor.current = { row, order: rows.orderOf(row), start };
      redraw();
    },
    [scroller],
  );
  const first = useCallback((): number => {
    const top = scroller.current?.scrollTop ?? 0;
    return latest.current.heights.rowAt(top + headroom);
  }, [scroller]);

  const rows = [];
  for (let row = Math.max(0, range.from); row <= Math.min(range.to, column.count - 1); row++) {
    rows.push({ row, start: heights.startOf(row) + above });
  }
  return { rows, height: heights.total + above, measure, first, scrollTo };
}

/** The first row that begins in sight; the one that fills the window when there is none. `top`: the place at the upper edge. */
function anchorAt(heights: Heights, top: number, visible: number): number {
  const covering = heights.rowAt(Math.max(0, top));
  if (heights.startOf(covering) >= top || covering + 1 >= heights.length) return covering;
  return heights.startOf(covering + 1) < top + visible ? covering + 1 : covering;
}

/** The first row of this order, else the last one before it. */
function rowOfOrder(column: Column, order: number): number {
  let low = 0;
  let high = column.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column.orderOf(middle) < order) low = middle + 1;
    else high = middle;
  }
  return low < column.count && column.orderOf(low) === order ? low : Math.max(0, low - 1);
}
