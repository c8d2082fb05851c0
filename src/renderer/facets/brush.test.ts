import fc from 'fast-check';
import { expect, test } from 'vitest';
import { holding, placeAt, rangeOfBrush, stepTo } from './brush.ts';

const length = fc.integer({ min: 1, max: 200 });

test('a point is over the bar that is drawn there', () => {
  expect([0, 19.9, 20, 99.9, 100, -5, 400].map((x) => placeAt(x, 100, 5))).toEqual([0, 0, 1, 4, 4, 0, 4]);
  expect(placeAt(3, 0, 5)).toBe(0);
  fc.assert(
    fc.property(length, fc.integer({ min: 20, max: 800 }), (bars, width) => {
      for (let bar = 0; bar < bars; bar++) expect(placeAt(((bar + 0.5) / bars) * width, width, bars)).toBe(bar);
    }),
  );
});

test('a range is the same whichever way it is drawn', () => {
  expect(rangeOfBrush({ anchor: 7, at: 2 })).toEqual([2, 7]);
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), (anchor, at) => {
      expect(rangeOfBrush({ anchor, at })).toEqual(rangeOfBrush({ anchor: at, at: anchor }));
    }),
  );
});

test('an edge moves alone, and past the other one', () => {
  expect(rangeOfBrush({ ...holding('first', [3, 8]), at: 5 })).toEqual([5, 8]);
  expect(rangeOfBrush({ ...holding('first', [3, 8]), at: 10 })).toEqual([8, 10]);
  expect(rangeOfBrush({ ...holding('last', [3, 8]), at: 1 })).toEqual([1, 3]);
  expect(rangeOfBrush(holding('last', [3, 8]))).toEqual([3, 8]);
});

test('keys stay in the row', () => {
  const keys = fc.constantFrom('ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End');
  fc.assert(
    fc.property(length, fc.nat(199), keys, (bars, from, key) => {
      const to = stepTo(key, Math.min(from, bars - 1), bars);
      expect(to).toBeGreaterThanOrEqual(0);
      expect(to).toBeLessThan(bars);
    }),
  );
  expect(stepTo('a', 3, 5)).toBeNull();
  expect(stepTo('End', 0, 0)).toBeNull();
});
