import { arrayOf, booleanOf, isObject, objectOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { Origin, Role } from '../../../shared/model.ts';
import type { ParsedIssue, ParsedMessage } from '../../../shared/parsed.ts';
import { AttachmentList } from '../reading/attachment-list.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { keptThere } from '../reading/kept-there.ts';
import { MessageIds } from '../reading/message-ids.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { brokenMessage, idOf, type ConversationResult } from '../reading/record-reader.ts';
import { messageParts } from './content.ts';
import { chatIn } from './judge.ts';
import { knownKeys } from './known-keys.ts';
import { usageIn } from './usage.ts';

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['system', 'system'],
  ['developer', 'system'],
  ['tool', 'tool'],
]);
const ORIGINS: Readonly<Record<Role, Origin>> = { user: 'person', assistant: 'assistant', system: 'system', tool: 'tool' };

/** Makes a conversation of a chat, with or without its record of the database; null when it has no messages of any kind. */
export function readChat(record: JsonObject, drift: DriftCounter): ConversationResult | null {
  const chat = chatIn(record);
  const about = chat === record ? {} : record;
  const history = objectOf(chat['history']);
  drift.fields(about, knownKeys.record, 'record');
  drift.fields(chat, knownKeys.chat, 'chat');
  drift.fields(history, knownKeys.history, 'chat.history');
  const isTree = isObject(history['messages']);
  const listed = isTree ? Object.entries(objectOf(history['messages'])) : arrayOf(chat['messages']).entries();
  if (!isTree && !Array.isArray(chat['messages'])) return null;
  const ids = new MessageIds();
  const attachments = new AttachmentList();
  const messages: (ParsedMessage & { parent: string | null })[] = [];
  const issues: ParsedIssue[] = [];
  let ignoredMessages = 0;
  let key: string | number;
  let raw: unknown;
  for ([key, raw] of listed) {
    if (raw === null) {
      ignoredMessages++;
      continue;
    }
    const role = isObject(raw) ? (ROLES.get((textOf(raw['role']) ?? '').toLowerCase()) ?? null) : null;
    const stated = (isObject(raw) ? idOf(raw['id']) : null) ?? (typeof key === 'string' ? key : null);
    const parent = isObject(raw) ? (raw['parentId'] === undefined && !isTree ? ids.last : idOf(raw['parentId'])) : null;
    if (!isObject(raw) || role === null) {
      const where = isTree ? `history.messages.${key}` : `messages[${key}]`;
      issues.push(brokenMessage(isObject(raw) ? 'does not say who wrote it' : 'is no object', where, raw));
      ids.skip(stated, parent);
      continue;
    }
    drift.fields(raw, knownKeys.message, 'message');
    const nativeId = ids.take(stated, raw, role, textOf(raw['content']), timeOf(raw['timestamp']));
    if (nativeId === null) {
      ignoredMessages++;
      continue;
    }
    messages.push({
      nativeId,
      parent,
      role,
      origin: ORIGINS[role],
      author: null,
      model: role === 'assistant' ? (textOf(raw['model']) ?? textOf(raw['modelName']) ?? textOf(raw['selectedModelId'])) : null,
      createdAt: timeOf(raw['timestamp']),
      hidden: false,
      usage: role === 'assistant' ? usageIn(raw) : null,
      parts: messageParts(raw, { role, attachments, drift }),
    });
  }
  const [first] = messages;
  if (first === undefined) return { conversation: null, issues, ignoredMessages };
  for (const message of messages) message.parent = ids.parentOf(message.parent);
  const leaf = idOf(history['currentId']) ?? idOf(history['current_id']);
  const models = arrayOf(chat['models']).filter((model) => typeof model === 'string');
  return {
    conversation: parsedConversation({
      nativeId: idOf(about['id']) ?? idOf(chat['id']) ?? `derived-${first.nativeId}`,
      title: textOf(about['title']) ?? textOf(chat['title']),
      createdAt: timeOf(about['created_at']) ?? timeOf(chat['timestamp']) ?? timeOf(chat['created_at']),
      updatedAt: timeOf(about['updated_at']) ?? timeOf(chat['updated_at']),
      project: textOf(objectOf(about['folder'])['name']) ?? idOf(about['folder_id']) ?? idOf(chat['folder_id']),
      model: models.length === 1 ? (models[0] ?? null) : null,
      archived: booleanOf(about['archived'] ?? chat['archived']) === true,
      ...keptThere(booleanOf(about['pinned'] ?? chat['pinned']) === true, tagsOf(about, chat)),
      activeLeaf: leaf !== null && ids.has(leaf) ? leaf : null,
      messages,
      attachments: attachments.list(),
    }),
    issues,
    ignoredMessages,
  };
}

/** The record's own; a chat that is older than those names them itself. */
function tagsOf(about: JsonObject, chat: JsonObject): unknown {
  const own = objectOf(about['meta'])['tags'] ?? objectOf(chat['meta'])['tags'];
  return arrayOf(own).length > 0 ? own : chat['tags'];
}
