import { describe, expect, test } from 'vitest';
import type { Part } from '../../../shared/model.ts';
import type { ParsedConversation } from '../../../shared/parsed.ts';
import { parseAs, testAnyExport } from '../fixtures/any-export.ts';
import { jsonSample } from '../fixtures/judged-sample.ts';
import { conversation, node, root } from './fixture.ts';
import { gather } from './gather.ts';
import { deepseek } from './index.ts';

const pages = [
  { url: 'https://a.example', title: 'A', snippet: 'about a' },
  { url: 'https://b.example', title: 'B', cite_index: 7 },
];
const answer = [
  { type: 'SEARCH', results: pages },
  { type: 'THINK', content: 'Hm.', elapsed_secs: 1.5 },
  { type: 'RESPONSE', content: 'So it is[citation:1][citation:7]. `[citation:1]` [citation:9]' },
];
const rich = conversation({
  root,
  1: node('1', 'root', [{ type: 'REQUEST', content: 'Is it?' }], { files: [{ id: 'f1', file_name: 'a.pdf', file_size: 12 }] }),
  2: node('2', '1', answer, { model: 'deepseek-reasoner' }),
  3: node('3', '1', [
    { type: 'REQUEST', content: 'Both' },
    { type: 'RESPONSE', content: 'in one' },
  ]),
  4: node('4', '3', [{ type: 'REQUEST', content: 'Go on' }]),
});
const capture = {
  code: 0,
  data: {
    biz_data: {
      chat_session: { id: 's1', title: 'T', current_message_id: 2, inserted_at: 1_763_826_110.639, updated_at: 1_763_826_766.5 },
      chat_messages: [
        {
          message_id: 1,
          parent_id: null,
          role: 'USER',
          inserted_at: 1_763_826_114.569,
          fragments: [{ id: 1, type: 'REQUEST', content: 'Hi' }],
        },
        {
          message_id: 2,
          parent_id: 1,
          role: 'ASSISTANT',
          model: '',
          status: 'FINISHED',
          fragments: [{ id: 1, type: 'RESPONSE', content: 'Ho' }],
        },
        {
          message_id: 3,
          parent_id: 1,
          role: 'ASSISTANT',
          content: 'Old',
          thinking_content: 'Thought',
          thinking_elapsed_secs: 2,
          search_results: pages,
        },
      ],
    },
  },
};

function only(value: unknown): ParsedConversation {
  const parsed = parseAs(deepseek, value);
  const [first] = parsed.conversations;
  if (first === undefined) throw new Error(JSON.stringify(parsed));
  return first;
}

function partsOf(...fragments: readonly unknown[]): readonly Part[] {
  return only(conversation({ 1: node('1', null, fragments) })).messages[0]?.parts ?? [];
}

describe('a conversation of the export', () => {
  const parsed = parseAs(deepseek, rich);
  const messages = parsed.conversations[0]?.messages ?? [];

  test('has roles from its fragments; a node that holds both is two messages', () => {
    expect(parsed.drift).toEqual([]);
    expect(
      messages.map(({ nativeId, parent, role, model }) => [nativeId.split('~')[0], parent?.split('~')[0] ?? null, role, model]),
    ).toEqual([
      ['1', null, 'user', null],
      ['2', '1', 'assistant', 'deepseek-reasoner'],
      ['3', '1', 'user', null],
      ['3', '3', 'assistant', 'deepseek-chat'],
      ['4', '3', 'user', null],
    ]);
    expect(messages[4]?.parent).toBe(messages[3]?.nativeId);
    expect(messages[0]?.createdAt).toBe(Date.parse('2025-03-29T20:49:37.018Z'));
  });

  test('keeps searches, thinking and citations', () => {
    expect(messages[1]?.parts).toMatchObject([
      { type: 'tool-call', name: 'web_search' },
      {
        type: 'tool-result',
        outcome: 'unknown',
        details: { links: [{ url: 'https://a.example' }, { url: 'https://b.example' }] },
      },
      { type: 'thinking', text: 'Hm.', durationMs: 1500 },
      { type: 'text', text: 'So it is ([A](https://a.example), [B](https://b.example)). `[citation:1]` [citation:9]' },
      { type: 'citation', url: 'https://a.example', text: 'about a' },
      { type: 'citation', url: 'https://b.example' },
    ]);
  });

  test('names its files', () => {
    expect(messages[0]?.parts[1]).toEqual({ type: 'file', attachment: 'f1', name: 'a.pdf', mime: 'application/pdf' });
  });

  test('leaves the leaf to be the newest', () => {
    expect(parsed.conversations[0]?.activeLeaf).toBeNull();
  });
});

describe('a capture of the web page', () => {
  test('has numbers for ids, float seconds, and a current message', () => {
    const { nativeId, activeLeaf, createdAt, messages } = only(capture);
    expect([nativeId, activeLeaf, createdAt]).toEqual(['s1', '2', 1_763_826_110_639]);
    expect(messages.map(({ nativeId, parent, role }) => [nativeId, parent, role])).toEqual([
      ['1', null, 'user'],
      ['2', '1', 'assistant'],
      ['3', '1', 'assistant'],
    ]);
  });

  test('of before 2025 has fields in the place of fragments', () => {
    expect(only(capture).messages[2]?.parts.map(({ type }) => type)).toEqual(['tool-call', 'tool-result', 'thinking', 'text']);
  });
});

