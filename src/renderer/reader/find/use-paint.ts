import { useEffect, useLayoutEffect, useMemo, useRef, type RefObject } from 'react';
import { clearPaint, foundWords, paint, type Hit } from '../highlights.ts';
import type { HitWalk } from '../use-hits.ts';

/** Milliseconds for which the current hit is held in sight, while what is around it is still being drawn and measured. */
const settling = 700;

/** What the person does to look elsewhere. */
const leaving = ['wheel', 'pointerdown', 'touchmove', 'keydown'] as const;

/** Paints the hits after every change of what is drawn, and brings the current one into sight once it is there. */
export function usePaint(
  scroller: RefObject<HTMLDivElement | null>,
  { query, stops, current, steps }: Pick<HitWalk, 'query' | 'stops' | 'current' | 'steps'>,
  messages: Parameters<typeof foundWords>[1],
): void {
  const words = useMemo(() => foundWords(stops, messages, query), [stops, messages, query]);
  const held = useRef<{ readonly hit: Hit; readonly steps: number; readonly until: number } | null>(null);
  useLayoutEffect(() => {
    const element = scroller.current;
    // One that comes back is brought into sight anew.
    if (!current) held.current = null;
    if (!element || stops.length === 0) return clearPaint;
    let frame = 0;
    let range: Range | null = null;
    const hold = (): void => {
      frame = 0;
      const left = (held.current?.until ?? 0) - performance.now();
      if (!range || left <= 0) return;
      if (range.startContainer.isConnected) bringIntoSight(element, range, left < settling / 2);
      frame = requestAnimationFrame(hold);
    };
    const draw = (): void => {
      range = paint(element, stops, words, current);
      if (!range || !current) return;
      if (held.current?.hit !== current || held.current.steps !== steps) {
        held.current = { hit: current, steps, until: performance.now() + settling };
      }
      if (frame === 0) frame = requestAnimationFrame(hold);
    };
    const release = (): void => {
      if (held.current) held.current = { ...held.current, until: 0 };
    };
    draw();
    // Rows come into sight, folds open and parsed texts arrive without this component being drawn again.
    const observer = new MutationObserver(draw);
    observer.observe(element, { childList: true, subtree: true });
    for (const event of leaving) element.addEventListener(event, release, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
      for (const event of leaving) element.removeEventListener(event, release);
    };
  }, [scroller, stops, words, current, steps]);
  useEffect(() => clearPaint, []);
}

/**
 * Scrolls to a range that is out of sight. A row that has just become long is not measured yet, and the column too short to scroll so
 * far: then it waits for that, unless it must not wait any `longer`.
 */
function bringIntoSight(scroller: HTMLElement, range: Range, longer: boolean): void {
  const box = scroller.getBoundingClientRect();
  const rect = range.getBoundingClientRect();
  if (rect.height === 0) return;
  if (rect.top < box.top + 40 || rect.bottom > box.bottom - 60) {
    const top = scroller.scrollTop + rect.top - box.top - box.height * 0.35;
    if (longer || top <= scroller.scrollHeight - scroller.clientHeight) scroller.scrollTop = top;
  }
  // A wide or high block scrolls inside itself.
  for (let block = range.startContainer.parentElement; block && block !== scroller; block = block.parentElement) {
    scrollInside(block, range);
  }
}

function scrollInside(block: HTMLElement, range: Range): void {
  const wide = block.scrollWidth > block.clientWidth + 1;
  const high = block.scrollHeight > block.clientHeight + 1;
  if ((!wide && !high) || block.clientHeight === 0) return;
  const style = getComputedStyle(block);
  const rect = range.getBoundingClientRect();
  const inner = block.getBoundingClientRect();
  if (wide && /auto|scroll/.test(style.overflowX) && (rect.right > inner.right || rect.left < inner.left)) {
    block.scrollLeft += rect.left - inner.left - inner.width / 3;
  }
  if (high && /auto|scroll/.test(style.overflowY) && (rect.bottom > inner.bottom || rect.top < inner.top)) {
    block.scrollTop += rect.top - inner.top - inner.height / 3;
  }
}
