import fc from 'fast-check';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isObject } from '../../../shared/json.ts';
import { threadOf } from '../../../shared/thread.ts';
import { message, parseText, parseValue } from './fixture.ts';

const samples = join(import.meta.dirname, '../../../../../shared/samples/claude-ai');

interface Facts {
  readonly conversations: number;
  readonly empty?: number;
  readonly quarantined?: number;
  readonly human: number;
  readonly assistant: number;
  /** Messages on the active path of the first conversation. */
  readonly active: number;
  readonly calls?: number;
  readonly attachments?: number;
  readonly from: string | null;
}

/** As the samples' README counts them; `conversations` are those with messages. */
const expected: Readonly<Record<string, Facts>> = {
  'claude-chat-viewer/sampleConversations/api.json': {
    conversations: 1,
    human: 1,
    assistant: 1,
    active: 2,
    from: '2024-01-12T11:00:00.000Z',
  },
  'claude-chat-viewer/sampleConversations/business-strategy.json': {
    conversations: 1,
    human: 3,
    assistant: 3,
    active: 6,
    calls: 1,
    from: '2024-03-12T16:00:00.000Z',
  },
  'claude-chat-viewer/sampleConversations/cooking.json': {
    conversations: 1,
    human: 3,
    assistant: 3,
    active: 6,
    calls: 2,
    from: '2024-03-18T19:00:00.000Z',
  },
  'claude-chat-viewer/sampleConversations/creative-writing.json': {
    conversations: 1,
    human: 3,
    assistant: 3,
    active: 6,
    calls: 1,
    from: '2024-03-15T14:00:00.000Z',
  },
  'claude-chat-viewer/sampleConversations/math-tutoring.json': {
    conversations: 1,
    human: 2,
    assistant: 2,
    active: 4,
    from: '2024-03-10T09:00:00.000Z',
  },
  'claude-chat-viewer/sampleConversations/webdev.json': {
    conversations: 1,
    human: 1,
    assistant: 1,
    active: 2,
    from: '2024-01-14T14:00:00.000Z',
  },
  'claude-chat-viewer/conversations.json': {
    conversations: 2,
    human: 3,
    assistant: 3,
    active: 2,
    from: '2024-12-01T10:00:00.000Z',
  },
  'claude-chat-viewer/conversation-rendering-tests.json': {
    conversations: 1,
    human: 3,
    assistant: 7,
    // Its `current_leaf_message_uuid` is the fifth of ten.
    active: 5,
    calls: 1,
    from: '2024-01-15T10:00:00.000Z',
  },
  // Two rows without messages: one has an empty list, one no list at all.
  'claude-chat-viewer/conversations-multiple-errors.json': {
    conversations: 3,
    empty: 1,
    quarantined: 1,
    human: 3,
    assistant: 1,
    active: 1,
    from: '2024-01-15T10:00:00.000Z',
  },
  'openwebui-importer/claude_example.json': {
    conversations: 83,
    empty: 2,
    human: 283,
    assistant: 274,
    active: 4,
    from: '2024-03-13T14:48:44.500Z',
  },
  'openwebui-importer/claude_thinking_example.json': {
    conversations: 1,
    human: 1,
    assistant: 1,
    active: 2,
    from: '2025-01-01T00:00:01.000Z',
  },
  'polylogue/origin-capability/claude-ai-export.json': {
    conversations: 1,
    human: 1,
    assistant: 0,
    active: 1,
    from: '2026-08-01T10:00:01.000Z',
  },
  'polylogue/claude-ai/representatives/sample-00.json': {
    conversations: 1,
    human: 2,
    assistant: 1,
    active: 3,
    attachments: 20,
    // Machine-made times, cut off in the zone: unknown.
    from: null,
  },
  'polylogue/origin-capability/claude-design-session.json': {
    conversations: 1,
    human: 1,
    assistant: 0,
    active: 1,
    from: '2026-08-01T10:00:01.000Z',
  },
};

