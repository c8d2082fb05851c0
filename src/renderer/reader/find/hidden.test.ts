import { expect, test } from 'vitest';
import { OutlineRows, outlineOf } from '../../../shared/outline.ts';
import { transformsNamed } from '../../../shared/transforms/index.ts';
import { stopsOf } from '../highlights.ts';
import { seenHits } from './hidden.ts';

const row = (parts: string, origin: 'person' | 'assistant' | 'injected' | 'tool' = 'assistant') => ({
  parent: -1,
  role: origin === 'tool' ? ('tool' as const) : origin === 'assistant' ? ('assistant' as const) : ('user' as const),
  origin,
  createdAt: null,
  words: 1,
  onActivePath: true,
  hidden: false,
  parts,
});
const rows = new OutlineRows(outlineOf('x', 1, [row('t', 'person'), row('htc'), row('e', 'tool'), row('r', 'injected')]));
const hits = stopsOf(
  [
    [0, 0],
    [1, 0],
    [1, 1],
    [1, 2],
    [2, 0],
    [3, 0],
  ].map(([messageIndex = 0, partIndex = 0]) => ({ messageIndex, partIndex, marks: [[0, 1] as const] })),
);
const places = (seen: typeof hits) => seen.map(({ message, part }) => `${message}:${part}`);

test('without lenses everything is seen', () => {
  expect(seenHits(hits, rows, [])).toEqual({ seen: hits, hidden: [] });
});

test('each lens says how many it hides; what is folded at the side stays', () => {
  const tools = seenHits(hits, rows, transformsNamed(['strip-tools']));
  expect(places(tools.seen)).toEqual(['0:0', '1:0', '1:1', '3:0']);
  expect(tools.hidden).toEqual([{ lens: 'strip-tools', hits: 2 }]);
  const both = seenHits(hits, rows, transformsNamed(['strip-tools', 'strip-thinking']));
  expect(places(both.seen)).toEqual(['0:0', '1:1', '3:0']);
  expect(both.hidden).toEqual([
    { lens: 'strip-thinking', hits: 1 },
    { lens: 'strip-tools', hits: 2 },
  ]);
});
