import type { Told, Writer } from '../fixtures/telling.ts';
import { perplexity } from './index.ts';

/** An entry as the web page is given it. */
export function entry(uuid: string, query: string, answer: string, rest: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    uuid,
    backend_uuid: `backend-${uuid}`,
    context_uuid: 'c1',
    query_str: query,
    display_model: 'sonar',
    mode: 'COPILOT',
    blocks: [{ intended_usage: 'ask_text', markdown_block: { answer, chunks: [answer] } }],
    entry_created_datetime: '2025-05-01T10:00:00.000000',
    entry_updated_datetime: '2025-05-01T10:01:00.000000',
    thread_title: 'T',
    related_queries: ['More?'],
    ...rest,
  };
}

export const writer: Writer = {
  provider: perplexity,
  // An entry is a question and its answer under one id.
  says: { titles: true, times: true, ids: true, messageIds: false, empty: false },
  comesAs: 'folder',
  write: (conversations) => Object.fromEntries(conversations.map(written)),
  nativeId: (told) => told.id,
  broken: (conversations) => {
    const lost = { metadata: { thread_id: 'lost', thread_title: 'Lost' }, conversations: [7] };
    return {
      files: Object.fromEntries([...conversations.map(written), ['lost.json', JSON.stringify(lost)]]),
      told: 'quarantined',
    };
  },
};

function written({ id, title, startedAt, messages }: Told): readonly [string, string] {
  const time = (place: number): string => new Date(startedAt + place * 60_000).toISOString().replace('Z', '');
  const entries: unknown[] = [];
  for (let place = 0; place < messages.length; place += 2) {
    const asked = messages[place];
    const answered = messages[place + 1];
    entries.push({
      ...entry(asked?.id ?? '', asked?.text ?? '', answered?.text ?? ''),
      context_uuid: id,
      thread_title: title,
      entry_created_datetime: time(place),
      entry_updated_datetime: time(place + 1),
    });
  }
  const last = time(Math.max(0, messages.length - 1));
  return [
    `${id}.json`,
    JSON.stringify({ status: 'success', entries, thread_metadata: { title, created_at: time(0), updated_at: last } }),
  ];
}
