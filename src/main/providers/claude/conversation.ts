import { booleanOf, isObject, stringOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { Part, Role } from '../../../shared/model.ts';
import type { ParsedIssue, ParsedMessage } from '../../../shared/parsed.ts';
import { threadOf } from '../../../shared/thread.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { keptThere } from '../reading/kept-there.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import type { ConversationResult } from '../reading/record-reader.ts';
import { NO_ARTIFACTS, type Artifacts } from './artifacts.ts';
import { Attachments } from './attachments.ts';
import { messageParts } from './content.ts';
import { knownKeys } from './known-keys.ts';
import type { Projects } from './projects.ts';

interface Row {
  readonly nativeId: string;
  parent: string | null;
  readonly createdAt: number | null;
  readonly role: Role;
  readonly raw: JsonObject;
}

const ROLES = new Map<string, Role>([
  ['human', 'user'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['model', 'assistant'],
  ['bot', 'assistant'],
  ['system', 'system'],
  ['tool', 'tool'],
]);

const ORIGINS = { user: 'person', assistant: 'assistant', system: 'system', tool: 'tool' } as const;

/** Makes a conversation of an object with `chat_messages`. Source: formats §4.2–§4.5. */
export function readConversation(
  raw: JsonObject,
  list: readonly unknown[],
  projects: Projects,
  drift: DriftCounter,
): ConversationResult {
  drift.fields(raw, knownKeys.conversation, 'conversation');
  const { rows, issues, ignoredMessages } = readRows(list, drift);
  if (rows.length === 0) return { conversation: null, issues, ignoredMessages };
  const attachments = new Attachments(drift);
  const messages = readMessages(rows, attachments, drift);
  const leaf = textOf(raw['current_leaf_message_uuid']);
  const conversation = parsedConversation({
    nativeId: textOf(raw['uuid']) ?? textOf(raw['id']) ?? textOf(raw['conversation_id']) ?? `derived-${rows[0]?.nativeId ?? ''}`,
    title: textOf(raw['name']) ?? textOf(raw['title']),
    createdAt: timeOf(raw['created_at']),
    updatedAt: timeOf(raw['updated_at']),
    project: projects.of(raw),
    model: textOf(raw['model']),
    ...keptThere(booleanOf(raw['is_starred']) === true),
    activeLeaf: leaf !== null && rows.some((row) => row.nativeId === leaf) ? leaf : null,
    messages,
    attachments: attachments.list(),
  });
  return { conversation, issues, ignoredMessages };
}

/**
 * The messages that can be told: each with an id and its parent. Without any `parent_message_uuid` the array is the conversation; a
 * message that lacks one among others that have it follows the one before it; an unknown parent makes a root.
 */
function readRows(
  list: readonly unknown[],
  drift: DriftCounter,
): { rows: Row[]; issues: ParsedIssue[]; ignoredMessages: number } {
  const rows: Row[] = [];
  const issues: ParsedIssue[] = [];
  let ignoredMessages = 0;
  const isTree = list.some((item) => isObject(item) && textOf(item['parent_message_uuid']) !== null);
  const seen = new Map<string, JsonObject>();
  /** Where the children of a message that could not be read hang instead. */
  const skipped = new Map<string, string | null>();
  let previous: string | null = null;
  for (const [index, item] of list.entries()) {
    if (item === null) {
      ignoredMessages++;
      continue;
    }
    const role = isObject(item) ? roleOf(item, drift) : null;
    if (!isObject(item) || role === null) {
      const why = isObject(item) ? 'does not say who wrote it' : 'is no object';
      issues.push({
        code: 'broken-message',
        message: `A message of this conversation ${why} and could not be read; those around it were.`,
        where: `chat_messages[${index}]`,
        raw: rawOf(item),
        unit: 'message',
      });
      const id = isObject(item) ? textOf(item['uuid']) : null;
      if (isObject(item) && id !== null) skipped.set(id, textOf(item['parent_message_uuid']));
      continue;
    }
    drift.fields(item, knownKeys.message, 'message');
    const stated = textOf(item['uuid']) ?? textOf(item['id']);
    let nativeId = stated ?? derivedId(role, stringOf(item['created_at']), stringOf(item['text']), rawOf(item['content']));
    const twin = seen.get(nativeId);
    if (twin !== undefined) {
      if (rawOf(twin) === rawOf(item)) {
        ignoredMessages++;
        continue;
      }
      nativeId = `${nativeId}~${derivedId(rawOf(item)).slice(0, 8)}`;
      if (seen.has(nativeId)) {
        ignoredMessages++;
        continue;
      }
    }
    seen.set(nativeId, item);
    const parent = isTree && item['parent_message_uuid'] !== undefined ? textOf(item['parent_message_uuid']) : previous;
    rows.push({ nativeId, parent, createdAt: timeOf(item['created_at']), role, raw: item });
    previous = nativeId;
  }
  for (const row of rows) row.parent = knownParent(row.parent, seen, skipped);
  return { rows, issues, ignoredMessages };
}

function knownParent(
  parent: string | null,
  known: ReadonlyMap<string, unknown>,
  skipped: Map<string, string | null>,
): string | null {
  let id = parent;
  for (let steps = 0; id !== null && !known.has(id) && steps <= skipped.size; steps++) id = skipped.get(id) ?? null;
  const found = id !== null && known.has(id) ? id : null;
  if (parent !== null && skipped.has(parent)) skipped.set(parent, found);
  return found;
}

function roleOf(item: JsonObject, drift: DriftCounter): Role | null {
  const stated = textOf(item['sender']) ?? textOf(item['role']);
  if (stated === null) return null;
  const role = ROLES.get(stated.toLowerCase());
  if (role === undefined) drift.type('message.sender', stated, stated);
  return role ?? null;
}

/** Parts are made parents first, as an artifact's text depends on what happened to it above; the source's order is kept. */
function readMessages(rows: readonly Row[], attachments: Attachments, drift: DriftCounter): readonly ParsedMessage[] {
  const { order, parents } = threadOf(rows, null);
  const states: Artifacts[] = [];
  const parts: (readonly Part[])[] = Array.from({ length: rows.length }, () => []);
  for (const [place, index] of order.entries()) {
    const row = rows[index];
    if (row === undefined) continue;
    const before = states[parents[place] ?? -1] ?? NO_ARTIFACTS;
    const made = messageParts(row.raw, { id: row.nativeId, role: row.role, artifacts: before, attachments, drift });
    states[place] = made.artifacts;
    parts[index] = made.parts;
  }
  return rows.map((row, index) => {
    const made = parts[index] ?? [];
    const isInjected = made.length > 0 && made.every((part) => part.type === 'text' && part.source === 'injected');
    return {
      nativeId: row.nativeId,
      parent: row.parent,
      role: row.role,
      origin: isInjected && row.role === 'user' ? 'injected' : ORIGINS[row.role],
      author: null,
      model: row.role === 'user' ? null : textOf(row.raw['model']),
      createdAt: row.createdAt,
      // A message of nothing but what the service put in is not shown in Claude's window.
      hidden: isInjected,
      usage: null,
      parts: made,
    };
  });
}
