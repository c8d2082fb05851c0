import { expect, test } from 'vitest';
import { conversationOf, message, parseValue, partsFor } from './fixture.ts';

test('text, with the pages it cites listed once', () => {
  const citation = (url: string): unknown => ({
    uuid: 'x',
    start_index: 0,
    end_index: 3,
    details: { type: 'web_search_citation', url },
  });
  const search = {
    type: 'tool_result',
    name: 'web_search',
    content: [{ type: 'knowledge', title: 'Page A', url: 'https://a.example', text: 'found' }],
  };
  const text = {
    type: 'text',
    text: 'See',
    citations: [citation('https://a.example'), citation('https://a.example'), citation('https://b.example')],
  };
  expect(partsFor([search, text]).slice(1)).toEqual([
    { type: 'text', text: 'See' },
    { type: 'citation', url: 'https://a.example', title: 'Page A' },
    { type: 'citation', url: 'https://b.example', title: null },
  ]);
});

test('thinking: the last summary is its title, its timestamps how long it took', () => {
  const thinking = {
    type: 'thinking',
    thinking: 'hm',
    summaries: [{ summary: 'Starting' }, { summary: 'Planning a greeting' }],
    start_timestamp: '2025-01-01T00:00:05Z',
    stop_timestamp: '2025-01-01T00:00:07.500Z',
    cut_off: false,
  };
  expect(partsFor([thinking, { type: 'thinking', thinking: '', signature: 'x' }])).toEqual([
    { type: 'thinking', text: 'hm', title: 'Planning a greeting', durationMs: 2500 },
    { type: 'thinking', text: '' },
  ]);
});

test('calls and results are paired by id, else by order and name', () => {
  const parts = partsFor([
    { type: 'tool_use', id: 'id1', name: 'web_search', input: { query: 'x' }, message: 'Searching' },
    { type: 'tool_result', tool_use_id: 'id1', name: 'web_search', content: 'one', is_error: false },
    { type: 'tool_use', id: null, name: 'a', input: {} },
    { type: 'tool_use', id: null, name: 'b', input: {} },
    { type: 'tool_result', tool_use_id: null, name: 'b', content: [{ type: 'text', text: 'two' }], is_error: true },
    { type: 'tool_result', name: 'a', content: [] },
    { type: 'tool_result', name: 'c', content: [], message: 'only words' },
    { type: 'tool_result', tool_use_id: 'elsewhere', content: null },
  ]);
  expect(parts).toEqual([
    { type: 'tool-call', callId: 'id1', name: 'web_search', input: { query: 'x' }, title: 'Searching' },
    { type: 'tool-result', callId: 'id1', text: 'one', outcome: 'ok', name: 'web_search' },
    { type: 'tool-call', callId: 'm1:1', name: 'a', input: {} },
    { type: 'tool-call', callId: 'm1:2', name: 'b', input: {} },
    { type: 'tool-result', callId: 'm1:2', text: 'two', outcome: 'error', name: 'b' },
    { type: 'tool-result', callId: 'm1:1', text: '', outcome: 'unknown', name: 'a' },
    { type: 'tool-result', callId: 'm1:3', text: 'only words', outcome: 'unknown', name: 'c' },
    { type: 'tool-result', callId: 'elsewhere', text: '', outcome: 'unknown' },
  ]);
});

