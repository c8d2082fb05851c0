import type { Part } from '../../../shared/model.ts';
import type { Parsed, ParsedConversation } from '../../../shared/parsed.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
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

/** Conversations as the data export has them. */
export const writer: Writer = {
  provider: claude,
  says: { titles: true, times: true, ids: true, messageIds: true, empty: true },
  comesAs: 'zip',
  write: (conversations) => exportOf(conversations.map(written)),
  nativeId: (told) => told.id,
  broken: (conversations) => {
    const records: unknown[] = conversations.map(written);
    records.splice(records.length >> 1, 0, { ...ACCOUNT, uuid: 'lost', name: 'Lost', chat_messages: 'gone' });
    return { files: exportOf(records), told: 'quarantined' };
  },
};

const ACCOUNT = { account: { uuid: 'account-fixture' } };

function exportOf(conversations: readonly unknown[]): Record<string, string> {
  return {
    'conversations.json': JSON.stringify(conversations),
    'users.json': JSON.stringify([{ uuid: 'account-fixture', full_name: 'A Person', email_address: 'person@example.org' }]),
    'projects.json': '[]',
  };
}

function written({ id, title, startedAt, messages }: Told): unknown {
  const timeOf = (place: number): string => `${new Date(startedAt + place * 60_000).toISOString().slice(0, 19)}.000000Z`;
  return {
    uuid: id,
    name: title,
    summary: '',
    created_at: timeOf(0),
    updated_at: timeOf(Math.max(0, messages.length - 1)),
    ...ACCOUNT,
    chat_messages: messages.map((said, place) => ({
      uuid: said.id,
      text: said.text,
      content: [
        {
          start_timestamp: timeOf(place),
          stop_timestamp: timeOf(place),
          flags: null,
          type: 'text',
          text: said.text,
          citations: [],
        },
      ],
      sender: said.from === 'person' ? 'human' : 'assistant',
      created_at: timeOf(place),
      updated_at: timeOf(place),
      attachments: [],
      files: [],
      parent_message_uuid: messages[place - 1]?.id ?? '00000000-0000-4000-8000-000000000000',
    })),
  };
}
