import { booleanOf, isObject, numberOf, objectOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { ParsedIssue, ParsedMessage } from '../../../shared/parsed.ts';
import { AttachmentList } from '../reading/attachment-list.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { keptThere } from '../reading/kept-there.ts';
import { MessageIds } from '../reading/message-ids.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { brokenMessage, idOf, type ConversationResult } from '../reading/record-reader.ts';
import { usageOf } from '../reading/usage.ts';
import { messageParts } from './content.ts';
import { messagesIn } from './judge.ts';
import { knownKeys } from './known-keys.ts';

/** Makes a conversation of LibreChat's export: a list of messages that name their parents, or a tree by `children`. */
export function readConversation(value: JsonObject, drift: DriftCounter): ConversationResult | null {
  const list = messagesIn(value);
  if (list === null) return null;
  drift.fields(value, knownKeys.conversation, 'conversation');
  const ids = new MessageIds();
  const attachments = new AttachmentList();
  const messages: (ParsedMessage & { parent: string | null })[] = [];
  const issues: ParsedIssue[] = [];
  let ignoredMessages = 0;
  // A tree is walked with a list of what is still to come, as it may be as deep as it is long.
  const open: { readonly raw: unknown; readonly above: string | null; readonly where: string }[] = [];
  const later = (items: readonly unknown[], above: string | null, where: string): void => {
    for (let i = items.length - 1; i >= 0; i--) open.push({ raw: items[i], above, where: `${where}[${i}]` });
  };
  later(list, null, 'messages');
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { raw, above, where } = next;
    if (raw === null) {
      ignoredMessages++;
      continue;
    }
    if (!isObject(raw)) {
      issues.push(brokenMessage('is no object', where, raw));
      continue;
    }
    const children = Array.isArray(raw['children']) ? raw['children'] : [];
    const stated = idOf(raw['messageId']) ?? idOf(raw['_id']) ?? idOf(raw['id']);
    const byUser = isByUser(raw);
    const parent = parentOf(raw, above, value['recursive'] === true, ids.last);
    if (byUser === null) {
      // Its text is kept without its children, which are read by themselves.
      const { children: _children, ...own } = raw;
      issues.push(brokenMessage('does not say who wrote it', where, own));
      ids.skip(stated, parent);
      later(children, stated ?? parent, `${short(where)}.children`);
      continue;
    }
    drift.fields(raw, knownKeys.message, 'message');
    const time = timeOf(raw['createdAt']);
    const { children: _children, ...own } = raw;
    const nativeId = ids.take(stated, own, byUser ? 'user' : 'assistant', textOf(raw['text']), time);
    later(children, nativeId ?? stated, `${short(where)}.children`);
    if (nativeId === null) {
      ignoredMessages++;
      continue;
    }
    messages.push({
      nativeId,
      parent,
      role: byUser ? 'user' : 'assistant',
      origin: byUser ? 'person' : 'assistant',
      author: byUser ? null : textOf(raw['sender']),
      model: byUser ? null : textOf(raw['model']),
      createdAt: time,
      hidden: false,
      usage: byUser
        ? null
        : usageOf(numberOf(raw['promptTokens']), numberOf(raw['completionTokens']) ?? numberOf(raw['tokenCount'])),
      parts: messageParts(raw, { attachments, drift }),
    });
  }
  const [first] = messages;
  if (first === undefined) return { conversation: null, issues, ignoredMessages };
  for (const message of messages) message.parent = ids.parentOf(message.parent);
  const options = objectOf(value['options']);
  return {
    conversation: parsedConversation({
      nativeId: idOf(value['conversationId']) ?? `derived-${first.nativeId}`,
      title: textOf(value['title']) ?? textOf(options['title']),
      createdAt: timeOf(value['createdAt']),
      updatedAt: timeOf(value['updatedAt']),
      model: textOf(options['model']) ?? textOf(value['model']),
      archived: booleanOf(value['isArchived']) === true,
      ...keptThere(false, value['tags']),
      activeLeaf: null,
      messages,
      attachments: attachments.list(),
    }),
    issues,
    ignoredMessages,
  };
}

/** A place deep in a tree is told without the way to it. */
function short(where: string): string {
  return where.length <= 200 ? where : '…';
}

/** A stated parent is trusted over the place in the tree; a flat list without any is a line. */
function parentOf(raw: JsonObject, above: string | null, isRecursive: boolean, last: string | null): string | null {
  const { parentMessageId } = raw;
  if (parentMessageId === undefined) return above ?? (isRecursive ? null : last);
  const stated = idOf(parentMessageId);
  return stated === ROOT || stated === null ? above : stated;
}

const ROOT = '00000000-0000-0000-0000-000000000000';

function isByUser(raw: JsonObject): boolean | null {
  const stated = booleanOf(raw['isCreatedByUser']);
  if (stated !== null) return stated;
  const sender = (textOf(raw['role']) ?? textOf(raw['sender']))?.toLowerCase();
  return sender === undefined ? null : sender === 'user' || sender === 'human';
}
