import { expect, test } from 'vitest';
import { dateOf, endOf, rangeIn, spanOf } from './buckets.ts';

const months = spanOf({
  by: 'month',
  buckets: [
    { from: '2025-03-01', count: 4 },
    { from: '2024-12-01', count: 2 },
  ],
});

test('empty months between are drawn too', () => {
  expect(months?.buckets.map(({ from, count }) => `${from.slice(0, 7)} ${count}`)).toEqual([
    '2024-12 2',
    '2025-01 0',
    '2025-02 0',
    '2025-03 4',
  ]);
});

test('one bucket is nothing to choose between, and a wild date does not make a million bars', () => {
  expect(spanOf({ by: 'month', buckets: [{ from: '2025-03-01', count: 4 }] })).toBeNull();
  const wild = spanOf({
    by: 'day',
    buckets: [
      { from: '2019-01-01', count: 1 },
      { from: '2026-05-02', count: 1 },
    ],
  });
  expect(wild?.by).toBe('year');
  expect(wild?.buckets).toHaveLength(8);
});

test('buckets are written as the query language writes them', () => {
  const bucket = { from: '2025-03-03', count: 1 };
  expect([dateOf(bucket, 'year'), dateOf(bucket, 'month'), dateOf(bucket, 'day')]).toEqual(['2025', '2025-03', '2025-03-03']);
  expect([endOf(bucket, 'week'), endOf(bucket, 'month')]).toEqual(['2025-03-09', '2025-03']);
});

test('the range of a query is found again', () => {
  if (!months) throw new Error('no span');
  expect(rangeIn('tax', months)).toEqual([0, 3]);
  expect(rangeIn('tax since:2025-01 until:2025-02', months)).toEqual([1, 2]);
  expect(rangeIn('since:2025', months)).toEqual([1, 3]);
  expect(rangeIn('until:2024', months)).toEqual([0, 0]);
  expect(rangeIn('since:2030', months)).toEqual([3, 3]);
});
