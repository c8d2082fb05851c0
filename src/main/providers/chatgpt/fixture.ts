import type { Part } from '../../../shared/model.ts';
import type { Parsed, ParsedConversation, ParsedMessage, Side } from '../../../shared/parsed.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
import { chatgpt } from './index.ts';

/** Small exports for tests: nodes in a line, each hanging on the one before it, unless a node says otherwise. */
export function mappingOf(...nodes: readonly NodeSketch[]): Record<string, unknown> {
  const mapping: Record<string, unknown> = {};
  let parent: string | null = null;
  for (const [index, sketch] of nodes.entries()) {
    const id = sketch.id ?? `m${index + 1}`;
    const { id: _id, parent: stated, children, ...message } = sketch;
    mapping[id] = {
      id,
      parent: stated === undefined ? parent : stated,
      children: children ?? [],
      message: sketch.empty === true ? null : messageOf(id, index, message),
    };
    parent = id;
  }
  return mapping;
}

interface NodeSketch {
  readonly id?: string;
  readonly parent?: string | null;
  readonly children?: readonly string[];
  readonly empty?: boolean;
  readonly role?: string;
  readonly name?: string;
  readonly recipient?: string;
  readonly content?: unknown;
  readonly metadata?: Record<string, unknown>;
  readonly text?: string;
  readonly [key: string]: unknown;
}

function messageOf(id: string, index: number, sketch: NodeSketch): unknown {
  const {
    role = 'user',
    name = null,
    recipient = 'all',
    content,
    metadata = {},
    text = `text ${id}`,
    empty: _empty,
    ...rest
  } = sketch;
  return {
    id,
    author: { role, name, metadata: {} },
    create_time: 1_700_000_000 + index,
    content: content ?? { content_type: 'text', parts: [text] },
    status: 'finished_successfully',
    weight: 1,
    metadata,
    recipient,
    ...rest,
  };
}

export const noSide: Side = { shared: null, entry: null };

export function parseValue(value: unknown, side: Side = noSide): Parsed {
  return parseText(JSON.stringify(value), side);
}

export function parseText(text: string, side: Side = noSide): Parsed {
  return chatgpt.parse({ provider: 'chatgpt', bytes: new TextEncoder().encode(text), name: 'conversations.json', side });
}

/** The only conversation of a mapping. */
export function conversationOf(mapping: unknown, rest: Record<string, unknown> = {}, side: Side = noSide): ParsedConversation {
  const parsed = parseValue({ conversation_id: 'c1', title: 'T', create_time: 1_700_000_000, mapping, ...rest }, side);
  const [conversation] = parsed.conversations;
  if (conversation === undefined) throw new Error(`no conversation: ${JSON.stringify(parsed)}`);
  return conversation;
}

export function messageById(conversation: ParsedConversation, id: string): ParsedMessage {
  const message = conversation.messages.find((message) => message.nativeId === id);
  if (message === undefined) throw new Error(`no message ${id}`);
  return message;
}

/** Parts of a single message with this content. */
export function partsFor(content: unknown, sketch: Omit<NodeSketch, 'content'> = {}, side: Side = noSide): readonly Part[] {
  return messageById(conversationOf(mappingOf({ ...sketch, id: 'm1', content }), {}, side), 'm1').parts;
}

/** Conversations as the data export has them. */
export const writer: Writer = {
  provider: chatgpt,
  says: { titles: true, times: true, ids: true, messageIds: true, empty: true },
  comesAs: 'zip',
  write: (conversations) => exportOf(conversations.map(written)),
  nativeId: (told) => told.id,
  broken: (conversations) => ({
    files: exportOf(withBroken(conversations.map(written), { title: 'Lost', create_time: 1_700_000_000, mapping: null })),
    told: 'quarantined',
  }),
};

function exportOf(conversations: readonly unknown[]): Record<string, string> {
  return {
    'conversations.json': JSON.stringify(conversations),
    'user.json': JSON.stringify({ id: 'user-fixture', email: 'person@example.org' }),
    'message_feedback.json': '[]',
    'shared_conversations.json': '[]',
  };
}

function withBroken(records: readonly unknown[], broken: unknown): readonly unknown[] {
  const middle = records.length >> 1;
  return [...records.slice(0, middle), broken, ...records.slice(middle)];
}

function written({ id, title, startedAt, messages }: Told): unknown {
  const timeOf = (place: number): number => startedAt / 1000 + place * 60;
  const nodes = messages.map((message, place) => ({
    id: message.id,
    parent: messages[place - 1]?.id ?? 'client-created-root',
    children: messages.slice(place + 1, place + 2).map((next) => next.id),
    message: {
      id: message.id,
      author: { role: message.from === 'person' ? 'user' : 'assistant', name: null, metadata: {} },
      create_time: timeOf(place),
      update_time: null,
      content: { content_type: 'text', parts: [message.text] },
      status: 'finished_successfully',
      end_turn: message.from === 'assistant' ? true : null,
      weight: 1,
      metadata: message.from === 'assistant' ? { model_slug: 'gpt-5' } : {},
      recipient: 'all',
      channel: message.from === 'assistant' ? 'final' : null,
    },
  }));
  const root = { id: 'client-created-root', parent: null, children: nodes.slice(0, 1).map((node) => node.id), message: null };
  return {
    title,
    create_time: startedAt / 1000,
    update_time: timeOf(Math.max(0, messages.length - 1)),
    mapping: Object.fromEntries([root, ...nodes].map((node) => [node.id, node])),
    current_node: nodes.at(-1)?.id ?? root.id,
    conversation_id: id,
    id,
    default_model_slug: 'gpt-5',
    gizmo_id: null,
    is_archived: false,
  };
}
