import { arrayOf, booleanOf, isObject, objectOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { Json, Origin, Role } from '../../../shared/model.ts';
import type { ParsedIssue, ParsedMessage, Side } from '../../../shared/parsed.ts';
import { AttachmentList } from '../reading/attachment-list.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { MessageIds } from '../reading/message-ids.ts';
import { keptThere } from '../reading/kept-there.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { brokenMessage, idOf, type ConversationResult } from '../reading/record-reader.ts';
import { responseParts } from './content.ts';
import { assetIn, projectIn, type Asset } from './gather.ts';
import { knownKeys } from './known-keys.ts';

/** The facts from beside the record, and which of them it used. */
export class Beside {
  readonly #shared: Json;
  readonly #assets = new Map<string, Json>();
  readonly #projects = new Map<string, string>();

  constructor(side: Side) {
    this.#shared = side.shared;
  }

  asset(id: string): Asset | null {
    const asset = assetIn(this.#shared, id);
    if (asset !== null) this.#assets.set(id.toLowerCase(), { ...asset });
    return asset;
  }

  project(id: string): string {
    const name = projectIn(this.#shared, id);
    if (name !== null) this.#projects.set(id, name);
    return name ?? id;
  }

  used(): Side | null {
    if (this.#assets.size + this.#projects.size === 0) return null;
    return { shared: { assets: Object.fromEntries(this.#assets), projects: Object.fromEntries(this.#projects) }, entry: null };
  }
}

/** Makes a conversation of `{conversation, responses}`; null when there is no list of responses. */
export function readConversation(item: JsonObject, drift: DriftCounter, beside: Beside): ConversationResult | null {
  const list = item['responses'];
  if (!Array.isArray(list)) return null;
  const about = objectOf(item['conversation']);
  drift.fields(item, knownKeys.item, 'item');
  drift.fields(about, knownKeys.conversation, 'conversation');
  const { rows, issues, ignoredMessages } = readRows(list, drift);
  const [first] = rows;
  if (first === undefined) return { conversation: null, issues, ignoredMessages };
  const attachments = new AttachmentList();
  const models = new Map(rows.map((row) => [row.nativeId, modelOf(row.raw)]));
  const messages = rows.map((row): ParsedMessage => {
    const isControl = booleanOf(row.raw['is_control']) === true;
    const parent = row.parent === null ? null : (models.get(row.parent) ?? null);
    return {
      nativeId: row.nativeId,
      parent: row.parent,
      role: row.role,
      origin: isControl && row.role === 'user' ? 'injected' : ORIGINS[row.role],
      author: null,
      // Since 2025 the model stands with the question.
      model: row.role === 'assistant' ? (models.get(row.nativeId) ?? senderModel(row.raw) ?? parent) : null,
      createdAt: timeOf(row.raw['create_time']),
      hidden: isControl,
      usage: null,
      parts: responseParts(row.raw, { role: row.role, attachments, drift, asset: (id) => beside.asset(id) }),
    };
  });
  const leaf = idOf(about['leaf_response_id']);
  const stated = idOf(about['id']) ?? idOf(about['conversation_id']) ?? idOf(first.raw['conversation_id']);
  return {
    conversation: parsedConversation({
      nativeId: stated ?? `derived-${first.nativeId}`,
      title: textOf(about['title']),
      createdAt: timeOf(about['create_time']),
      updatedAt: timeOf(about['modify_time']),
      project: projectOf(about, beside),
      ...keptThere(booleanOf(about['starred']) === true),
      activeLeaf: leaf !== null && models.has(leaf) ? leaf : null,
      messages,
      attachments: attachments.list(),
    }),
    issues,
    ignoredMessages,
  };
}

const ORIGINS: Readonly<Record<Role, Origin>> = { user: 'person', assistant: 'assistant', system: 'system', tool: 'tool' };

interface Row {
  readonly nativeId: string;
  parent: string | null;
  readonly role: Role;
  readonly raw: JsonObject;
}

/** Messages with their parents; one that names none follows the one before it, one whose parent is null begins a tree. */
function readRows(
  list: readonly unknown[],
  drift: DriftCounter,
): { readonly rows: Row[]; readonly issues: ParsedIssue[]; readonly ignoredMessages: number } {
  const rows: Row[] = [];
  const issues: ParsedIssue[] = [];
  const ids = new MessageIds();
  let ignoredMessages = 0;
  let previous: string | null = null;
  const unwrapped = list.map((item) => (isObject(item) && isObject(item['response']) ? item['response'] : item));
  const isTree = unwrapped.some((item) => isObject(item) && parentOf(item) !== null);
  for (const [index, raw] of unwrapped.entries()) {
    if (raw === null) {
      ignoredMessages++;
      continue;
    }
    const role = isObject(raw) ? roleOf(raw) : null;
    if (!isObject(raw) || role === null) {
      issues.push(brokenMessage(isObject(raw) ? 'does not say who wrote it' : 'is no object', `responses[${index}]`, raw));
      if (isObject(raw)) ids.skip(ownId(raw), parentOf(raw));
      continue;
    }
    const wrapper = list[index];
    if (isObject(wrapper) && wrapper !== raw) drift.fields(wrapper, knownKeys.wrapper, 'responses');
    drift.fields(raw, knownKeys.response, 'response');
    const nativeId = ids.take(ownId(raw), raw, role, rawOf(raw['create_time']), textOf(raw['message']));
    if (nativeId === null) {
      ignoredMessages++;
      continue;
    }
    const says = raw['parent_response_id'] !== undefined || raw['parentResponseId'] !== undefined;
    rows.push({ nativeId, parent: isTree && says ? parentOf(raw) : previous, role, raw });
    previous = nativeId;
  }
  for (const row of rows) row.parent = ids.parentOf(row.parent);
  return { rows, issues, ignoredMessages };
}

function ownId(raw: JsonObject): string | null {
  return idOf(raw['_id']) ?? idOf(raw['response_id']);
}

function parentOf(raw: JsonObject): string | null {
  return idOf(raw['parent_response_id']) ?? idOf(raw['parentResponseId']);
}

/** `human`, else Grok: `assistant`, `ASSISTANT`, a model's name. */
function roleOf(raw: JsonObject): Role | null {
  const sender = textOf(raw['sender'])?.toLowerCase() ?? null;
  if (sender === 'human' || sender === 'user') return 'user';
  if (sender === 'system') return 'system';
  return sender === null ? null : 'assistant';
}

function modelOf(raw: JsonObject): string | null {
  const metadata = objectOf(raw['metadata']);
  return textOf(raw['model']) ?? textOf(objectOf(metadata['requestModelDetails'])['modelId']);
}

function senderModel(raw: JsonObject): string | null {
  const sender = textOf(raw['sender']);
  return sender !== null && /^grok-/i.test(sender) ? sender : null;
}

function projectOf(about: JsonObject, beside: Beside): string | null {
  const [workspace] = arrayOf(about['workspaces']);
  for (const value of [about['project'], about['workspace'], workspace]) {
    if (!isObject(value)) continue;
    const name = textOf(value['name']) ?? textOf(value['title']);
    if (name !== null) return name;
    const id = idOf(value['id']) ?? idOf(value['workspace_id']) ?? idOf(value['workspaceId']);
    if (id !== null) return beside.project(id);
  }
  const id = idOf(about['project_id']) ?? idOf(about['workspace_id']) ?? idOf(workspace);
  return id === null ? null : beside.project(id);
}
