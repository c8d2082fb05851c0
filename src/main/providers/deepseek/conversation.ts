import { arrayOf, booleanOf, isObject, objectOf, textOf, timeOf, type JsonObject } from '../../../shared/json.ts';
import type { ParsedIssue, ParsedMessage } from '../../../shared/parsed.ts';
import { AttachmentList } from '../reading/attachment-list.ts';
import { derivedId } from '../reading/derived-id.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { rawOf } from '../reading/json-record.ts';
import { MessageIds } from '../reading/message-ids.ts';
import { keptThere } from '../reading/kept-there.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import { brokenMessage, idOf, type ConversationResult } from '../reading/record-reader.ts';
import { readFragments, type SpokenPart } from './fragments.ts';
import { knownKeys } from './known-keys.ts';

/** A conversation of the export: `mapping` of nodes, by parents; the order of its keys is the order among siblings. */
export function readConversation(value: JsonObject, mapping: JsonObject, drift: DriftCounter): ConversationResult {
  drift.fields(value, knownKeys.conversation, 'conversation');
  const reader = new Reader(drift);
  for (const [key, node] of Object.entries(mapping)) {
    const where = `mapping.${key}`;
    if (!isObject(node)) {
      if (node !== null) reader.broken(key, null, where, node);
      continue;
    }
    drift.fields(node, knownKeys.node, 'node');
    const id = idOf(node['id']) ?? key;
    const { message } = node;
    if (message === null || message === undefined) reader.ids.skip(id, idOf(node['parent']));
    else if (isObject(message)) reader.message(id, idOf(node['parent']), message, where);
    else reader.broken(id, idOf(node['parent']), where, message);
  }
  return reader.result(value, null);
}

/** What the web page's server answers: a session and a list of messages. */
export function readCapture(capture: JsonObject, drift: DriftCounter): ConversationResult {
  const session = objectOf(capture['chat_session']);
  drift.fields(session, knownKeys.session, 'chat_session');
  const reader = new Reader(drift);
  for (const [index, message] of arrayOf(capture['chat_messages']).entries()) {
    const where = `chat_messages[${index}]`;
    if (!isObject(message)) {
      if (message !== null) reader.broken(null, null, where, message);
      continue;
    }
    const id = idOf(message['message_id']) ?? idOf(message['id']);
    const parent = message['parent_id'] === undefined ? reader.ids.last : idOf(message['parent_id']);
    reader.message(id, parent, message, where);
  }
  return reader.result(session, idOf(session['current_message_id']));
}

/** A list of messages with the words of an API, one after the other. */
export function readFlat(value: JsonObject, drift: DriftCounter): ConversationResult {
  drift.fields(value, knownKeys.flat, 'conversation');
  const reader = new Reader(drift);
  for (const [index, message] of arrayOf(value['messages']).entries()) {
    const where = `messages[${index}]`;
    if (!isObject(message)) {
      if (message !== null) reader.broken(null, null, where, message);
      continue;
    }
    const { created_at, reasoning_content, thinking, ...rest } = message;
    const thought = textOf(reasoning_content) ?? textOf(thinking);
    const same = { ...rest, inserted_at: created_at, ...(thought === null ? {} : { thinking_content: thought }) };
    reader.message(idOf(message['id']), reader.ids.last, same, where);
  }
  return reader.result({ ...value, inserted_at: value['created_at'], updated_at: value['updated_at'] }, null);
}

class Reader {
  readonly ids = new MessageIds();
  readonly #drift: DriftCounter;
  readonly #attachments = new AttachmentList();
  readonly #messages: ParsedMessage[] = [];
  readonly #issues: ParsedIssue[] = [];
  /** A node that holds a question and its answer is two messages; what hangs on the node hangs on its last one. */
  readonly #ends = new Map<string, string>();
  readonly #inner = new Set<string>();
  #ignored = 0;

  constructor(drift: DriftCounter) {
    this.#drift = drift;
  }

