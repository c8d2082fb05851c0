import { describe, expect, test } from 'vitest';
import type { Part } from '../../../shared/model.ts';
import type { ParsedConversation } from '../../../shared/parsed.ts';
import { parseAs, testAnyExport } from '../fixtures/any-export.ts';
import { jsonSample } from '../fixtures/judged-sample.ts';
import { entry } from './fixture.ts';
import { perplexity } from './index.ts';

const sources = [
  { name: 'A', url: 'https://a.example', snippet: 'about a' },
  { name: 'B', url: 'https://b.example' },
];
const capture = {
  status: 'success',
  thread_metadata: { title: 'Peas', created_at: '2025-05-01T10:00:00Z', updated_at: '2025-05-01T11:00:00Z' },
  entries: [
    entry('e1', 'When?', '', {
      blocks: [
        {
          intended_usage: 'plan',
          plan_block: {
            goals: [{ description: 'Find out' }],
            steps: [{ step_type: 'SEARCH_WEB', search_web_content: { queries: [{ query: 'peas' }] } }],
          },
        },
        { intended_usage: 'web_results', web_result_block: { web_results: sources } },
        { intended_usage: 'ask_text_0_markdown', markdown_block: { answer: 'Soon[1][2], or `x[1]`. [3]' } },
        {
          intended_usage: 'media_items',
          media_block: { media_items: [{ medium: 'image', image: 'https://a.example/pea.png', name: 'A pea' }] },
        },
        { intended_usage: 'pending_followups', pending_followups_block: {} },
      ],
      attachments: ['https://files.example/my.pdf'],
    }),
    entry('e2', 'And then?', 'Later.'),
  ],
};
const saved = {
  metadata: {
    thread_title: 'Peas',
    thread_url: 'https://www.perplexity.ai/search/peas-abc',
    thread_id: 't1',
    exported_at: '2025-05-02T00:00:00Z',
  },
  conversations: [
    {
      uuid: 'q1',
      query: 'When?',
      answer: 'Soon [2].',
      model: 'sonar',
      mode: 'CONCISE',
      timestamp: '2025-05-01T10:00:00Z',
      sources: [
        { title: 'A', url: 'https://a.example', snippet: '' },
        { title: 'B', url: 'https://b.example' },
      ],
      related_queries: ['More?'],
    },
  ],
};

function only(value: unknown): ParsedConversation {
  const parsed = parseAs(perplexity, value);
  const [first] = parsed.conversations;
  if (first === undefined) throw new Error(JSON.stringify(parsed));
  return first;
}

function answerFor(rest: Record<string, unknown>): readonly Part[] {
  return only({ entries: [entry('e', 'Q', '', { blocks: [], ...rest })] }).messages[1]?.parts ?? [];
}

describe('a thread as the web page is given it', () => {
  const parsed = parseAs(perplexity, capture);
  const [thread] = parsed.conversations;

  test('is questions and answers by turns', () => {
    expect(parsed.drift).toEqual([]);
    expect(thread).toMatchObject({
      nativeId: 'c1',
      title: 'Peas',
      createdAt: Date.parse('2025-05-01T10:00:00Z'),
      activeLeaf: 'e2~answer',
    });
    expect(thread?.messages.map(({ nativeId, parent, role, origin, model }) => [nativeId, parent, role, origin, model])).toEqual([
      ['e1', null, 'user', 'person', null],
      ['e1~answer', 'e1', 'assistant', 'assistant', 'sonar'],
      ['e2', 'e1~answer', 'user', 'person', null],
      ['e2~answer', 'e2', 'assistant', 'assistant', 'sonar'],
    ]);
    expect(thread?.messages[1]?.createdAt).toBe(Date.parse('2025-05-01T10:01:00Z'));
  });

  test('has links in the place of numbers, outside of code and where there is a source', () => {
    expect(thread?.messages[1]?.parts).toEqual([
      { type: 'thinking', text: 'Find out' },
      expect.objectContaining({ type: 'tool-call', name: 'web_search', input: { queries: ['peas'] } }),
      expect.objectContaining({
        type: 'tool-result',
        text: 'A\nhttps://a.example\nabout a\n\nB\nhttps://b.example',
        outcome: 'unknown',
      }),
      { type: 'text', text: 'Soon ([A](https://a.example), [B](https://b.example)), or `x[1]`. [3]' },
      { type: 'image', attachment: 'https://a.example/pea.png', name: 'pea.png', mime: 'image/png', alt: 'A pea' },
      { type: 'citation', url: 'https://a.example', title: 'A', text: 'about a' },
      { type: 'citation', url: 'https://b.example', title: 'B' },
    ]);
    expect(thread?.messages[0]?.parts[1]).toMatchObject({ type: 'file', name: 'my.pdf' });
  });
});