test('a result’s content: texts, pages, pictures, files and what is new', () => {
  const block = {
    type: 'tool_result',
    tool_use_id: 't',
    content: [
      { type: 'text', text: 'first' },
      { type: 'knowledge', title: 'P', url: 'https://p.example', text: 'page', metadata: {}, is_citable: true },
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAEC' } },
      { type: 'image', file_uuid: 'f1' },
      { type: 'local_resource', file_path: '/mnt/x.csv', name: 'x.csv', mime_type: 'text/csv', uuid: 'r1' },
      { type: 'hologram', text: 'shine', beam: 1 },
    ],
  };
  const conversation = conversationOf([message('m1', 'assistant', { content: [block] })]);
  expect(conversation.messages[0]?.parts).toEqual([
    {
      type: 'tool-result',
      callId: 't',
      text: 'first\n\nP\nhttps://p.example\npage\n\nshine',
      outcome: 'unknown',
      details: { links: [{ title: 'P', url: 'https://p.example' }] },
    },
    { type: 'image', attachment: 'm1/', name: null, mime: 'image/png' },
    { type: 'image', attachment: 'f1', name: null, mime: null },
    { type: 'file', attachment: 'r1', name: 'x.csv', mime: 'text/csv' },
    { type: 'unknown', kind: 'hologram', data: { type: 'hologram', text: 'shine', beam: 1 } },
  ]);
  expect(conversation.attachments).toEqual([
    { nativeId: 'm1/', name: null, mime: 'image/png', size: 3, bytes: new Uint8Array([0, 1, 2]) },
    { nativeId: 'f1', name: null, mime: null, size: null },
    { nativeId: 'r1', name: 'x.csv', mime: 'text/csv', size: null },
  ]);
});

test('voice notes are text, injected prompts are injected, bookkeeping is left to the original', () => {
  expect(
    partsFor([
      { type: 'voice_note', title: 'Note', text: 'said' },
      { type: 'injected_prompt_block', text: 'be careful' },
      { type: 'token_budget', remaining: 5 },
      { type: 'flag', flag: 'x' },
    ]),
  ).toEqual([
    { type: 'text', text: 'Note\n\nsaid' },
    { type: 'text', text: 'be careful', source: 'injected' },
  ]);
});

test('a message of nothing but injected prompts is hidden, and nobody’s words', () => {
  const conversation = conversationOf([
    message('m1', 'human', { text: '', content: [{ type: 'injected_prompt_block', text: 'be careful' }] }),
    message('m2', 'human', {
      text: '',
      content: [
        { type: 'injected_prompt_block', text: 'x' },
        { type: 'text', text: 'hi' },
      ],
    }),
  ]);
  expect(conversation.messages.map(({ origin, hidden }) => [origin, hidden])).toEqual([
    ['injected', true],
    ['person', false],
  ]);
});

test('sources are listed once, in the order in which the text cites them, with the titles that the searches found', () => {
  const cite = (url: string, start_index?: number, details = {}): unknown => ({
    uuid: 'c',
    start_index,
    details: { url, ...details },
  });
  expect(
    partsFor([
      {
        type: 'tool_result',
        tool_use_id: 't',
        content: [{ type: 'knowledge', title: 'Bee', url: 'https://b.example', text: '' }],
      },
      {
        type: 'text',
        text: 'a b c',
        citations: [
          cite('https://last.example'),
          cite('https://b.example', 4),
          cite('https://a.example', 0, { title: 'Ay', cited_text: 'so it is' }),
          cite('https://b.example', 9),
        ],
      },
    ]).slice(1),
  ).toEqual([
    { type: 'text', text: 'a b c' },
    { type: 'citation', url: 'https://a.example', title: 'Ay', text: 'so it is' },
    { type: 'citation', url: 'https://b.example', title: 'Bee' },
    { type: 'citation', url: 'https://last.example', title: null },
  ]);
});

test.each([
  [{ display_content: { type: 'text', text: 'shown' }, message: 'm' }, 'shown'],
  [{ display_content: { type: 'json_block', json_block: '{"a":1}' } }, '{"a":1}'],
  [
    {
      display_content: {
        type: 'table',
        table: [
          ['a', 'b'],
          [1, 2],
        ],
      },
    },
    'a\tb\n1\t2',
  ],
  [{ structured_content: { rows: 2 } }, '{"rows":2}'],
  [{ display_content: { type: 'rich_content', content: [] }, message: 'm' }, 'm'],
])('a result without content is what stands in for it: %j', (rest, text) => {
  expect(partsFor([{ type: 'tool_result', tool_use_id: 't', content: [], ...rest }])).toEqual([
    { type: 'tool-result', callId: 't', text, outcome: 'unknown' },
  ]);
});

