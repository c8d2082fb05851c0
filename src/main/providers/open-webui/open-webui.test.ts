import { describe, expect, test } from 'vitest';
import type { Part } from '../../../shared/model.ts';
import type { ParsedConversation } from '../../../shared/parsed.ts';
import { parseAs, testAnyExport } from '../fixtures/any-export.ts';
import { jsonSample } from '../fixtures/judged-sample.ts';
import { splitDetails } from './details.ts';
import { message, record } from './fixture.ts';
import { openWebui } from './index.ts';

const output = [
  { type: 'reasoning', status: 'completed', content: [{ type: 'output_text', text: 'I think.' }], summary: null, duration: 3 },
  { type: 'function_call', id: 'f1', call_id: 'f1', name: 'get_weather', arguments: '{"city":"Paris"}', status: 'completed' },
  { type: 'function_call_output', id: 'o1', call_id: 'f1', output: [{ type: 'input_text', text: '18C' }], status: 'failed' },
  {
    type: 'open_webui:code_interpreter',
    id: 'k1',
    code: 'print(1)',
    lang: 'python',
    output: { stdout: '1' },
    status: 'completed',
  },
  { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'It is 18C [1].' }] },
];
const rich = record([
  message('u1', null, 'user', 'Weather?', {
    childrenIds: ['a1', 'a2'],
    models: ['m1', 'm2'],
    files: [
      { type: 'image', url: 'data:image/png;base64,aGk=' },
      {
        type: 'file',
        id: 'f',
        name: 'a.txt',
        size: 2,
        file: { id: 'f', data: { content: 'hi' }, meta: { content_type: 'text/plain' } },
      },
    ],
  }),
  message('a1', 'u1', 'assistant', '<details type="reasoning">x</details>It is 18C.', {
    model: 'm1',
    modelIdx: 0,
    output,
    usage: { prompt_tokens: 20, completion_tokens: 5, prompt_tokens_details: { cached_tokens: 8 } },
    sources: [
      {
        source: { id: 's', name: 'Weather' },
        document: ['It is warm.'],
        metadata: [{ source: 'https://w.example' }],
        distances: [0.1],
      },
    ],
    statusHistory: [
      { done: true, action: 'web_search', description: 'Searched', query: 'paris weather', urls: ['https://w.example'] },
    ],
    done: true,
  }),
  message('a2', 'u1', 'assistant', '', {
    model: 'm2',
    modelIdx: 1,
    error: { content: 'Out of memory' },
    code_executions: [{ id: 'x1', name: 'run', code: '1/0', language: 'python', result: { error: 'ZeroDivisionError' } }],
  }),
  message('u2', 'a1', 'user', [
    { type: 'text', text: 'And this?' },
    { type: 'image_url', image_url: { url: 'https://p.example/p.png' } },
  ]),
]);

function only(value: unknown): ParsedConversation {
  const parsed = parseAs(openWebui, value);
  const [first] = parsed.conversations;
  if (first === undefined || parsed.conversations.length !== 1) throw new Error(JSON.stringify(parsed));
  return first;
}

function partsOf(content: string, rest: Record<string, unknown> = {}): readonly Part[] {
  return only(record([message('a', null, 'assistant', content, rest)])).messages[0]?.parts ?? [];
}

