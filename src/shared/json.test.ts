import { expect, test } from 'vitest';
import { booleanOf, numberOf, timeOf } from './json.ts';

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
