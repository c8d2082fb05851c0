import type { Told, Writer } from '../fixtures/telling.ts';
import { grok } from './index.ts';

/** A response as the export has it. */
export function response(
  id: string,
  sender: string,
  message: string,
  rest: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    response: {
      _id: id,
      conversation_id: 'c1',
      message,
      sender,
      create_time: { $date: { $numberLong: '1750000000000' } },
      partial: false,
      model: '',
      metadata: null,
      ...rest,
    },
    share_link: null,
  };
}

export function item(responses: readonly unknown[], about: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    conversation: { id: 'c1', title: 'T', create_time: '2025-06-15T00:00:00Z', modify_time: '2025-06-16T00:00:00Z', ...about },
    responses,
  };
}

export const writer: Writer = {
  provider: grok,
  says: { titles: true, times: true, ids: true, messageIds: true, empty: true },
  comesAs: 'zip',
  write: (conversations) => exportOf(conversations.map(written)),
  nativeId: (told) => told.id,
  broken: (conversations) => {
    const records = conversations.map(written);
    records.splice(records.length >> 1, 0, { conversation: { id: 'lost', title: 'Lost' }, responses: 'gone' });
    return { files: exportOf(records), told: 'quarantined' };
  },
};

function exportOf(conversations: readonly unknown[]): Record<string, string> {
  const folder = 'ttl/30d/export_data/5f0c1d9e-8a41-4a5e-9a55-2f6f1c7b9e01';
  return {
    [`${folder}/prod-grok-backend.json`]: JSON.stringify({ conversations, projects: [], tasks: [], media_posts: [] }),
    [`${folder}/prod-mc-auth-mgmt-api.json`]: JSON.stringify({ user: { userId: 'u' }, sessions: [] }),
    [`${folder}/prod-mc-billing.json`]: JSON.stringify({ subscriptions: [] }),
  };
}

function written({ id, title, startedAt, messages }: Told): unknown {
  const iso = (place: number): string => new Date(startedAt + place * 60_000).toISOString();
  const said = messages.map((message, place) =>
    response(message.id, message.from === 'person' ? 'human' : 'ASSISTANT', message.text, {
      conversation_id: id,
      create_time: { $date: { $numberLong: String(startedAt + place * 60_000) } },
      ...(place === 0 ? {} : { parent_response_id: messages[place - 1]?.id }),
    }),
  );
  return item(said, {
    id,
    title,
    create_time: iso(0),
    modify_time: iso(Math.max(0, messages.length - 1)),
    user_id: 'account-fixture',
  });
}