describe('a list that a tool wrote', () => {
  const flat = {
    id: 'f1',
    title: 'T',
    created_at: '2026-04-26T10:00:00Z',
    messages: [
      { role: 'user', content: 'One and one?', created_at: '2026-04-26T10:00:00Z' },
      {
        role: 'assistant',
        content: 'Two.',
        model: 'deepseek-reasoner',
        reasoning_content: 'I add.',
        created_at: '2026-04-26T10:00:10Z',
      },
      { role: 'user', content: 'One and one?', created_at: null },
    ],
  };

  test('is a line of messages with thinking', () => {
    expect(deepseek.judge(jsonSample('a.json', [flat]))).toMatchObject({ as: 'elements', score: 70 });
    const { nativeId, createdAt, messages } = only(flat);
    expect([nativeId, createdAt]).toEqual(['f1', Date.parse('2026-04-26T10:00:00Z')]);
    expect(messages.map(({ role, parts }) => [role, parts.map(({ type }) => type)])).toEqual([
      ['user', ['text']],
      ['assistant', ['thinking', 'text']],
      ['user', ['text']],
    ]);
    expect(messages[2]?.parent).toBe(messages[1]?.nativeId);
  });
});

describe('fragments', () => {
  test('of files alone are a person’s', () => {
    const [message] = only(
      conversation({ 1: node('1', null, [{ type: 'FILE', files: [{ file_id: 'f', file_name: 'x.png' }, 7] }]) }),
    ).messages;
    expect(message).toMatchObject({ role: 'user', parts: [{ type: 'image', attachment: 'f' }] });
  });

  test('that open pages are calls', () => {
    expect(
      partsOf(
        { type: 'RESPONSE', content: 'x' },
        { type: 'TOOL_OPEN', result: { url: 'https://a.example', title: 'A' } },
        { type: 'READ_LINK', url: 'https://b.example', content: 'text' },
      ),
    ).toMatchObject([
      { type: 'text' },
      { type: 'tool-call', name: 'open_url', input: { url: 'https://a.example' } },
      { type: 'tool-result', text: 'A\nhttps://a.example' },
      { type: 'tool-call', input: { url: 'https://b.example' } },
      { type: 'tool-result', text: 'text' },
    ]);
  });

  test('of a new kind are kept and counted', () => {
    const parsed = parseAs(
      deepseek,
      conversation({
        1: node('1', null, [
          { type: 'REQUEST', content: 'x' },
          { type: 'DANCE', content: 'steps' },
        ]),
      }),
    );
    expect(parsed.conversations[0]?.messages[0]?.parts).toMatchObject([
      { type: 'text' },
      { type: 'text', text: 'steps' },
      { type: 'unknown', kind: 'DANCE' },
    ]);
    expect(parsed.drift).toMatchObject([{ kind: 'type', path: 'message.fragments.type=DANCE' }]);
  });
});

describe('what is broken', () => {
  test('does not keep the rest', () => {
    const parsed = parseAs(
      deepseek,
      conversation({
        root,
        1: node('1', 'root', [{ type: 'REQUEST', content: 'x' }]),
        2: 7,
        3: { id: '3', parent: '1', message: 'gone' },
        4: node('4', '3', [{ type: 'RESPONSE', content: 'y' }]),
      }),
    );
    expect(parsed.issues.map(({ where }) => where)).toEqual(['mapping.2', 'mapping.3']);
    expect(parsed.conversations[0]?.messages.map(({ nativeId, parent }) => [nativeId, parent])).toEqual([
      ['1', null],
      ['4', '1'],
    ]);
  });

  test('is told: no mapping, nothing in it, not JSON', () => {
    expect(parseAs(deepseek, { id: 'x', inserted_at: null }).issues).toMatchObject([{ code: 'no-messages' }]);
    expect(parseAs(deepseek, conversation({ root }))).toMatchObject({
      issues: [],
      ignored: { conversations: 1 },
      reason: 'The conversation is empty.',
    });
    expect(parseAs(deepseek, '[').issues).toMatchObject([{ code: 'not-json' }]);
  });
});

describe('an entry', () => {
  test('is known by its shape', () => {
    expect(deepseek.judge(jsonSample('conversations.json', [rich]))).toMatchObject({ as: 'elements', score: 95 });
    expect(deepseek.judge(jsonSample('a.json', rich))).toMatchObject({ as: 'whole' });
    expect(deepseek.judge(jsonSample('a.json', capture))).toMatchObject({ as: 'whole' });
    expect(deepseek.judge(jsonSample('a.json', [capture]))).toMatchObject({ as: 'elements' });
    expect(deepseek.judge(jsonSample('a.json', capture.data.biz_data))).toMatchObject({ as: 'whole' });
    expect(deepseek.judge(jsonSample('user.json', { user_id: 'u', email: 'e', mobile: 'm' }))).toMatchObject({ as: 'side' });
  });

  test('of another kind is left to others', () => {
    for (const value of [{}, [], [{ mapping: {}, current_node: 'x' }], { chat_messages: [], uuid: 'x' }, { messages: [] }])
      expect(deepseek.judge(jsonSample('x.json', value))).toBeNull();
  });

  test('of account data tells accounts apart and keeps nothing', async () => {
    const text = async (): Promise<string> => Promise.resolve('{"user_id":"u","email":"person@example.org"}');
    const found = await gather({ entries: [{ name: 'a/user.json', size: 50 }], text });
    expect(found.account).toMatch(/^[0-9a-f]{28}$/);
    expect(found.shared).toBeNull();
  });
});

describe('parsing never throws and always gives the same', () => {
  testAnyExport(deepseek, [rich, capture]);

  test('for circles of parents', () => {
    const circle = conversation({
      1: node('1', '2', [{ type: 'REQUEST', content: 'x' }]),
      2: { id: '2', parent: '3', message: null },
      3: { id: '3', parent: '2', message: null },
    });
    expect(only(circle).messages[0]?.parent).toBeNull();
  });
});
