import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ParsedConversation } from '../../../shared/parsed.ts';
import { parseText, writer } from './fixture.ts';

function only(value: unknown, name?: string): ParsedConversation {
  const parsed = parseText(JSON.stringify(value), name);
  const [conversation] = parsed.conversations;
  if (conversation === undefined || parsed.conversations.length > 1) throw new Error(JSON.stringify(parsed));
  return conversation;
}

const q = { role: 'user', content: 'q' };
const a = { role: 'assistant', content: 'a' };

test('facts of the conversation, words and roles of its messages', () => {
  const conversation = only({
    id: 'c1',
    title: 'T',
    model: 'gpt-4o',
    created: 1_700_000_000,
    messages: [
      { role: 'developer', content: 'be kind' },
      { ...q, name: 'Ada' },
      { ...a, reasoning_content: 'hm' },
    ],
  });
  expect(conversation).toMatchObject({
    nativeId: 'c1',
    title: 'T',
    model: 'gpt-4o',
    createdAt: 1_700_000_000_000,
    updatedAt: null,
  });
  expect(conversation.messages).toMatchObject([
    { role: 'system', origin: 'system', parent: null },
    { role: 'user', origin: 'person', author: 'Ada', parts: [{ type: 'text', text: 'q' }] },
    {
      role: 'assistant',
      origin: 'assistant',
      parts: [
        { type: 'thinking', text: 'hm' },
        { type: 'text', text: 'a' },
      ],
    },
  ]);
  expect(conversation.messages[2]?.parent).toBe(conversation.messages[1]?.nativeId);
});

test('calls are paired with results: by id, by the name of the function, else in order', () => {
  const call = (name: string, id?: string): unknown => ({ id, type: 'function', function: { name, arguments: '{"n":1}' } });
  const { messages } = only({
    messages: [
      q,
      { role: 'assistant', content: null, tool_calls: [call('add', 't1'), call('mul'), call('sub')] },
      { role: 'tool', content: 'three' },
      { role: 'tool', tool_call_id: 't1', content: [{ type: 'text', text: 'one' }] },
      { role: 'function', name: 'sub', content: 'two' },
      { role: 'assistant', content: null, function_call: { name: 'old', arguments: 'not json' } },
      { role: 'function', name: 'old', content: null },
    ],
  });
  const calls = messages.flatMap(({ parts }) => parts.filter((part) => part.type === 'tool-call'));
  const results = messages.flatMap(({ parts }) => parts.filter((part) => part.type === 'tool-result'));
  expect(calls.map(({ name, input }) => [name, input])).toEqual([
    ['add', { n: 1 }],
    ['mul', { n: 1 }],
    ['sub', { n: 1 }],
    ['old', 'not json'],
  ]);
  expect(results.map(({ text, outcome }) => [text, outcome])).toEqual([
    ['three', 'unknown'],
    ['one', 'unknown'],
    ['two', 'unknown'],
    ['', 'unknown'],
  ]);
  // A result without id or name answers the oldest call that is open: `add`, which a stated id then answers again.
  expect(results.map(({ callId }) => callId)).toEqual(['t1', 't1', calls[2]?.callId, calls[3]?.callId]);
});

test('pictures, sound and files come with their bytes; addresses are not asked', () => {
  const { messages, attachments } = only({
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'look' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,aGk=', detail: 'low' } },
          { type: 'input_image', image_url: 'https://example.org/a/cat.png?x=1' },
          { type: 'image', source: { type: 'base64', media_type: 'image/gif', data: 'aGk=' } },
          { type: 'input_audio', input_audio: { data: 'aGk=', format: 'wav' } },
          { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,aGk=' } },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'whole' }, title: 'D' },
          { type: 'sparkle', n: 1 },
        ],
      },
      a,
    ],
  });
  expect(messages[0]?.parts.map(({ type }) => type)).toEqual([
    'text',
    'image',
    'image',
    'image',
    'file',
    'file',
    'file',
    'unknown',
  ]);
  expect(attachments.map(({ name, mime, bytes }) => [name, mime, bytes?.length])).toEqual([
    [null, 'image/png', 2],
    ['cat.png', 'image/png', undefined],
    [null, 'image/gif', 2],
    [null, 'audio/wav', 2],
    ['a.pdf', 'application/pdf', 2],
    ['D', 'text/plain', undefined],
  ]);
});

test('a request of Anthropic: system, blocks, calls with results of a stated outcome', () => {
  const { messages } = only({
    system: [{ type: 'text', text: 'be brief' }],
    model: 'claude',
    messages: [
      q,
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'hm' },
          { type: 'tool_use', id: 't', name: 'ls', input: { p: 1 } },
        ],
      },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'no' }], is_error: true }],
      },
    ],
  });
  expect(messages).toMatchObject([
    { role: 'system', parts: [{ text: 'be brief' }] },
    { role: 'user' },
    { parts: [{ type: 'thinking' }, { type: 'tool-call', callId: 't', input: { p: 1 } }] },
    { role: 'tool', origin: 'tool', parts: [{ type: 'tool-result', callId: 't', text: 'no', outcome: 'error' }] },
  ]);
});