describe('a chat', () => {
  const parsed = parseAs(openWebui, { ...rich, folder_id: 'folder-1', archived: true, pinned: true });
  const [chat] = parsed.conversations;

  test('is a tree in which the answers of several models stand beside each other', () => {
    expect(parsed.drift).toEqual([]);
    expect(chat).toMatchObject({
      nativeId: 'c1',
      activeLeaf: 'u2',
      archived: true,
      project: 'folder-1',
      model: 'llama3',
      createdAt: 1_744_577_557_000,
      updatedAt: 1_744_577_600_000,
    });
    expect(chat?.messages.map(({ nativeId, parent, role, origin, model }) => [nativeId, parent, role, origin, model])).toEqual([
      ['u1', null, 'user', 'person', null],
      ['a1', 'u1', 'assistant', 'assistant', 'm1'],
      ['a2', 'u1', 'assistant', 'assistant', 'm2'],
      ['u2', 'a1', 'user', 'person', null],
    ]);
    expect(chat?.messages[1]?.usage).toEqual({ input: 12, output: 5, cacheRead: 8, cacheWrite: 0 });
  });

  test('is told by its typed output where there is one', () => {
    expect(chat?.messages[1]?.parts).toMatchObject([
      { type: 'tool-call', name: 'web_search', input: { queries: ['paris weather'] } },
      { type: 'tool-result', details: { links: [{ title: null, url: 'https://w.example' }] } },
      { type: 'thinking', text: 'I think.', durationMs: 3000 },
      { type: 'tool-call', callId: 'f1', input: { city: 'Paris' } },
      { type: 'tool-result', callId: 'f1', text: '18C', outcome: 'error' },
      { type: 'tool-call', callId: 'k1', name: 'code_interpreter', input: { code: 'print(1)', language: 'python' } },
      { type: 'tool-result', callId: 'k1', text: '1', outcome: 'unknown' },
      { type: 'text', text: 'It is 18C ([Weather](https://w.example)).' },
      { type: 'citation', url: 'https://w.example', title: 'Weather', text: 'It is warm.' },
    ]);
  });

  test('keeps errors, runs of code and files', () => {
    expect(chat?.messages[2]?.parts).toMatchObject([
      { type: 'tool-call', callId: 'x1', name: 'code_execution' },
      { type: 'tool-result', callId: 'x1', text: 'ZeroDivisionError', outcome: 'error' },
      { type: 'text', text: 'Out of memory', source: 'injected' },
    ]);
    expect(chat?.messages[0]?.parts).toMatchObject([
      { type: 'text' },
      { type: 'image', mime: 'image/png' },
      { type: 'file', attachment: 'f', mime: 'text/plain', text: 'hi' },
    ]);
    expect(chat?.messages[3]?.parts).toMatchObject([
      { type: 'text', text: 'And this?' },
      { type: 'image', attachment: 'https://p.example/p.png' },
    ]);
    expect(chat?.attachments[0]?.bytes).toEqual(new Uint8Array([104, 105]));
  });

  test('alone has its id, or one of its first message', () => {
    const { chat: inner } = rich;
    expect(only(inner)).toMatchObject({ nativeId: 'derived-u1', title: 'T', createdAt: 1_744_577_557_127, activeLeaf: 'u2' });
  });

  test('without a history is its list of messages', () => {
    const list = [
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
    ];
    const { messages } = only({ id: 'x', user_id: 'u', chat: { messages: list }, created_at: 1_744_577_557 });
    expect(messages.map(({ parent, role }) => [parent, role])).toEqual([
      [null, 'user'],
      [messages[0]?.nativeId, 'assistant'],
    ]);
  });
});

describe('blocks in the text', () => {
  test('are taken apart, and the rest is text', () => {
    const content =
      'Before.\n<details type="reasoning" done="true" duration="3">\n<summary>Thought for 3 seconds</summary>\n&gt; one\n&gt; &lt;two&gt;\n</details>\n<details type="tool_calls" done="true" id="c1" name="f" arguments="&quot;{\\&quot;a\\&quot;: 1}&quot;" result="&quot;line 1\\nline 2&quot;" files="" embeds="">\n<summary>Tool Executed</summary>\n</details>\n<details type="code_interpreter" done="true" output="{&quot;stdout&quot;: &quot;2&quot;}">\n<summary>Analyzed</summary>\n```py\nprint(2)\n```\n</details>\nAfter.';
    expect(partsOf(content)).toMatchObject([
      { type: 'text', text: 'Before.' },
      { type: 'thinking', text: 'one\n<two>', durationMs: 3000 },
      { type: 'tool-call', callId: 'c1', name: 'f', input: { a: 1 } },
      { type: 'tool-result', callId: 'c1', text: 'line 1\nline 2', outcome: 'unknown' },
      { type: 'tool-call', name: 'code_interpreter', input: { code: 'print(2)', language: 'python' } },
      { type: 'tool-result', text: '2' },
      { type: 'text', text: 'After.' },
    ]);
  });

  test('may hold the result in their body, or not be closed', () => {
    expect(splitDetails('<details type="tool_calls"><summary>Done</summary>"18C"</details>Warm.')).toMatchObject([
      { type: 'tool-call', name: 'tool' },
      { type: 'tool-result', text: '18C' },
      { type: 'text', text: 'Warm.' },
    ]);
    expect(splitDetails('<details type="reasoning" done="false"><summary>Thinking…</summary>\n&gt; hm')).toEqual([
      { type: 'thinking', text: 'hm' },
    ]);
  });

  test('of another kind are text, as they stand', () => {
    const text = '<details>\n<summary>More</summary>\nhidden\n</details> and <details open>';
    expect(splitDetails(text)).toEqual([{ type: 'text', text }]);
    expect(
      only(record([message('u', null, 'user', '<details type="reasoning">mine</details>')])).messages[0]?.parts,
    ).toHaveLength(1);
  });

  test('are found in time for 50,000 of them', () => {
    expect(splitDetails('<details type="reasoning">'.repeat(50_000))).toHaveLength(1);
    expect(splitDetails('<details x="'.repeat(50_000))).toHaveLength(1);
    expect(splitDetails('<details type="reasoning">a</details>'.repeat(50_000))).toHaveLength(50_000);
  });
});

