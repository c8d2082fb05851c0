import type { ProviderId } from '../../shared/model.ts';
import { removeConversation } from './conversation-writer.ts';
import { compareRanks, type Rank } from './prepare.ts';
import type { PreparedConversation, PreparedRecord } from './prepared.ts';
import { getRecord, type RecordRow } from './records.ts';
import { sql, type Db } from './sql.ts';

/** A version of a conversation, as one record has it. */
export interface Version extends Rank {
  readonly recordId: number;
  readonly current: boolean;
}

/** All versions of a conversation. As a join with `record` it takes ten times as long when there are none (9 µs instead of 0.8). */
export function versionsOf(db: Db, provider: ProviderId, nativeId: string): Version[] {
  return db
    .all<{ record_id: number; current: number; updated_at: number | null; messages: number; content_hash: Uint8Array }>(
      sql`select c.record_id, c.current, c.updated_at, c.messages, c.content_hash from contribution c
        where c.native_id = ${nativeId} and (select provider from record where id = c.record_id) = ${provider}`,
    )
    .map((row) => ({
      recordId: row.record_id,
      current: row.current === 1,
      updatedAt: row.updated_at,
      messages: row.messages,
      contentHash: row.content_hash,
    }));
}

export function rankOf(conversation: PreparedConversation): Rank {
  return { updatedAt: conversation.updatedAt, messages: conversation.counts.messages, contentHash: conversation.contentHash };
}

/** Of several conversations with one id in a record, the greatest. */
export function greatestOfEach(conversations: readonly PreparedConversation[]): readonly PreparedConversation[] {
  if (conversations.length < 2) return conversations;
  const greatest = new Map<string, PreparedConversation>();
  for (const conversation of conversations) {
    const other = greatest.get(conversation.nativeId);
    if (other === undefined || compareRanks(rankOf(conversation), rankOf(other)) > 0)
      greatest.set(conversation.nativeId, conversation);
  }
  return [...greatest.values()];
}

/** Notes what a record speaks of: conversations, families, titles. Those in `shown` are shown from it, and from no other so far. */
export function claim(db: Db, recordId: number, record: PreparedRecord, shown: ReadonlySet<string> = new Set()): void {
  const insert = db.prepare(
    'insert into contribution (record_id, native_id, current, updated_at, messages, content_hash) values (?, ?, ?, ?, ?, ?)',
  );
  for (const { nativeId, updatedAt, counts, contentHash } of greatestOfEach(record.conversations)) {
    insert.run(recordId, nativeId, Number(shown.has(nativeId)), updatedAt, counts.messages, contentHash);
  }
  for (const key of familiesOf(record)) db.run(sql`insert into family values (${key}, ${recordId})`);
  for (const { message, title } of record.titles) {
    db.run(sql`insert into title (provider, message, title, record_id) values (${record.provider}, ${message}, ${title}, ${recordId})
      on conflict do update set title = max(title, excluded.title)`);
  }
}

/** Repeats what a record says of itself after it was parsed again: its claims, titles and families, not its bytes. */
export function claimAgain(db: Db, id: number, record: PreparedRecord): void {
  db.run(sql`delete from contribution where record_id = ${id}`);
  db.run(sql`delete from family where record_id = ${id}`);
  db.run(sql`delete from title where record_id = ${id}`);
  db.run(
    sql`update record set parser_version = ${record.parserVersion}, side = ${record.side === null ? null : JSON.stringify(record.side)} where id = ${id}`,
  );
  claim(db, id, record);
}

/** Notes that a source has a record. */
export function link(db: Db, sourceId: number, recordId: number): void {
  db.run(sql`insert into source_record values (${sourceId}, ${recordId}) on conflict do nothing`);
}

