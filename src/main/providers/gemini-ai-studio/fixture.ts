import type { Parsed, ParsedConversation } from '../../../shared/parsed.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
import { geminiAiStudio } from './index.ts';

export function parsePrompt(prompt: unknown, name = 'Drive/A prompt'): Parsed {
  const bytes = new TextEncoder().encode(typeof prompt === 'string' ? prompt : JSON.stringify(prompt));
  return geminiAiStudio.parse({ provider: 'gemini-ai-studio', bytes, name, side: { shared: null, entry: null } });
}

/** The only conversation of these chunks. */
export function promptOf(chunks: readonly unknown[], rest: Record<string, unknown> = {}): ParsedConversation {
  const parsed = parsePrompt({ chunkedPrompt: { chunks }, ...rest });
  const [conversation] = parsed.conversations;
  if (conversation === undefined) throw new Error(`no conversation: ${JSON.stringify(parsed)}`);
  return conversation;
}

/** As prompts lie in the Drive folder: no extension, and the title is the name. */
export const writer: Writer = {
  provider: geminiAiStudio,
  says: { titles: true, times: true, ids: false, messageIds: false, empty: false },
  comesAs: 'folder',
  write: (conversations) =>
    Object.fromEntries(conversations.map((told) => [`Google AI Studio/${told.title}`, JSON.stringify(written(told))])),
  nativeId: () => null,
  broken: (conversations) => ({
    files: {
      ...writer.write(conversations),
      'Google AI Studio/Lost': JSON.stringify({
        runSettings: { model: 'models/gemini-2.5-pro' },
        chunkedPrompt: { chunks: ['lost'] },
      }),
    },
    told: 'quarantined',
  }),
};

function written({ startedAt, messages }: Told): unknown {
  return {
    runSettings: { temperature: 1, model: 'models/gemini-2.5-pro', topP: 0.95, topK: 64, maxOutputTokens: 65_536 },
    systemInstruction: {},
    chunkedPrompt: {
      chunks: messages.map(({ from, text }, place) => ({
        text,
        role: from === 'person' ? 'user' : 'model',
        ...(from === 'person' ? {} : { finishReason: 'STOP', parts: [{ text }] }),
        tokenCount: 10 + place,
        createTime: new Date(startedAt + place * 60_000).toISOString(),
      })),
      pendingInputs: [{ text: 'never sent', role: 'user' }],
    },
  };
}
