import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortOrders } from '../../shared/requests.ts';
import { columnIds, columns, moved, movedTo, parseColumns, shown, sortedBy, sortOf, usualColumns, within } from './columns.ts';

test('what was stored comes back', () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        [...columnIds].filter((id) => !columns[id].fixed),
        { minLength: columnIds.length - 1 },
      ),
      fc.subarray(columnIds.filter((id) => id !== 'title' && id !== 'provider')),
      fc.dictionary(fc.constantFrom(...columnIds), fc.integer({ min: 36, max: 900 }), { noNullPrototype: true }),
      (order, hidden, widths) => {
        const settings = { order: ['provider' as const, ...order], hidden, widths };
        expect(parseColumns(JSON.stringify(settings))).toEqual(settings);
      },
    ),
  );
});

test('nonsense gives the usual columns, and every column stays', () => {
  expect(parseColumns('')).toEqual(usualColumns);
  expect(parseColumns('{"order":7,"hidden":{},"widths":[]}')).toEqual(usualColumns);
  fc.assert(
    fc.property(fc.json(), (text) => {
      const settings = parseColumns(text);
      expect([...settings.order].sort()).toEqual([...columnIds].sort());
      expect(settings.order[0]).toBe('provider');
    }),
  );
  const old = parseColumns(
    '{"order":["updated","title","colour"],"hidden":["title","tags"],"widths":{"title":9000,"tags":"wide"}}',
  );
  expect(old.hidden).toContain('tags');
  expect(old.hidden).not.toContain('title');
  expect(old.widths).toEqual({ title: 900 });
});

test('a column moves among those in sight, never before the fixed one', () => {
  const after = moved(usualColumns, 'title', 1);
  expect(after.order.slice(0, 4)).toEqual(['provider', 'starred', 'title', 'noted']);
  expect(moved(usualColumns, 'title', -1)).toEqual(usualColumns);
  expect(moved(usualColumns, 'created', 1)).toEqual(usualColumns);
  const hidden = shown(usualColumns, 'starred', false);
  expect(moved(hidden, 'title', 1).order.indexOf('title')).toBe(columnIds.indexOf('noted'));
  expect(movedTo(usualColumns, 'updated', 'title').order.slice(0, 3)).toEqual(['provider', 'updated', 'title']);
});

test('a click on a head sorts its first way, then the other', () => {
  for (const id of columnIds) {
    const first = sortedBy(id, 'relevance', false);
    if (!first) continue;
    expect(sortOf(id, first.sort, first.reverse)).toBe(columns[id].sort?.first);
    const second = sortedBy(id, first.sort, first.reverse);
    expect(second && sortOf(id, second.sort, second.reverse)).not.toBe(columns[id].sort?.first);
  }
  expect(sortOf('updated', 'oldest', false)).toBe('ascending');
  expect(sortedBy('updated', 'oldest', false)).toEqual({ sort: 'newest', reverse: false });
  expect(sortOrders.filter((sort) => columnIds.some((id) => sortOf(id, sort, false)))).toHaveLength(sortOrders.length - 1);
});

test('a width stays within its bounds', () => {
  expect([within(1), within(123.4), within(5000)]).toEqual([36, 123, 900]);
});
