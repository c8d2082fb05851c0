import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { SearchPage, SearchRow } from '../../shared/contract.ts';
import { settled, show } from './patches.ts';
import { row } from './row.fixture.ts';

const page = (...rows: readonly SearchRow[]): SearchPage => ({ rows, cursor: null, problems: [], total: null, reading: null });
const key = ['search', { query: '' }, null];
const star = { concerns: (id: string) => id === 'a', row: () => ({ starred: true }) };

function cacheWith(data: SearchPage) {
  const cache = new QueryClient();
  cache.setQueryData(key, data);
  const starred = () => cache.getQueryData<SearchPage>(key)?.rows.map((one) => one.starred);
  return { cache, starred };
}

test('a patch shows at once, on the rows that it concerns', () => {
  const { cache, starred } = cacheWith(page(row('a'), row('b')));
  show(cache, star);
  expect(starred()).toEqual([true, false]);
});

test('what arrives while a change is under way does not take it back', async () => {
  const { cache, starred } = cacheWith(page(row('a'), row('b')));
  const { end } = show(cache, star);
  await cache.fetchQuery({ queryKey: key, queryFn: () => page(row('a'), row('b')) });
  expect(starred()).toEqual([true, false]);
  end();
  await cache.fetchQuery({ queryKey: key, queryFn: () => page(row('a'), row('b')) });
  expect(starred()).toEqual([false, false]);
});

test('a change that did not come to pass shows what was there before, unless newer data has come', async () => {
  const { cache, starred } = cacheWith(page(row('a'), row('b')));
  show(cache, star).revert();
  expect(starred()).toEqual([false, false]);
  const { revert } = show(cache, star);
  await cache.fetchQuery({ queryKey: key, queryFn: () => page(row('c')) });
  revert();
  expect(cache.getQueryData<SearchPage>(key)?.rows.map(({ id }) => id)).toEqual(['c']);
});

test('pages without the rows keep their identity', () => {
  const other = page(row('c'));
  const { cache } = cacheWith(other);
  show(cache, star);
  expect(cache.getQueryData(key)).toBe(other);
});

test('settled waits until nothing is asked any more', async () => {
  const { cache } = cacheWith(page(row('a')));
  let answer: (data: SearchPage) => void = () => undefined;
  const asked = cache.fetchQuery({ queryKey: key, queryFn: () => new Promise<SearchPage>((resolve) => (answer = resolve)) });
  let over = false;
  const waited = settled(cache, ['search']).then(() => (over = true));
  await Promise.resolve();
  expect(over).toBe(false);
  answer(page());
  await Promise.all([asked, waited]);
  expect(over).toBe(true);
  await settled(cache, ['search']);
});
