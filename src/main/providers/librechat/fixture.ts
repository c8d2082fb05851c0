import type { Told, Writer } from '../fixtures/telling.ts';
import { librechat } from './index.ts';

/** A message as the export has it. */
export function message(
  messageId: string,
  parentMessageId: string | null,
  isCreatedByUser: boolean,
  rest: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    _id: `mongo-${messageId}`,
    messageId,
    parentMessageId: parentMessageId ?? '00000000-0000-0000-0000-000000000000',
    conversationId: 'c1',
    sender: isCreatedByUser ? 'User' : 'Assistant',
    text: `text ${messageId}`,
    isCreatedByUser,
    model: isCreatedByUser ? null : 'gpt-4o',
    endpoint: 'openAI',
    createdAt: '2025-05-01T10:00:00.000Z',
    updatedAt: '2025-05-01T10:00:00.000Z',
    unfinished: false,
    error: false,
    ...rest,
  };
}

export function conversation(messages: readonly unknown[], rest: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    conversationId: 'c1',
    endpoint: 'openAI',
    title: 'T',
    exportAt: '10:00:00 GMT+0000 (Coordinated Universal Time)',
    branches: true,
    recursive: false,
    options: { model: 'gpt-4o', endpoint: 'openAI' },
    messages,
    ...rest,
  };
}

export const writer: Writer = {
  provider: librechat,
  says: { titles: true, times: true, ids: true, messageIds: true, empty: false },
  comesAs: 'folder',
  write: (conversations) => Object.fromEntries(conversations.map(written)),
  nativeId: (told) => told.id,
  broken: (conversations) => {
    const lost = {
      ...conversation([{ ...message('lost', null, true), isCreatedByUser: 'perhaps', sender: null }]),
      conversationId: 'lost',
    };
    return {
      files: Object.fromEntries([...conversations.map(written), ['lost.json', JSON.stringify(lost)]]),
      told: 'quarantined',
    };
  },
};

function written({ id, title, startedAt, messages }: Told): readonly [string, string] {
  const said = messages.map((told, place) => {
    const createdAt = new Date(startedAt + place * 60_000).toISOString();
    const base = message(told.id, messages[place - 1]?.id ?? null, told.from === 'person', { createdAt, updatedAt: createdAt });
    return { ...base, text: told.text, conversationId: id };
  });
  return [`${id}.json`, JSON.stringify({ ...conversation(said), conversationId: id, title })];
}
