import { isObject, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { Origin, Role } from '../../../shared/model.ts';
import type { ParsedIssue, ParsedMessage } from '../../../shared/parsed.ts';
import { AttachmentList } from '../reading/attachment-list.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { MessageIds } from '../reading/message-ids.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { brokenMessage, idOf, type ConversationResult } from '../reading/record-reader.ts';
import { Canvases, messageParts } from './content.ts';
import type { ChatFiles } from './gather.ts';
import { knownKeys } from './known-keys.ts';

const ROLES: ReadonlyMap<string, Role> = new Map([
  ['user', 'user'],
  ['human', 'user'],
  ['assistant', 'assistant'],
  ['system', 'system'],
  ['tool', 'tool'],
]);
const ORIGINS: Readonly<Record<Role, Origin>> = { user: 'person', assistant: 'assistant', system: 'system', tool: 'tool' };

interface Told {
  readonly raw: JsonObject;
  readonly role: Role;
  readonly time: number | null;
  /** The time that it is put in order by: its own, else that of what stands before it. */
  readonly place: number;
}

/** Makes a conversation of the messages of one chat, which stand in the file in no order. */
export function readChat(list: readonly unknown[], drift: DriftCounter, files: ChatFiles): ConversationResult {
  const issues: ParsedIssue[] = [];
  const told: Told[] = [];
  let ignoredMessages = 0;
  let place = 0;
  for (const [index, item] of list.entries()) {
    if (item === null) {
      ignoredMessages++;
      continue;
    }
    const role = isObject(item) ? (ROLES.get((textOf(item['role']) ?? '').toLowerCase()) ?? null) : null;
    if (!isObject(item) || role === null) {
      issues.push(brokenMessage(isObject(item) ? 'does not say who wrote it' : 'is no object', `[${index}]`, item));
      continue;
    }
    drift.fields(item, knownKeys.message, 'message');
    const time = timeOf(item['createdAt']);
    place = time ?? place;
    told.push({ raw: item, role, time, place });
  }
  told.sort((a, b) => a.place - b.place);
  const chat = told.map(({ raw }) => textOf(raw['chatId'])).find((id) => id !== null) ?? null;
  const attachments = new AttachmentList();
  const canvases = new Canvases();
  const ids = new MessageIds();
  const parents = new Map<string, string | null>();
  const versions = new Map<string, unknown>();
  const messages: ParsedMessage[] = [];
  let above: string | null = null;
  for (const { raw, role, time } of told) {
    const id = idOf(raw['id']);
    const version = raw['version'];
    const again = id !== null && ids.has(id);
    const isNext = again && typeof version === 'number' && version !== versions.get(id);
    if (id !== null && !again) versions.set(id, version);
    const nativeId = ids.take(isNext ? `${id}~v${version}` : id, raw, role, time, textOf(raw['content']));
    if (nativeId === null) {
      ignoredMessages++;
      continue;
    }
    // Another version of a message, or the answer that was preferred over another one, stands beside it.
    const other: string | null = again ? id : idOf(raw['preferenceOver']);
    const parent: string | null = other !== null && parents.has(other) ? (parents.get(other) ?? null) : above;
    parents.set(nativeId, parent);
    const view = {
      id: nativeId,
      role,
      attachments,
      canvases,
      drift,
      file: (name: string) => (chat === null ? null : files.find(chat, name)),
    };
    messages.push({
      nativeId,
      parent,
      role,
      origin: ORIGINS[role],
      author: null,
      model: role === 'assistant' ? textOf(raw['model']) : null,
      createdAt: time,
      hidden: false,
      usage: null,
      parts: messageParts(raw, view),
    });
    above = nativeId;
  }
  const [first] = messages;
  if (first === undefined) return { conversation: null, issues, ignoredMessages };
  return {
    conversation: parsedConversation({
      nativeId: chat ?? `derived-${first.nativeId}`,
      title: null,
      createdAt: null,
      updatedAt: null,
      activeLeaf: above,
      messages,
      attachments: attachments.list(),
    }),
    issues,
    ignoredMessages,
  };
}
