import { describe, expect, test } from 'vitest';
import type { Part } from '../../../shared/model.ts';
import type { ParsedConversation, Side } from '../../../shared/parsed.ts';
import { parseAs, testAnyExport } from '../fixtures/any-export.ts';
import { jsonSample } from '../fixtures/judged-sample.ts';
import { message } from './fixture.ts';
import { gather } from './gather.ts';
import { leChat } from './index.ts';

const CHAT = '0d5f6c1e-1111-4222-8333-444444444444';
const side: Side = { shared: { files: { c1: { 'pea.png': { entry: 'chat-c1-files/pea.png', size: 5 } } } }, entry: null };

const rich = [
  message('a1', 'assistant', 1, {
    content: 'See.Done.',
    contentChunks: [
      {
        type: 'tool_call',
        id: 't1',
        name: 'web_search',
        publicArguments: '{"query":"peas"}',
        publicResult: [
          { url: 'https://a.example', title: 'A' },
          { url: 'https://b.example', title: 'B' },
        ],
        success: true,
        startTime: 1,
      },
      { type: 'text', text: 'See' },
      { type: 'reference', referenceIds: [1] },
      { type: 'text', text: '. Done.' },
      { type: 'custom_element', kind: 'map' },
      { type: 'image_url', imageUrl: 'data:image/png;base64,aGk=' },
    ],
    canvas: [{ id: 'k', title: 'Plan', content: '# Plan', type: 'text/markdown' }],
  }),
  message('u1', 'user', 0, {
    files: [
      { type: 'image', name: 'pea.png' },
      { type: 'document', name: 'lost.pdf' },
    ],
    quotes: [{ text: 'quoted' }],
  }),
  message('u2', 'user', 2),
];

function only(value: unknown, given?: Side): ParsedConversation {
  const parsed = parseAs(leChat, value, given);
  const [first] = parsed.conversations;
  if (first === undefined || parsed.conversations.length !== 1) throw new Error(JSON.stringify(parsed));
  return first;
}

function partsOf(rest: Record<string, unknown>): readonly Part[] {
  return only([message('a', 'assistant', 0, rest)]).messages[0]?.parts ?? [];
}

describe('a chat', () => {
  const parsed = parseAs(leChat, rich, side);
  const [chat] = parsed.conversations;

  test('is put in order of time', () => {
    expect(parsed.drift).toEqual([]);
    expect(chat).toMatchObject({ nativeId: 'c1', title: null, activeLeaf: 'u2' });
    expect(chat?.messages.map(({ nativeId, parent, role, origin }) => [nativeId, parent, role, origin])).toEqual([
      ['u1', null, 'user', 'person'],
      ['a1', 'u1', 'assistant', 'assistant'],
      ['u2', 'a1', 'user', 'person'],
    ]);
  });

  test('uses chunks in the place of the content that repeats them', () => {
    expect(chat?.messages[1]?.parts).toEqual([
      { type: 'tool-call', callId: 't1', name: 'web_search', input: { query: 'peas' } },
      expect.objectContaining({
        type: 'tool-result',
        callId: 't1',
        outcome: 'ok',
        details: {
          links: [
            { url: 'https://a.example', title: 'A' },
            { url: 'https://b.example', title: 'B' },
          ],
        },
      }),
      { type: 'text', text: 'See ([B](https://b.example)). Done.' },
      { type: 'unknown', kind: 'custom_element', data: { type: 'custom_element', kind: 'map' } },
      expect.objectContaining({ type: 'image', mime: 'image/png' }),
      {
        type: 'artifact',
        artifact: 'k',
        title: 'Plan',
        kind: 'text/markdown',
        language: null,
        version: 1,
        text: '# Plan',
        action: 'create',
      },
      { type: 'citation', url: 'https://b.example', title: 'B' },
    ]);
  });

  test('finds its files in the folder beside it, and keeps what it used', () => {
    expect(chat?.attachments).toMatchObject([
      { nativeId: 'pea.png', entry: 'chat-c1-files/pea.png', size: 5, mime: 'image/png' },
      { nativeId: 'lost.pdf', mime: 'application/pdf' },
      { mime: 'image/png', size: 2 },
    ]);
    expect(parsed.side).toEqual(side);
  });
});

