import { expect, test } from 'vitest';
import { fromMark } from './row-parts.tsx';

test('a passage is cut before its first mark, at a word', () => {
  const text = 'a long beginning that nobody needs to see before the harbour';
  const from = text.indexOf('harbour');
  const cut = fromMark({ text, marks: [[from, from + 7]] });
  expect(cut.text).toBe('… needs to see before the harbour');
  expect(cut.marks.map(([begin, end]) => cut.text.slice(begin, end))).toEqual(['harbour']);
  expect(fromMark({ text: 'the harbour', marks: [[4, 11]] })).toEqual({ text: 'the harbour', marks: [[4, 11]] });
});
