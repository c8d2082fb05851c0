import { arrayOf, isObject, objectOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { ParsedIssue, ParsedMessage } from '../../../shared/parsed.ts';
import { AttachmentList } from '../reading/attachment-list.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { MessageIds } from '../reading/message-ids.ts';
import { keptThere } from '../reading/kept-there.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { brokenMessage, idOf, type ConversationResult } from '../reading/record-reader.ts';
import { answerOf } from './answer.ts';
import { knownKeys } from './known-keys.ts';

/** Makes a conversation of a thread: each entry is a question and its answer, one after the other. Null without a list of entries. */
export function readThread(thread: JsonObject, drift: DriftCounter): ConversationResult | null {
  const isCapture = Array.isArray(thread['entries']);
  if (!isCapture && !Array.isArray(thread['conversations'])) return null;
  const list = arrayOf(isCapture ? thread['entries'] : thread['conversations']);
  const about = objectOf(isCapture ? thread['thread_metadata'] : thread['metadata']);
  drift.fields(thread, knownKeys.thread, 'thread');
  drift.fields(about, knownKeys.metadata, 'thread.metadata');
  const ids = new MessageIds();
  const attachments = new AttachmentList();
  const messages: ParsedMessage[] = [];
  const issues: ParsedIssue[] = [];
  let ignoredMessages = 0;
  let first: JsonObject | null = null;
  let last: JsonObject | null = null;
  for (const [index, entry] of list.entries()) {
    const where = `${isCapture ? 'entries' : 'conversations'}[${index}]`;
    if (entry === null) {
      ignoredMessages++;
      continue;
    }
    if (!isObject(entry)) {
      issues.push(brokenMessage('is no object', where, entry));
      continue;
    }
    drift.fields(entry, isCapture ? knownKeys.entry : knownKeys.turn, isCapture ? 'entry' : 'turn');
    const query = textOf(entry['query_str']) ?? textOf(entry['query']);
    const answer = answerOf(entry, drift, attachments);
    if (query === null && answer.parts.length === 0) {
      if (entry['query_str'] === undefined && entry['query'] === undefined && entry['answer'] === undefined)
        issues.push(brokenMessage('holds neither a question nor an answer', where, entry));
      else ignoredMessages++;
      continue;
    }
    const stated = idOf(entry['uuid']) ?? idOf(entry['backend_uuid']);
    const asked = timeOf(entry['entry_created_datetime']) ?? timeOf(entry['timestamp']);
    const files = arrayOf(entry['attachments'])
      .map((file) => textOf(file) ?? (isObject(file) ? (textOf(file['url']) ?? textOf(file['name'])) : null))
      .filter((url) => url !== null)
      .map((url) => attachments.linked(url));
    const above = messages.at(-1)?.nativeId ?? null;
    const id = ids.take(stated, entry, query, asked);
    if (id === null) {
      ignoredMessages++;
      continue;
    }
    first ??= entry;
    last = entry;
    const base = { author: null, hidden: false, usage: null };
    if (query !== null || files.length > 0)
      messages.push({
        ...base,
        nativeId: id,
        parent: above,
        role: 'user',
        origin: 'person',
        model: null,
        createdAt: asked,
        parts: [...(query === null ? [] : [{ type: 'text', text: query } as const]), ...files],
      });
    if (answer.parts.length === 0) continue;
    const answerId = ids.take(`${id}~answer`, answer.parts);
    if (answerId === null) continue;
    messages.push({
      ...base,
      nativeId: answerId,
      parent: messages.at(-1)?.nativeId ?? null,
      role: 'assistant',
      origin: 'assistant',
      model: textOf(entry['display_model']) ?? textOf(entry['model']) ?? textOf(entry['user_selected_model']),
      createdAt: timeOf(entry['entry_updated_datetime']) ?? asked,
      parts: answer.parts,
    });
  }
  const [message] = messages;
  if (message === undefined || first === null) return { conversation: null, issues, ignoredMessages };
  return {
    conversation: parsedConversation({
      nativeId: idIn(about) ?? idOf(first['context_uuid']) ?? idOf(first['thread_url_slug']) ?? `derived-${message.nativeId}`,
      title: textOf(about['thread_title']) ?? textOf(about['title']) ?? textOf(first['thread_title']),
      createdAt: timeOf(about['thread_created_at']) ?? timeOf(about['created_at']),
      updatedAt: timeOf(about['thread_updated_at']) ?? timeOf(about['updated_at']) ?? timeOf(last?.['updated_datetime']),
      project: textOf(objectOf(first['collection_info'])['title']) ?? textOf(objectOf(about['collection'])['title']),
      ...keptThere(first['bookmark_state'] === 'BOOKMARKED'),
      activeLeaf: messages.at(-1)?.nativeId ?? null,
      messages,
      attachments: attachments.list(),
    }),
    issues,
    ignoredMessages,
  };
}

/** Extensions name the thread; its address ends with the same words and the id. */
function idIn(about: JsonObject): string | null {
  const stated = idOf(about['thread_id']);
  if (stated !== null) return stated;
  const url = textOf(about['thread_url']);
  return url === null ? null : (/\/search\/([^/?#]+)/.exec(url)?.[1] ?? url);
}
