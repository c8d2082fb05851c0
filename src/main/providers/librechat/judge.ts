import { arrayOf, isObject, objectOf, type JsonObject } from '../../../shared/json.ts';
import type { Claim, Sample } from '../provider.ts';

/** Judges an entry by its shape: messages that say `isCreatedByUser`; `history` beside `folders`. Source: formats §1.2, §8.10. */
export function judge(sample: Sample): Claim | null {
  if (sample.kind === 'json-array') {
    if (sample.values.some(isConversation)) return { as: 'elements', score: 92 };
    // The first versions of ChatbotUI exported the bare list.
    return sample.values.some(isChat) ? { as: 'elements', score: 70 } : null;
  }
  if (sample.kind !== 'json-object') return null;
  const value = objectOf(sample.values[0]);
  if (isConversation(value)) return { as: 'whole', score: 95 };
  if (
    sample.keys.includes('conversationId') &&
    /"(messages|messagesTree)"/.test(sample.head) &&
    sample.head.includes('"isCreatedByUser"')
  )
    return { as: 'whole', score: 88 };
  if (Array.isArray(value['history']) && ('folders' in value || 'prompts' in value || value['history'].some(isChat)))
    return { as: 'whole', score: 90 };
  return null;
}

/** A conversation of LibreChat. */
export function isConversation(value: unknown): boolean {
  if (!isObject(value)) return false;
  const list = messagesIn(value);
  if (list === null) return false;
  const own = list
    .slice(0, 5)
    .some((message) => isObject(message) && ('isCreatedByUser' in message || 'parentMessageId' in message));
  return own || ('conversationId' in value && ('endpoint' in value || 'exportAt' in value));
}

/** The list of messages, flat or a tree; null where there is none. */
export function messagesIn(value: JsonObject): readonly unknown[] | null {
  for (const list of [value['messages'], value['messagesTree']]) if (Array.isArray(list) && list.length > 0) return list;
  return Array.isArray(value['messages']) || Array.isArray(value['messagesTree']) ? [] : null;
}

/** A chat of ChatbotUI. */
function isChat(value: unknown): boolean {
  if (!isObject(value) || !Array.isArray(value['messages']) || typeof value['name'] !== 'string') return false;
  const isSaid = arrayOf(value['messages'])
    .slice(0, 5)
    .every((message) => !isObject(message) || 'role' in message);
  return isSaid && ('folderId' in value || 'prompt' in value || 'temperature' in value);
}
