import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { turnAt, type Turn } from './turns.ts';

/** What the person does to scroll. */
const scrolling = ['wheel', 'pointerdown', 'touchmove', 'keydown'] as const;

/** The turn one reads, followed while the messages scroll; -1 before the first. */
export function useCurrentTurn(
  turns: readonly Turn[],
  scroller: RefObject<HTMLElement | null>,
  first: () => number,
): { readonly current: number; readonly choose: (turn: number) => void } {
  const [current, setCurrent] = useState(-1);
  const chosen = useRef(-1);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let frame = 0;
    const look = (): void => {
      frame = 0;
      const top = first();
      const atEnd = element.scrollTop > 0 && element.scrollTop + element.clientHeight >= element.scrollHeight - 2;
      // The last turns may be too short to come to the upper edge.
      const last = (turns[chosen.current]?.place ?? -1) >= top ? chosen.current : turns.length - 1;
      setCurrent(atEnd ? last : turnAt(turns, top));
    };
    const forget = (): void => {
      chosen.current = -1;
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    soon();
    element.addEventListener('scroll', soon, { passive: true });
    for (const event of scrolling) element.addEventListener(event, forget, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', soon);
      for (const event of scrolling) element.removeEventListener(event, forget);
    };
  }, [turns, scroller, first]);
  const choose = useCallback((turn: number): void => {
    chosen.current = turn;
    setCurrent(turn);
  }, []);
  return { current, choose };
}
