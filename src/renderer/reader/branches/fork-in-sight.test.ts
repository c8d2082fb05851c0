import { expect, test } from 'vitest';
import { meant } from './fork-in-sight.ts';

const edge = { top: 100, bottom: 700 };

test('the first switch in sight is meant, in whichever order they are drawn', () => {
  const seen = [
    { place: 7, top: 500, end: 900 },
    { place: 3, top: -400, end: 150 },
    { place: 5, top: 160, end: 480 },
  ];
  expect(meant(seen, edge)?.place).toBe(5);
});

test('else that of the message one is in the middle of', () => {
  expect(meant([{ place: 3, top: -900, end: 1200 }], edge)?.place).toBe(3);
});

test('what is out of sight is never meant', () => {
  expect(
    meant(
      [
        { place: 1, top: -500, end: 90 },
        { place: 9, top: 700, end: 900 },
      ],
      edge,
    ),
  ).toBeNull();
});
