import { describe, expect, test } from 'vitest';
import type { Part } from '../../../shared/model.ts';
import type { ParsedConversation, Side } from '../../../shared/parsed.ts';
import { parseAs, testAnyExport } from '../fixtures/any-export.ts';
import { jsonSample } from '../fixtures/judged-sample.ts';
import { item, response } from './fixture.ts';
import { gather } from './gather.ts';
import { grok } from './index.ts';

const ASSET = '11111111-2222-4333-8444-555555555555';
const side: Side = {
  shared: {
    assets: { [ASSET]: { entry: `x/prod-mc-asset-server/${ASSET}/content`, mime: 'image/png', size: 9 } },
    projects: { p1: 'Garden' },
  },
  entry: null,
};

const citation = (id: string, number: number): string =>
  `<grok:render card_id="${id}" card_type="citation_card" type="render_inline_citation">\n<argument name="citation_id">${number}</argument>\n</grok:render>`;
const card =
  '<xai:tool_usage_card><xai:tool_usage_card_id>t1</xai:tool_usage_card_id><xai:tool_name>web_search</xai:tool_name><xai:tool_args><![CDATA[{"query":"peas"}]]></xai:tool_args></xai:tool_usage_card>';

const rich = item(
  [
    response('u1', 'human', 'When do peas sprout?', {
      file_attachments: [ASSET],
      metadata: { requestModelDetails: { modelId: 'grok-4' } },
    }),
    response('a1', 'ASSISTANT', `After ten days.${citation('k1', 0)}${citation('gone', 1)} Done.`, {
      parent_response_id: 'u1',
      thinking_start_time: { $date: { $numberLong: '1750000000000' } },
      thinking_end_time: { $date: { $numberLong: '1750000004000' } },
      steps: [
        {
          tagged_text: { header: 'Looking', summary: 'I look it up.', tool_usage_card: card },
          tool_usage_results: [{ tool_usage_card_id: 't1', web_results: [{ url: 'https://peas.example', title: 'Peas' }] }],
        },
      ],
      web_search_results: [
        { url: 'https://peas.example', title: 'Peas', preview: 'Ten days.' },
        { url: 'https://other.example', title: 'Other' },
      ],
      cited_web_search_results: [{ url: 'https://peas.example', title: 'Peas', preview: 'Ten days.' }],
      card_attachments_json: ['{"id":"k1","cardType":"citation_card","url":"https://peas.example"}', 'broken'],
      xpost_ids: ['42'],
      generated_image_urls: [`users/u/generated/${ASSET}/image.jpg`, 'https://images.example/x.png'],
      query: 'a pea',
    }),
    response('a2', 'grok-3', 'Another answer', { parent_response_id: 'u1', error: 'It broke off.', partial: true }),
  ],
  { project_id: 'p1', leaf_response_id: 'a1', user_id: 'user-1', starred: true },
);

function only(value: unknown, given: Side = { shared: null, entry: null }): ParsedConversation {
  const parsed = parseAs(grok, value, given);
  const [conversation] = parsed.conversations;
  if (conversation === undefined || parsed.conversations.length !== 1) throw new Error(JSON.stringify(parsed));
  return conversation;
}

function partsOf(rest: Record<string, unknown>, text = ''): readonly Part[] {
  return only(item([response('a', 'assistant', text, rest)])).messages[0]?.parts ?? [];
}

