import type { ProviderId } from '../../shared/model.ts';
import { messageFields, type PreparedConversation } from './prepared.ts';
import { sql, type Db } from './sql.ts';

/** What became of the messages or attachments of one conversation. */
export interface StoredCounts {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly hidden: number;
}

export const noneStored: StoredCounts = { added: 0, updated: 0, unchanged: 0, hidden: 0 };

export interface Placed {
  readonly key: number;
  readonly outcome: 'added' | 'updated' | 'unchanged';
  readonly messages: StoredCounts;
  readonly attachments: StoredCounts;
}

/**
 * Makes the archive show this conversation: inserted, replaced, or left alone when its content is what is shown already. Bytes of
 * attachments are taken from what was shipped with any of its records. Must run inside a transaction.
 */
export function placeConversation(db: Db, conversation: PreparedConversation): Placed {
  const shown = db.get<{ id: number; content_hash: Uint8Array; first_message: number; messages: number }>(sql`
    select id, content_hash, first_message, messages from conversation
    where provider = ${conversation.provider} and native_id = ${conversation.nativeId}`);
  const count = conversation.counts.messages;
  if (shown !== undefined && Buffer.from(shown.content_hash).equals(conversation.contentHash)) {
    const gained = deriveHashes(db, shown.id, conversation.provider, conversation.nativeId);
    return {
      key: shown.id,
      outcome: 'unchanged',
      messages: { ...noneStored, unchanged: count },
      attachments: { ...noneStored, updated: gained, unchanged: conversation.attachments.length - gained },
    };
  }
  if (shown === undefined) {
    const key = insertConversation(db, conversation);
    writeContent(db, key, conversation);
    return {
      key,
      outcome: 'added',
      messages: { ...noneStored, added: count },
      attachments: { ...noneStored, added: conversation.attachments.length },
    };
  }
  const before = messageHashes(db, shown.id);
  const attached = new Set(
    db
      .all<{ native_id: string }>(sql`select native_id from attachment where conversation_id = ${shown.id}`)
      .map((row) => row.native_id),
  );
  removeContent(db, shown.id, shown.first_message, shown.messages);
  updateConversation(db, shown.id, conversation);
  writeContent(db, shown.id, conversation);
  const kept = conversation.attachments.filter(({ nativeId }) => attached.has(nativeId)).length;
  return {
    key: shown.id,
    outcome: 'updated',
    messages: compareMessages(before, conversation),
    attachments: { ...noneStored, added: conversation.attachments.length - kept, unchanged: kept },
  };
}

/** Takes a conversation out of the archive; its records stay. */
export function removeConversation(db: Db, provider: ProviderId, nativeId: string): void {
  const shown = db.get<{ id: number; first_message: number; messages: number }>(
    sql`select id, first_message, messages from conversation where provider = ${provider} and native_id = ${nativeId}`,
  );
  if (shown === undefined) return;
  removeContent(db, shown.id, shown.first_message, shown.messages);
  db.run(sql`delete from conversation where id = ${shown.id}`);
  db.run(sql`insert into removed (generation, conversation_id, first_message, messages)
    values (${nextGeneration(db)}, ${shown.id}, ${shown.first_message}, ${shown.messages})`);
}

/** Native ids of the messages shown now, with their hashes. */
export function messageHashes(db: Db, key: number): ReadonlyMap<string, number> {
  const rows = db.iterate<{ native_id: string; hash: number }>(sql`
    select m.native_id, m.hash from conversation c join message m on m.id >= c.first_message and m.id < c.first_message + c.messages
    where c.id = ${key}`);
  const hashes = new Map<string, number>();
  for (const row of rows) hashes.set(row.native_id, row.hash);
  return hashes;
}

export function nextGeneration(db: Db): number {
  return raise(db, 'generation', 1);
}

/**
 * Gives each attachment the bytes that were shipped for it with any record of the conversation: with what is shown before an earlier
 * version, then by hash.
 *
 * @returns how many have other bytes than before
 */
export function deriveHashes(db: Db, key: number, provider: ProviderId, nativeId: string): number {
  const { changes } = db.run(sql`
    with best as (
      select a.native_id, (
        select s.hash from contribution c join record r on r.id = c.record_id join shipment s on s.record_id = c.record_id
        where c.native_id = ${nativeId} and r.provider = ${provider} and s.native_id = a.native_id
        order by c.current desc, s.hash limit 1) as hash
      from attachment a where a.conversation_id = ${key})
    update attachment set hash = best.hash from best
    where attachment.conversation_id = ${key} and attachment.native_id = best.native_id and attachment.hash is not best.hash`);
  return changes;
}

function compareMessages(before: ReadonlyMap<string, number>, conversation: PreparedConversation): StoredCounts {
  let added = 0;
  let updated = 0;
  let unchanged = 0;
  conversation.messages.nativeIds.forEach((nativeId, index) => {
    const known = before.get(nativeId);
    if (known === undefined) added++;
    else if (known === hashAt(conversation, index)) unchanged++;
    else updated++;
  });
  return { added, updated, unchanged, hidden: 0 };
}

const width = messageFields.length;
const hashField = messageFields.indexOf('hash');

/** The 53-bit hash of a prepared message. */
export function hashAt(conversation: PreparedConversation, index: number): number {
  return conversation.messages.numbers[index * width + hashField] ?? 0;
}

