import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heights } from './heights.ts';

const rows = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 60 });
const changes = fc.array(fc.tuple(fc.nat(59), fc.integer({ min: 0, max: 900 })), { maxLength: 20 });

test('running sums are those of a plain array after any changes', () => {
  fc.assert(
    fc.property(rows, changes, fc.nat(40_000), (given, changed, place) => {
      const plain = [...given];
      const heights = new Heights(Float64Array.from(given));
      for (const [row, height] of changed) {
        if (row >= plain.length) continue;
        plain[row] = height;
        heights.set(row, height);
      }
      const starts = plain.map((_, row) => plain.slice(0, row).reduce((sum, height) => sum + height, 0));
      const total = plain.reduce((sum, height) => sum + height, 0);
      expect(plain.map((_, row) => heights.startOf(row))).toEqual(starts);
      expect(heights.total).toBe(total);
      expect(heights.startOf(plain.length)).toBe(total);
      const row = heights.rowAt(place);
      if (place < total) {
        expect(heights.startOf(row)).toBeLessThanOrEqual(place);
        expect(heights.startOf(row) + heights.of(row)).toBeGreaterThan(place);
      } else expect(row).toBe(plain.length - 1);
    }),
  );
});
