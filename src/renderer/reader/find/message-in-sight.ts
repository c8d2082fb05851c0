/** The message at the upper edge of the messages, as they are scrolled now; null when none is drawn. */
export function messageInSight(): number | null {
  const scroller = document.querySelector('[data-reader-scroller]');
  if (!scroller) return null;
  const top = scroller.getBoundingClientRect().top + 8;
  for (const part of scroller.querySelectorAll<HTMLElement>('[data-part]')) {
    if (part.getBoundingClientRect().bottom > top) return Number.parseInt(part.dataset['part'] ?? '', 10) || 0;
  }
  return null;
}