function raise(db: Db, name: 'generation' | 'message', by: number): number {
  const row = db.prepare<{ value: number }>('update counter set value = value + ? where name = ? returning value').get(by, name);
  return row?.value ?? 0;
}

const columns = [
  'generation',
  'content_hash',
  'title',
  'title_given',
  'own_title',
  'own_title_given',
  'created_at',
  'updated_at',
  'sort_at',
  'project',
  'cwd',
  'git_branch',
  'archived',
  'parent_native_id',
  'relation',
  'messages',
  'user_messages',
  'assistant_messages',
  'words',
  'turns',
  'branches',
  'tool_calls',
  'tool_errors',
  'thinking_parts',
  'code_parts',
  'attachments',
  'input_tokens',
  'output_tokens',
  'first_message',
] as const;

const insertText = `insert into conversation (${columns.join(', ')}, provider, native_id) values (${columns.map(() => '?').join(', ')}, ?, ?)`;
const updateText = `update conversation set ${columns.map((name) => `${name} = ?`).join(', ')} where id = ?`;

function insertConversation(db: Db, conversation: PreparedConversation): number {
  return db.prepare(insertText).run(...columnValues(db, conversation), conversation.provider, conversation.nativeId).lastId;
}

function updateConversation(db: Db, key: number, conversation: PreparedConversation): void {
  db.prepare(updateText).run(...columnValues(db, conversation), key);
}

function columnValues(db: Db, conversation: PreparedConversation): (string | number | null | Uint8Array)[] {
  const { counts, title, titleGiven, createdAt, updatedAt } = conversation;
  return [
    nextGeneration(db),
    conversation.contentHash,
    title,
    Number(titleGiven),
    title,
    Number(titleGiven),
    createdAt,
    updatedAt,
    updatedAt ?? createdAt ?? 0,
    conversation.project,
    conversation.cwd,
    conversation.gitBranch,
    Number(conversation.archived),
    conversation.parent?.nativeId ?? null,
    conversation.parent?.relation ?? null,
    counts.messages,
    counts.userMessages,
    counts.assistantMessages,
    counts.words,
    counts.turns,
    counts.branches,
    counts.toolCalls,
    counts.toolErrors,
    counts.thinkingParts,
    counts.codeParts,
    conversation.attachments.length,
    counts.inputTokens,
    counts.outputTokens,
    // The counter holds the next free id.
    raise(db, 'message', counts.messages) - counts.messages,
  ];
}

function removeContent(db: Db, key: number, firstMessage: number, messages: number): void {
  db.run(sql`delete from message where id >= ${firstMessage} and id < ${firstMessage + messages}`);
  db.run(sql`delete from block where conversation_id = ${key}`);
  db.run(sql`delete from conversation_model where conversation_id = ${key}`);
  db.run(sql`delete from conversation_tool where conversation_id = ${key}`);
  db.run(sql`delete from attachment where conversation_id = ${key}`);
}

function writeContent(db: Db, key: number, conversation: PreparedConversation): void {
  const { messages } = conversation;
  const models = conversation.models.map(({ name }) => nameId(db, 'model', name));
  const first =
    db.get<{ first_message: number }>(sql`select first_message from conversation where id = ${key}`)?.first_message ?? 0;
  const insert = db.prepare(`
    insert into message (id, conversation_id, native_id, author, part_codes, parent, role, origin, model_id, created_at, words, flags,
      input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, hash, block, offset, length)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const { numbers } = messages;
  const at = (base: number, field: number): number => numbers[base + field] ?? 0;
  const known = (base: number, field: number): number | null => {
    const value = at(base, field);
    return Number.isNaN(value) ? null : value;
  };
  messages.nativeIds.forEach((nativeId, index) => {
    const base = index * width;
    const model = at(base, 3);
    insert.run(
      first + index,
      key,
      nativeId,
      messages.authors[index] ?? null,
      messages.partCodes[index] ?? '',
      at(base, 0),
      at(base, 1),
      at(base, 2),
      model === 0 ? null : (models[model - 1] ?? null),
      known(base, 4),
      at(base, 5),
      at(base, 6),
      known(base, 7),
      known(base, 8),
      known(base, 9),
      known(base, 10),
      at(base, 11),
      at(base, 12),
      at(base, 13),
      at(base, 14),
    );
  });
  const block = db.prepare('insert into block (conversation_id, number, data) values (?, ?, ?)');
  conversation.blocks.forEach((data, number) => block.run(key, number, data));
  conversation.models.forEach(({ messages: uses }, place) => {
    db.run(sql`insert into conversation_model values (${key}, ${models[place] ?? 0}, ${uses})`);
  });
  for (const { name, calls, errors } of conversation.tools) {
    db.run(sql`insert into conversation_tool values (${key}, ${nameId(db, 'tool', name)}, ${calls}, ${errors})`);
  }
  if (conversation.attachments.length === 0) return;
  const attach = db.prepare('insert into attachment (conversation_id, native_id, name, mime, size) values (?, ?, ?, ?, ?)');
  for (const { nativeId, name, mime, size } of conversation.attachments) attach.run(key, nativeId, name, mime, size);
  deriveHashes(db, key, conversation.provider, conversation.nativeId);
}

function nameId(db: Db, table: 'model' | 'tool', name: string): number {
  const known = db.prepare<{ id: number }>(`select id from ${table} where name = ?`).get(name);
  return known?.id ?? db.prepare(`insert into ${table} (name) values (?)`).run(name).lastId;
}