describe('messages', () => {
  test('have content where there are no chunks, or none that says anything', () => {
    expect(partsOf({ contentChunks: null })).toEqual([{ type: 'text', text: 'content a' }]);
    expect(
      partsOf({ contentChunks: [{ type: 'tool_call', name: 'x', publicArguments: 'plain', success: false }] }),
    ).toMatchObject([
      { type: 'tool-call', input: 'plain' },
      { type: 'tool-result', outcome: 'error' },
      { type: 'text', text: 'content a' },
    ]);
  });

  test('of a new kind are kept and counted', () => {
    const parsed = parseAs(leChat, [message('a', 'assistant', 0, { contentChunks: [{ type: 'dance', text: 'steps' }] })]);
    expect(parsed.conversations[0]?.messages[0]?.parts).toMatchObject([
      { type: 'text', text: 'steps' },
      { type: 'unknown', kind: 'dance' },
    ]);
    expect(parsed.drift).toMatchObject([{ path: 'message.contentChunks.type=dance' }]);
  });

  test('that were preferred, and other versions, stand beside each other', () => {
    const { messages } = only([
      message('u', 'user', 0),
      message('a', 'assistant', 1),
      message('b', 'assistant', 2, { preferenceOver: 'a' }),
      message('b', 'assistant', 3, { version: 1 }),
    ]);
    expect(messages.map(({ nativeId, parent }) => [nativeId, parent])).toEqual([
      ['u', null],
      ['a', 'u'],
      ['b', 'u'],
      ['b~v1', 'u'],
    ]);
  });

  test('without a time stay where they are', () => {
    const { messages } = only([
      message('u', 'user', 5),
      message('a', 'assistant', 0, { createdAt: null }),
      message('v', 'user', 9),
    ]);
    expect(messages.map(({ nativeId }) => nativeId)).toEqual(['u', 'a', 'v']);
  });

  test('that cannot be read do not keep the rest', () => {
    const parsed = parseAs(leChat, [message('u', 'user', 0), 7, { chatId: 'c1', role: null }, null, message('u', 'user', 0)]);
    expect(parsed.issues.map(({ where }) => where)).toEqual(['[1]', '[2]']);
    expect(parsed.ignored.messages).toBe(2);
    expect(parsed.conversations[0]?.messages).toHaveLength(1);
  });

  test('of several chats in a file are several conversations', () => {
    const parsed = parseAs(leChat, [
      message('u', 'user', 0),
      message('v', 'user', 0, { chatId: 'c2' }),
      message('w', 'user', 0, { chatId: undefined }),
    ]);
    expect(parsed.conversations.map(({ nativeId, messages }) => [nativeId, messages.length])).toEqual([
      ['c1', 1],
      ['c2', 2],
    ]);
  });

  test('that are not there, or no list, are told', () => {
    expect(parseAs(leChat, [])).toMatchObject({
      issues: [],
      ignored: { conversations: 1 },
      reason: 'The conversation is empty.',
    });
    expect(parseAs(leChat, {}).issues).toMatchObject([{ code: 'no-messages' }]);
  });
});

describe('an entry', () => {
  test('is known by its shape, an empty one by its name', () => {
    expect(leChat.judge(jsonSample('x.json', rich))).toMatchObject({ as: 'whole', score: 93 });
    expect(leChat.judge(jsonSample(`chat-${CHAT}.json`, []))).toMatchObject({ as: 'whole' });
    expect(leChat.judge(jsonSample(`chat-${CHAT}-files/x.json`, rich))).toMatchObject({ as: 'side' });
    for (const value of [[], [{ role: 'user', content: 'x' }], {}]) expect(leChat.judge(jsonSample('x.json', value))).toBeNull();
  });

  test('in a chat’s folder is found by its name', async () => {
    const name = `a/chat-${CHAT}-files/my pea.png`;
    const found = await gather({
      entries: [
        { name, size: 5 },
        { name: 'b.json', size: 1 },
      ],
      text: async () => Promise.resolve(''),
    });
    expect(found.shared).toEqual({ files: { [CHAT]: { 'my pea.png': { entry: name, size: 5 } } } });
  });
});

describe('parsing never throws and always gives the same', () => {
  testAnyExport(leChat, [rich], side);
});