describe('a thread as an extension saves it', () => {
  test('has its sources with each turn', () => {
    const parsed = parseAs(perplexity, saved);
    expect(parsed.drift).toEqual([]);
    const [thread] = parsed.conversations;
    expect(thread).toMatchObject({ nativeId: 't1', title: 'Peas' });
    expect(thread?.messages[1]?.parts.slice(0, 1)).toEqual([{ type: 'text', text: 'Soon ([B](https://b.example)).' }]);
    expect(thread?.messages[1]?.parts).toHaveLength(3);
  });

  test('is named by its address where it has no id', () => {
    const { thread_id: _id, ...metadata } = saved.metadata;
    expect(only({ ...saved, metadata }).nativeId).toBe('peas-abc');
  });
});

describe('an answer', () => {
  test('of pieces is their chunks; the whole wins over its parts, and parts are not told twice', () => {
    expect(answerFor({ blocks: [{ markdown_block: { chunks: ['a', 7, 'b'] } }] })).toMatchObject([{ text: 'ab' }]);
    const pieces = [
      { intended_usage: 'ask_text_0_markdown', markdown_block: { answer: 'x' } },
      { intended_usage: 'ask_text_1_markdown', markdown_block: { answer: 'y' } },
    ];
    expect(answerFor({ blocks: [...pieces, ...pieces] })).toMatchObject([{ text: 'x\n\ny' }]);
    expect(answerFor({ blocks: [...pieces, { intended_usage: 'ask_text', markdown_block: { answer: 'whole' } }] })).toMatchObject(
      [{ text: 'whole' }],
    );
  });

  test('of before 2025 is JSON in a text', () => {
    const final = JSON.stringify({ answer: 'Soon[1]', web_results: sources });
    const steps = [
      { step_type: 'INITIAL_QUERY', content: { query: 'Q' } },
      { step_type: 'SEARCH_WEB', content: { queries: [{ query: 'peas' }] } },
      { step_type: 'SEARCH_RESULTS', content: { web_results: [{ name: 'Z', url: 'https://z.example' }] } },
      { step_type: 'FINAL', content: { answer: final } },
    ];
    for (const text of [final, JSON.stringify(steps)])
      expect(answerFor({ blocks: undefined, text }).filter(({ type }) => type === 'text' || type === 'citation')).toMatchObject([
        { type: 'text', text: 'Soon ([A](https://a.example))' },
        { type: 'citation', title: 'A' },
        { type: 'citation', title: 'B' },
      ]);
    expect(answerFor({ blocks: undefined, text: 'plain' })).toEqual([{ type: 'text', text: 'plain' }]);
  });

  test('keeps blocks it does not know', () => {
    const parsed = parseAs(perplexity, {
      entries: [entry('e', 'Q', '', { blocks: [{ intended_usage: 'x', dance_block: { steps: 1 } }] })],
    });
    expect(parsed.conversations[0]?.messages[1]?.parts).toEqual([{ type: 'unknown', kind: 'dance_block', data: { steps: 1 } }]);
    expect(parsed.drift).toMatchObject([{ path: 'entry.blocks.dance_block' }]);
  });
});

describe('what is broken', () => {
  test('does not keep the rest', () => {
    const parsed = parseAs(perplexity, { entries: [7, null, entry('e', 'Q', 'A'), { uuid: 'x' }, entry('f', '', '')] });
    expect(parsed.issues.map(({ where }) => where)).toEqual(['entries[0]', 'entries[3]']);
    expect(parsed.conversations[0]?.messages).toHaveLength(2);
    expect(parsed.ignored.messages).toBe(2);
    expect(parseAs(perplexity, {}).issues).toMatchObject([{ code: 'no-messages' }]);
  });
});

describe('an entry of the input', () => {
  test('is known by its shape', () => {
    for (const value of [capture, saved])
      expect(perplexity.judge(jsonSample('x.json', value))).toMatchObject({ as: 'whole', score: 92 });
    expect(perplexity.judge(jsonSample('x.json', [capture, saved]))).toMatchObject({ as: 'elements' });
    expect(perplexity.judge(jsonSample('x.json', capture.entries))).toMatchObject({ as: 'whole' });
    for (const value of [
      {},
      [],
      { conversations: [{ from: 'human', value: 'x' }] },
      { entries: [] },
      { metadata: {}, conversations: [] },
    ])
      expect(perplexity.judge(jsonSample('x.json', value))).toBeNull();
  });

  test('that is a bare list of entries is a thread for each that they name', () => {
    const parsed = parseAs(perplexity, [entry('e', 'Q', 'A'), entry('f', 'R', 'B', { context_uuid: 'c2' })]);
    expect(parsed.conversations.map(({ nativeId }) => nativeId)).toEqual(['c1', 'c2']);
  });
});

describe('parsing never throws and always gives the same', () => {
  testAnyExport(perplexity, [capture, saved]);
});