describe('a response', () => {
  const parsed = parseAs(grok, rich, side);
  const [conversation] = parsed.conversations;
  const parts = conversation?.messages[1]?.parts ?? [];

  test('is a message in a tree, with its time, its model and the branch that was left', () => {
    expect(parsed.drift).toEqual([]);
    expect(conversation).toMatchObject({ nativeId: 'c1', title: 'T', project: 'Garden', activeLeaf: 'a1' });
    expect(conversation?.messages.map(({ parent, role, origin, model }) => [parent, role, origin, model])).toEqual([
      [null, 'user', 'person', null],
      ['u1', 'assistant', 'assistant', 'grok-4'],
      ['u1', 'assistant', 'assistant', 'grok-3'],
    ]);
    expect(conversation?.messages[0]?.createdAt).toBe(1_750_000_000_000);
    expect(parsed.account).toMatch(/^[0-9a-f]{28}$/);
  });

  test('keeps thinking, calls and their results, then the text with links', () => {
    expect(parts.slice(0, 3)).toEqual([
      { type: 'thinking', text: 'I look it up.', title: 'Looking', durationMs: 4000 },
      { type: 'tool-call', callId: 't1', name: 'web_search', input: { query: 'peas' } },
      {
        type: 'tool-result',
        callId: 't1',
        text: 'Peas\nhttps://peas.example',
        outcome: 'unknown',
        details: { links: [{ title: 'Peas', url: 'https://peas.example' }] },
      },
    ]);
    expect(parts[3]).toEqual({ type: 'text', text: 'After ten days. ([Peas](https://peas.example)) Done.' });
  });

  test('lists what it cited, and not all that it found', () => {
    expect(parts.filter((part) => part.type === 'citation')).toEqual([
      { type: 'citation', url: 'https://peas.example', title: 'Peas', text: 'Ten days.' },
      { type: 'citation', url: 'https://x.com/i/status/42', title: 'Post 42' },
    ]);
  });

  test('finds its assets in the export by their ids', () => {
    expect(conversation?.attachments).toMatchObject([
      { nativeId: ASSET, mime: 'image/png', entry: `x/prod-mc-asset-server/${ASSET}/content`, size: 9 },
      { nativeId: 'https://images.example/x.png', name: 'x.png' },
    ]);
    expect(conversation?.messages[0]?.parts[1]).toMatchObject({ type: 'image', attachment: ASSET });
    expect(parsed.side?.shared).toEqual(side.shared);
  });

  test('tells an error as the program’s words', () => {
    expect(conversation?.messages[2]?.parts.at(-1)).toEqual({ type: 'text', text: 'It broke off.', source: 'injected' });
  });
});

describe('a response of another kind', () => {
  test('takes calls out of a trace that has them', () => {
    expect(partsOf({ thinking_trace: `Hm.${card}Yes.` })).toMatchObject([
      { type: 'thinking', text: 'Hm.Yes.' },
      { type: 'tool-call', callId: 't1' },
    ]);
  });

  test('takes artifacts out of the text, with versions', () => {
    const artifact = (body: string): string =>
      `<xaiArtifact artifact_id="k" title="a.py" contentType="text/python">\n${body}</xaiArtifact>`;
    expect(partsOf({}, `Here:${artifact('one')}and${artifact('two')}`)).toMatchObject([
      { type: 'text', text: 'Here:' },
      { type: 'artifact', artifact: 'k', title: 'a.py', language: 'python', version: 1, text: 'one', action: 'create' },
      { type: 'text', text: 'and' },
      { type: 'artifact', artifact: 'k', version: 2, text: 'two', action: 'rewrite' },
    ]);
  });

  test('hides nothing behind a render tag that is not closed', () => {
    expect(partsOf({}, 'a <grok:render card_id="x" type="y"> b')).toEqual([{ type: 'text', text: 'a  b' }]);
  });

  test('gives sources that were found where none was cited', () => {
    expect(partsOf({ web_search_results: [{ url: 'https://a.example', title: 'A' }] }, 'x').at(-1)).toMatchObject({
      type: 'citation',
      url: 'https://a.example',
    });
  });
});

