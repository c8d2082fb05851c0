import { hash } from 'node:crypto';
import { jsonOf, objectOf } from '../../shared/json.ts';
import { providerIds, type ProviderId } from '../../shared/model.ts';
import type { RawRecord, Side } from '../../shared/parsed.ts';
import { unpack } from './pack.ts';
import { chunkBytes, prepareRaw } from './prepare.ts';
import type { PreparedRaw, PreparedRecord, RecordKind } from './prepared.ts';
import { sql, type Db } from './sql.ts';

/** A record's row, as the writer looks at it. */
export interface RecordRow {
  readonly id: number;
  readonly provider: ProviderId;
  readonly kind: RecordKind;
  readonly hash: Uint8Array;
  readonly bytes: number;
  readonly parserVersion: number;
  readonly prefixOf: number | null;
}

interface Stored {
  readonly id: number;
  readonly provider: string;
  readonly kind: RecordKind;
  readonly hash: Uint8Array;
  readonly bytes: number;
  readonly parser_version: number;
  readonly prefix_of: number | null;
}

export function findRecord(db: Db, provider: ProviderId, recordHash: Uint8Array): RecordRow | null {
  const row = db.get<Stored>(sql`select id, provider, kind, hash, bytes, parser_version, prefix_of from record
    where hash = ${recordHash} and provider = ${provider}`);
  return row === undefined ? null : recordRow(row);
}

export function getRecord(db: Db, id: number): RecordRow {
  const row = db.get<Stored>(sql`select id, provider, kind, hash, bytes, parser_version, prefix_of from record where id = ${id}`);
  if (row === undefined) throw new Error(`There is no record ${id}.`);
  return recordRow(row);
}

function recordRow(row: Stored): RecordRow {
  const { id, kind, hash: recordHash, bytes } = row;
  return {
    id,
    provider: providerOfName(row.provider),
    kind,
    hash: recordHash,
    bytes,
    parserVersion: row.parser_version,
    prefixOf: row.prefix_of,
  };
}

/** @throws when a newer version wrote a provider that this one does not know */
export function providerOfName(name: string): ProviderId {
  const provider = providerIds.find((id) => id === name);
  if (provider === undefined) throw new Error(`Unknown provider ${name}.`);
  return provider;
}

/** Inserts the row, and the chunks unless the record is the beginning of another. */
export function insertRecord(db: Db, record: PreparedRecord, prefixOf: number | null = null): number {
  const { raw } = record;
  const { lastId } = db.run(sql`
    insert into record (provider, kind, hash, bytes, name, side, parser_version, prefix_of)
    values (${record.provider}, ${record.kind}, ${raw.hash}, ${raw.bytes}, ${record.name}, ${record.side === null ? null : JSON.stringify(record.side)},
      ${record.parserVersion}, ${prefixOf})`);
  if (prefixOf === null) insertRaw(db, lastId, raw);
  return lastId;
}

/** Puts other bytes of the same content in the place of a record's. */
export function replaceRaw(db: Db, id: number, record: PreparedRecord): void {
  const { raw } = record;
  db.run(sql`delete from raw where record_id = ${id}`);
  db.run(sql`
    update record set hash = ${raw.hash}, bytes = ${raw.bytes}, name = ${record.name}, side = ${record.side === null ? null : JSON.stringify(record.side)},
      parser_version = ${record.parserVersion} where id = ${id}`);
  insertRaw(db, id, raw);
}

export function insertRaw(db: Db, id: number, raw: PreparedRaw): void {
  const insert = db.prepare('insert into raw (record_id, chunk, data) values (?, ?, ?)');
  raw.chunks.forEach((chunk, at) => insert.run(id, at, chunk));
}

/** What a record used of what stood beside it, as it is kept. */
export function sideTextOf(db: Db, id: number): string | null {
  return db.get<{ side: string | null }>(sql`select side from record where id = ${id}`)?.side ?? null;
}

/** The original as it was read, to be parsed again or shown. */
export function loadRecord(db: Db, id: number): RawRecord & { readonly kind: RecordKind } {
  const record = getRecord(db, id);
  const row = db.get<{ name: string; side: string | null }>(sql`select name, side from record where id = ${id}`);
  return {
    provider: record.provider,
    kind: record.kind,
    bytes: readRecord(db, record, 0, record.bytes),
    name: row?.name ?? '',
    side: sideOf(row?.side ?? null),
  };
}

