import { isObject, objectOf, type JsonObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

/** Judges an entry by its shape: `chat.history.messages`, or `history.messages` with `currentId`. Source: formats §1.2, §8.9. */
export function judge(sample: Sample): Claim | null {
  if (sample.kind === 'json-array') {
    if (sample.values.some(isChat)) return { as: 'elements', score: 93 };
    if (sample.values.length > 0) return null;
    return /"chat"\s*:\s*\{/.test(sample.head) && sample.head.includes('"currentId"') ? { as: 'elements', score: 80 } : null;
  }
  if (sample.kind !== 'json-object') return null;
  if (isChat(sample.values[0])) return { as: 'whole', score: 93 };
  return sample.keys.includes('history') && sample.head.includes('"childrenIds"') ? { as: 'whole', score: 75 } : null;
}

function isChat(value: unknown): boolean {
  if (!isObject(value)) return false;
  const chat = chatIn(value);
  const history = objectOf(chat['history']);
  if (isObject(history['messages']))
    return chat !== value || 'currentId' in history || looksOwn(Object.values(history['messages'])[0]);
  return chat !== value && Array.isArray(chat['messages']) && ('created_at' in value || 'user_id' in value);
}

function looksOwn(message: unknown): boolean {
  return isObject(message) && 'childrenIds' in message;
}

/** The chat itself, whether or not it stands in the record of the database. */
export function chatIn(value: JsonObject): JsonObject {
  return isObject(value['chat']) ? value['chat'] : value;
}
