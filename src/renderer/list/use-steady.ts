import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import type { Listing } from './pages.ts';

/**
 * Keeps what is in sight where it is when rows come, go or change their height: the row under the cursor, else the first in sight that is
 * still there. At the very top, new rows come in above unless the cursor is in sight. `heights`: changes whenever a height may have.
 */
export function useSteady(
  scroller: RefObject<HTMLElement | null>,
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  listing: Listing,
  cursor: string | null,
  heights: unknown,
): void {
  const seen = useRef<{ readonly of: string; readonly tops: ReadonlyMap<string, number> } | null>(null);
  const latest = useRef({ listing, cursor });
  /** Drawings until the column is as high as it is to be. */
  const due = useRef(0);
  const look = useRef(() => {
    const element = scroller.current;
    if (!element || due.current > 0) return;
    const { listing: now } = latest.current;
    const tops = new Map<string, number>();
    const from = element.scrollTop;
    for (const { index, start, end } of virtualizer.getVirtualItems()) {
      const id = now.idAt(index);
      if (id !== undefined && end > from && start < from + element.clientHeight) tops.set(id, start - from);
    }
    seen.current = { of: now.key, tops };
  });
  useEffect(() => {
    const element = scroller.current;
    const scrolled = (): void => look.current();
    element?.addEventListener('scroll', scrolled, { passive: true });
    return () => element?.removeEventListener('scroll', scrolled);
  });
  // Heights follow from the rows: when they arrive or change, so does the layout.
  useLayoutEffect(() => {
    latest.current = { listing, cursor };
  });
  useLayoutEffect(() => {
    due.current = 2;
    virtualizer.measure();
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- it is measured anew when heights change
  }, [heights, listing, virtualizer]);
  // In the drawing that follows, which measuring has asked for.
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    if (due.current > 0 && --due.current === 0) {
      const before = seen.current;
      const { listing: now, cursor: at } = latest.current;
      if (before !== null && before.of === now.key) {
        const atTop = element.scrollTop <= 0;
        const ids = at !== null && before.tops.has(at) ? [at] : atTop ? [] : before.tops.keys();
        for (const id of ids) {
          const index = now.indexOf(id);
          const offset = index === -1 ? undefined : startOf(virtualizer, index);
          if (offset === undefined) continue;
          const top = Math.max(0, offset - (before.tops.get(id) ?? 0));
          if (Math.abs(top - element.scrollTop) >= 1) element.scrollTo({ top });
          break;
        }
      }
    }
    look.current();
  });
}

/** Where a row begins, as it is to be laid out now. */
export function startOf(virtualizer: Virtualizer<HTMLDivElement, Element>, index: number): number | undefined {
  // Asking for the size measures anew what has changed.
  virtualizer.getTotalSize();
  return virtualizer.measurementsCache[index]?.start;
}
