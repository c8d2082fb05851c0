import fc from 'fast-check';
import { expect, test } from 'vitest';
import { origins, roles } from './model.ts';
import { numbersOf, numbersText, outlineOf, OutlineRows, rowsOf } from './outline.ts';

const number = fc.oneof(fc.integer({ min: -40, max: 40 }), fc.integer(), fc.integer({ min: -(2 ** 52), max: 2 ** 52 }));

test('numbers and nulls come back as they were', () => {
  fc.assert(
    fc.property(fc.array(fc.option(number)), (numbers) => {
      expect([...numbersOf(numbersText(numbers), numbers.length)]).toEqual(
        numbers.map((value) => value ?? Number.NaN).map((value) => value + 0),
      );
    }),
  );
});

const row = fc.record({
  up: fc.nat(6),
  role: fc.constantFrom(...roles),
  origin: fc.constantFrom(...origins),
  createdAt: fc.option(fc.integer({ min: -(10 ** 13), max: 10 ** 15 })),
  words: fc.nat(1_000_000),
  onActivePath: fc.boolean(),
  hidden: fc.boolean(),
  parts: fc.string({ unit: fc.constantFrom('t', 'h', 'c', 'r', 'e', 'k', 'i'), maxLength: 5 }),
});

test('an outline’s rows come back as they were, through JSON', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 60 }), (given) => {
      const rows = given.map(({ up, ...rest }, index) => ({ index, parent: Math.max(-1, index - 1 - up), ...rest }));
      const sent = JSON.stringify(outlineOf('chatgpt:one', 7, rows));
      expect(sent).not.toContain('\\');
      const outline: ReturnType<typeof outlineOf> = JSON.parse(sent);
      expect(rowsOf(outline)).toEqual(rows);
      expect(new OutlineRows(outline).at(rows.length)).toBeUndefined();
    }),
  );
});

test('a usual message takes about ten letters', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => ({
    index,
    parent: index - 1,
    role: 'assistant' as const,
    origin: 'assistant' as const,
    createdAt: 1_700_000_000_000 + index * 12_345,
    words: index % 300,
    onActivePath: true,
    hidden: false,
    parts: 'hct',
  }));
  expect(JSON.stringify(outlineOf('x', 1, rows)).length).toBeLessThan(11_000);
});