/** Bytes `from` … `to` of an original, unpacking only the chunks they lie in. */
export function readRecord(db: Db, record: Pick<RecordRow, 'id' | 'bytes' | 'prefixOf'>, from: number, to: number): Buffer {
  const end = Math.min(to, record.bytes);
  const pieces: Buffer[] = [];
  const chunk = db.prepare<{ data: Uint8Array }>('select data from raw where record_id = ? and chunk = ?');
  for (let at = Math.floor(from / chunkBytes); at * chunkBytes < end; at++) {
    const row = chunk.get(record.prefixOf ?? record.id, at);
    if (row === undefined) throw new Error(`Chunk ${at} of record ${record.id} is missing.`);
    const base = at * chunkBytes;
    pieces.push(unpack(row.data).subarray(Math.max(0, from - base), end - base));
  }
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

/** The stored records with which the given original begins. */
export function beginningsOf(longer: PreparedRaw, stored: readonly RecordRow[]): readonly RecordRow[] {
  const shorter = stored.filter(({ bytes }) => bytes < longer.bytes);
  if (shorter.length === 0) return [];
  // Unpacked once, however many there are.
  const start = unpackedStart(
    longer,
    shorter.reduce((most, { bytes }) => Math.max(most, bytes), 0),
  );
  const hashes = new Map<number, Buffer>();
  return shorter.filter((row) => {
    const own = hashes.get(row.bytes) ?? hash('sha256', start.subarray(0, row.bytes), 'buffer');
    hashes.set(row.bytes, own);
    return own.equals(row.hash);
  });
}

/** True when the given original is how a stored record begins. */
export function isBeginningOf(shorter: PreparedRaw, db: Db, stored: RecordRow): boolean {
  if (shorter.bytes >= stored.bytes) return false;
  return Buffer.from(shorter.hash).equals(hash('sha256', readRecord(db, stored, 0, shorter.bytes), 'buffer'));
}

function unpackedStart(raw: PreparedRaw, bytes: number): Buffer {
  const chunks = raw.chunks.slice(0, Math.ceil(bytes / chunkBytes));
  return Buffer.concat(chunks.map((chunk) => unpack(chunk))).subarray(0, bytes);
}

/** Makes `shorter` the beginning of `longer`: its own chunks are not needed any more. */
export function swallow(db: Db, shorter: number, longer: number): void {
  db.run(sql`delete from raw where record_id = ${shorter}`);
  db.run(sql`update record set prefix_of = ${longer} where id = ${shorter} or prefix_of = ${shorter}`);
  db.run(sql`update contribution set current = 0 where record_id = ${shorter}`);
  db.run(sql`delete from due where record_id = ${shorter}`);
}

/** Gives the beginnings of a record that goes away bytes of their own: the longest keeps them for the shorter ones. */
export function releasePrefixes(db: Db, id: number): void {
  const longest = db.get<{ id: number; bytes: number }>(
    sql`select id, bytes from record where prefix_of = ${id} order by bytes desc limit 1`,
  );
  if (longest === undefined) return;
  const raw = prepareRaw(readRecord(db, getRecord(db, id), 0, longest.bytes));
  db.run(sql`update record set prefix_of = null where id = ${longest.id}`);
  db.run(sql`update record set prefix_of = ${longest.id} where prefix_of = ${id}`);
  insertRaw(db, longest.id, raw);
}

function sideOf(text: string | null): Side {
  if (text === null) return { shared: null, entry: null };
  const side = objectOf(JSON.parse(text));
  return { shared: jsonOf(side['shared']), entry: jsonOf(side['entry']) };
}

/** The first source that had the record; 0 when none has it. */
export function sourceOfRecord(db: Db, id: number): number {
  return db.get<{ id: number }>(sql`select min(source_id) as id from source_record where record_id = ${id}`)?.id ?? 0;
}

/** Records that an older parser read, as ids; those of a log that grew are read with the record that holds them. */
export function staleRecords(db: Db, provider: ProviderId, version: number): number[] {
  return db
    .all<{ id: number }>(
      sql`select id from record where provider = ${provider} and parser_version < ${version} and prefix_of is null`,
    )
    .map(({ id }) => id);
}
