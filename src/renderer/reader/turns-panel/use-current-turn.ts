import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';
import { turnAt, type Turn } from './turns.ts';

/** Milliseconds after a choice in which the scrolling is that of the choice. */
const settling = 400;

/** The turn one reads, followed while the messages scroll; -1 before the first. */
export function useCurrentTurn(
  turns: readonly Turn[],
  scroller: RefObject<HTMLElement | null>,
  first: () => number,
): { readonly current: number; readonly choose: (turn: number) => void } {
  const [current, setCurrent] = useState(-1);
  const chosenAt = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let frame = 0;
    const look = (): void => {
      frame = 0;
      if (performance.now() - chosenAt.current < settling) return;
      // The last turns may be too short to come to the upper edge.
      const atEnd = element.scrollTop > 0 && element.scrollTop + element.clientHeight >= element.scrollHeight - 2;
      setCurrent(atEnd ? turns.length - 1 : turnAt(turns, first()));
    };
    const soon = (): void => {
      if (frame === 0) frame = requestAnimationFrame(look);
    };
    soon();
    element.addEventListener('scroll', soon, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', soon);
    };
  }, [turns, scroller, first]);
  const choose = useCallback((turn: number): void => {
    chosenAt.current = performance.now();
    setCurrent(turn);
  }, []);
  return { current, choose };
}
