import { expect, test } from 'vitest';
import { spanOf } from './dates.ts';

// A Monday.
const now = new Date(2026, 10, 23, 12).getTime();
const day = (time: number): string => {
  const date = new Date(time);
  expect([date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds()]).toEqual([0, 0, 0, 0]);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
};

test.each([
  ['2025', '2025-1-1', '2026-1-1'],
  ['2025-03', '2025-3-1', '2025-4-1'],
  ['2025/3', '2025-3-1', '2025-4-1'],
  ['2025-12', '2025-12-1', '2026-1-1'],
  ['2024-02-29', '2024-2-29', '2024-3-1'],
  ['today', '2026-11-23', '2026-11-24'],
  ['Yesterday', '2026-11-22', '2026-11-23'],
  ['this week', '2026-11-23', '2026-11-30'],
  ['last  week', '2026-11-16', '2026-11-23'],
  ['last-month', '2026-10-1', '2026-11-1'],
  ['last year', '2025-1-1', '2026-1-1'],
  ['March', '2026-3-1', '2026-4-1'],
  ['dec', '2025-12-1', '2026-1-1'],
  ['november', '2026-11-1', '2026-12-1'],
  ['March 2025', '2025-3-1', '2025-4-1'],
  ['2025 mar', '2025-3-1', '2025-4-1'],
  ['7d', '2026-11-16', '2026-11-24'],
  ['last 7 days', '2026-11-16', '2026-11-24'],
  ['3 weeks ago', '2026-11-2', '2026-11-3'],
  ['1m', '2026-10-23', '2026-11-24'],
  ['2025-03..2025-05', '2025-3-1', '2025-6-1'],
  ['3w..1w', '2026-11-2', '2026-11-17'],
  ['yesterday .. today', '2026-11-22', '2026-11-24'],
])('%s', (text, from, to) => {
  const span = spanOf(text, now);
  expect(span && [day(span.from), day(span.to)]).toEqual([from, to]);
});

test('a month before its 31st is a day of the month before', () => {
  const march = new Date(2025, 2, 31, 9).getTime();
  expect(day(spanOf('1m', march)?.from ?? 0)).toBe('2025-2-28');
  expect(day(spanOf('1y', new Date(2024, 1, 29).getTime())?.from ?? 0)).toBe('2023-2-28');
});

test('as an end, so long ago is that day', () => {
  for (const text of ['7d', '7 days ago']) {
    const span = spanOf(text, now, true);
    expect(span && [day(span.from), day(span.to)]).toEqual(['2026-11-16', '2026-11-17']);
  }
});

test.each([
  '',
  'soon',
  '2025-13',
  '2025-02-30',
  '1969',
  '99999',
  'mar 2025 2026',
  '2025 mar 2026',
  'last 3 days ago',
  '7x',
  '..',
  '2025..',
  '2024..2025..2026',
])('%j is no date', (text) => {
  expect(spanOf(text, now)).toBeNull();
});
