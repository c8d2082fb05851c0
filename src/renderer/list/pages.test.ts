import { expect, test } from 'vitest';
import type { SearchRow } from '../../shared/contract.ts';
import { beginning, filled, listingOf, trimmed } from './pages.ts';
import { heirOf, idsBetween, withRange } from './range.ts';

const rowsOf = (...ids: readonly string[]): readonly SearchRow[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing but these is read
  ids.map((id) => ({ id, passages: id === 'b' ? [{ in: 'text' }, { in: 'title' }] : [] }) as unknown as SearchRow);
const nothing: ReadonlySet<string> = new Set();
const first = { rows: rowsOf('a', 'b'), cursor: 'after b' };
const second = { rows: rowsOf('c', 'd', 'e'), cursor: 'after e' };
const chain = filled(filled(beginning('all'), 0, first), 1, second);

test('a list is as long as its pages, and knows when there is more', () => {
  const listing = listingOf(chain, nothing);
  expect(listing.known).toBe(5);
  expect(listing.complete).toBe(false);
  expect([0, 1, 2, 4, 5].map((index) => listing.idAt(index))).toEqual(['a', 'b', 'c', 'e', undefined]);
  expect(listing.passagesAt(1)).toBe(1);
  expect(listing.indexOf('d')).toBe(3);
  expect(listing.pagesOf(-20, 1)).toEqual([0]);
  expect(listing.pagesOf(1, 60)).toEqual([0, 1, 2]);
  const ended = listingOf(filled(chain, 2, { rows: rowsOf('f'), cursor: null }), nothing);
  expect(ended).toMatchObject({ known: 6, complete: true });
});

test('the same answer changes nothing', () => {
  expect(filled(chain, 0, first)).toBe(chain);
  expect(trimmed(chain, [0, 1], 6)).toBe(chain);
});

test('when a page ends elsewhere, the next begins there, and keeps its rows until it is asked again', () => {
  const shifted = filled(chain, 0, { rows: rowsOf('b', 'c'), cursor: 'after c' });
  expect(shifted.pages[1]?.cursor).toBe('after c');
  expect(listingOf(shifted, nothing).at(2)?.id).toBe('c');
  const shorter = filled(chain, 0, { rows: rowsOf('a'), cursor: null });
  expect(shorter.pages).toHaveLength(1);
});

test('far pages let go of their rows, not of their length', () => {
  const far = listingOf(trimmed(chain, [0], 0), nothing);
  expect(far.at(3)).toBeUndefined();
  expect(far.idAt(3)).toBe('d');
  expect(far.known).toBe(5);
});

test('what is leaving is out of sight at once', () => {
  const listing = listingOf(chain, new Set(['b', 'c']));
  expect(idsBetween(listing, 0, 9)).toEqual(['a', 'd', 'e']);
  expect(listing.indexOf('b')).toBe(-1);
  expect(listing.passagesAt(1)).toBe(0);
});

test('a range goes both ways, and gives back what it took', () => {
  const listing = listingOf(chain, nothing);
  const before = { picked: new Set(['e']), all: false, except: nothing };
  expect([...withRange(before, idsBetween(listing, 2, 0)).picked]).toEqual(['e', 'a', 'b', 'c']);
  expect([...withRange(before, idsBetween(listing, 2, 1)).picked]).toEqual(['e', 'b', 'c']);
  const all = { picked: nothing, all: true, except: new Set(['b', 'd']) };
  expect([...withRange(all, ['a', 'b']).except]).toEqual(['d']);
});

test('the row that takes the place of one that left: the next, else the one before', () => {
  const listing = listingOf(chain, nothing);
  const left = (...ids: readonly string[]) => listingOf(chain, new Set(ids));
  expect(heirOf(listing, 1, left('b'))).toBe('c');
  expect(heirOf(listing, 1, left('b', 'c', 'd'))).toBe('e');
  expect(heirOf(listing, 4, left('d', 'e'))).toBe('c');
  expect(heirOf(listing, 0, left('a', 'b', 'c', 'd', 'e'))).toBeNull();
});
