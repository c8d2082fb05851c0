import type { Part } from '../../../shared/model.ts';
import type { Parsed, ParsedConversation, ParsedMessage, Side } from '../../../shared/parsed.ts';
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
