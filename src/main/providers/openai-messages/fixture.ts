import type { Parsed } from '../../../shared/parsed.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
import { openaiMessages } from './index.ts';

export function parseText(text: string, name = 'messages.jsonl'): Parsed {
  return openaiMessages.parse({
    provider: 'openai-messages',
    bytes: new TextEncoder().encode(text),
    name,
    side: { shared: null, entry: null },
  });
}

/** Conversations as people keep them who write to the API: one object per line. */
export const writer: Writer = {
  provider: openaiMessages,
  says: { titles: true, times: false, ids: true, messageIds: false, empty: false },
  comesAs: 'file',
  write: (conversations) => ({ 'messages.jsonl': conversations.map(lineOf).join('') }),
  nativeId: (told) => told.id,
  broken: (conversations) => {
    const lines = conversations.map(lineOf);
    const middle = lines.length >> 1;
    return {
      files: {
        'messages.jsonl': [...lines.slice(0, middle), '{"messages":[{"role":"user","conte\n', ...lines.slice(middle)].join(''),
      },
      told: 'quarantined',
    };
  },
};

function lineOf({ id, title, startedAt, messages }: Told): string {
  const told = messages.map(({ from, text }) => ({ role: from === 'person' ? 'user' : 'assistant', content: text }));
  return `${JSON.stringify({ id, title, created: startedAt / 1000, model: 'gpt-4o', messages: told })}\n`;
}
