import type { Listing } from './pages.ts';

/** Ids from one place of the list to another, whichever comes first; those not known are left out. */
export function idsBetween(listing: Pick<Listing, 'idAt'>, from: number, to: number): readonly string[] {
  const ids: string[] = [];
  for (let index = Math.max(0, Math.min(from, to)); index <= Math.max(from, to); index++) {
    const id = listing.idAt(index);
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

/** What is picked: a list, or everything but a list. */
export interface Picked {
  readonly picked: ReadonlySet<string>;
  readonly all: boolean;
  readonly except: ReadonlySet<string>;
}

/** What is picked once a range has been added to what was picked before it began. */
export function withRange(before: Picked, ids: readonly string[]): Picked {
  if (!before.all) return { ...before, picked: new Set([...before.picked, ...ids]) };
  const added = new Set(ids);
  return { ...before, except: new Set([...before.except].filter((id) => !added.has(id))) };
}

/** The row that takes the place of one that left: the next that is still there, else the one before. Null: none is. */
export function heirOf(before: Listing, index: number, after: Listing): string | null {
  const there = new Set(idsBetween(after, 0, after.known - 1));
  const stays = (at: number): boolean => there.has(before.idAt(at) ?? '');
  for (let next = index + 1; next < before.known; next++) if (stays(next)) return before.idAt(next) ?? null;
  for (let last = index - 1; last >= 0; last--) if (stays(last)) return before.idAt(last) ?? null;
  return null;
}
