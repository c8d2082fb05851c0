import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countIn, dateOf, endOf, rangeOf, spanOf, termsFor, ticksOf, timesIn, type Span } from './buckets.ts';

const months = spanOf({
  by: 'month',
  buckets: [
    { from: '2025-03-01', count: 4, begun: 4 },
    { from: '2024-12-01', count: 2, begun: 2 },
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
  expect(spanOf({ by: 'month', buckets: [{ from: '2025-03-01', count: 4, begun: 4 }] })).toBeNull();
  const wild = spanOf({
    by: 'day',
    buckets: [
      { from: '2019-01-01', count: 1, begun: 1 },
      { from: '2026-05-02', count: 1, begun: 1 },
    ],
  });
  expect(wild?.by).toBe('year');
  expect(wild?.buckets).toHaveLength(8);
});

test('buckets are written as the query language writes them', () => {
  const bucket = { from: '2025-03-03', count: 1, begun: 1 };
  expect([dateOf(bucket, 'year'), dateOf(bucket, 'month'), dateOf(bucket, 'day')]).toEqual(['2025', '2025-03', '2025-03-03']);
  expect([endOf(bucket, 'week'), endOf(bucket, 'month')]).toEqual(['2025-03-09', '2025-03']);
});

const now = new Date(2025, 2, 10, 12).getTime();

test('the range of a query is found again', () => {
  if (!months) throw new Error('no span');
  const rangeIn = (query: string) => {
    const times = timesIn(query, now);
    return times && rangeOf(times, months);
  };
  expect(rangeIn('tax')).toBeNull();
  expect(rangeIn('tax since:2025-01 until:2025-02')).toEqual([1, 2]);
  expect(rangeIn('since:2025')).toEqual([1, 3]);
  expect(rangeIn('until:2024')).toEqual([0, 0]);
  expect(rangeIn('on:2025-02-14')).toEqual([2, 2]);
  expect(rangeIn('on:"this month"')).toEqual([3, 3]);
  expect(rangeIn('since:"last month"')).toEqual([2, 3]);
  expect(rangeIn('since:2030')).toBeNull();
  expect(rangeIn('-since:2025 (until:2024 OR a)')).toBeNull();
});

test('a range becomes terms, and the terms the range', () => {
  if (!months) throw new Error('no span');
  expect(termsFor([0, 3], months)).toEqual([]);
  expect(termsFor([1, 3], months)).toEqual(['since:2025-01']);
  expect(termsFor([1, 1], months)).toEqual(['since:2025-01', 'until:2025-01']);
  const by = fc.constantFrom('day', 'week', 'month', 'year');
  fc.assert(
    fc.property(by, fc.integer({ min: 2, max: 150 }), fc.nat(149), fc.nat(149), (unit, length, a, b) => {
      const span = row(unit, length);
      const [first, last] = [a % length, b % length].sort((x, y) => x - y);
      if (first === undefined || last === undefined) return;
      const times = timesIn(termsFor([first, last], span).join(' '), now);
      expect(times === null ? [0, length - 1] : rangeOf(times, span)).toEqual([first, last]);
    }),
  );
});

/** A row of so many buckets, without gaps. */
function row(by: Span['by'], length: number): Span {
  const date = (place: number): string => {
    const at = new Date(Date.UTC(2001, 0, 1));
    if (by === 'year') at.setUTCFullYear(2001 + (place % 180));
    else if (by === 'month') at.setUTCMonth(place);
    else at.setUTCDate(1 + place * (by === 'week' ? 7 : 1));
    return at.toISOString().slice(0, 10);
  };
  return { by, buckets: Array.from({ length }, (_, place) => ({ from: date(place), count: place, begun: place })) };
}

test('the axis names years and months that have room', () => {
  const names = (by: Span['by'], length: number) => ticksOf(row(by, length)).map(({ date }) => date);
  expect(names('month', 36)).toEqual(['2001', '2002', '2003']);
  expect(names('day', 60)).toEqual(['2001-01', '2001-02']);
  expect(names('year', 20).length).toBeLessThanOrEqual(5);
  fc.assert(
    fc.property(
      fc.constantFrom('day' as const, 'month' as const, 'year' as const),
      fc.integer({ min: 2, max: 180 }),
      (by, length) => {
        const ticks = ticksOf(row(by, length));
        ticks.forEach((tick, at) => {
          const next = ticks[at + 1];
          if (next) expect((next.place - tick.place) / length).toBeGreaterThanOrEqual(0.24);
        });
      },
    ),
  );
});

test('conversations are counted in the range alone', () => {
  if (!months) throw new Error('no span');
  expect([countIn([0, 3], months), countIn([1, 2], months), countIn([0, 0], months)]).toEqual([6, 0, 2]);
});

test('a conversation that lasts over several buckets counts once in a range of them', () => {
  // One from December into February, one of January, two of February.
  const lasting = spanOf({
    by: 'month',
    buckets: [
      { from: '2024-12-01', count: 1, begun: 1 },
      { from: '2025-01-01', count: 2, begun: 1 },
      { from: '2025-02-01', count: 3, begun: 2 },
    ],
  });
  if (!lasting) throw new Error('no span');
  expect([countIn([0, 0], lasting), countIn([1, 1], lasting), countIn([1, 2], lasting), countIn([0, 2], lasting)]).toEqual([
    1, 2, 4, 4,
  ]);
});

test('days that are too many for bars become years, and what lasts counts once in each', () => {
  const span = spanOf({
    by: 'day',
    buckets: [
      { from: '2023-12-31', count: 1, begun: 1 },
      { from: '2024-01-01', count: 2, begun: 1 },
      { from: '2024-12-01', count: 1, begun: 1 },
    ],
  });
  expect(span).toMatchObject({
    by: 'year',
    buckets: [
      { from: '2023-01-01', count: 1, begun: 1 },
      { from: '2024-01-01', count: 3, begun: 2 },
    ],
  });
});
