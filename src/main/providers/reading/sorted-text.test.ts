import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SortedText, sortedText } from './sorted-text.ts';

const keyOf = (line: string): string => (line.split('=')[0] ?? '').toLowerCase();
const key = fc.stringMatching(/^[a-cé]{0,3}$/);

test('a line is found by its key, else the next one, as in a sorted list', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(key, fc.string({ maxLength: 4 }))), key, (pairs, wanted) => {
      const lines = pairs.map(([name, value]) => `${name}=${value.replaceAll('\0', ' ')}`);
      const byKey = new Map(lines.map((line) => [keyOf(line), line]));
      const text = new SortedText(sortedText(lines, keyOf), keyOf);
      const next = [...byKey.keys()].sort().find((each) => each >= wanted);
      expect(text.from(wanted)).toBe(next === undefined ? null : byKey.get(next));
      expect(text.at(wanted)).toBe(byKey.get(wanted) ?? null);
      for (const [each, line] of byKey) expect(text.at(each)).toBe(line);
    }),
    { numRuns: 300 },
  );
});
