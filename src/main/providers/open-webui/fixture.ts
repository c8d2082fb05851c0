import type { Told, Writer } from '../fixtures/telling.ts';
import { openWebui } from './index.ts';

/** A message as a chat holds it. */
export function message(
  id: string,
  parentId: string | null,
  role: string,
  content: unknown,
  rest: Record<string, unknown> = {},
): Record<string, unknown> {
  return { id, parentId, childrenIds: [], role, content, timestamp: 1_744_577_557, ...rest };
}

/** The record of a chat with these messages, the last one current. */
export function record(
  messages: readonly Record<string, unknown>[],
  rest: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id: 'c1',
    user_id: 'u1',
    title: 'T',
    chat: {
      title: 'T',
      models: ['llama3'],
      params: {},
      history: {
        messages: Object.fromEntries(messages.map((one) => [one['id'], one])),
        currentId: messages.at(-1)?.['id'] ?? null,
      },
      messages,
      tags: [],
      timestamp: 1_744_577_557_127,
      files: [],
    },
    created_at: 1_744_577_557,
    updated_at: 1_744_577_600,
    share_id: null,
    archived: false,
    pinned: false,
    meta: { tags: ['t'] },
    folder_id: null,
    ...rest,
  };
}

export const writer: Writer = {
  provider: openWebui,
  says: { titles: true, times: true, ids: true, messageIds: true, empty: false },
  comesAs: 'file',
  write: (conversations) => exportOf(conversations.map(written)),
  nativeId: (told) => told.id,
  broken: (conversations) => {
    const records: unknown[] = conversations.map(written);
    records.splice(records.length >> 1, 0, { ...record([]), id: 'lost', title: 'Lost', chat: 'gone' });
    return { files: exportOf(records), told: 'quarantined' };
  },
};

function exportOf(records: readonly unknown[]): Record<string, string> {
  return { 'chat-export-1744577557127.json': JSON.stringify(records) };
}

function written({ id, title, startedAt, messages }: Told): unknown {
  const seconds = (place: number): number => Math.floor(startedAt / 1000) + place * 60;
  const said = messages.map((told, place) =>
    message(told.id, messages[place - 1]?.id ?? null, told.from === 'person' ? 'user' : 'assistant', told.text, {
      childrenIds: messages[place + 1] === undefined ? [] : [messages[place + 1]?.id],
      timestamp: seconds(place),
    }),
  );
  return record(said, { id, title, created_at: seconds(0), updated_at: seconds(Math.max(0, messages.length - 1)) });
}
