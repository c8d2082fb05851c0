import { expect, test } from 'vitest';
import { booleanOf, jsonOf, numberOf, timeOf } from './json.ts';

test('times are read in every unit seen in exports', () => {
  const at = Date.UTC(2024, 0, 7, 12, 20, 34, 629);
  expect(timeOf(at / 1000)).toBe(at);
  expect(timeOf(at)).toBe(at);
  expect(timeOf(at * 1000)).toBe(at);
  expect(timeOf(String(at))).toBe(at);
  expect(timeOf('2024-01-07T12:20:34.629Z')).toBe(at);
  expect(timeOf('2024-01-07T20:20:34.629+08:00')).toBe(at);
  expect(timeOf({ $date: { $numberLong: String(at) } })).toBe(at);
});

test('a time that says nothing, or nonsense, is unknown', () => {
  for (const value of [
    null,
    undefined,
    0,
    -5,
    '',
    'NaN',
    'soon',
    true,
    {},
    [],
    '50000-01-01T00:00:00Z',
    1e30,
    '2009-01-01T00:00:00Z',
  ]) {
    expect(timeOf(value)).toBeNull();
  }
});

test('numbers and booleans in strings count, other things do not', () => {
  expect(numberOf('12')).toBe(12);
  expect(numberOf(' ')).toBeNull();
  expect(numberOf(Number.NaN)).toBeNull();
  expect(booleanOf('true')).toBe(true);
  expect(booleanOf(0)).toBe(false);
  expect(booleanOf('yes')).toBeNull();
});

test('a time without a zone is UTC on every machine', () => {
  expect(timeOf('2024-08-08T19:12:06.120414')).toBe(Date.UTC(2024, 7, 8, 19, 12, 6, 120));
  expect(timeOf('2024-08-08T19:12:06+02:00')).toBe(Date.UTC(2024, 7, 8, 17, 12, 6));
  expect(timeOf('2024-08-08')).toBe(Date.UTC(2024, 7, 8));
});

test('JSON is kept as it is, and cut where it is nested absurdly', () => {
  const value = { a: [1, null, { b: 'c' }] };
  expect(jsonOf(value)).toBe(value);
  expect(jsonOf(undefined)).toBeNull();
  expect(typeof jsonOf(JSON.parse('['.repeat(50_000) + ']'.repeat(50_000)))).toBe('string');
});
