import { expect, test } from 'vitest';
import type { Message, Part } from '../../../shared/model.ts';
import { scan, textIn } from './scan.ts';

const said = (index: number, ...parts: readonly Part[]): Message => ({
  id: String(index),
  index,
  parent: index - 1,
  role: 'user',
  origin: 'person',
  author: null,
  model: null,
  createdAt: null,
  words: 1,
  onActivePath: true,
  hidden: false,
  usage: null,
  parts,
});

test('signs, white space and either case', () => {
  const message = said(
    4,
    { type: 'text', text: 'x => y; A\n=  b' },
    { type: 'tool-call', callId: '1', name: 'run', input: { command: 'a => b => c' } },
  );
  expect(textIn(message, '=>')).toEqual([
    { messageIndex: 4, partIndex: 0, marks: [[2, 4]] },
    { messageIndex: 4, partIndex: 1, marks: [] },
  ]);
  expect(textIn(message, 'a = b')).toEqual([{ messageIndex: 4, partIndex: 0, marks: [[8, 14]] }]);
  expect(textIn(message, '<=')).toEqual([]);
});

test('every message is read, until there are enough places', async () => {
  const archive = {
    messages: ({ indexes }: { readonly indexes?: readonly number[] }) =>
      Promise.resolve({ messages: (indexes ?? []).map((index) => said(index, { type: 'text', text: '?!' })) }),
  };
  const { signal } = new AbortController();
  const all = await scan(archive, { id: 'x', count: 450, text: '?', limit: 2000 }, signal);
  expect(all.hits.map((hit) => hit.messageIndex)).toEqual(Array.from({ length: 450 }, (_, index) => index));
  expect(all.more).toBe(false);
  const some = await scan(archive, { id: 'x', count: 450, text: '?', limit: 300 }, signal);
  expect([some.hits.length, some.more]).toEqual([300, true]);
});
