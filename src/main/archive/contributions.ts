import type { ProviderId } from '../../shared/model.ts';
import { nameOf, namesOf } from './identities.ts';
import { compareRanks, type Rank } from './prepare.ts';
import type { PreparedAttachment, PreparedConversation, PreparedRecord } from './prepared.ts';
import { getRecord, type RecordRow } from './records.ts';
import { sql, type Db } from './sql.ts';

/** A version of a conversation, as one record has it. */
export interface Version extends Rank {
  readonly recordId: number;
  readonly parserVersion: number;
  /** What the conversation is called: its id in the record, or that and a hash; see identities.ts. */
  readonly name: string;
  readonly root: string | null;
  readonly current: boolean;
}

/**
 * All versions of what records call so; several conversations where their names differ. As a join with `record` it takes ten times as long
 * when there are none (9 µs instead of 0.8).
 */
export function versionsOf(db: Db, provider: ProviderId, plainId: string): Version[] {
  return db
    .prepare<VersionRow>(selectVersions)
    .all(plainId, provider, plainId, provider)
    .map((row) => ({
      recordId: row.record_id,
      parserVersion: row.parser_version,
      name: row.native_id,
      root: row.root,
      current: row.current === 1,
      updatedAt: row.updated_at,
      messages: row.messages,
      contentHash: row.content_hash,
    }));
}

const versionColumns = `c.record_id, c.native_id, c.root, c.current, c.updated_at, c.messages, c.content_hash,
  (select parser_version from record where id = c.record_id) as parser_version`;
const selectVersions = `
  select ${versionColumns} from contribution c
    where c.native_id = ? and c.plain_id is null and (select provider from record where id = c.record_id) = ?
  union all
  select ${versionColumns} from contribution c where c.plain_id = ? and (select provider from record where id = c.record_id) = ?`;

interface VersionRow {
  readonly record_id: number;
  readonly native_id: string;
  readonly root: string | null;
  readonly current: number;
  readonly updated_at: number | null;
  readonly messages: number;
  readonly content_hash: Uint8Array;
  readonly parser_version: number;
}

export function rankOf(conversation: PreparedConversation): Rank {
  return { updatedAt: conversation.updatedAt, messages: conversation.counts.messages, contentHash: conversation.contentHash };
}

/** A conversation of a record. */
export interface Named {
  readonly conversation: PreparedConversation;
  /** What it is called as far as this record knows. */
  readonly name: string;
  /** Lesser versions of it in the same record. */
  readonly others: readonly PreparedConversation[];
}

/** The conversations of a record, each in its greatest version. */
export function distinctOf(conversations: readonly PreparedConversation[]): readonly Named[] {
  const byId = Map.groupBy(conversations, ({ nativeId }) => nativeId);
  if (byId.size === conversations.length)
    return conversations.map((conversation) => ({ conversation, name: conversation.nativeId, others: [] }));
  return [...byId].flatMap(([plain, same]) => {
    const names = namesOf(
      plain,
      same.map(({ messages, root }) => ({ holds: messages.nativeIds, root })),
    );
    return [...Map.groupBy(same, (_, at) => names[at] ?? plain)].map(([name, versions]): Named => {
      const conversation = versions.reduce((best, one) => (compareRanks(rankOf(one), rankOf(best)) > 0 ? one : best));
      return { conversation, name, others: versions.filter((one) => one !== conversation) };
    });
  });
}

/** Notes what a record speaks of: conversations, families, titles. Those in `shown` are shown from it, and from no other so far. */
export function claim(
  db: Db,
  recordId: number,
  record: PreparedRecord,
  named: readonly Named[],
  shown: ReadonlySet<Named> = new Set(),
): void {
  for (const one of named) {
    const { conversation, name } = one;
    const { nativeId, updatedAt, counts, contentHash, root } = conversation;
    claimOne(db, nativeId, {
      recordId,
      name,
      root,
      current: shown.has(one),
      updatedAt,
      messages: counts.messages,
      contentHash,
    });
  }
  for (const key of familiesOf(record)) db.run(sql`insert into family values (${key}, ${recordId})`);
  for (const { message, title } of record.titles) {
    db.run(sql`insert into title (provider, message, title, record_id) values (${record.provider}, ${message}, ${title}, ${recordId})
      on conflict do update set title = max(title, excluded.title)`);
  }
}

/** @param plainId the conversation's id in the record */
export function claimOne(db: Db, plainId: string, version: Omit<Version, 'parserVersion'>): void {
  const { recordId, name, root, current, updatedAt, messages, contentHash } = version;
  db.run(sql`
    insert into contribution (record_id, native_id, plain_id, root, current, updated_at, messages, content_hash)
    values (${recordId}, ${name}, ${name === plainId ? null : plainId}, ${root}, ${Number(current)}, ${updatedAt}, ${messages}, ${contentHash})`);
}

/** What a record says of itself is to be said again, after it was parsed again. */
export function unclaim(db: Db, id: number, record: PreparedRecord): void {
  db.run(sql`delete from contribution where record_id = ${id}`);
  db.run(sql`delete from message_ids where record_id = ${id}`);
  db.run(sql`delete from family where record_id = ${id}`);
  db.run(sql`delete from title where record_id = ${id}`);
  db.run(
    sql`update record set parser_version = ${record.parserVersion}, side = ${record.side === null ? null : JSON.stringify(record.side)} where id = ${id}`,
  );
}

