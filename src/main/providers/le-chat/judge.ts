import { isObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

/** Judges an entry by its shape: a list of messages that each name their chat. Source: formats §1.2, §8.3. */
export function judge(sample: Sample): Claim | null {
  if (fileIn(sample.name) !== null)
    return { as: 'side', score: 97, reason: 'a file of a chat, kept with the message that shows it' };
  if (sample.kind !== 'json-array') return null;
  if (sample.values.some(isMessage)) return { as: 'whole', score: 93 };
  const named = /^chat-[0-9a-f]{8}-[0-9a-f-]{27}\.json$/.test(sample.base);
  return named && !sample.values.some(isObject) ? { as: 'whole', score: 40 } : null;
}

function isMessage(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value['chatId'] === 'string' &&
    'role' in value &&
    ('contentChunks' in value || 'createdAt' in value)
  );
}

/** The chat and the name of a file in `chat-<id>-files/`; null for other entries. */
export function fileIn(entry: string): { readonly chat: string; readonly name: string } | null {
  const match = /(?:^|\/)chat-([0-9a-f]{8}-[0-9a-f-]{27})-files\/(.+)$/i.exec(entry);
  return match === null ? null : { chat: (match[1] ?? '').toLowerCase(), name: match[2] ?? '' };
}
