import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { ArchiveClient, SearchRow } from '../../shared/contract.ts';
import type { Target } from '../view.ts';
import { row } from './row.fixture.ts';
import { allIn, concerns, stateWish, tagWish, titleOf, type Around } from './wishes.ts';

const cache = new QueryClient();
const total = (conversations: number) =>
  Promise.resolve({ conversations, without: [], nearest: [], problems: [], reading: null });
/** An archive that answers what these tests ask. */
function around(query: string, unstarred = 0, listed: readonly string[] = []): Around {
  const archive: Pick<ArchiveClient, 'total'> = { total: () => total(unstarred) };
  const none = new Proxy(archive, {
    get: (of, name: string) => Reflect.get(of, name) ?? (() => Promise.reject(new Error(`${name} was asked.`))),
  });
  return { query, archive: none as ArchiveClient, cache, listed };
}
const some = (...rows: readonly SearchRow[]): Target => ({
  selection: { ids: rows.map(({ id }) => id) },
  size: rows.length,
  ids: rows.map(({ id }) => id),
  rows,
});
const everything = (query: string, except: string[] = []): Target => ({
  selection: { query, except },
  size: 9,
  ids: null,
  rows: [],
});

test('a target of one is told by its title, of several by their number', () => {
  const one = some(row('a', { title: 'Tides' }));
  expect(titleOf(one, cache)).toBe('Tides');
  expect(titleOf(some(row('a'), row('b')), cache)).toBeNull();
  expect(titleOf(everything(''), cache)).toBeNull();
  expect(stateWish(one, 'archived', true, around('')).told(1)).toBe('Archived “Tides”.');
  expect(stateWish(some(row('a'), row('b'), row('c')), 'archived', true, around('')).told(3)).toBe('Archived 3 conversations.');
  expect(tagWish(one, 'work', true, cache).told(1)).toBe('Tagged “Tides” with “work”.');
});

test('a mixed selection is starred, one that is all starred loses its stars', async () => {
  const starred = { starred: true };
  expect(await allIn(some(row('a', starred), row('b')), 'starred', around(''))).toBe(false);
  expect(await allIn(some(row('a', starred), row('b', starred)), 'starred', around(''))).toBe(true);
  expect(await allIn(everything('tide'), 'starred', around('tide', 2))).toBe(false);
  expect(await allIn(everything('tide'), 'starred', around('tide', 0))).toBe(true);
});

test('where the archived or the trashed are listed, the commands bring back', async () => {
  expect(await allIn(everything('is:trashed'), 'trashed', around('is:trashed'))).toBe(true);
  expect(await allIn(everything('tide'), 'trashed', around('tide'))).toBe(false);
  expect(await allIn(some(row('a', { archived: true })), 'archived', around('tide'))).toBe(true);
});

test('what is no longer found leaves the list at once', () => {
  const one = some(row('a'));
  expect(stateWish(one, 'archived', true, around('')).leaving).toEqual(['a']);
  expect(stateWish(one, 'archived', true, around('tide')).leaving).toEqual([]);
  expect(stateWish(one, 'starred', true, around('')).leaving).toEqual([]);
  expect(stateWish(everything('', ['b']), 'trashed', true, around('', 0, ['a', 'b', 'c'])).leaving).toEqual(['a', 'c']);
});

test('a patch concerns what the target is', () => {
  expect(['a', 'b'].filter(concerns(some(row('a'))))).toEqual(['a']);
  expect(['a', 'b'].filter(concerns(everything('', ['a'])))).toEqual(['b']);
});

test('a tag is shown once, whatever its case, and removed whatever its case', () => {
  const tagged = { ...row('a'), tags: ['Work', 'home'] };
  expect(tagWish(some(tagged), 'work', true, cache).patch?.row?.(tagged)).toEqual({ tags: ['Work', 'home'] });
  expect(tagWish(some(tagged), 'WORK', false, cache).patch?.row?.(tagged)).toEqual({ tags: ['home'] });
});