/** Notes that a source has a record. */
export function link(db: Db, sourceId: number, recordId: number): void {
  db.run(sql`insert into source_record values (${sourceId}, ${recordId}) on conflict do nothing`);
}

/** Notes the bytes that came with a conversation of a record in a source. */
export function ship(
  db: Db,
  sourceId: number,
  recordId: number,
  { attachments }: { readonly attachments: readonly Pick<PreparedAttachment, 'nativeId' | 'blob'>[] },
): void {
  for (const { nativeId, blob } of attachments) {
    if (blob === null) continue;
    const bytes = Buffer.from(blob.hash, 'hex');
    db.run(sql`insert into blob (hash, size) values (${bytes}, ${blob.size}) on conflict do nothing`);
    db.run(sql`insert into shipment (record_id, native_id, source_id, hash) values (${recordId}, ${nativeId}, ${sourceId}, ${bytes})
      on conflict do update set hash = excluded.hash where hash is not excluded.hash`);
  }
}

/** What a record speaks of. */
export interface Claim {
  /** What the conversation is called. */
  readonly name: string;
  /** What the record calls it. */
  readonly plainId: string;
  readonly current: boolean;
}

export function claimsOf(db: Db, recordId: number): Claim[] {
  return db
    .all<{ native_id: string; plain_id: string | null; current: number }>(
      sql`select native_id, plain_id, current from contribution where record_id = ${recordId}`,
    )
    .map((row) => ({ name: row.native_id, plainId: row.plain_id ?? row.native_id, current: row.current === 1 }));
}

/** Not `exists`: as a join, which that becomes, it takes twice as long when there is none. */
const sameProvider = `(select r.provider = ? and r.prefix_of is null from record r where r.id = c.record_id)`;
/** A statement for each id: with a list of them and a join with `record` it takes many times as long when there is none. */
const speakers = [
  `select c.record_id as id from contribution c where c.native_id = ? and c.plain_id is null and ${sameProvider} limit ?`,
  `select distinct c.record_id as id from contribution c where c.plain_id = ? and ${sameProvider} limit ?`,
] as const;
const relatives = `
  select f.record_id as id from family f where f.key = ?
    and (select r.prefix_of is null from record r where r.id = f.record_id) limit ?`;

/** Records that speak of one of the conversations. @param plainIds as records call them */
export function namesakesOf(db: Db, provider: ProviderId, plainIds: ReadonlySet<string>): RecordRow[] {
  const ids = new Set<number>();
  for (const plainId of plainIds) {
    for (const text of speakers) for (const { id } of db.prepare<{ id: number }>(text).all(plainId, provider, -1)) ids.add(id);
  }
  return [...ids].sort((a, b) => a - b).map((id) => getRecord(db, id));
}

/**
 * True when a record that makes these claims is to be resolved with others than `but`: those of the same conversations or families.
 * Looks no further than the first.
 */
export function hasPeers(
  db: Db,
  provider: ProviderId,
  nativeIds: ReadonlySet<string>,
  families: readonly string[],
  but: readonly number[],
): boolean {
  const most = but.length + 1;
  const isOther = ({ id }: { readonly id: number }): boolean => !but.includes(id);
  for (const nativeId of nativeIds) {
    for (const text of speakers) if (db.prepare<{ id: number }>(text).all(nativeId, provider, most).some(isOther)) return true;
  }
  return families.some((key) => db.prepare<{ id: number }>(relatives).all(key, most).some(isOther));
}

/** Family keys as they are stored: keys of two providers never meet. */
export function familiesOf(record: PreparedRecord): readonly string[] {
  return [...new Set(record.conversations.flatMap(({ familyKeys }) => familyKeys))].map((key) => `${record.provider}:${key}`);
}

/** What the person said of a conversation by deleting it, and under which name. */
export interface Tombstone {
  readonly state: 'trashed' | 'purged';
  /** Text id, as user.db has it. */
  readonly conversation: string;
}

/**
 * Whether the person deleted a conversation: `trashed` is hidden, `purged` is not even stored.
 *
 * @param root where it was one of several with this id when it was deleted, it is known by its first message
 */
export function tombstoneOf(db: Db, provider: ProviderId, nativeId: string, root: string | null): Tombstone | null {
  const own = `${provider}:${nativeId}`;
  const among = root === null ? own : `${provider}:${nameOf(nativeId, root)}`;
  const rows = db.all<{ conversation: string; trashed_at: number | null; purged_at: number | null }>(
    sql`select conversation, trashed_at, purged_at from user.kept where conversation in (${own}, ${among})`,
  );
  const purged = rows.find((row) => row.purged_at !== null);
  if (purged !== undefined) return { state: 'purged', conversation: purged.conversation };
  const trashed = rows.find((row) => row.conversation === own && row.trashed_at !== null);
  return trashed === undefined ? null : { state: 'trashed', conversation: own };
}
