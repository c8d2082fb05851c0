import { expect, test } from 'vitest';
import type { Part } from '../../shared/model.ts';
import { keyNames } from './key-names.ts';
import { compareRanks, prepareConversation } from './prepare.ts';
import { sampleConversation, sampleMessage, sampleThread } from './sample-records.ts';

const hashOf = (conversation: ReturnType<typeof sampleConversation>): string =>
  Buffer.from(prepareConversation(conversation, 'chatgpt', 'export').contentHash).toString('hex');

test('the order of keys in what a tool was given is no change; everything else is', () => {
  const call = (input: { readonly [key: string]: number }) =>
    sampleConversation('one', {
      messages: [sampleMessage('a', null, { parts: [{ type: 'tool-call', callId: '1', name: 'x', input }] })],
    });
  expect(hashOf(call({ a: 1, b: 2 }))).toBe(hashOf(call({ b: 2, a: 1 })));
  expect(hashOf(call({ a: 1, b: 2 }))).not.toBe(hashOf(call({ a: 1, b: 3 })));
  const one = sampleConversation('one');
  const others = [
    sampleConversation('two'),
    sampleConversation('one', { title: 'x' }),
    sampleConversation('one', { updatedAt: 1 }),
    sampleConversation('one', { activeLeaf: 'a' }),
    sampleConversation('one', { messages: sampleThread(['b', 'a']) }),
    sampleConversation('one', { messages: [sampleMessage('a', null), sampleMessage('b', null)] }),
  ];
  expect(new Set([one, ...others].map(hashOf)).size).toBe(others.length + 1);
});

test.each([
  [['  First\n words  '], 'First words'],
  [[''], 'Untitled'],
  [['word '.repeat(40)], `${'word '.repeat(15).trim()}…`],
  [['x'.repeat(200)], `${'x'.repeat(79)}…`],
  [['🎉'.repeat(100)], `${'🎉'.repeat(79)}…`],
])('a title is made of the first words of a person: %j', ([text], title) => {
  const messages = [
    sampleMessage('a', null, { text: 'injected', origin: 'injected' }),
    sampleMessage('b', 'a', { text: text ?? '' }),
  ];
  expect(prepareConversation(sampleConversation('one', { messages }), 'chatgpt', 'export')).toMatchObject({
    title,
    titleGiven: false,
  });
});

test.each<[Part[], string]>([
  [[{ type: 'tool-call', callId: '1', name: 'Bash', input: { timeout: 5, command: 'cargo\ntest' } }], 'Bash: cargo test'],
  [[{ type: 'tool-call', callId: '1', name: 'Bash', title: 'Run the tests', input: {} }], 'Bash: Run the tests'],
  [[{ type: 'tool-call', callId: '1', name: 'list', input: null }], 'list'],
  [[{ type: 'thinking', text: 'Hm.' }], 'Hm.'],
  [[{ type: 'tool-result', callId: '1', text: 'ok', outcome: 'ok' }], 'Untitled'],
])('where nobody says anything a title is made of what is done first: %j', (parts, title) => {
  const messages = [{ ...sampleMessage('a', null, { origin: 'assistant' }), parts }];
  expect(prepareConversation(sampleConversation('one', { messages }), 'codex', 'log')).toMatchObject({ title });
});

test('times that the source does not state are those of the messages', () => {
  const messages = [
    sampleMessage('a', null, { createdAt: 5 }),
    sampleMessage('b', 'a', { createdAt: 9 }),
    sampleMessage('c', 'b'),
  ];
  const without = { createdAt: null, updatedAt: null };
  expect(prepareConversation(sampleConversation('one', { ...without, messages }), 'chatgpt', 'export')).toMatchObject({
    createdAt: 5,
    updatedAt: 9,
  });
  expect(prepareConversation(sampleConversation('one', without), 'chatgpt', 'export')).toMatchObject(without);
});

test('tools are counted with the errors their results report', () => {
  const messages = [
    sampleMessage('a', null, {
      parts: [
        { type: 'tool-call', callId: '1', name: 'Bash', input: null },
        { type: 'tool-call', callId: '2', name: 'Bash', input: null },
        { type: 'tool-result', callId: '2', text: '', outcome: 'error' },
        { type: 'tool-result', callId: '9', text: '', outcome: 'error', name: 'Read' },
      ],
    }),
  ];
  expect(prepareConversation(sampleConversation('one', { messages }), 'chatgpt', 'export')).toMatchObject({
    counts: { toolCalls: 2, toolErrors: 2 },
    tools: [
      { name: 'Bash', calls: 2, errors: 1 },
      { name: 'Read', calls: 0, errors: 1 },
    ],
  });
});

test('versions rank by time, then length, then hash; an unknown time is the least', () => {
  const rank = (updatedAt: number | null, messages: number, byte: number) => ({
    updatedAt,
    messages,
    contentHash: Uint8Array.of(byte),
  });
  const sorted = [rank(null, 9, 9), rank(1, 1, 0), rank(1, 1, 1), rank(1, 2, 0), rank(2, 0, 0)];
  for (let at = 1; at < sorted.length; at++) {
    expect(compareRanks(sorted[at] ?? rank(0, 0, 0), sorted[at - 1] ?? rank(0, 0, 0))).toBeGreaterThan(0);
  }
});

test('key names are found without parsing, and ids among them left out', () => {
  const json = JSON.stringify({
    a: { 'b-c': 1, '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d': {} },
    text: '{"quoted": 1, "a b":2}',
    long: 'x'.repeat(3_000_000),
    z: 1,
  });
  expect([...keyNames([Buffer.from(json)])].sort()).toEqual(['a', 'b-c', 'long', 'text', 'z']);
});
