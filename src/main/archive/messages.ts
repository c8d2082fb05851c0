import type { Outline } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { origins, roles, type Message, type OutlineRow, type Usage } from '../../shared/model.ts';
import { outlineOf, rowsOf } from '../../shared/outline.ts';
import { branchThrough } from '../../shared/thread.ts';
import { createBlockReader, partsOf, type Place } from './blocks.ts';
import { unpack } from './pack.ts';
import { messageFlag } from './prepared.ts';
import { sql, type Db, type Sql } from './sql.ts';

/** The light rows of a conversation, all of them. @throws ArchiveError `NotFound` */
export function readOutline(db: Db, key: number): Outline {
  return db.snapshot(() => {
    const { id, generation, first, count } = rangeOf(db, key);
    const rows = db.all<OutlineColumns>(outlineRows(first, count));
    return outlineOf(id, generation, rows.map(rowOf));
  });
}

/** Indexes of the messages of the branch that a message is on. @throws ArchiveError `NotFound` */
export function readBranch(db: Db, key: number, through: number): ReadonlySet<number> {
  return new Set(branchThrough(rowsOf(readOutline(db, key)), through));
}

/** The statement behind an outline, for the test that looks at its plan. */
export function outlineRows(first: number, count: number): Sql {
  return sql`
    select id, parent, role, origin, created_at, words, flags, part_codes from message
    where id >= ${first} and id < ${first + count} order by id`;
}

/** Messages by index, in the order asked for; indexes that do not exist are left out. @throws ArchiveError `NotFound` */
export function readMessages(db: Db, key: number, indexes: readonly number[]): Message[] {
  return db.snapshot(() => {
    const { first, count } = rangeOf(db, key);
    const blocks = createBlockReader(db);
    const select = db.prepare<MessageColumns>(`${messageRow} where message.id = ?`);
    const messages: Message[] = [];
    for (const index of indexes) {
      if (index < 0 || index >= count) continue;
      const row = select.get(first + index);
      if (row !== undefined) messages.push(messageOf(row, first, blocks.json(row)));
    }
    return messages;
  });
}

/**
 * All messages in order of index. Reads the rows and the packed blocks at once, so that a change in between is not seen, and unpacks block
 * by block as the iteration goes.
 */
export function* streamMessages(db: Db, key: number): Generator<Message> {
  const { rows, blocks, first } = db.snapshot(() => {
    const range = rangeOf(db, key);
    return {
      first: range.first,
      rows: db
        .prepare<MessageColumns>(`${messageRow} where message.id >= ? and message.id < ? order by message.id`)
        .all(range.first, range.first + range.count),
      blocks: db.all<{ data: Uint8Array }>(sql`select data from block where conversation_id = ${key} order by number`),
    };
  });
  let number = -1;
  let bytes: Buffer = Buffer.alloc(0);
  for (const row of rows) {
    if (row.block !== number) {
      const packed = blocks[row.block];
      if (packed === undefined) throw new Error(`Block ${row.conversation_id}/${row.block} is missing.`);
      bytes = unpack(packed.data);
      number = row.block;
    }
    yield messageOf(row, first, bytes.toString('utf8', row.offset, row.offset + row.length));
  }
}

interface OutlineColumns {
  readonly id: number;
  readonly parent: number;
  readonly role: number;
  readonly origin: number;
  readonly created_at: number | null;
  readonly words: number;
  readonly flags: number;
  readonly part_codes: string;
}

interface MessageColumns extends Omit<OutlineColumns, 'part_codes'>, Place {
  readonly native_id: string;
  readonly author: string | null;
  readonly model: string | null;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly cache_read_tokens: number | null;
  readonly cache_write_tokens: number | null;
  readonly cost: number | null;
}

const messageRow = `
  select message.id, conversation_id, native_id, parent, role, origin, author, model.name as model, created_at, words, flags,
    input_tokens, output_tokens, cache_read_tokens, cache_write_tokens, cost, block, offset, length
  from message left join model on model.id = message.model_id`;

function rangeOf(db: Db, key: number): { id: string; generation: number; first: number; count: number } {
  const row = db.get<{ id: string; generation: number; first: number; count: number }>(sql`
    select provider || ':' || native_id as id, generation, first_message as first, messages as count from conversation where id = ${key}`);
  if (row === undefined) throw new ArchiveError('NotFound', 'The conversation is not in the archive any more.');
  return row;
}

function rowOf(row: OutlineColumns): Omit<OutlineRow, 'index'> {
  return {
    parent: row.parent,
    role: roles[row.role] ?? 'system',
    origin: origins[row.origin] ?? 'system',
    createdAt: row.created_at,
    words: row.words,
    onActivePath: (row.flags & messageFlag.active) !== 0,
    hidden: (row.flags & messageFlag.hidden) !== 0,
    parts: row.part_codes,
  };
}

function messageOf(row: MessageColumns, first: number, json: string): Message {
  return {
    id: row.native_id,
    index: row.id - first,
    parent: row.parent,
    role: roles[row.role] ?? 'system',
    origin: origins[row.origin] ?? 'system',
    author: row.author,
    model: row.model,
    createdAt: row.created_at,
    words: row.words,
    onActivePath: (row.flags & messageFlag.active) !== 0,
    hidden: (row.flags & messageFlag.hidden) !== 0,
    usage: usageOf(row),
    parts: partsOf(json),
  };
}

function usageOf(row: MessageColumns): Usage | null {
  if (
    row.input_tokens === null &&
    row.output_tokens === null &&
    row.cache_read_tokens === null &&
    row.cache_write_tokens === null &&
    row.cost === null
  )
    return null;
  return {
    input: row.input_tokens ?? 0,
    output: row.output_tokens ?? 0,
    cacheRead: row.cache_read_tokens ?? 0,
    cacheWrite: row.cache_write_tokens ?? 0,
    ...(row.cost !== null && { cost: row.cost }),
  };
}