  broken(id: string | null, parent: string | null, where: string, value: unknown): void {
    this.#issues.push(brokenMessage('is no object', where, value));
    this.ids.skip(id, parent);
  }

  message(stated: string | null, parent: string | null, raw: JsonObject, where: string): void {
    this.#drift.fields(raw, knownKeys.message, 'message');
    const spoken = readFragments(raw, this.#attachments, this.#drift);
    const isEmpty = spoken.length === 0;
    const role = roleOf(raw, spoken);
    if (role === null) {
      if (isEmpty) this.#ignored++;
      else this.#issues.push(brokenMessage('does not say who wrote it', where, raw));
      this.ids.skip(stated, parent);
      return;
    }
    const nativeId = this.ids.take(stated, raw, role, rawOf(raw['inserted_at']), rawOf(raw['fragments']), textOf(raw['content']));
    if (nativeId === null) {
      this.#ignored++;
      return;
    }
    let above = parent;
    let id = nativeId;
    for (const [index, run] of runsOf(spoken, role).entries()) {
      if (index > 0) {
        const next = this.ids.take(`${nativeId}~${derivedId(run.role, rawOf(run.parts)).slice(0, 8)}`, run);
        if (next === null) continue;
        above = id;
        id = next;
        this.#inner.add(id);
      }
      this.#messages.push({
        nativeId: id,
        parent: above,
        role: run.role,
        origin: run.role === 'user' ? 'person' : 'assistant',
        author: null,
        model: run.role === 'user' ? null : textOf(raw['model']),
        createdAt: timeOf(raw['inserted_at']),
        hidden: false,
        usage: null,
        parts: run.parts.map(({ part }) => part),
      });
    }
    if (id !== nativeId) this.#ends.set(nativeId, id);
  }

  result(about: JsonObject, leaf: string | null): ConversationResult {
    const [first] = this.#messages;
    if (first === undefined) return { conversation: null, issues: this.#issues, ignoredMessages: this.#ignored };
    const messages = this.#messages.map((message): ParsedMessage => {
      // The second half of a node has its first half for a parent already.
      if (this.#inner.has(message.nativeId)) return message;
      const parent = this.ids.parentOf(message.parent);
      return { ...message, parent: parent === null ? null : (this.#ends.get(parent) ?? parent) };
    });
    const active = leaf === null ? null : (this.#ends.get(leaf) ?? leaf);
    const conversation = parsedConversation({
      nativeId: idOf(about['id']) ?? `derived-${derivedId(rawOf(first.parts), first.createdAt)}`,
      title: textOf(about['title']),
      createdAt: timeOf(about['inserted_at']),
      updatedAt: timeOf(about['updated_at']),
      ...keptThere(booleanOf(about['pinned']) === true),
      activeLeaf: active !== null && this.ids.has(active) ? active : null,
      messages,
      attachments: this.#attachments.list(),
    });
    return { conversation, issues: this.#issues, ignoredMessages: this.#ignored };
  }
}

type Speaker = 'user' | 'assistant';

/** The stated role, else that of the fragments; null when neither says anything. */
function roleOf(raw: JsonObject, spoken: readonly SpokenPart[]): Speaker | null {
  const stated = textOf(raw['role'])?.toLowerCase();
  if (stated === 'user' || stated === 'human') return 'user';
  if (stated !== undefined) return 'assistant';
  return spoken.find(({ by }) => by !== null)?.by ?? null;
}

/** Parts by who said them: what says nothing of it belongs to what stands before it. */
function runsOf(
  spoken: readonly SpokenPart[],
  role: Speaker,
): readonly { readonly role: Speaker; readonly parts: readonly SpokenPart[] }[] {
  const runs: { role: Speaker; parts: SpokenPart[] }[] = [];
  for (const item of spoken) {
    const last = runs.at(-1);
    const by = item.by ?? last?.role ?? role;
    if (last !== undefined && last.role === by) last.parts.push(item);
    else runs.push({ role: by, parts: [item] });
  }
  return runs.length === 0 ? [{ role, parts: [] }] : runs;
}