describe('tokens', () => {
  test.each([
    [
      { usage: { input_tokens: 3, output_tokens: 4, cache_read_input_tokens: 5 } },
      { input: 3, output: 4, cacheRead: 5, cacheWrite: 0 },
    ],
    [{ info: { prompt_eval_count: 6, eval_count: 7 } }, { input: 6, output: 7, cacheRead: 0, cacheWrite: 0 }],
    [{ info: { usage: { prompt_tokens: 1 } } }, { input: 1, output: 0, cacheRead: 0, cacheWrite: 0 }],
    [{ usage: { total_duration: 1 } }, null],
  ])('of %j', (rest, usage) => {
    expect(only(record([message('a', null, 'assistant', 'x', rest)])).messages[0]?.usage).toEqual(usage);
  });
});

describe('what is broken', () => {
  test('does not keep the rest', () => {
    const parsed = parseAs(
      openWebui,
      record([message('u', null, 'user', 'x'), message('b', 'u', '', 'y', { role: 7 }), message('c', 'b', 'user', 'z')]),
    );
    expect(parsed.issues).toMatchObject([{ where: 'history.messages.b', unit: 'message' }]);
    expect(parsed.conversations[0]?.messages.map(({ nativeId, parent }) => [nativeId, parent])).toEqual([
      ['u', null],
      ['c', 'u'],
    ]);
  });

  test('is told: no messages, none at all', () => {
    expect(parseAs(openWebui, { id: 'x', chat: {} }).issues).toMatchObject([{ code: 'no-messages' }]);
    expect(parseAs(openWebui, record([]))).toMatchObject({ issues: [], ignored: { conversations: 1 } });
  });

  test('or new is kept and counted', () => {
    const parsed = parseAs(
      openWebui,
      record([message('a', null, 'assistant', '', { output: [{ type: 'dance', id: 'd' }], mood: 1 })]),
    );
    expect(parsed.conversations[0]?.messages[0]?.parts).toEqual([
      { type: 'unknown', kind: 'dance', data: { type: 'dance', id: 'd' } },
    ]);
    expect(parsed.drift.map(({ path }) => path)).toEqual(['message.mood', 'message.output.type=dance']);
  });
});

describe('an entry', () => {
  test('is known by its shape', () => {
    expect(openWebui.judge(jsonSample('x.json', [rich]))).toMatchObject({ as: 'elements', score: 93 });
    expect(openWebui.judge(jsonSample('x.json', rich))).toMatchObject({ as: 'whole' });
    expect(openWebui.judge(jsonSample('x.json', rich['chat']))).toMatchObject({ as: 'whole' });
    expect(openWebui.judge(jsonSample('x.json', [rich['chat']]))).toMatchObject({ as: 'elements' });
    for (const value of [{}, [], { history: [] }, [{ messages: [] }], { chat: { messages: [] } }])
      expect(openWebui.judge(jsonSample('x.json', value))).toBeNull();
  });
});

describe('parsing never throws and always gives the same', () => {
  testAnyExport(openWebui, [rich, rich['chat']]);
});
