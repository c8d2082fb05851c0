import { describe, expect, test } from 'vitest';
import type { Part } from '../../../shared/model.ts';
import type { ParsedConversation } from '../../../shared/parsed.ts';
import { parseAs, testAnyExport } from '../fixtures/any-export.ts';
import { jsonSample } from '../fixtures/judged-sample.ts';
import { conversation, message } from './fixture.ts';
import { librechat } from './index.ts';

const content = [
  { type: 'think', think: 'Hm.' },
  { type: 'text', text: { value: 'See \ue202turn0search1. ' } },
  { type: 'tool_call', tool_call: { id: 't1', name: 'calc', args: '{"x":1}', output: '2', progress: 1 } },
  { type: 'image_file', image_file: { file_id: 'i1', filename: 'p.png', width: 4, height: 3 } },
  { type: 'error', error: 'It broke.' },
];
const flat = conversation([
  message('u1', null, true, { files: [{ file_id: 'f1', filename: 'a.pdf', type: 'application/pdf', bytes: 9 }] }),
  message('a1', 'u1', false, {
    text: '',
    content,
    promptTokens: 10,
    tokenCount: 4,
    attachments: [
      {
        type: 'web_search',
        toolCallId: 't1',
        web_search: {
          turn: 0,
          organic: [
            { link: 'https://a.example', title: 'A' },
            { link: 'https://b.example', title: 'B', snippet: 'b' },
          ],
        },
      },
    ],
  }),
  message('a2', 'u1', false),
]);
const tree = conversation(
  [
    {
      ...message('u1', null, true),
      children: [
        { ...message('a1', 'u1', false), children: [] },
        { ...message('a2', 'u1', false), children: [{ ...message('u2', 'a2', true), parentMessageId: undefined }] },
      ],
    },
  ],
  { recursive: true },
);
const chatbot = {
  version: 4,
  history: [
    {
      id: 7,
      name: 'Chat',
      messages: [
        { role: 'user', type: 'text', content: 'hi' },
        { role: 'assistant', content: 'ho' },
        { role: 'user', content: 'hi' },
      ],
      model: { id: 'gpt-4', name: 'GPT-4' },
      prompt: 'p',
      temperature: 1,
      folderId: 'd1',
    },
  ],
  folders: [{ id: 'd1', name: 'Garden', type: 'chat' }],
  prompts: [],
};

function only(value: unknown): ParsedConversation {
  const parsed = parseAs(librechat, value);
  const [first] = parsed.conversations;
  if (first === undefined || parsed.conversations.length !== 1) throw new Error(JSON.stringify(parsed));
  return first;
}

function partsOf(rest: Record<string, unknown>): readonly Part[] {
  return only(conversation([message('a', null, false, rest)])).messages[0]?.parts ?? [];
}

describe('a conversation', () => {
  test('of a flat list hangs together by parents', () => {
    const parsed = parseAs(librechat, flat);
    expect(parsed.drift).toEqual([]);
    const [first] = parsed.conversations;
    expect(first).toMatchObject({ nativeId: 'c1', title: 'T', model: 'gpt-4o', activeLeaf: null });
    expect(first?.messages.map(({ nativeId, parent, role, author, usage }) => [nativeId, parent, role, author, usage])).toEqual([
      ['u1', null, 'user', null, null],
      ['a1', 'u1', 'assistant', 'Assistant', { input: 10, output: 4, cacheRead: 0, cacheWrite: 0 }],
      ['a2', 'u1', 'assistant', 'Assistant', null],
    ]);
  });

  test('keeps typed parts, and links in the place of markers', () => {
    expect(only(flat).messages[1]?.parts).toEqual([
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'See ([B](https://b.example)). ' },
      { type: 'tool-call', callId: 't1', name: 'calc', input: { x: 1 } },
      { type: 'tool-result', callId: 't1', text: '2', outcome: 'unknown' },
      { type: 'image', attachment: 'i1', name: 'p.png', mime: 'image/png', width: 4, height: 3 },
      { type: 'text', text: 'It broke.', source: 'injected' },
      { type: 'citation', url: 'https://b.example', title: 'B', text: 'b' },
    ]);
    expect(only(flat).messages[0]?.parts[1]).toMatchObject({ type: 'file', attachment: 'f1' });
  });

  test('of a tree hangs together by children, under either name', () => {
    const { messages: children, ...rest } = tree;
    for (const value of [tree, { ...rest, messagesTree: children }])
      expect(only(value).messages.map(({ nativeId, parent }) => [nativeId, parent])).toEqual([
        ['u1', null],
        ['a1', 'u1'],
        ['a2', 'u1'],
        ['u2', 'a2'],
      ]);
  });

  test('without parents is a line', () => {
    const said = ['x', 'y', 'z'].map((id) => message(id, null, true, { parentMessageId: undefined }));
    expect(only(conversation(said)).messages.map(({ parent }) => parent)).toEqual([null, 'x', 'y']);
  });

  test('may be 50,000 levels deep', () => {
    let text = '';
    for (let i = 0; i < 50_000; i++) text += `{"messageId":"m${i}","isCreatedByUser":true,"text":"x","children":[`;
    const value = `{"conversationId":"c","recursive":true,"messages":[${text}${']}'.repeat(50_000)}]}`;
    const [first] = parseAs(librechat, value).conversations;
    expect(first?.messages).toHaveLength(50_000);
    expect(first?.messages.at(-1)?.parent).toBe('m49998');
  });
});

