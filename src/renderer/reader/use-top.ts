import { useEffect, useRef, type RefObject } from 'react';
import { z } from 'zod';
import type { Layout } from './layout.ts';

/** Milliseconds of rest after which the browser's history learns where one is. */
const rest = 200;

const topSchema = z.object({ top: z.object({ message: z.number().int(), away: z.number() }) });

/** The message at the upper edge when this step of the history was left, and how many pixels below the edge it began; null: a new step. */
export function rememberedTop(): { readonly message: number; readonly away: number } | null {
  return topSchema.safeParse(history.state).data?.top ?? null;
}

/** Keeps in the history where one reads, so that back, forward and a reload come back to it. */
export function useTop(
  scroller: RefObject<HTMLElement | null>,
  layout: Layout,
  first: () => number,
  startOf: (row: number) => number,
): void {
  const latest = useRef({ layout, first, startOf });
  useEffect(() => {
    latest.current = { layout, first, startOf };
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const keep = (): void => {
      const { layout: laid, first: top, startOf: start } = latest.current;
      const row = top();
      const state: unknown = history.state;
      const others = typeof state === 'object' ? state : null;
      history.replaceState({ ...others, top: { message: laid.firstOf(row), away: start(row) } }, '');
    };
    const scrolled = (): void => {
      clearTimeout(timer);
      timer = setTimeout(keep, rest);
    };
    element.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener('scroll', scrolled);
    };
  }, [scroller]);
}
