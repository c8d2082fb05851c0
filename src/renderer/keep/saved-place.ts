import type { SavedSearch } from '../../shared/contract.ts';
import type { Place } from '../view.ts';

/** Where a saved search leads: to its list, with nothing open. */
export function placeOf({ query, sort, reverse }: SavedSearch): Partial<Place> {
  return { page: 'browse', run: null, query, sort, reverse, open: null, at: null, raw: false, find: '' };
}
