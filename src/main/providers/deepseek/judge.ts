import { isObject, objectOf, textOf } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

/** Judges an entry by its shape: `mapping` with `inserted_at`, or the answer of the web page's server. Source: formats §1.2, §8.2. */
export function judge(sample: Sample): Claim | null {
  if (sample.kind === 'json-array') {
    if (sample.values.some((value) => isConversation(value) || captureIn(value) !== null)) return { as: 'elements', score: 95 };
    if (sample.values.some(isFlat)) return { as: 'elements', score: 70 };
    if (sample.values.length > 0) return null;
    return /"mapping"\s*:/.test(sample.head) && /"inserted_at"\s*:/.test(sample.head) ? { as: 'elements', score: 85 } : null;
  }
  if (sample.kind !== 'json-object') return null;
  const { keys, base } = sample;
  const value = objectOf(sample.values[0]);
  if (isConversation(value) || captureIn(value) !== null) return { as: 'whole', score: 95 };
  if (keys.includes('mapping') && keys.includes('inserted_at')) return { as: 'whole', score: 90 };
  const list = value['conversations'];
  if (Array.isArray(list) && list.slice(0, 5).some(isConversation)) return { as: 'elements', at: 'conversations', score: 94 };
  if (base === 'user.json' && keys.includes('user_id') && (keys.includes('mobile') || keys.includes('mobile_number')))
    return { as: 'side', score: 70, reason: 'account data, of which nothing is kept but a mark that tells accounts apart' };
  return null;
}

function isConversation(value: unknown): boolean {
  return isObject(value) && isObject(value['mapping']) && 'inserted_at' in value;
}

/** A list of messages as tools write it from DeepSeek's chats: an API's words, with what only a chat has, and models of DeepSeek's. */
export function isFlat(value: unknown): boolean {
  if (!isObject(value) || typeof value['title'] !== 'string' || !Array.isArray(value['messages'])) return false;
  return value['messages']
    .slice(0, 10)
    .some((message) => isObject(message) && 'created_at' in message && /^deepseek/i.test(textOf(message['model']) ?? ''));
}

/** The object with `chat_session` and `chat_messages` in an answer of the web page's server; null where there is none. */
export function captureIn(value: unknown): { readonly [key: string]: unknown } | null {
  if (!isObject(value)) return null;
  const data = objectOf(value['data']);
  for (const inner of [objectOf(data['biz_data']), data, objectOf(value['biz_data']), value]) {
    if (isObject(inner['chat_session']) && Array.isArray(inner['chat_messages'])) return inner;
  }
  const { biz_data: inner } = data;
  return isObject(inner) && Array.isArray(inner['chat_messages']) ? inner : null;
}
