import type { ProviderId } from '../../shared/model.ts';
import { messageNumbers, type PreparedConversation } from './prepared.ts';
import { moveWords } from './words/move-words.ts';
import { sql, type Db, type Value } from './sql.ts';

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
    const { provider, nativeId, attachments } = conversation;
    const gained = attachments.length === 0 ? 0 : deriveHashes(db, shown.id, provider, nativeId);
    return {
      key: shown.id,
      outcome: 'unchanged',
      messages: { ...noneStored, unchanged: count },
      attachments: { ...noneStored, updated: gained, unchanged: conversation.attachments.length - gained },
    };
  }
  if (shown === undefined) {
    const { key, ...at } = claimAllNumbers(db, count);
    insertConversation(db, conversation, at, key);
    writeContent(db, key, at.firstMessage, conversation);
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
  const at = claimNumbers(db, count);
  updateConversation(db, shown.id, conversation, at);
  writeContent(db, shown.id, at.firstMessage, conversation);
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

/** Row id of the conversation, null when it is not shown. */
export function keyOfIdentity(db: Db, provider: ProviderId, nativeId: string): number | null {
  return (
    db.get<{ id: number }>(sql`select id from conversation where provider = ${provider} and native_id = ${nativeId}`)?.id ?? null
  );
}

/**
 * Gives conversations other ids at once, also each other's; what the person said of them goes with them.
 *
 * @param renames by the id of now; those that stay are in it, too
 * @param gone ids of conversations that are no more
 * @param heirOf what one of these is part of now, null when nothing is left of it
 */
export function renameConversations(
  db: Db,
  provider: ProviderId,
  renames: ReadonlyMap<string, string>,
  gone: readonly string[],
  heirOf: (gone: string) => string | null,
): void {
  const moves = [...renames].filter(([from, to]) => from !== to);
  const inherited = gone.flatMap((from): readonly (readonly [string, string])[] => {
    const to = heirOf(from);
    return to === null || to === from ? [] : [[from, to]];
  });
  for (const from of gone) removeConversation(db, provider, from);
  for (const [, to] of moves) if (!renames.has(to)) removeConversation(db, provider, to);
  const rename = (from: string, to: string): void => {
    db.run(sql`
      update conversation set native_id = ${to}, generation = ${nextGeneration(db)} where provider = ${provider} and native_id = ${from}`);
  };
  // No native id has this character in it.
  for (const [from] of moves) rename(from, `\u0000${from}`);
  for (const [from, to] of moves) rename(`\u0000${from}`, to);
  if (moves.length + inherited.length > 0) moveWords(db, provider, [...moves, ...inherited]);
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
  return claimNumbers(db, 0).generation;
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

const width = messageNumbers.length;
const hashField = messageNumbers.indexOf('hash');

/** The 53-bit hash of a prepared message. */
export function hashAt(conversation: PreparedConversation, index: number): number {
  return conversation.messages.numbers[index * width + hashField] ?? 0;
}

interface Numbers {
  readonly generation: number;
  readonly firstMessage: number;
}

/** A generation and a range of message ids, neither ever given out again. */
function claimNumbers(db: Db, messages: number): Numbers {
  return numbersOf(db.prepare<Raised>(raiseNumbers).all(messages), messages);
}

/** The same with the number of a new conversation: outcomes of imports name conversations by it. */
function claimAllNumbers(db: Db, messages: number): Numbers & { readonly key: number } {
  const raised = db.prepare<Raised>(raiseAllNumbers).all(messages);
  const key = raised.find(({ name }) => name === 'conversation')?.value;
  if (key === undefined) throw new Error('The archive does not count its conversations.');
  return { ...numbersOf(raised, messages), key };
}

interface Raised {
  readonly name: string;
  readonly value: number;
}

function raiseText(names: readonly string[]): string {
  return `update counter set value = value + iif(name = 'message', ?, 1) where name in (${names.map((name) => `'${name}'`).join(', ')}) returning name, value`;
}

const raiseNumbers = raiseText(['generation', 'message']);
const raiseAllNumbers = raiseText(['conversation', 'generation', 'message']);

function numbersOf(raised: readonly Raised[], messages: number): Numbers {
  const valueOf = (wanted: string): number => raised.find(({ name }) => name === wanted)?.value ?? 0;
  // The counter holds the next free id.
  return { generation: valueOf('generation'), firstMessage: valueOf('message') - messages };
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
  'cost',
  'starred',
  'first_message',
] as const;

const insertConversationText = `insert into conversation (${columns.join(', ')}, provider, native_id, id) values (${columns.map(() => '?').join(', ')}, ?, ?, ?)`;
const updateConversationText = `update conversation set ${columns.map((name) => `${name} = ?`).join(', ')} where id = ?`;

function insertConversation(db: Db, conversation: PreparedConversation, at: Numbers, key: number): void {
  db.prepare(insertConversationText).run(...columnValues(conversation, at), conversation.provider, conversation.nativeId, key);
}

function updateConversation(db: Db, key: number, conversation: PreparedConversation, at: Numbers): void {
  db.prepare(updateConversationText).run(...columnValues(conversation, at), key);
}

function columnValues(conversation: PreparedConversation, at: Numbers): Value[] {
  const { counts, title, titleGiven, createdAt, updatedAt } = conversation;
  return [
    at.generation,
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
    counts.cost,
    Number(conversation.starred),
    at.firstMessage,
  ];
}

function removeContent(db: Db, key: number, firstMessage: number, messages: number): void {
  db.run(sql`delete from message where id >= ${firstMessage} and id < ${firstMessage + messages}`);
  db.run(sql`delete from block where conversation_id = ${key}`);
  db.run(sql`delete from conversation_model where conversation_id = ${key}`);
  db.run(sql`delete from conversation_tool where conversation_id = ${key}`);
  db.run(sql`delete from tag_there where conversation_id = ${key}`);
  db.run(sql`delete from attachment where conversation_id = ${key}`);
}

function writeContent(db: Db, key: number, firstMessage: number, conversation: PreparedConversation): void {
  const models = conversation.models.map(({ name }) => nameId(db, 'model', name));
  insertMessages(db, key, firstMessage, conversation, models);
  const block = db.prepare('insert into block (conversation_id, number, data) values (?, ?, ?)');
  conversation.blocks.forEach((data, number) => block.run(key, number, data));
  conversation.models.forEach(({ messages: uses }, place) => {
    db.run(sql`insert into conversation_model values (${key}, ${models[place] ?? 0}, ${uses})`);
  });
  for (const { name, calls, errors } of conversation.tools) {
    db.run(sql`insert into conversation_tool values (${key}, ${nameId(db, 'tool', name)}, ${calls}, ${errors})`);
  }
  for (const name of conversation.tags) db.run(sql`insert into tag_there values (${key}, ${name})`);
  if (conversation.attachments.length === 0) return;
  const attach = db.prepare('insert into attachment (conversation_id, native_id, name, mime, size) values (?, ?, ?, ?, ?)');
  for (const { nativeId, name, mime, size } of conversation.attachments) attach.run(key, nativeId, name, mime, size);
  deriveHashes(db, key, conversation.provider, conversation.nativeId);
}

const messageColumns = [
  'id',
  'conversation_id',
  'native_id',
  'part_codes',
  'parent',
  'role',
  'origin',
  'model_id',
  'created_at',
  'words',
  'flags',
  'hash',
  'block',
  'offset',
  'length',
] as const;
/** Null in every message of most conversations in exports; then they are not bound, which is half of what a row costs. */
const rareColumns = ['author', 'input_tokens', 'output_tokens', 'cache_read_tokens', 'cache_write_tokens', 'cost'] as const;
/** Rows in one statement: with eight a fifth less time a row than with one; more gain nothing. */
const rowsAtOnce = [8, 4, 2, 1] as const;

interface Insert {
  readonly rows: number;
  readonly text: string;
}

function insertsOf(names: readonly string[]): readonly Insert[] {
  const row = `(${names.map(() => '?').join(', ')})`;
  return rowsAtOnce.map((rows) => ({
    rows,
    text: `insert into message (${names.join(', ')}) values ${Array.from({ length: rows }, () => row).join(', ')}`,
  }));
}

const inserts = insertsOf(messageColumns);
const rareInserts = insertsOf([...messageColumns, ...rareColumns]);

function insertMessages(
  db: Db,
  key: number,
  firstMessage: number,
  { messages }: PreparedConversation,
  models: readonly number[],
): void {
  const { nativeIds, authors, partCodes, numbers } = messages;
  const count = nativeIds.length;
  const rare = hasRare(authors, numbers);
  let index = 0;
  for (const { rows, text } of rare ? rareInserts : inserts) {
    const insert = db.prepare(text);
    while (index + rows <= count) {
      const values: Value[] = [];
      for (const end = index + rows; index < end; index++) {
        const base = index * width;
        const model = numbers[base + 3] ?? 0;
        values.push(
          firstMessage + index,
          key,
          nativeIds[index] ?? '',
          partCodes[index] ?? '',
          numbers[base] ?? 0,
          numbers[base + 1] ?? 0,
          numbers[base + 2] ?? 0,
          model === 0 ? null : (models[model - 1] ?? null),
          known(numbers[base + 4]),
          numbers[base + 5] ?? 0,
          numbers[base + 6] ?? 0,
          numbers[base + 11] ?? 0,
          numbers[base + 12] ?? 0,
          numbers[base + 13] ?? 0,
          numbers[base + 14] ?? 0,
        );
        if (!rare) continue;
        values.push(authors[index] ?? null);
        for (const place of rareNumbers) values.push(known(numbers[base + place]));
      }
      insert.run(...values);
    }
  }
}

const rareNumbers = (['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens', 'cost'] as const).map((name) =>
  messageNumbers.indexOf(name),
);

function hasRare(authors: readonly (string | null)[], numbers: Float64Array): boolean {
  if (authors.some((author) => author !== null)) return true;
  for (let base = 0; base < numbers.length; base += width)
    for (const place of rareNumbers) if (!Number.isNaN(numbers[base + place])) return true;
  return false;
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

function nameId(db: Db, table: 'model' | 'tool', name: string): number {
  const known = db.prepare<{ id: number }>(`select id from ${table} where name = ?`).get(name);
  return known?.id ?? db.prepare(`insert into ${table} (name) values (?)`).run(name).lastId;
}
