import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Names } from './names.ts';

const name = fc.oneof(fc.stringMatching(/^[abA/0-2é]{0,5}$/), fc.string({ unit: 'grapheme', maxLength: 20 }));

test('names are found by what they are, and of two that are one the first listed counts', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 700 }), name, (all, other) => {
      const names = new Names();
      all.forEach((each, number) => expect(names.add(each)).toBe(number));
      const first = new Map<string, number>();
      all.forEach((each, number) => {
        expect(names.list(number)).toBe(!first.has(each));
        if (!first.has(each)) first.set(each, number);
      });
      all.forEach((each, number) => {
        expect(names.at(number)).toBe(each);
        expect(names.find(each)).toBe(first.get(each));
      });
      expect(names.find(other)).toBe(first.get(other) ?? null);
    }),
    { numRuns: 100 },
  );
});

test('names are sorted as a person would, in one order whatever order they come in', () => {
  const sorted = (all: readonly string[]): readonly string[] => {
    const names = new Names();
    all.forEach((each) => names.add(each));
    return Array.from(all, (_, at) => at)
      .sort((a, b) => names.compare(a, b))
      .map((at) => names.at(at));
  };
  expect(sorted(['c-10.json', 'B.json', 'c-2.json', 'a/z', 'c-02.json', 'a', 'b.json'])).toEqual([
    'a',
    'a/z',
    'B.json',
    'b.json',
    'c-02.json',
    'c-2.json',
    'c-10.json',
  ]);
  fc.assert(
    fc.property(fc.uniqueArray(name, { maxLength: 40 }), (all) => {
      expect(sorted(all)).toEqual(sorted(all.toReversed()));
    }),
    { numRuns: 300 },
  );
});
