import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stopAfter, stopAt, stopsAfter, type Stop } from './stops.ts';

const lines = [2, 0, 3];
const linesAt = (index: number): number => lines[index] ?? 0;
const walk = (from: Stop, by: 1 | -1): readonly Stop[] => {
  const stops: Stop[] = [];
  for (let at: Stop | null = from; at !== null; at = stopAfter(at, by, lines.length, linesAt)) stops.push(at);
  return stops;
};

test('every hit once, and rows without any; backwards the same', () => {
  const all = walk({ index: -1, hit: null }, 1).slice(1);
  expect(all.map(({ index, hit }) => `${index}:${hit}`)).toEqual(['0:0', '0:1', '1:null', '2:0', '2:1', '2:2']);
  expect(walk({ index: 2, hit: 2 }, -1)).toEqual(all.toReversed());
});

test('from the row itself into its hits, and back over it', () => {
  expect(stopAfter({ index: 2, hit: null }, 1, 3, linesAt)).toEqual({ index: 2, hit: 0 });
  expect(stopAfter({ index: 2, hit: null }, -1, 3, linesAt)).toEqual({ index: 1, hit: null });
  expect(stopAt(0, -1, linesAt)).toEqual({ index: 0, hit: 1 });
});

test('a page is so many steps, and stops at the ends', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(4), { minLength: 1, maxLength: 12 }),
      fc.nat(60),
      fc.constantFrom(1 as const, -1 as const),
      (rows, steps, by) => {
        const at = (index: number): number => rows[index] ?? 0;
        const from = stopAt(by === 1 ? 0 : rows.length - 1, by, at);
        let one = from;
        for (let step = 0; step < steps; step++) one = stopAfter(one, by, rows.length, at) ?? one;
        expect(stopsAfter(from, by, steps, rows.length, at)).toEqual(one);
      },
    ),
  );
});
