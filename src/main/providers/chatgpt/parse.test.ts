import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isObject } from '../../../shared/json.ts';
import { threadOf } from '../../../shared/thread.ts';
import { mappingOf, noSide, parseText, parseValue } from './fixture.ts';
import { chatgpt } from './index.ts';

const samples = join(import.meta.dirname, '../../../../../shared/samples/chatgpt');

interface Facts {
  readonly conversations: number;
  readonly roles: Readonly<Record<string, number>>;
  /** Messages on the active path of each conversation. */
  readonly active: readonly number[];
  readonly branchPoints: number;
  readonly models: Readonly<Record<string, number>>;
  readonly from: string | null;
  readonly quarantined?: number;
}

/** As the samples' README counts them. */
const expected: Readonly<Record<string, Facts>> = {
  'dumeeapp/chatgpt-export.json': {
    conversations: 2,
    roles: { assistant: 9, system: 2, tool: 5, user: 5 },
    active: [16, 5],
    branchPoints: 0,
    models: { 'gpt-4': 12, 'text-davinci-002-render-sha': 2 },
    from: '2023-10-15T12:31:37.900Z',
  },
  'dumeeapp/chatgpt-tree.json': {
    conversations: 1,
    roles: { assistant: 6, system: 1, user: 5 },
    active: [7],
    branchPoints: 2,
    models: { 'text-davinci-002-render-sha': 6 },
    from: '2024-05-01T17:37:11.150Z',
  },
  'chatgpt2graph/conversations.json': {
    conversations: 1,
    roles: { assistant: 23, system: 2, tool: 11, user: 8 },
    active: [44],
    branchPoints: 0,
    models: { 'gpt-4-code-interpreter': 34 },
    from: '2023-09-21T19:57:53.969Z',
  },
  'openwebui-importer/gpt_example.json': {
    conversations: 1,
    roles: { assistant: 5, system: 1, user: 6 },
    active: [12],
    branchPoints: 0,
    models: { 'gpt-4o': 5 },
    from: '2025-06-21T20:24:43.023Z',
  },
  // One conversation without a mapping: quarantined, not read.
  'openwebui-importer/invalid_unicode.json': {
    conversations: 0,
    roles: {},
    active: [],
    branchPoints: 0,
    models: {},
    from: null,
    quarantined: 1,
  },
  'polylogue/chatgpt/native-conversation-v1.json': {
    conversations: 1,
    roles: { assistant: 5, system: 1, tool: 1, user: 1 },
    active: [7],
    branchPoints: 1,
    models: { 'gpt-5-6-pro': 5 },
    from: '2026-07-16T01:15:00.000Z',
  },
  'polylogue/chatgpt/representatives/sample-00.json': {
    conversations: 1,
    roles: { assistant: 1, user: 2 },
    active: [2],
    branchPoints: 1,
    models: {},
    from: '2023-10-06T02:11:05.468Z',
  },
  'polylogue/origin-capability/chatgpt-export.json': {
    conversations: 1,
    roles: { user: 1 },
    active: [1],
    branchPoints: 0,
    models: {},
    from: '2026-08-01T10:00:00.000Z',
  },
  'looselips/conversations.json': {
    conversations: 5,
    roles: { assistant: 5, user: 5 },
    active: [2, 2, 2, 2, 2],
    branchPoints: 0,
    models: {},
    from: null,
  },
  'ailog/chatgpt_conversations.json': {
    conversations: 2,
    roles: { assistant: 3, user: 3 },
    active: [4, 2],
    branchPoints: 0,
    // The README counts `model_slug`; these name a `model`.
    models: { 'gpt-4': 3 },
    from: '2023-04-24T14:14:38.123Z',
  },
  'chatgpt-export-parser/example-conversation.json': {
    conversations: 1,
    roles: { assistant: 2, system: 1, user: 3 },
    active: [5],
    branchPoints: 1,
    models: { 'gpt-4': 2 },
    from: '2024-01-01T00:00:00.000Z',
  },
};

describe.skipIf(!existsSync(samples))(`samples (skipped when ${samples} is absent)`, () => {
  for (const [name, facts] of Object.entries(expected)) {
    test(name, () => {
      const value: unknown = JSON.parse(readFileSync(join(samples, name), 'utf8').replace(/^\ufeff/, ''));
      const parsed = (Array.isArray(value) ? value : [value]).map((item) => parseValue(item));
      const conversations = parsed.flatMap((one) => one.conversations);
      const messages = conversations.flatMap((conversation) => conversation.messages);
      const count = (values: readonly (string | null)[]): Record<string, number> => {
        const counts: Record<string, number> = {};
        for (const value of values) if (value !== null) counts[value] = (counts[value] ?? 0) + 1;
        return counts;
      };
      const children = count(
        conversations.flatMap(({ nativeId, messages }) => messages.map(({ parent }) => parent && `${nativeId} ${parent}`)),
      );
      const times = messages.flatMap(({ createdAt }) => (createdAt === null ? [] : [createdAt]));
      expect({
        conversations: conversations.length,
        roles: count(messages.map(({ role }) => role)),
        active: conversations.map(({ messages, activeLeaf }) =>
          threadOf(messages, activeLeaf).active.reduce((sum, on) => sum + on, 0),
        ),
        branchPoints: Object.values(children).filter((n) => n > 1).length,
        models: count(messages.map(({ model }) => model)),
        from: times.length === 0 ? null : new Date(Math.min(...times)).toISOString(),
        quarantined: parsed.flatMap(({ issues }) => issues).length,
      }).toEqual({ quarantined: 0, ...facts });
    });
  }

  test('a browser capture is the conversation that ChatGPT sent', () => {
    const name = 'polylogue/chatgpt/native-browser-capture-v1.json';
    const value: unknown = JSON.parse(readFileSync(join(samples, name), 'utf8'));
    const [conversation] = parseValue(value).conversations;
    expect(conversation).toMatchObject({ nativeId: 'chatgpt-fixture-conversation', activeLeaf: 'answer-active-message' });
    expect(conversation?.messages).toHaveLength(8);
  });
});

