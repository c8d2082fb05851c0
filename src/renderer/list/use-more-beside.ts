import { useEffect, type RefObject } from 'react';

/**
 * Sets `data-more` on what scrolls as long as it goes on to the right of what is in sight: an attribute, since nothing is drawn anew by
 * it. `there`: the element is in the page, and is as wide as its columns. `width`: pixels that the columns take.
 */
export function useMoreBeside(scroller: RefObject<HTMLElement | null>, there: boolean, width: number): void {
  useEffect(() => {
    const element = scroller.current;
    if (!there || !element) return undefined;
    const look = (): void => {
      element.toggleAttribute('data-more', element.scrollLeft + element.clientWidth < width - 1);
    };
    look();
    const resized = new ResizeObserver(look);
    resized.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', look);
      element.removeAttribute('data-more');
    };
  }, [scroller, there, width]);
}
