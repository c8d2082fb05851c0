import type { Place } from '../view.ts';

/** A page from its beginning. */
export function toPage(page: Place['page']): Partial<Place> {
  return { page, run: null, figure: null, input: null, unit: 'conversation', issue: null };
}

/** From anywhere to the list. */
export function focusList(): void {
  document.querySelector<HTMLElement>('[data-list-scroller]')?.focus();
}
