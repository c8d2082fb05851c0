import { isObject, objectOf, textOf, type JsonObject } from '../../../shared/json.ts';
import type { ParsedIssue, ParsedMessage } from '../../../shared/parsed.ts';
import { AttachmentList } from '../reading/attachment-list.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { MessageIds } from '../reading/message-ids.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { brokenMessage, idOf, type ConversationResult } from '../reading/record-reader.ts';
import { contentParts } from './content.ts';
import { knownKeys } from './known-keys.ts';

const ROLES = { user: 'user', assistant: 'assistant', system: 'system' } as const;
const ORIGINS = { user: 'person', assistant: 'assistant', system: 'system' } as const;

/** Makes a conversation of a chat of ChatbotUI: a line of messages without ids or times. Null without a list of them. */
export function readChat(chat: JsonObject, folders: ReadonlyMap<string, string>, drift: DriftCounter): ConversationResult | null {
  const list = chat['messages'];
  if (!Array.isArray(list)) return null;
  drift.fields(chat, knownKeys.chat, 'chat');
  const ids = new MessageIds();
  const attachments = new AttachmentList();
  const messages: ParsedMessage[] = [];
  const issues: ParsedIssue[] = [];
  let ignoredMessages = 0;
  for (const [index, raw] of list.entries()) {
    if (raw === null) {
      ignoredMessages++;
      continue;
    }
    const stated = isObject(raw) ? textOf(raw['role'])?.toLowerCase() : undefined;
    const role = stated === 'user' || stated === 'assistant' || stated === 'system' ? ROLES[stated] : null;
    if (!isObject(raw) || role === null) {
      issues.push(brokenMessage(isObject(raw) ? 'does not say who wrote it' : 'is no object', `messages[${index}]`, raw));
      continue;
    }
    drift.fields(raw, knownKeys.said, 'chat.messages');
    const parent = ids.last;
    const nativeId = ids.take(null, raw, role, textOf(raw['content']));
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
      model: null,
      createdAt: null,
      hidden: false,
      usage: null,
      parts: contentParts(raw['content'], { attachments, drift }),
    });
  }
  const [first] = messages;
  if (first === undefined) return { conversation: null, issues, ignoredMessages };
  const folder = idOf(chat['folderId']);
  const model = objectOf(chat['model']);
  return {
    conversation: parsedConversation({
      nativeId: idOf(chat['id']) ?? `derived-${first.nativeId}`,
      title: textOf(chat['name']),
      createdAt: null,
      updatedAt: null,
      project: folder === null ? null : (folders.get(folder) ?? folder),
      model: textOf(chat['model']) ?? textOf(model['id']) ?? textOf(model['name']),
      activeLeaf: null,
      messages,
      attachments: attachments.list(),
    }),
    issues,
    ignoredMessages,
  };
}
