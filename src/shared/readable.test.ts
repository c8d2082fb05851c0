import { expect, test } from 'vitest';
import type { Part } from './model.ts';
import { countWords, messageWords, readableText } from './readable.ts';

test.each([
  ['', 0],
  ['   \n\t ', 0],
  ['one', 1],
  ['two  words\n', 2],
  ['a — b', 3],
  ['foo-bar v1.2.3 C++', 3],
  ['日本語', 3],
  ['日本語 test', 4],
  ['日本語、テスト。', 6],
  ['GPT日本', 3],
  ['안녕 세상', 4],
  ['ideographic\u3000space', 2],
  ['🎉 party 👩‍👩‍👧', 3],
  ['𠮷野家', 3],
  ['naïve café', 2],
  ['Привет мир', 2],
])('counts the words of %j as %i', (text, words) => {
  expect(countWords(text)).toBe(words);
});

test('readable text leaves out tool input and keeps the order of what is said', () => {
  const parts: readonly Part[] = [
    { type: 'thinking', text: 'hmm' },
    { type: 'text', text: 'Look:' },
    { type: 'tool-call', callId: '1', name: 'Bash', input: { command: 'ls' } },
    { type: 'tool-result', callId: '1', text: 'a b', outcome: 'ok' },
    { type: 'image', attachment: 'x', name: 'x.png', mime: null },
    { type: 'code', text: 'print(1)', language: 'python' },
  ];
  expect(readableText(parts)).toBe('hmm\n\nLook:\n\na b\n\nprint(1)');
  expect(messageWords(parts)).toBe(countWords(readableText(parts)));
});

test('words of plain text are what white space parts, however long it is', () => {
  const words = (text: string): number => text.split(/[\t-\r ]+/).filter((word) => word !== '').length;
  const text = 'one, two;\tthree\n four '.repeat(20_000);
  for (const cut of [0, 1, 5, 65_535, 65_536, 65_537, 131_072, text.length])
    expect(countWords(text.slice(0, cut))).toBe(words(text.slice(0, cut)));
  expect(countWords(`${text}日本`)).toBe(words(text) + 2);
  expect(countWords(`café ${text}`)).toBe(words(text) + 1);
});
