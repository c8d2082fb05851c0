import type { Parsed } from '../../../shared/parsed.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
import { generic } from './index.ts';

export function parseValue(value: unknown, name = 'chats.json'): Parsed {
  const bytes = new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));
  return generic.parse({ provider: 'generic', bytes, name, side: { shared: null, entry: null } });
}

/** Conversations as nobody in particular keeps them. */
export const writer: Writer = {
  provider: generic,
  says: { titles: true, times: true, ids: true, messageIds: true, empty: false },
  comesAs: 'file',
  write: (conversations) => ({ 'chats.json': JSON.stringify(conversations.map(written)) }),
  nativeId: (told) => told.id,
  broken: (conversations) => {
    const items: unknown[] = conversations.map(written);
    items.splice(items.length >> 1, 0, { id: 'lost', topic: 'Lost', turns: 7 });
    return { files: { 'chats.json': JSON.stringify(items) }, told: 'quarantined' };
  },
};

function written({ id, title, startedAt, messages }: Told): unknown {
  return {
    id,
    topic: title,
    turns: messages.map((message, place) => ({
      id: message.id,
      speaker: message.from === 'person' ? 'Human' : 'AI',
      text: message.text,
      time: new Date(startedAt + place * 60_000).toISOString(),
    })),
  };
}