/** Notes the bytes that came with a conversation of a record in a source. */
export function ship(db: Db, sourceId: number, recordId: number, conversation: PreparedConversation): void {
  for (const { nativeId, blob } of conversation.attachments) {
    if (blob === null) continue;
    const bytes = Buffer.from(blob.hash, 'hex');
    db.run(sql`insert into blob (hash, size) values (${bytes}, ${blob.size}) on conflict do nothing`);
    db.run(sql`insert into shipment (record_id, native_id, source_id, hash) values (${recordId}, ${nativeId}, ${sourceId}, ${bytes})
      on conflict do update set hash = excluded.hash where hash is not excluded.hash`);
  }
}

/** Says that what is shown of a conversation comes from this record alone. */
export function makeCurrent(db: Db, recordId: number, provider: ProviderId, nativeId: string): void {
  db.run(sql`
    update contribution set current = (record_id = ${recordId}) where native_id = ${nativeId}
    and exists (select 1 from record where record.id = record_id and provider = ${provider})`);
}

/** Conversations that are shown from this record. */
export function currentClaims(db: Db, recordId: number): string[] {
  return db
    .all<{ native_id: string }>(sql`select native_id from contribution where record_id = ${recordId} and current = 1`)
    .map((row) => row.native_id);
}

/** True when the record speaks of one of the conversations. */
export function sharesIdentity(db: Db, recordId: number, nativeIds: ReadonlySet<string>): boolean {
  return db
    .all<{ native_id: string }>(sql`select native_id from contribution where record_id = ${recordId}`)
    .some((row) => nativeIds.has(row.native_id));
}

/**
 * A record no longer speaks of a conversation: the conversation goes when no other does, else what is left is due to be resolved.
 */
export function releaseIdentity(db: Db, provider: ProviderId, kind: 'export' | 'log', nativeId: string): void {
  const rest = db.all<{ record_id: number; current: number; prefix_of: number | null }>(sql`
    select c.record_id, c.current, r.prefix_of from contribution c join record r on r.id = c.record_id
    where c.native_id = ${nativeId} and r.provider = ${provider}
    order by c.updated_at desc nulls last, c.messages desc, c.content_hash desc`);
  const own = rest.filter((claimant) => claimant.prefix_of === null);
  const next = own[0];
  if (next === undefined) removeConversation(db, provider, nativeId);
  else if (kind === 'log' || own.every((claimant) => claimant.current === 0))
    db.run(sql`insert into due values (${next.record_id}) on conflict do nothing`);
}

/** Records that are resolved together with one that makes these claims: those of the same conversations or families. */
export function peersOf(db: Db, provider: ProviderId, nativeIds: ReadonlySet<string>, families: readonly string[]): RecordRow[] {
  const rows = db.all<{ id: number }>(sql`
    select r.id from contribution c join record r on r.id = c.record_id
    where c.native_id in (select value from json_each(${JSON.stringify([...nativeIds])})) and r.provider = ${provider} and r.prefix_of is null
    union
    select r.id from family f join record r on r.id = f.record_id
    where f.key in (select value from json_each(${JSON.stringify(families)})) and r.prefix_of is null`);
  return rows.map(({ id }) => getRecord(db, id));
}

/** Family keys as they are stored: keys of two providers never meet. */
export function familiesOf(record: PreparedRecord): readonly string[] {
  return [...new Set(record.conversations.flatMap(({ familyKeys }) => familyKeys))].map((key) => `${record.provider}:${key}`);
}

/** Row id of the conversation, null when it is not shown. */
export function keyOfIdentity(db: Db, provider: ProviderId, nativeId: string): number | null {
  return (
    db.get<{ id: number }>(sql`select id from conversation where provider = ${provider} and native_id = ${nativeId}`)?.id ?? null
  );
}

/** Whether the person deleted a conversation: `trashed` is hidden, `purged` is not even stored. */
export function tombstoneOf(db: Db, provider: ProviderId, nativeId: string): 'trashed' | 'purged' | null {
  const row = db.get<{ trashed_at: number | null; purged_at: number | null }>(
    sql`select trashed_at, purged_at from user.kept where conversation = ${`${provider}:${nativeId}`}`,
  );
  if (row === undefined) return null;
  return row.purged_at !== null ? 'purged' : row.trashed_at !== null ? 'trashed' : null;
}
