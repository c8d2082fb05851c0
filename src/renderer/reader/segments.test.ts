import fc from 'fast-check';
import { expect, test } from 'vitest';
import { segmentAfter, segmentAt, type Segment } from './segments.ts';

const visible = 800;
const most = 100_000;
const ends = 10_000;
const extents = fc.integer({ min: most + 1, max: 100 * most }).map((total) => ({ total, visible }));

test('a column that fits is shown as it is', () => {
  expect(segmentAt(1234, { total: 50_000, visible }, most, ends)).toEqual({ top: 1234, origin: 0 });
  expect(segmentAfter(1234, { top: 0, origin: 0 }, { total: 50_000, visible }, most, ends)).toEqual({ top: 1234, origin: 0 });
});

test('every place can be shown, inside of the element', () => {
  fc.assert(
    fc.property(extents, fc.double({ min: 0, max: 1, noNaN: true }), (extent, share) => {
      const place = Math.round(share * (extent.total - visible));
      const { top, origin } = segmentAt(place, extent, most, ends);
      expect(top + origin).toBe(place);
      expect(top).toBeGreaterThanOrEqual(0);
      expect(top).toBeLessThanOrEqual(most - visible);
    }),
  );
});

test.each([1, -1])('by steps of the wheel one comes from one end to the other, each step as long as the last (%i)', (way) => {
  fc.assert(
    fc.property(extents, fc.integer({ min: 400, max: 3 * visible }), (extent, step) => {
      const last = extent.total - visible;
      let at: Segment = segmentAt(way === 1 ? 0 : last, extent, most, ends);
      for (let steps = 0; ; steps++) {
        const place = at.top + at.origin;
        if (place === (way === 1 ? last : 0)) break;
        expect(steps).toBeLessThan(extent.total / step + 2);
        const top = Math.min(Math.max(0, at.top + way * step), most - visible);
        at = segmentAfter(top, at, extent, most, ends);
        expect(at.top + at.origin).toBe(Math.min(Math.max(0, place + way * step), last));
      }
    }),
    { numRuns: 40 },
  );
});

test('the scroll bar goes to the same share of the column, its ends to the ends', () => {
  const extent = { total: 80 * most, visible };
  const from = { top: 50_000, origin: 12_345 };
  const go = (top: number): number => {
    const { top: shown, origin } = segmentAfter(top, from, extent, most, ends);
    return shown + origin;
  };
  expect(go(0)).toBe(0);
  expect(go(most - visible)).toBe(extent.total - visible);
  expect(go((most - visible) / 2 + 8000) / extent.total).toBeCloseTo(0.6, 1);
});
