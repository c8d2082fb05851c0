import type { Branch, Layout } from '../layout.ts';

/** A switch between versions, and the row it stands in, as they are on screen. */
export interface Seen {
  readonly place: number;
  /** Of the switch. */
  readonly top: number;
  /** Of the row. */
  readonly end: number;
}

/**
 * Which of the switches a key means: the first that is in sight from the upper edge down; else that of the message that reaches from above
 * into what is in sight. Never one that is out of sight with all of its message.
 */
export function meant(seen: readonly Seen[], edge: { readonly top: number; readonly bottom: number }): Seen | null {
  const below = seen.filter(({ top }) => top >= edge.top - 1 && top < edge.bottom);
  const across = seen.filter(({ top, end }) => top < edge.top - 1 && end > edge.top + 1);
  return (
    below.toSorted((one, other) => one.top - other.top)[0] ?? across.toSorted((one, other) => other.top - one.top)[0] ?? null
  );
}

/** The fork that `[` and `]` act on. */
export function forkInSight(scroller: HTMLElement, layout: Layout): Branch | null {
  const seen = [...scroller.querySelectorAll<HTMLElement>('[data-versions]')].flatMap((element) => {
    const row = element.closest<HTMLElement>('[data-index]');
    if (!row) return [];
    const { top } = element.getBoundingClientRect();
    return [{ place: Number(row.dataset['index']), top, end: row.getBoundingClientRect().bottom }];
  });
  const found = meant(seen, scroller.getBoundingClientRect());
  return found && layout.branchAt(layout.firstOf(found.place));
}
