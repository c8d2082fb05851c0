import { expect, test } from 'vitest';
import { conversationOf, message, parseText, parseValue } from './fixture.ts';

const parents = (messages: readonly unknown[]): Record<string, string | null> =>
  Object.fromEntries(conversationOf(messages).messages.map(({ nativeId, parent }) => [nativeId, parent]));

const under = (uuid: string, parent: string | null, sender = 'human'): unknown =>
  message(uuid, sender, { parent_message_uuid: parent });

test('without parents the array is the conversation, whoever speaks after whom', () => {
  expect(parents([message('a', 'human'), message('b', 'human'), message('c', 'assistant')])).toEqual({ a: null, b: 'a', c: 'b' });
});

test('with parents it is a tree; a sentinel or an unknown parent makes a root', () => {
  expect(
    parents([
      under('a', '00000000-0000-4000-8000-000000000000'),
      under('b', 'a'),
      under('c', 'a'),
      under('d', 'gone'),
      message('e', 'human'),
    ]),
  ).toEqual({ a: null, b: 'a', c: 'a', d: null, e: 'd' });
});

test('the active leaf is the stated one, when it is there', () => {
  const messages = [under('a', null), under('b', 'a'), under('c', 'a')];
  expect(conversationOf(messages, { current_leaf_message_uuid: 'b' }).activeLeaf).toBe('b');
  expect(conversationOf(messages, { current_leaf_message_uuid: 'gone' }).activeLeaf).toBeNull();
});

test('null entries are ignored; other broken ones are quarantined, and their children hang above them', () => {
  const parsed = parseValue({
    uuid: 'c',
    chat_messages: [
      under('a', null),
      null,
      7,
      { uuid: 'x', text: 'whose?', parent_message_uuid: 'a' },
      under('b', 'x'),
      { sender: 'alien' },
    ],
  });
  expect(parsed.ignored).toEqual({ conversations: 0, messages: 1 });
  expect(parsed.issues.map(({ unit, where }) => [unit, where])).toEqual([
    ['message', 'chat_messages[2]'],
    ['message', 'chat_messages[3]'],
    ['message', 'chat_messages[5]'],
  ]);
  expect(parsed.issues[1]?.raw).toContain('whose?');
  expect(parsed.conversations[0]?.messages.map(({ nativeId, parent }) => [nativeId, parent])).toEqual([
    ['a', null],
    ['b', 'a'],
  ]);
});

test('a message twice is ignored once; two of one id and different content are two', () => {
  const parsed = parseValue({
    uuid: 'c',
    chat_messages: [message('a', 'human'), message('a', 'human'), message('a', 'assistant')],
  });
  expect(parsed.ignored.messages).toBe(1);
  const ids = parsed.conversations[0]?.messages.map(({ nativeId }) => nativeId) ?? [];
  expect(ids).toHaveLength(2);
  expect(ids[1]).toMatch(/^a~/);
});

test('ids are made of content where there are none', () => {
  const nameless = { sender: 'human', text: 'hello', created_at: '2025-01-01T00:00:00Z' };
  const first = parseValue({ chat_messages: [nameless] }).conversations[0];
  const again = parseValue({ chat_messages: [nameless, { ...nameless, text: 'more' }] }).conversations[0];
  expect(first?.nativeId).toMatch(/^derived-[0-9a-f]{28}$/);
  expect(again?.nativeId).toBe(first?.nativeId);
  expect(again?.messages[0]?.nativeId).toBe(first?.messages[0]?.nativeId);
});

test('title, project, model and times', () => {
  const conversation = conversationOf([message('a', 'human'), message('b', 'assistant', { created_at: null })], {
    name: '',
    project: { uuid: 'p', name: 'Garden' },
    model: 'claude-sonnet-4-5',
    is_starred: true,
    created_at: '2025-01-01T00:00:00.123456+00:00',
  });
  expect(conversation).toMatchObject({
    title: null,
    project: 'Garden',
    model: 'claude-sonnet-4-5',
    createdAt: Date.UTC(2025, 0, 1, 0, 0, 0, 123),
    updatedAt: Date.UTC(2025, 0, 2),
  });
  expect(conversation.messages.map(({ createdAt, role, origin }) => [createdAt, role, origin])).toEqual([
    [Date.UTC(2025, 0, 1, 0, 0, 0, 123), 'user', 'person'],
    [null, 'assistant', 'assistant'],
  ]);
  expect(conversationOf([message('a', 'human')], { name: undefined, title: 'Old', project_uuid: 'p2' })).toMatchObject({
    title: 'Old',
    project: 'p2',
  });
});

