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
import { highest, segmentAfter, segmentAt, type Segment } from './segments.ts';

/** Pixels drawn beyond the edges of the scroller. */
const beyond = 900;
/** Pixels above the first row. */
const above = 8;
/** Pixels of the scroller below the column. */
const below = 96;
/** Pixels kept free above a row that is scrolled to. */
const headroom = 20;
/** Milliseconds after a press in which a row that changes its height keeps its top where it is: the person opened it. */
const pressed = 400;

/** The rows in sight of a long column, and where they stand. */
export interface RowWindow {
  readonly rows: readonly { readonly row: number; readonly start: number }[];
  /** Of the element that is drawn; a very long column is higher than any element (`segments.ts`). */
  readonly height: number;
  /** For the element of each drawn row, which carries `data-index`. */
  readonly measure: RefCallback<HTMLElement>;
  /** The row at the upper edge. */
  readonly first: () => number;
  /** Brings a row to so many pixels below the upper edge. */
  readonly scrollTo: (row: number, away?: number) => void;
  /** Pixels from the upper edge to where a row begins; negative above it. */
  readonly awayOf: (row: number) => number;
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
  /** The row of a key; -1 when there is none. */
  readonly rowOfKey: (key: string) => number;
  /** Never falls from row to row; finds a row again when others came or went. */
  readonly orderOf: (row: number) => number;
  /** Pixels that each row will about take, in an array of its own. */
  readonly estimates: () => Float64Array;
}

/**
 * Draws only the rows in sight, each measured as it is drawn. What one looks at stays put while rows above turn out taller or shorter
 * than estimated, or come and go. `column` must be the same object as long as the rows are the same.
 */
export function useWindow(column: Column, scroller: RefObject<HTMLDivElement | null>): RowWindow {
  const [known] = useState(() => new Map<string, number>());
  const heights = useMemo(() => {
    const guesses = column.estimates().map(Math.round);
    for (const [key, height] of known) {
      const row = column.rowOfKey(key);
      if (row !== -1) guesses[row] = height;
    }
    return new Heights(guesses);
  }, [column, known]);
  const [drawn] = useState(() => new Set<HTMLElement>());
  const [, redraw] = useReducer((renders: number) => renders + 1, 0);
  const [range, setRange] = useState({ from: 0, to: 0 });
  const anchor = useRef<Anchor | null>(null);
  const press = useRef({ row: -1, at: 0 });
  const latest = useRef({ heights, column });
  const segment = useRef<Segment>({ top: 0, origin: 0 });

  const show = useCallback((element: HTMLElement, place: number): void => {
    const extent = { total: latest.current.heights.total + above + below, visible: element.clientHeight };
    const before = segment.current;
    // What is shown already moves along; only what lies elsewhere gets another segment.
    const near = place - before.origin >= 0 && place - before.origin <= highest - extent.visible && extent.total > highest;
    segment.current = near ? { top: place - before.origin, origin: before.origin } : segmentAt(place, extent);
    element.scrollTop = segment.current.top;
    if (segment.current.origin !== before.origin) redraw();
  }, []);
  const look = useCallback((): void => {
    const element = scroller.current;
    if (!element) return;
    const { heights: now, column: rows } = latest.current;
    const was = segment.current;
    const extent = { total: now.total + above + below, visible: element.clientHeight };
    segment.current = segmentAfter(element.scrollTop, was, extent);
    if (Math.abs(segment.current.top - element.scrollTop) >= 1) element.scrollTop = segment.current.top;
    // The same rows may stand elsewhere.
    if (segment.current.origin !== was.origin) redraw();
    const top = element.scrollTop + segment.current.origin - above;
    const from = now.rowAt(top - beyond);
    const to = now.rowAt(top + element.clientHeight + beyond);
    setRange((before) => (before.from === from && before.to === to ? before : { from, to }));
    // Something has opened and was scrolled into since the rows were measured: what held will hold until they are measured again.
    if (anchor.current && [...drawn].some((one) => isStale(one, now))) return;
    const row = anchorAt(now, top, element.clientHeight);
    anchor.current = { row, order: rows.orderOf(row), start: now.startOf(row) };
  }, [scroller, drawn]);

  const [observer] = useState(() => {
    if (typeof ResizeObserver === 'undefined') return null;
    return new ResizeObserver((entries) => {
      const { heights: now, column: rows } = latest.current;
      let changed = false;
      for (const { target, borderBoxSize } of entries) {
        const row = Number(target instanceof HTMLElement ? target.dataset['index'] : Number.NaN);
        // Whole pixels: a scroller keeps no fractions, and what it drops would add up to a drift.
        const height = Math.round(borderBoxSize[0]?.blockSize ?? 0);
        if (!target.isConnected || !(row < now.length) || height === now.of(row)) continue;
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
      const start = heights.startOf(row);
      const top = element.scrollTop + segment.current.origin;
      // One was far inside a row in whose place a short one stands now: that is shown, not what follows so far below it.
      const beyondRow = replaced && top - above - held.start > heights.of(row);
      const place = beyondRow ? start + above - headroom : top + start - held.start;
      anchor.current = { row, order: column.orderOf(row), start };
      if (place !== top) show(element, place);
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
      drawn.add(element);
      return () => {
        observer?.unobserve(element);
        drawn.delete(element);
      };
    },
    [observer, drawn],
  );
  const scrollTo = useCallback(
    (row: number, away = headroom): void => {
      const { heights: now, column: rows } = latest.current;
      const element = scroller.current;
      if (!element) return;
      const start = now.startOf(row);
      show(element, start + above - away);
      anchor.current = { row, order: rows.orderOf(row), start };
      redraw();
    },
    [scroller, show],
  );
  const first = useCallback((): number => {
    const top = (scroller.current?.scrollTop ?? 0) + segment.current.origin;
    return latest.current.heights.rowAt(top + headroom);
  }, [scroller]);

  const awayOf = useCallback(
    (row: number): number => {
      const top = (scroller.current?.scrollTop ?? 0) + segment.current.origin;
      return latest.current.heights.startOf(row) + above - top;
    },
    [scroller],
  );

  const rows = [];
  for (let row = Math.max(0, range.from); row <= Math.min(range.to, column.count - 1); row++) {
    rows.push({ row, start: heights.startOf(row) + above - segment.current.origin });
  }
  return { rows, height: Math.min(heights.total + above, highest - below), measure, first, scrollTo, awayOf };
}

/** Whether a drawn row has another height than is known of it. */
function isStale(element: HTMLElement, heights: Heights): boolean {
  const row = Number(element.dataset['index']);
  return row < heights.length && Math.round(element.getBoundingClientRect().height) !== heights.of(row);
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