test('pictures, documents and pages as blocks', () => {
  expect(
    partsFor([
      { type: 'document', title: 'd.txt', source: { type: 'text', media_type: 'text/plain', data: 'inside' } },
      { type: 'knowledge', title: 'K', url: 'https://k.example', text: 'k' },
      { type: 'image' },
    ]),
  ).toEqual([
    { type: 'file', attachment: 'm1/d.txt', name: 'd.txt', mime: 'text/plain', text: 'inside' },
    { type: 'citation', url: 'https://k.example', title: 'K', text: 'k' },
    { type: 'unknown', kind: 'image', data: { type: 'image' } },
  ]);
});

test('a new block keeps its text readable and the rest as it is, and is counted as drift', () => {
  const block = { type: 'widget', text: 'hi', size: 2 };
  expect(partsFor([block, 'bare', null, 7])).toEqual([
    { type: 'text', text: 'hi' },
    { type: 'unknown', kind: 'widget', data: block },
    { type: 'text', text: 'bare' },
  ]);
  const parsed = parseValue({ uuid: 'c', novelty: 1, chat_messages: [message('m', 'assistant', { content: [block] })] });
  expect(parsed.drift.map(({ kind, path }) => [kind, path])).toEqual([
    ['field', 'conversation.novelty'],
    ['field', 'message.content.size'],
    ['type', 'message.content.type=widget'],
  ]);
});

test('the flattened text is used only where no block says anything', () => {
  expect(partsFor([{ type: 'text', text: 'block' }], { text: 'thinking and block' })).toEqual([{ type: 'text', text: 'block' }]);
  for (const content of [undefined, null, [], [{ type: 'text', text: '' }]]) {
    expect(partsFor(content, { text: 'flat' })).toEqual([{ type: 'text', text: 'flat' }]);
  }
  expect(partsFor('a string', { text: 'flat' })).toEqual([{ type: 'text', text: 'a string' }]);
});

test('attachments: pasted text is the person’s own, extracted text stays with its file', () => {
  const conversation = conversationOf([
    message('m1', 'human', {
      text: '',
      content: [],
      attachments: [
        { file_name: '', file_size: 5, file_type: 'txt', extracted_content: 'pasted' },
        { file_name: 'paste.txt', extracted_content: 'pasted too' },
        { file_name: 'a.pdf', file_size: 9, file_type: 'pdf', extracted_content: 'inside' },
        { file_name: 'a.pdf', file_size: 9, file_type: 'application/pdf', extracted_content: '' },
        { id: 'att', file_name: 'both.docx', extracted_content: 'words' },
      ],
      files: [
        { file_name: 'photo.png', file_uuid: 'f1' },
        { file_name: 'scan', file_uuid: 'f2', file_kind: 'image' },
        { file_name: 'both.docx', file_uuid: 'att' },
        { file_name: '../../x.bin' },
      ],
    }),
  ]);
  expect(conversation.messages[0]).toMatchObject({
    origin: 'person',
    parts: [
      { type: 'text', text: 'pasted', source: 'pasted' },
      { type: 'text', text: 'pasted too', source: 'pasted' },
      { type: 'file', attachment: 'm1/a.pdf', name: 'a.pdf', mime: 'application/pdf', text: 'inside' },
      { type: 'file', attachment: 'm1/a.pdf#2', name: 'a.pdf', mime: 'application/pdf' },
      { type: 'file', attachment: 'att', name: 'both.docx', text: 'words' },
      { type: 'image', attachment: 'f1', name: 'photo.png', mime: 'image/png' },
      { type: 'image', attachment: 'f2', name: 'scan', mime: null },
      { type: 'file', attachment: 'm1/../../x.bin', name: '../../x.bin', mime: null },
    ],
  });
  expect(conversation.attachments).toHaveLength(6);
});

test('a message without any text but with a file, or with nothing, is kept', () => {
  const parts = conversationOf([
    message('m1', 'human', { text: '', content: [], files: [{ file_name: 'x.png', file_uuid: 'f' }] }),
    message('m2', 'assistant', { text: '', content: [{ type: 'text', text: '' }] }),
  ]).messages.map((one) => one.parts.length);
  expect(parts).toEqual([1, 0]);
});