test('empty conversations are ignored; rows without a list of messages are quarantined', () => {
  expect(parseValue({ uuid: 'c', chat_messages: [] })).toMatchObject({
    conversations: [],
    issues: [],
    ignored: { conversations: 1, messages: 0 },
  });
  expect(parseValue({ uuid: 'c', chat_messages: [null] })).toMatchObject({
    issues: [],
    ignored: { conversations: 1, messages: 1 },
  });
  for (const text of ['{"uuid":"c","name":"x"}', '{"uuid":"c","chat_messages":{}}', 'null', '"x"', '{"uuid":', '']) {
    expect(parseText(text)).toMatchObject({ conversations: [], issues: [{ unit: 'conversation', raw: text }] });
  }
  expect(parseValue({ uuid: 'c', chat_messages: [1, 2] })).toMatchObject({
    issues: [{ unit: 'conversation', code: 'no-readable-message' }],
    ignored: { messages: 2 },
  });
});

test('a whole file is read too', () => {
  const one = { uuid: 'a', chat_messages: [message('m', 'human')] };
  expect(parseValue([one, { ...one, uuid: 'b' }]).conversations.map(({ nativeId }) => nativeId)).toEqual(['a', 'b']);
  expect(parseValue({ conversations: [one] }).conversations).toHaveLength(1);
});

test('a design chat is a conversation: its blocks, its tools with their output', () => {
  const parsed = parseValue({
    uuid: 'd',
    name: 'Logo',
    project: { uuid: 'p', name: 'Brand' },
    messages: [
      {
        uuid: 'm1',
        role: 'user',
        content: { role: 'user', content: 'a logo', authorName: 'Ada', timestamp: '2026-08-01T10:00:01.000Z' },
      },
      {
        uuid: 'm2',
        role: 'assistant',
        created_at: '2026-08-01T10:00:02Z',
        content: {
          role: 'assistant',
          content: 'flat',
          contentBlocks: [
            { type: 'thinking', text: 'round?' },
            { type: 'text', text: 'Here' },
            { type: 'tool_call', toolCall: { id: 't', name: 'draw', input: { shape: 'o' }, output: { ok: 1 } } },
            { type: 'tool_call', toolCall: { name: 'wait', input: {} } },
            { type: 'error', text: 'late' },
            { type: 'user_interjection', text: 'stop' },
            { type: 'sparkle' },
          ],
        },
      },
      null,
      { uuid: 'm3' },
    ],
  });
  expect(parsed.conversations[0]).toMatchObject({
    nativeId: 'd',
    title: 'Logo',
    project: 'Brand',
    createdAt: Date.UTC(2026, 7, 1, 10, 0, 1),
    messages: [
      { nativeId: 'm1', origin: 'person', author: 'Ada', parts: [{ type: 'text', text: 'a logo' }] },
      {
        nativeId: 'm2',
        parent: 'm1',
        parts: [
          { type: 'thinking', text: 'round?' },
          { type: 'text', text: 'Here' },
          { type: 'tool-call', callId: 't', name: 'draw', input: { shape: 'o' } },
          { type: 'tool-result', callId: 't', text: '{"ok":1}', outcome: 'unknown' },
          { type: 'tool-call', callId: 'm2:4', name: 'wait' },
          { type: 'text', text: 'late' },
          { type: 'text', text: 'stop' },
          { type: 'unknown', kind: 'sparkle' },
        ],
      },
    ],
  });
  expect(parsed.ignored.messages).toBe(1);
  expect(parsed.issues).toMatchObject([{ unit: 'message', where: 'messages[3]' }]);
});
