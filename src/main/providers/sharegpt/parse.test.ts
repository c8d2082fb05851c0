import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonSample, linesSample } from '../fixtures/judged-sample.ts';
import { parseValue, writer } from './fixture.ts';
import { htmlText, isHtml } from './html-text.ts';
import { judge } from './judge.ts';

const turns = [
  { from: 'human', value: 'q' },
  { from: 'gpt', value: 'a' },
];

test('turns that say from and value are known, in every shape', () => {
  expect(judge(jsonSample('a.json', [{ conversations: turns }]))).toMatchObject({ as: 'elements', score: 85 });
  expect(judge(linesSample('a.jsonl', [{ items: turns }]))).toMatchObject({ as: 'lines' });
  expect(judge(jsonSample('a.json', { id: 'x', conversations: turns }))).toMatchObject({ as: 'whole' });
  expect(judge(jsonSample('a.json', turns))).toMatchObject({ as: 'whole' });
  expect(judge(jsonSample('a.json', { conversations: [{ from: 'a@example.org', value: 'mail' }] }))).toBeNull();
  expect(judge(jsonSample('a.json', [{ conversations: [] }]))).toBeNull();
  expect(judge(jsonSample('a.json', []))).toBeNull();
});

test('every word for a role, the system prompt, calls and what they gave', () => {
  const parsed = parseValue({
    id: 7,
    system: 'be kind',
    tools: '[]',
    conversations: [
      { from: 'user', value: 'q' },
      { from: 'function_call', value: '{"name":"sum","arguments":{"a":1}}' },
      { from: 'observation', value: '{"sum":1}' },
      { from: 'bing', value: '<b>a</b>' },
      { from: 'human', value: { deep: [1] } },
      { from: 'chatgpt', value: null },
    ],
  });
  const [conversation] = parsed.conversations;
  expect(conversation?.nativeId).toBe('7');
  expect(conversation?.messages.map(({ role }) => role)).toEqual([
    'system',
    'user',
    'assistant',
    'tool',
    'assistant',
    'user',
    'assistant',
  ]);
  expect(conversation?.messages.map(({ parts: [part] }) => part)).toMatchObject(
    [
      { text: 'be kind' },
      { text: 'q' },
      { type: 'tool-call', name: 'sum', input: { a: 1 } },
      { type: 'tool-result', text: '{"sum":1}' },
      { text: '<b>a</b>' },
      { text: '{"deep":[1]}' },
      {},
    ].map((part, place) => (place === 6 ? undefined : part)),
  );
  const call = conversation?.messages[2]?.parts[0];
  const result = conversation?.messages[3]?.parts[0];
  expect(call?.type === 'tool-call' && result?.type === 'tool-result' && call.callId === result.callId).toBe(true);
});

test('a preferred answer and a rejected one are branches', () => {
  const [conversation] = parseValue([
    {
      conversations: [{ from: 'human', value: 'q' }],
      chosen: { from: 'gpt', value: 'a' },
      rejected: { from: 'gpt', value: 'b' },
    },
  ]).conversations;
  expect(conversation?.messages.map(({ parent }) => parent)).toEqual([
    null,
    conversation?.messages[0]?.nativeId,
    conversation?.messages[0]?.nativeId,
  ]);
  expect(conversation?.activeLeaf).toBe(conversation?.messages[1]?.nativeId);
});

test('the HTML of the old window becomes text', () => {
  const html =
    '<div class="markdown prose"><p>Use <code>ls</code> &amp; <strong>see</strong>:</p><pre><div><span>bash</span><button>Copy code</button></div><code class="hljs language-bash">ls -l &lt;x&gt;\n</code></pre><ol><li><p>One</p></li><li>Two<ul><li>deep</li></ul></li></ol><p><a href="https://example.org">here</a><br>end</p></div>';
  expect(isHtml(html)).toBe(true);
  expect(htmlText(html)).toBe(
    'Use `ls` & **see**:\n\n```bash\nls -l <x>\n```\n\n1. One\n2. Two\n   - deep\n\n[here](https://example.org)\nend',
  );
  for (const text of ['a <b>c</b>', '<p>open', 'if a < b and c > d', '<thinking>x</thinking>']) expect(isHtml(text)).toBe(false);
  expect(
    parseValue({ conversations: [turns[0], { from: 'gpt', value: '<p>x</p>' }] }).conversations[0]?.messages[1]?.parts,
  ).toEqual([{ type: 'text', text: 'x' }]);
});

test('what is broken is told, and the rest is read', () => {
  const parsed = parseValue([
    { conversations: [turns[0], { value: 'who?' }, null, 'x', turns[1]] },
    { conversations: 1 },
    5,
    { conversations: [] },
  ]);
  expect(parsed.conversations).toHaveLength(1);
  expect(parsed.issues.map(({ code, where }) => [code, where])).toEqual([
    ['broken-message', 'conversations[1]'],
    ['broken-message', 'conversations[3]'],
    ['no-messages', '[1]'],
    ['not-a-conversation', '[2]'],
  ]);
  expect(parsed.ignored).toEqual({ conversations: 1, messages: 1 });
});

test('parsing never throws and always gives the same', () => {
  const seed = Object.values(
    writer.write([{ id: 'c', title: '', startedAt: 1.7e12, messages: [{ id: 'm', from: 'person', text: '<p>hi\n“ü”</p>' }] }]),
  ).join('');
  const edit = fc.record({ at: fc.nat(seed.length), remove: fc.nat(20), insert: fc.string({ maxLength: 6 }) });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), fc.string(), (edits, html) => {
      let text = seed;
      for (const { at, remove, insert } of edits) text = text.slice(0, at) + insert + text.slice(at + remove);
      expect(parseValue(text)).toEqual(parseValue(text));
      htmlText(`<p>${html}</p>`);
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) },
  );
});
