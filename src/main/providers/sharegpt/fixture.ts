import type { Parsed } from '../../../shared/parsed.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
import { sharegpt } from './index.ts';

export function parseValue(value: unknown, name = 'data.json'): Parsed {
  const bytes = new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
  return sharegpt.parse({ provider: 'sharegpt', bytes, name, side: { shared: null, entry: null } });
}

/** Conversations as collections of them have them: an array, turns by turns. */
export const writer: Writer = {
  provider: sharegpt,
  says: { titles: false, times: false, ids: true, messageIds: false, empty: false },
  comesAs: 'file',
  write: (conversations) => ({ 'sharegpt.json': JSON.stringify(conversations.map(written), null, 2) }),
  nativeId: (told) => told.id,
  broken: (conversations) => {
    const items: unknown[] = conversations.map(written);
    items.splice(items.length >> 1, 0, { id: 'lost', conversations: null });
    return { files: { 'sharegpt.json': JSON.stringify(items) }, told: 'quarantined' };
  },
};

function written({ id, messages }: Told): unknown {
  return { id, conversations: messages.map(({ from, text }) => ({ from: from === 'person' ? 'human' : 'gpt', value: text })) };
}
