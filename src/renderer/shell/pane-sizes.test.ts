import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutOf, least, parseSizes, usualSizes } from './pane-sizes.ts';

test('sizes come back, nonsense is the usual', () => {
  const sizes = { filters: 240, cards: 333, table: 900, filtersShown: false };
  expect(parseSizes(JSON.stringify(sizes))).toEqual(sizes);
  expect(parseSizes('')).toEqual(usualSizes);
  expect(parseSizes('[]')).toEqual(usualSizes);
  expect(parseSizes('{"cards":"wide","filters":250,"table":-3}')).toEqual({ ...usualSizes, filters: 250 });
});

test('the panes fill the window, and each has what it needs', () => {
  const size = fc.integer({ min: 100, max: 4000 });
  fc.assert(
    fc.property(
      fc.record({ filters: size, cards: size, table: size, filtersShown: fc.boolean() }),
      fc.integer({ min: 1101, max: 4000 }),
      fc.constantFrom('cards' as const, 'table' as const),
      fc.boolean(),
      fc.boolean(),
      (sizes, width, mode, filters, reading) => {
        const layout = layoutOf(sizes, { width, mode, filters, reading });
        expect(layout.filters + layout.list + layout.reader).toBeCloseTo(100);
        if (!filters) expect(layout.filters).toBe(0);
        if (!reading) expect(layout.reader).toBe(0);
        else expect((layout.reader * width) / 100).toBeGreaterThanOrEqual(Math.min(least.reader, 1101 - 380 - 380) - 0.01);
        expect((layout.list * width) / 100).toBeGreaterThanOrEqual(least[mode] - 0.01);
      },
    ),
  );
});
