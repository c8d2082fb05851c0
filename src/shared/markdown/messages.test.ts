import { expect, test } from 'vitest';
import type { Message, Part } from '../model.ts';
import { transformsNamed } from '../transforms/index.ts';
import { messagesMarkdown } from './messages.ts';

function message(index: number, parts: readonly Part[], more: Partial<Message> = {}): Message {
  return {
    id: `m${index}`,
    index,
    parent: index - 1,
    role: 'assistant',
    origin: 'assistant',
    author: null,
    model: null,
    createdAt: null,
    words: 1,
    onActivePath: true,
    hidden: false,
    usage: null,
    parts,
    ...more,
  };
}

const call: Part = { type: 'tool-call', callId: 'c', name: 'Read', input: { path: 'a.txt' } };
const result: Part = { type: 'tool-result', callId: 'c', text: 'inside', outcome: 'ok' };
const said: Part = { type: 'text', text: 'Done.\n\n- one' };

test('an answer is copied as it is read: no heading, calls beside their results', () => {
  const messages = [message(0, [call]), message(1, [result], { role: 'tool', origin: 'tool' }), message(2, [said])];
  const text = messagesMarkdown(messages, new Map());
  expect(text).not.toContain('## ');
  expect(text).toContain('**Result** `Read` · ok');
  expect(text.endsWith('Done.\n\n- one')).toBe(true);
  expect(messagesMarkdown(messages, new Map(), transformsNamed(['strip-tools']))).toBe('Done.\n\n- one');
});

test('of a message without text nothing is copied', () => {
  expect(messagesMarkdown([message(0, [{ type: 'text', text: ' ' }])], new Map())).toBe('');
});