test('an answer of the API: alternatives, tokens counted once', () => {
  const conversation = only({
    request: { messages: [q] },
    response: {
      id: 'chatcmpl-1',
      created: 1_700_000_000,
      model: 'gpt',
      choices: [
        { message: { ...a, audio: { id: 'x', data: 'aGk=', transcript: 'said' } } },
        { message: { role: 'assistant', content: 'b' } },
      ],
      usage: { prompt_tokens: 10, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 4 } },
    },
  });
  const [asked, first, second] = conversation.messages;
  expect(conversation).toMatchObject({ nativeId: 'chatcmpl-1', activeLeaf: first?.nativeId });
  expect([first?.parent, second?.parent]).toEqual([asked?.nativeId, asked?.nativeId]);
  expect([first?.usage, second?.usage]).toEqual([{ input: 6, output: 5, cacheRead: 4, cacheWrite: 0 }, null]);
  expect(first?.createdAt).toBe(1_700_000_000_000);
  expect(first?.parts[1]).toMatchObject({ type: 'file', text: 'said' });
  expect(
    only({
      type: 'message',
      id: 'msg_1',
      role: 'assistant',
      content: [{ type: 'text', text: 'x' }],
      usage: { input_tokens: 1, output_tokens: 2 },
    }).messages[0]?.usage?.input,
  ).toBe(1);
});

test('files beside the messages stand where the text asks for them, else with the first words', () => {
  const files = { images: ['./pics/1.jpg', 'https://example.org/2.png'] };
  const asked = only({ messages: [{ role: 'user', content: 'see <image> and <image>!' }, a], ...files }, 'set/data.json');
  expect(asked.messages[0]?.parts.map((part) => (part.type === 'text' ? part.text : part.type))).toEqual([
    'see ',
    'image',
    ' and ',
    'image',
    '!',
  ]);
  expect(asked.attachments).toMatchObject([{ name: '1.jpg', entry: 'set/pics/1.jpg' }, { name: '2.png' }]);
  const unasked = only({ messages: [q, a], ...files });
  expect(unasked.messages[0]?.parts.map(({ type }) => type)).toEqual(['text', 'image', 'image']);
  expect(asked.nativeId).not.toBe(unasked.nativeId);
});

test('without an id: the same while it goes on, another for another answer', () => {
  const short = only([q, a]);
  const long = only([q, a, { role: 'user', content: 'more' }, a]);
  expect(long.nativeId).toBe(short.nativeId);
  expect(long.messages.slice(0, 2).map(({ nativeId }) => nativeId)).toEqual(short.messages.map(({ nativeId }) => nativeId));
  expect(new Set(long.messages.map(({ nativeId }) => nativeId)).size).toBe(4);
  expect(only([q, { role: 'assistant', content: 'b' }]).nativeId).not.toBe(short.nativeId);
});

test('lists of conversations, of objects or of lists', () => {
  expect(parseText(JSON.stringify([{ messages: [q, a] }, { messages: [a, q] }])).conversations).toHaveLength(2);
  expect(
    parseText(
      JSON.stringify([
        [q, a],
        [a, q],
      ]),
    ).conversations,
  ).toHaveLength(2);
});

test('what is broken is told, and the rest is read', () => {
  const parsed = parseText(JSON.stringify({ messages: [q, { content: 'who?' }, null, 7, { role: 'wizard', content: 'x' }, a] }));
  expect(parsed.issues).toMatchObject([{ where: 'messages[1]', unit: 'message' }, { where: 'messages[3]' }]);
  expect(parsed.ignored.messages).toBe(1);
  expect(parsed.conversations[0]?.messages[1]).toMatchObject({ role: 'system', origin: 'injected', author: 'wizard' });
  expect(parsed.drift.map(({ path }) => path)).toEqual(['message.role=wizard']);
  expect(parseText('{"messages":[{"role"').issues).toMatchObject([{ code: 'not-json', unit: 'conversation' }]);
  expect(parseText('{"messages":[1]}').issues).toMatchObject([{ code: 'no-readable-message' }]);
  expect(parseText('{"messages":[]}')).toMatchObject({ ignored: { conversations: 1 }, issues: [] });
  expect(parseText('[]')).toMatchObject({ conversations: [], issues: [] });
});

test('parsing never throws and always gives the same', () => {
  const seed = Object.values(
    writer.write([{ id: 'c', title: 'T', startedAt: 1.7e12, messages: [{ id: 'm', from: 'person', text: 'hi\n“ü”' }] }]),
  ).join('');
  const edit = fc.record({ at: fc.nat(seed.length), remove: fc.nat(20), insert: fc.string({ maxLength: 6 }) });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      let text = seed;
      for (const { at, remove, insert } of edits) text = text.slice(0, at) + insert + text.slice(at + remove);
      expect(parseText(text)).toEqual(parseText(text));
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) },
  );
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  expect(
    parseText(`{"messages":[{"role":"user","content":${deep}},{"role":"assistant","content":"a","x":${deep}}]}`).conversations,
  ).toHaveLength(1);
});

test('100,000 open calls are answered in time', () => {
  const calls = Array.from({ length: 100_000 }, (_, n) => ({
    id: `t${n}`,
    function: { name: n % 2 === 0 ? 'f' : 'g', arguments: '' },
  }));
  const results = calls
    .slice(0, 50_000)
    .map((_, n) => ({ role: 'function', ...(n % 3 === 0 ? {} : { name: 'f' }), content: `${n}` }));
  expect(only({ messages: [q, { role: 'assistant', tool_calls: calls }, ...results] }).messages).toHaveLength(50_002);
});