const seed = {
  conversation_id: 'c',
  title: 'x',
  current_node: 'a2',
  mapping: mappingOf(
    { id: 'root', empty: true },
    {
      id: 'q',
      content: {
        content_type: 'multimodal_text',
        parts: ['hi', { content_type: 'image_asset_pointer', asset_pointer: 'file-service://f' }],
      },
    },
    { id: 't', role: 'assistant', content: { content_type: 'thoughts', thoughts: [{ summary: 's', content: 'c' }] } },
    { id: 'call', role: 'assistant', recipient: 'canmore.create_textdoc', text: '{"name":"n","type":"document","content":"x"}' },
    {
      id: 'r',
      role: 'tool',
      name: 'canmore.create_textdoc',
      metadata: { canvas: { textdoc_id: 'd' }, aggregate_result: { messages: [{}] } },
    },
    {
      id: 'a2',
      role: 'assistant',
      text: 'see \ue200cite\ue202turn0search0\ue201',
      metadata: { content_references: [{ matched_text: 'see', type: 'webpage', items: [] }] },
    },
  ),
};

/** The seed with one value somewhere in it replaced. */
const mutated = fc.tuple(fc.jsonValue({ maxDepth: 3 }), fc.nat()).map(([replacement, at]) => {
  let place = 0;
  const total = JSON.stringify(seed).length;
  return JSON.parse(JSON.stringify(seed), (_key, value: unknown) =>
    place++ === at % Math.min(total, 150) ? replacement : value,
  ) as unknown;
});

function sumsUp(value: unknown): boolean {
  const parsed = parseValue(value);
  const conversations =
    parsed.conversations.length +
    parsed.ignored.conversations +
    parsed.issues.filter(({ unit }) => unit === 'conversation').length;
  const expectedCount = Array.isArray(value) ? value.length : 1;
  const kept = parsed.conversations.flatMap(({ messages }) => messages).length;
  const messages = kept + parsed.ignored.messages + parsed.issues.filter(({ unit }) => unit === 'message').length;
  const mapping = isObject(value) && isObject(value['mapping']) ? Object.values(value['mapping']) : [];
  const there = mapping.filter((node) => (isObject(node) ? (node['message'] ?? null) : (node ?? null)) !== null).length;
  const isWhole = parsed.issues.every(({ code }) => code !== 'unreadable');
  return (
    isWhole &&
    (conversations === expectedCount || (isObject(value) && 'conversations' in value)) &&
    (mapping.length === 0 || messages === there)
  );
}

test('law: whatever stands in a conversation, every message of it is accounted for', () => {
  fc.assert(
    fc.property(mutated, (value) => {
      expect(sumsUp(value)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('law: any tree keeps all its messages, each once, under parents that are there', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f');
  const node = fc.record({
    parent: fc.option(id),
    children: fc.array(id),
    message: fc.option(fc.record({ id: fc.option(id), create_time: fc.nat() })),
  });
  fc.assert(
    fc.property(fc.dictionary(id, node), (mapping) => {
      const [conversation] = parseValue({ id: 'x', mapping }).conversations;
      const wanted = Object.values(mapping).filter(({ message }) => message !== null).length;
      const ids = (conversation?.messages ?? []).map(({ nativeId }) => nativeId);
      expect(ids).toHaveLength(wanted);
      expect(new Set(ids).size).toBe(wanted);
      for (const { parent } of conversation?.messages ?? []) expect(parent === null || ids.includes(parent)).toBe(true);
    }),
  );
});

test('law: parse never throws and is pure, on any JSON and on any bytes', () => {
  fc.assert(
    fc.property(fc.oneof(mutated, fc.jsonValue()), (value) => {
      expect(parseValue(value)).toEqual(parseValue(value));
    }),
  );
  fc.assert(
    fc.property(fc.uint8Array(), fc.nat(), (noise, at) => {
      const bytes = new TextEncoder().encode(JSON.stringify(seed));
      bytes.set(noise.slice(0, 8), at % (bytes.length - 8));
      const parsed = chatgpt.parse({ provider: 'chatgpt', bytes, name: 'x', side: noSide });
      expect(parsed.conversations.length + parsed.issues.length + parsed.ignored.conversations).toBeGreaterThan(0);
    }),
  );
});

test('a conversation cut off in the middle is quarantined whole', () => {
  const text = JSON.stringify(seed).slice(0, 300);
  expect(parseText(text)).toMatchObject({ conversations: [], issues: [{ code: 'not-json', raw: text }] });
});