describe('messages', () => {
  test('have their text where no part says anything', () => {
    expect(partsOf({ content: [], text: 'plain' })).toEqual([{ type: 'text', text: 'plain' }]);
    expect(partsOf({ text: ':::thinking\nHm.\n:::\n\nYes.' })).toEqual([
      { type: 'thinking', text: 'Hm.' },
      { type: 'text', text: 'Yes.' },
    ]);
  });

  test('lose markers that stand for nothing', () => {
    expect(partsOf({ text: 'a \ue200\ue202turn0search0\ue202turn9ref1\ue201b\\ue202turn0news1' })).toEqual([
      { type: 'text', text: 'a b' },
    ]);
  });

  test('of a new kind are kept and counted', () => {
    const parsed = parseAs(
      librechat,
      conversation([message('a', null, false, { text: '', content: [{ type: 'dance', text: 'steps' }] })]),
    );
    expect(parsed.conversations[0]?.messages[0]?.parts).toMatchObject([
      { type: 'text', text: 'steps' },
      { type: 'unknown', kind: 'dance' },
    ]);
    expect(parsed.drift).toMatchObject([{ path: 'message.content.type=dance' }]);
  });

  test('that cannot be read do not keep the rest, nor their children', () => {
    const bad = {
      ...message('b', 'u1', true),
      isCreatedByUser: null,
      sender: null,
      children: [{ ...message('c', 'b', true), children: [] }],
    };
    const parsed = parseAs(librechat, conversation([{ ...message('u1', null, true), children: [bad, 7] }], { recursive: true }));
    expect(parsed.issues.map(({ where }) => where)).toEqual(['messages[0].children[0]', 'messages[0].children[1]']);
    expect(parsed.conversations[0]?.messages.map(({ nativeId, parent }) => [nativeId, parent])).toEqual([
      ['u1', null],
      ['c', 'u1'],
    ]);
  });
});

describe('an export of ChatbotUI', () => {
  test('is a line of messages with ids of their content', () => {
    const parsed = parseAs(librechat, chatbot);
    expect(parsed.drift).toEqual([]);
    const [first] = parsed.conversations;
    expect(first).toMatchObject({ nativeId: '7', title: 'Chat', model: 'gpt-4', project: 'Garden', createdAt: null });
    expect(first?.messages.map(({ role, createdAt }) => [role, createdAt])).toEqual([
      ['user', null],
      ['assistant', null],
      ['user', null],
    ]);
    expect(new Set(first?.messages.map(({ nativeId }) => nativeId)).size).toBe(3);
  });

  test('loses only the chat that is broken', () => {
    const parsed = parseAs(librechat, { ...chatbot, history: [...chatbot.history, { id: 'x', name: 'Lost' }, 7] });
    expect(parsed.conversations).toHaveLength(1);
    expect(parsed.issues.map(({ code, where }) => [code, where])).toEqual([
      ['no-messages', '[1]'],
      ['not-a-conversation', '[2]'],
    ]);
  });
});

describe('an entry', () => {
  test('is known by its shape', () => {
    for (const value of [flat, tree, conversation([])])
      expect(librechat.judge(jsonSample('x.json', value))).toMatchObject({ as: 'whole', score: 95 });
    expect(librechat.judge(jsonSample('x.json', [flat]))).toMatchObject({ as: 'elements' });
    expect(librechat.judge(jsonSample('x.json', chatbot))).toMatchObject({ as: 'whole', score: 90 });
    expect(librechat.judge(jsonSample('x.json', chatbot.history))).toMatchObject({ as: 'elements', score: 70 });
    for (const value of [
      {},
      [],
      { messages: [{ role: 'user', content: 'x' }] },
      { history: { messages: {} } },
      [{ messages: [] }],
    ])
      expect(librechat.judge(jsonSample('x.json', value))).toBeNull();
  });
});

describe('parsing never throws and always gives the same', () => {
  testAnyExport(librechat, [flat, tree, chatbot]);
});
