import type { SavedSearch } from '../../shared/contract.ts';

/** Where one is to be put: before another, null: at the end. */
export interface Destination {
  readonly before: number | null;
}

/** One place up or down the list; null at its end. */
export function step(ids: readonly number[], id: number, down: boolean): Destination | null {
  const at = ids.indexOf(id);
  const to = at + (down ? 2 : -1);
  return at === -1 || to < 0 || to > ids.length ? null : { before: ids[to] ?? null };
}

/** Dropped on the upper or the lower half of another; null where it stays. */
export function drop(ids: readonly number[], id: number, over: number, below: boolean): Destination | null {
  const before = below ? (ids[ids.indexOf(over) + 1] ?? null) : over;
  const stays = before === id || before === (ids[ids.indexOf(id) + 1] ?? null);
  return !ids.includes(id) || !ids.includes(over) || stays ? null : { before };
}

/** The saved search that the window shows: of its query, and where several have it, of its order. */
export function shownOf(
  searches: readonly SavedSearch[],
  { query, sort, reverse }: Pick<SavedSearch, 'query' | 'sort' | 'reverse'>,
): SavedSearch | null {
  const same = searches.filter((search) => search.query.trim() === query.trim());
  return same.find((search) => search.sort === sort && search.reverse === reverse) ?? same[0] ?? null;
}