describe('a list of responses', () => {
  test('without parents is a line', () => {
    const { messages } = only(item([response('a', 'human', '1'), response('b', 'assistant', '2'), response('c', 'human', '3')]));
    expect(messages.map(({ parent }) => parent)).toEqual([null, 'a', 'b']);
  });

  test('without ids or wrappers has ids of its content, the same words twice being two', () => {
    const said = [
      { sender: 'human', message: 'hi' },
      { sender: 'assistant', message: 'hi' },
      { sender: 'human', message: 'hi' },
      { sender: 'human', message: 'hi' },
    ];
    const first = only(item(said, { id: undefined }));
    expect(new Set(first.messages.map(({ nativeId }) => nativeId)).size).toBe(4);
    expect(only(item([...said, { sender: 'assistant', message: 'more' }], { id: undefined })).nativeId).toBe(first.nativeId);
  });

  test('goes on around what cannot be read, whose children hang above it', () => {
    const parsed = parseAs(
      grok,
      item([
        response('a', 'human', '1'),
        response('b', '', '', { sender: null, parent_response_id: 'a' }),
        7,
        null,
        response('c', 'human', '3', { parentResponseId: 'b' }),
      ]),
    );
    expect(parsed.issues.map(({ where }) => where)).toEqual(['responses[1]', 'responses[2]']);
    expect(parsed.ignored.messages).toBe(1);
    expect(parsed.conversations[0]?.messages.map(({ nativeId, parent }) => [nativeId, parent])).toEqual([
      ['a', null],
      ['c', 'a'],
    ]);
  });

  test('that is empty, or none, is told as what it is', () => {
    expect(parseAs(grok, item([]))).toMatchObject({
      conversations: [],
      issues: [],
      ignored: { conversations: 1 },
      reason: 'The conversation is empty.',
    });
    expect(parseAs(grok, { conversation: {}, responses: 1 }).issues).toMatchObject([
      { code: 'no-messages', unit: 'conversation' },
    ]);
    expect(parseAs(grok, '{"conv').issues).toMatchObject([{ code: 'not-json', raw: '{"conv' }]);
  });

  test('tells what is new in it by its shape', () => {
    const { drift } = parseAs(grok, item([response('a', 'human', 'x', { mood: 'glad' })]));
    expect(drift).toEqual([{ kind: 'field', path: 'response.mood', count: 1, example: 'string' }]);
  });
});

describe('an entry', () => {
  const backend = { projects: [], conversations: [rich] };

  test('is known by its shape, whatever it is called', () => {
    expect(grok.judge(jsonSample('x.json', backend))).toMatchObject({ as: 'elements', at: 'conversations', score: 95 });
    expect(grok.judge(jsonSample('one.json', rich))).toMatchObject({ as: 'whole' });
    expect(grok.judge(jsonSample('a/prod-grok-backend.json', { conversations: [] }))).toMatchObject({
      as: 'elements',
      at: 'conversations',
    });
    const cut = jsonSample(
      'x.json',
      {},
      { values: [], keys: ['conversations'], head: '{"conversations":[{"responses":[{"response":' },
    );
    expect(grok.judge(cut)).toMatchObject({ as: 'elements' });
  });

  test('beside the conversations is told with a reason', () => {
    expect(grok.judge(jsonSample('a/prod-mc-billing.json', {}))).toMatchObject({ as: 'ignored' });
    expect(grok.judge(jsonSample('a/prod-mc-auth-mgmt-api.json', {}))).toMatchObject({ as: 'ignored' });
    expect(grok.judge(jsonSample(`a/prod-mc-asset-server/${ASSET}/content`, { mapping: {} }))).toMatchObject({
      as: 'side',
      score: 98,
    });
    expect(grok.judge(jsonSample(`${ASSET}/content`, {}))).toMatchObject({ as: 'side', score: 50 });
  });

  test('of another kind is left to others', () => {
    for (const value of [{}, { conversations: [] }, { conversations: [{ from: 'human' }] }, [], [{ mapping: {} }]])
      expect(grok.judge(jsonSample('x.json', value))).toBeNull();
  });

  test('gives the types of assets by how they begin, and the names of projects', async () => {
    const texts: Record<string, string> = {
      [`a/${ASSET}/content`]: '\ufffdPNG\r\n\x1a\nrest',
      'a/prod-grok-backend.json':
        '{"conversations":[{"x":"\\"projects\\": ["}],"projects":[{"id":"p1","name":"Garden ]"},{}],"tasks":[]}',
    };
    const found = await gather({
      entries: Object.entries(texts).map(([name, text]) => ({ name, size: text.length })),
      text: async (name) => Promise.resolve(texts[name] ?? ''),
    });
    expect(found.shared).toEqual({
      assets: { [ASSET]: { entry: `a/${ASSET}/content`, mime: 'image/png', size: 12 } },
      projects: { p1: 'Garden ]' },
    });
  });
});

describe('parsing never throws and always gives the same', () => {
  testAnyExport(grok, [rich, item([response('a', 'human', '1'), response('b', 'assistant', '2')])], side);

  test('for 20,000 answers to one question, and chains as long', () => {
    const many = Array.from({ length: 20_000 }, (_, index) =>
      response(`r${index}`, 'assistant', 'x', { parent_response_id: index % 2 === 0 ? 'r0' : `r${index - 1}` }),
    );
    expect(only(item(many)).messages).toHaveLength(20_000);
  });
});
