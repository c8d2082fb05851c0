import type { Told, Writer } from '../fixtures/telling.ts';
import { deepseek } from './index.ts';

/** A node of `mapping` with these fragments; each hangs on the one before it. */
export function node(
  id: string,
  parent: string | null,
  fragments: readonly unknown[],
  rest: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    id,
    parent,
    children: [],
    message: { files: [], model: 'deepseek-chat', inserted_at: '2025-03-30T04:49:37.018000+08:00', fragments, ...rest },
  };
}

export const root = { id: 'root', parent: null, children: ['1'], message: null };

export function conversation(mapping: Record<string, unknown>, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: 'c1',
    title: 'T',
    inserted_at: '2025-03-30T04:49:36.505000+08:00',
    updated_at: '2025-03-30T04:50:29.156000+08:00',
    mapping,
    ...rest,
  };
}

export const writer: Writer = {
  provider: deepseek,
  // An empty list of conversations could be another program's.
  says: { titles: true, times: true, ids: true, messageIds: false, numbered: true, empty: false },
  comesAs: 'zip',
  write: (conversations) => exportOf(conversations.map(written)),
  nativeId: (told) => told.id,
  broken: (conversations) => {
    const records = conversations.map(written);
    records.splice(records.length >> 1, 0, { ...conversation({}), id: 'lost', mapping: null });
    return { files: exportOf(records), told: 'quarantined' };
  },
};

function exportOf(conversations: readonly unknown[]): Record<string, string> {
  return {
    'conversations.json': JSON.stringify(conversations),
    'user.json': JSON.stringify({ user_id: 'account-fixture', email: 'person@example.org', mobile: null }),
  };
}

function written({ id, title, startedAt, messages }: Told): unknown {
  const time = (place: number): string => {
    const local = new Date(startedAt + place * 60_000 + 8 * 3_600_000).toISOString();
    return `${local.slice(0, 19)}.000000+08:00`;
  };
  const mapping: Record<string, unknown> = { root };
  for (const [place, message] of messages.entries()) {
    const type = message.from === 'person' ? 'REQUEST' : 'RESPONSE';
    const parent = place === 0 ? 'root' : String(place);
    mapping[String(place + 1)] = node(String(place + 1), parent, [{ type, content: message.text }], { inserted_at: time(place) });
  }
  return { ...conversation(mapping), id, title, inserted_at: time(0), updated_at: time(Math.max(0, messages.length - 1)) };
}
