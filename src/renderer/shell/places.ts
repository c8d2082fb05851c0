import type { Place } from '../view.ts';

/** A page from its beginning. */
export function toPage(page: Place['page']): Partial<Place> {
  return { page, run: null };
}

/** Frames that are waited for the list to be there. */
const patience = 60;

/**
 * From anywhere to the list; to its pane, where nothing was found. Coming from another page the list is not there yet: the focus leaves
 * where it is at once, so that the next key is a command and not a letter in a field.
 */
export function focusList(frames = 0): void {
  const list =
    document.querySelector<HTMLElement>('[data-list-scroller]') ?? document.querySelector<HTMLElement>('[data-list-pane]');
  if (list) return list.focus();
  if (frames === 0 && document.activeElement instanceof HTMLElement) document.activeElement.blur();
  if (frames < patience && document.activeElement === document.body) requestAnimationFrame(() => focusList(frames + 1));
}
