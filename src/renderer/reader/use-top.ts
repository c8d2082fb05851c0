import { useEffect, useRef, type RefObject } from 'react';
import { z } from 'zod';
import type { Layout } from './layout.ts';
import type { RowWindow } from './use-window.ts';

/** Where one reads: the message at the upper edge, and how many pixels below the edge it begins (less than 0: above). */
export interface Top {
  readonly message: number;
  readonly away: number;
}

/** Milliseconds of rest after which the browser's history learns where one is. */
const rest = 200;
/** Milliseconds for which a place come back to is held, while what is around it is still being drawn and measured. */
const settling = 800;
/** What the person does to look elsewhere. */
const leaving = ['wheel', 'pointerdown', 'touchmove', 'keydown'] as const;

const topSchema = z.object({ top: z.object({ message: z.number().int(), away: z.number() }) });

/** Where one was when this step of the history was left; null: a new step. */
export function rememberedTop(): Top | null {
  return topSchema.safeParse(history.state).data?.top ?? null;
}

/** Keeps in the history where one reads, and goes to `returning` once, so that back, forward and a reload come back to it. */
export function useTop(
  scroller: RefObject<HTMLElement | null>,
  layout: Layout,
  { first, awayOf, scrollTo }: Pick<RowWindow, 'first' | 'awayOf' | 'scrollTo'>,
  returning: Top | null,
): void {
  const latest = useRef(layout);
  useEffect(() => {
    latest.current = layout;
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let until = returning ? performance.now() + settling : 0;
    let frame = 0;
    const hold = (): void => {
      const place = returning ? latest.current.placeOf(returning.message) : undefined;
      if (!returning || place === undefined || performance.now() > until) return;
      if (Math.abs(awayOf(place) - returning.away) >= 1) scrollTo(place, returning.away);
      frame = requestAnimationFrame(hold);
    };
    const keep = (): void => {
      const row = first();
      const state: unknown = history.state;
      const top: Top = { message: latest.current.firstOf(row), away: awayOf(row) };
      history.replaceState({ ...(typeof state === 'object' ? state : null), top }, '');
    };
    const scrolled = (): void => {
      clearTimeout(timer);
      if (performance.now() > until) timer = setTimeout(keep, rest);
    };
    const leave = (): void => {
      until = 0;
    };
    hold();
    element.addEventListener('scroll', scrolled, { passive: true });
    for (const event of leaving) element.addEventListener(event, leave, { passive: true });
    return () => {
      clearTimeout(timer);
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', scrolled);
      for (const event of leaving) element.removeEventListener(event, leave);
    };
  }, [scroller, first, awayOf, scrollTo, returning]);
}
