import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openingOf, smallest, type Area } from './placement.ts';
import type { Placement } from './settings.ts';

const screen: Area = { x: 0, y: 25, width: 1440, height: 875 };
const beside: Area = { x: 1440, y: 0, width: 1920, height: 1080 };
const at = (x: number, y: number, width = 800, height = 600): Placement => ({
  x,
  y,
  width,
  height,
  maximised: false,
  fullScreen: false,
});

test('a window opens where it was', () => {
  expect(openingOf(at(100, 100), [screen])).toEqual({ x: 100, y: 100, width: 800, height: 600 });
  expect(openingOf(at(1600, 100), [screen, beside])).toEqual({ x: 1600, y: 100, width: 800, height: 600 });
});

test('one that hung over the edge is brought in, on the screen that showed most of it', () => {
  expect(openingOf(at(-50, -10), [screen])).toMatchObject({ x: 0, y: 25 });
  expect(openingOf(at(1300, 100), [screen, beside])).toMatchObject({ x: 1440 });
  expect(openingOf(at(0, 25, 4000, 3000), [screen])).toEqual({ x: 0, y: 25, width: 1440, height: 875 });
});

test('on a screen that is gone, the size alone counts; without anything remembered, the usual', () => {
  expect(openingOf(at(5000, 100), [screen])).toEqual({ width: 800, height: 600 });
  expect(openingOf(null, [screen])).toEqual({ width: 1280, height: 860 });
  expect(openingOf(null, [])).toEqual({ width: 1280, height: 860 });
});

test('wherever it was, it is whole on one screen', () => {
  const number = fc.integer({ min: -5000, max: 5000 });
  const size = fc.integer({ min: 1, max: 9000 });
  const area = fc.record({
    x: number,
    y: number,
    width: fc.integer({ min: 600, max: 4000 }),
    height: fc.integer({ min: 500, max: 3000 }),
  });
  fc.assert(
    fc.property(number, number, size, size, fc.array(area, { minLength: 1, maxLength: 4 }), (x, y, width, height, areas) => {
      const opening = openingOf(at(x, y, width, height), areas);
      expect(opening.width).toBeGreaterThanOrEqual(smallest.width);
      const { x: left, y: top } = opening;
      if (left === undefined || top === undefined) return;
      const isWhole = areas.some(
        (one) =>
          left >= one.x &&
          top >= one.y &&
          left + opening.width <= one.x + one.width &&
          top + opening.height <= one.y + one.height,
      );
      expect(isWhole).toBe(true);
    }),
  );
});
