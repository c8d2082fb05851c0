import { expect, test } from 'vitest';
import type { Message } from '../../shared/model.ts';
import { outlineRowOf } from '../../shared/part-code.ts';
import { messageFilter } from './message-filter.ts';

const now = new Date(2025, 5, 15, 12).getTime();
const message: Message = {
  id: 'm',
  index: 0,
  parent: -1,
  role: 'assistant',
  origin: 'assistant',
  author: null,
  model: 'gpt-4o-mini',
  createdAt: new Date(2025, 2, 1, 12).getTime(),
  words: 1,
  onActivePath: true,
  hidden: false,
  usage: null,
  parts: [
    { type: 'text', text: 'Listing the files' },
    { type: 'tool-call', callId: '1', name: 'Bash', input: { command: 'ls' } },
  ],
};

test.each([
  ['', true],
  ['listing', true],
  ['Listing files', true],
  ['"the files"', true],
  ['"files the"', false],
  ['listing python', false],
  ['listing OR python', true],
  ['list*', true],
  ['-python', true],
  ['-files', false],
  ['title:python', true],
  ['ls', true],
  ['role:assistant', true],
  ['role:user', false],
  ['role:user,assistant', true],
  ['-role:assistant', false],
  ['role:user OR model:gpt-4o-mini', true],
  ['role:user OR listing', true],
  ['role:user OR python', false],
  ['model:gpt-4o*', true],
  ['model:claude', false],
  ['tool:bash', true],
  ['tool:Read', false],
  ['since:2025-03-01', true],
  ['since:2025-03-02', false],
  ['until:2025-02', false],
  ['on:2025', true],
  ['/list[a-z]+ the/i', true],
  ['/list[a-z]+ the/', false],
  ['-/^ls$/', true],
  ['/ls$/m', true],
  ['in:text files', true],
  ['in:tools files', false],
  ['in:tools ls', true],
  ['in:code,tools /l[s]/', true],
  ['in:text -ls', true],
  ['in:text /ls/ OR listing', true],
  ['in:title python', true],
  ['in:title,text python', false],
  ['in:title role:user python', false],
  ['/a(?=b)/', false],
  ['provider:codex title:x has:code', true],
  ['(', true],
])('the query %j selects the message: %s', (query, selected) => {
  const filter = messageFilter(query, now);
  expect(filter.selects(message)).toBe(selected);
  // The outline knows less, so it never refuses what the message would pass.
  if (selected) expect(filter.selectsRow(outlineRowOf(message))).toBe(true);
});

test('what an unknown time says is nothing', () => {
  expect(messageFilter('since:2030', now).selects({ ...message, createdAt: null })).toBe(true);
});
