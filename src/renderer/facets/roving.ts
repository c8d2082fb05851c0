import type { KeyboardEvent } from 'react';

/** Marks what the arrow keys go to. */
export const stop = { 'data-stop': '' } as const;

/** Up, Down, Home and End go through everything marked as a `stop` inside the element, over the borders of its groups. */
export function rove(event: KeyboardEvent<HTMLElement>): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-stop]')];
  const at = stops.findIndex((element) => element === event.target);
  if (at === -1) return;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: stops.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  stops[Math.min(stops.length - 1, Math.max(0, to))]?.focus();
}
