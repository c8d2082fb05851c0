import type { Told, Writer } from '../fixtures/telling.ts';
import { leChat } from './index.ts';

/** A message as the export has it. */
export function message(id: string, role: string, minute: number, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id,
    version: 0,
    chatId: 'c1',
    content: `content ${id}`,
    contentChunks: null,
    role,
    createdAt: new Date(1_758_298_000_000 + minute * 60_000).toISOString(),
    reaction: 'neutral',
    reactionDetail: null,
    reactionComment: null,
    preference: null,
    preferenceOver: null,
    context: null,
    canvas: [],
    quotes: [],
    files: [],
    ...rest,
  };
}

export const writer: Writer = {
  provider: leChat,
  says: { titles: false, times: true, ids: true, messageIds: true, empty: false },
  comesAs: 'zip',
  write: (conversations) => Object.fromEntries(conversations.map(written)),
  nativeId: (told) => told.id,
  broken: (conversations) => {
    const lost = '0d5f6c1e-0000-4000-8000-000000000bad';
    const broken = { ...message('lost', 'user', 0), chatId: lost, role: 7 };
    const files = Object.fromEntries([...conversations.map(written), [`chat-${lost}.json`, JSON.stringify([broken])]]);
    return { files, told: 'quarantined' };
  },
};

function written({ id, startedAt, messages }: Told): readonly [string, string] {
  const said = messages.map((told, place) => ({
    ...message(told.id, told.from === 'person' ? 'user' : 'assistant', 0),
    chatId: id,
    content: told.text,
    contentChunks: told.from === 'person' ? null : [{ type: 'text', text: told.text }],
    createdAt: new Date(startedAt + place * 60_000).toISOString(),
  }));
  return [`chat-${id}.json`, JSON.stringify(said)];
}
