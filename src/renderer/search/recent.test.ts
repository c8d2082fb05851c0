import { expect, test } from 'vitest';
import { recentLike, recentSearches, storedWith, storedWithout } from './recent.ts';

const after = (queries: readonly string[]): readonly string[] =>
  recentSearches(queries.reduce((stored, query) => storedWith(stored, query), ''));

test('the latest stands first, and each once', () => {
  expect(after(['tide', 'moon', ' tide '])).toEqual(['tide', 'moon']);
  expect(after(['tide', '  ', 'moon'])).toEqual(['moon', 'tide']);
});

test('there are at most twenty, and nothing pasted', () => {
  expect(after(Array.from({ length: 30 }, (_, at) => `query ${at}`))).toHaveLength(20);
  expect(after(['tide', 'x'.repeat(501)])).toEqual(['tide']);
});

test('what it grew from goes, and nothing else does', () => {
  const stored = JSON.stringify(['ti', 'tide', 'moon']);
  expect(recentSearches(storedWith(stored, 'tide table', 'ti'))).toEqual(['tide table', 'tide', 'moon']);
  expect(recentSearches(storedWith(stored, 'tide table', 'moon'))).toEqual(['tide table', 'ti', 'tide', 'moon']);
  expect(recentSearches(storedWith(stored, 'tide', 'tide'))).toEqual(['tide', 'ti', 'moon']);
});

test('one is taken out', () => {
  expect(recentSearches(storedWithout(JSON.stringify(['tide', 'moon']), 'tide'))).toEqual(['moon']);
});

test.each(['', '{', '{"a":1}', '[1]', 'null'])('%s is no list', (stored) => {
  expect(recentSearches(stored)).toEqual([]);
  expect(recentSearches(storedWith(stored, 'tide'))).toEqual(['tide']);
});

test('those that begin like what is written are offered', () => {
  const recent = ['Tide table', 'tide', 'moon', 'tidy'];
  expect(recentLike(recent, 'tid', 9)).toEqual(['Tide table', 'tide', 'tidy']);
  expect(recentLike(recent, 'tide ', 9)).toEqual(['Tide table']);
  expect(recentLike(recent, 'tide', 9)).toEqual(['Tide table']);
  expect(recentLike(recent, 't', 9)).toEqual([]);
  expect(recentLike(recent, 'ti', 2)).toHaveLength(2);
});