describe.skipIf(!existsSync(samples))(`samples (skipped when ${samples} is absent)`, () => {
  for (const [name, facts] of Object.entries(expected)) {
    test(name, () => {
      const value: unknown = JSON.parse(readFileSync(join(samples, name), 'utf8'));
      const parsed = (Array.isArray(value) ? value : [value]).map((item) => parseValue(item));
      const conversations = parsed.flatMap((one) => one.conversations);
      const messages = conversations.flatMap((conversation) => conversation.messages);
      const parts = messages.flatMap((message) => message.parts);
      const times = messages.flatMap(({ createdAt }) => (createdAt === null ? [] : [createdAt]));
      const [first] = conversations;
      expect({
        conversations: conversations.length,
        empty: parsed.reduce((sum, { ignored }) => sum + ignored.conversations, 0),
        quarantined: parsed.flatMap(({ issues }) => issues).length,
        human: messages.filter(({ origin }) => origin === 'person').length,
        assistant: messages.filter(({ role }) => role === 'assistant').length,
        active: first === undefined ? 0 : threadOf(first.messages, first.activeLeaf).active.reduce((sum, on) => sum + on, 0),
        calls: parts.filter(({ type }) => type === 'tool-call').length,
        attachments: conversations.reduce((sum, { attachments }) => sum + attachments.length, 0),
        from: times.length === 0 ? null : new Date(Math.min(...times)).toISOString(),
      }).toEqual({ empty: 0, quarantined: 0, calls: 0, attachments: 0, ...facts });
    });
  }
});

const seed = {
  uuid: 'c',
  name: 'x',
  current_leaf_message_uuid: 'b',
  chat_messages: [
    message('a', 'human', { attachments: [{ file_name: 'a.pdf', extracted_content: 'x' }], files: [{ file_name: 'b.png' }] }),
    message('b', 'assistant', {
      parent_message_uuid: 'a',
      content: [
        { type: 'thinking', thinking: 'hm', summaries: [{ summary: 's' }] },
        { type: 'tool_use', id: null, name: 'artifacts', input: { command: 'create', id: 'x', type: 't', content: 'c' } },
        { type: 'tool_result', name: 'artifacts', content: [{ type: 'text', text: 'OK' }], is_error: false },
        { type: 'text', text: '<antThinking>x</antThinking>', citations: [{ details: { url: 'https://x.example' } }] },
      ],
    }),
  ],
};

/** The seed with one value somewhere in it replaced. */
const mutated = fc.tuple(fc.jsonValue({ maxDepth: 3 }), fc.nat(150)).map(([replacement, at]) => {
  let place = 0;
  return JSON.parse(JSON.stringify(seed), (_key, value: unknown) => (place++ === at ? replacement : value)) as unknown;
});

test('law: whatever stands in a conversation, every message of it is accounted for', () => {
  fc.assert(
    fc.property(mutated, (value) => {
      const parsed = parseValue(value);
      expect(parsed.issues.filter(({ code }) => code === 'unreadable')).toEqual([]);
      const broken = parsed.issues.filter(({ unit }) => unit === 'conversation').length;
      if (Array.isArray(value)) expect(parsed.conversations.length + parsed.ignored.conversations + broken).toBe(value.length);
      if (!isObject(value) || !Array.isArray(value['chat_messages'])) return;
      expect(parsed.conversations.length + parsed.ignored.conversations + broken).toBe(1);
      const kept = parsed.conversations.flatMap(({ messages }) => messages).length;
      const lost = parsed.issues.filter(({ unit }) => unit === 'message').length;
      expect(kept + lost + parsed.ignored.messages).toBe(value['chat_messages'].length);
    }),
    { numRuns: 1000 },
  );
});

test('law: any list of messages gives ids that are unique and parents that are there', () => {
  const id = fc.option(fc.constantFrom('a', 'b', 'c', 'd'));
  const entry = fc.record({
    uuid: id,
    parent_message_uuid: id,
    sender: fc.constantFrom('human', 'assistant', null),
    text: fc.constantFrom('x', 'y'),
  });
  fc.assert(
    fc.property(fc.array(fc.option(entry)), (chat_messages) => {
      for (const { messages } of parseValue({ uuid: 'c', chat_messages }).conversations) {
        const ids = new Set(messages.map(({ nativeId }) => nativeId));
        expect(ids.size).toBe(messages.length);
        for (const { parent } of messages) expect(parent === null || ids.has(parent)).toBe(true);
      }
    }),
  );
});

test('law: parse never throws and is pure, on any JSON and on any text', () => {
  fc.assert(
    fc.property(fc.oneof(mutated, fc.jsonValue()), (value) => {
      expect(parseValue(value)).toEqual(parseValue(value));
    }),
  );
  fc.assert(
    fc.property(fc.string(), fc.nat(400), (noise, at) => {
      const text = JSON.stringify(seed);
      const parsed = parseText(text.slice(0, at) + noise + text.slice(at + noise.length));
      expect(parsed.conversations.length + parsed.issues.length + parsed.ignored.conversations).toBeGreaterThan(0);
    }),
  );
});
