import type { Part } from '../../../shared/model.ts';
import type { Parsed, ParsedConversation } from '../../../shared/parsed.ts';
import { claude } from './index.ts';

export function parseText(text: string): Parsed {
  return claude.parse({
    provider: 'claude',
    bytes: new TextEncoder().encode(text),
    name: 'conversations.json',
    side: { shared: null, entry: null },
  });
}

export function parseValue(value: unknown): Parsed {
  return parseText(JSON.stringify(value));
}

/** A message as the export has it; `content` and the rest may be replaced. */
export function message(uuid: string, sender: string, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    uuid,
    sender,
    text: `flat ${uuid}`,
    content: [{ type: 'text', text: `text ${uuid}`, citations: [] }],
    created_at: '2025-01-01T00:00:00.123456Z',
    updated_at: '2025-01-01T00:00:00.123456Z',
    attachments: [],
    files: [],
    ...rest,
  };
}

/** The only conversation of these messages. */
export function conversationOf(messages: readonly unknown[], rest: Record<string, unknown> = {}): ParsedConversation {
  const parsed = parseValue({
    uuid: 'c1',
    name: 'T',
    created_at: '2025-01-01T00:00:00Z',
    updated_at: '2025-01-02T00:00:00Z',
    chat_messages: messages,
    ...rest,
  });
  const [conversation] = parsed.conversations;
  if (conversation === undefined) throw new Error(`no conversation: ${JSON.stringify(parsed)}`);
  return conversation;
}

/** The parts of one assistant's message with these blocks. */
export function partsFor(blocks: unknown, rest: Record<string, unknown> = {}): readonly Part[] {
  return conversationOf([message('m1', 'assistant', { content: blocks, text: '', ...rest })]).messages[0]?.parts ?? [];
}
