import { join } from 'node:path';
import type { ProviderId } from '../../shared/model.ts';
import { sql, type Db } from './sql.ts';

/** Where on this computer what is archived came from. Of imports that were undone nothing counts. */

/** Files that were read, by their absolute path, and how long they were when they were read last. */
export function readFiles(db: Db, providers: readonly ProviderId[]): ReadonlyMap<string, number> {
  const files = new Map<string, number>();
  // With max() SQLite takes the other columns from the same row.
  for (const { path, entry, bytes } of db.iterate<{ path: string; entry: string; bytes: number; run: number }>(sql`
    select l.path, l.entry, s.bytes, max(l.run_id) as run
    from source s join run_source l on l.source_id = s.id join run r on r.id = l.run_id
    where s.provider in (select value from json_each(${JSON.stringify(providers)})) and s.complete = 1 and r.undone_at is null
    group by l.path, l.entry order by run`))
    files.set(fileOf(path, entry), bytes);
  return files;
}

/** What was given to imports that came to their end, and when the last of them began, in epoch milliseconds. */
export function readInputs(db: Db): ReadonlyMap<string, number> {
  const rows = db.all<{ path: string; at: number }>(sql`
    select i.value ->> 'path' as path, max(r.started_at) as at from run r, json_each(r.receipt, '$.inputs') i
    where r.status = 'completed' and r.undone_at is null and i.type = 'object' group by 1`);
  return new Map(rows.map(({ path, at }) => [path, at]));
}

/** A file, or an entry of a zip or database, that a conversation was read from. */
export interface Original {
  /** The conversation's row id. */
  readonly conversation: number;
  /** What the person gave. */
  readonly path: string;
  /** The entry inside it. */
  readonly entry: string;
  /** It is a database that was read whole later, and did not hold the conversation any more. */
  readonly left?: boolean;
}

/** Row ids of the next conversations of some providers, in order; none: there are no more. */
export function conversationsAfter(db: Db, providers: readonly ProviderId[], after: number): readonly number[] {
  return db
    .all<{ id: number }>(
      sql`
      select id from conversation where id > ${after} and provider in (select value from json_each(${JSON.stringify(providers)}))
      order by id limit ${page}`,
    )
    .map(({ id }) => id);
}

/** Conversations whose originals are read at once. */
const page = 1000;

/** When databases of tools were read: run numbers. Of a database whose every conversation could be read it is known what is in it no more. */
export interface DatabaseReads {
  /** By source, the last run that met it, by the file that it was then. */
  readonly sources: ReadonlyMap<number, ReadonlyMap<string, number>>;
  /** By file, the last run that read it whole. */
  readonly whole: ReadonlyMap<string, number>;
}

export function readDatabases(db: Db, providers: readonly ProviderId[]): DatabaseReads {
  const sources = new Map<number, Map<string, number>>();
  const whole = new Map<string, number>();
  // As text first: it is one of very many sources.
  const rows = db.all<{ id: number; path: string; entry: string; run: number; whole: number }>(sql`
    select s.id, l.path, l.entry, max(l.run_id) as run,
      s.complete = 1 and s.receipt ->> '$.issueCount' = 0 and s.receipt ->> '$.cut' = 0 as whole
    from source s join run_source l on l.source_id = s.id join run r on r.id = l.run_id
    where s.provider in (select value from json_each(${JSON.stringify(providers)})) and r.undone_at is null
      and instr(s.receipt, '"database":true') > 0
    group by s.id, l.path, l.entry`);
  for (const row of rows) {
    const file = fileOf(row.path, row.entry);
    const files = sources.get(row.id) ?? new Map<string, number>();
    sources.set(row.id, files.set(file, Math.max(files.get(file) ?? 0, row.run)));
    if (row.whole === 1) whole.set(file, Math.max(whole.get(file) ?? 0, row.run));
  }
  return { sources, whole };
}

/** Everything that these conversations were read from; of what several files made, every one of these files that is known. */
export function originalsOf(db: Db, conversations: readonly number[], databases: DatabaseReads): readonly Original[] {
  // A record of several files has the name of none: its files are known by their states; in a zip they are the zip.
  const rows = db.all<{ conversation: number; path: string; entry: string; source: number }>(sql`
    with part as materialized (
      select path, part ->> 0 as provider, part ->> 3 as record from file_state where part is not null)
    select distinct c.id as conversation, l.path,
      iif(s.fingerprint glob 'joined:*', coalesce(substr(p.path, length(l.path) + 2), ''), l.entry) as entry,
      iif(s.id in (select value from json_each(${JSON.stringify([...databases.sources.keys()])})), s.id, 0) as source
    from json_each(${JSON.stringify(conversations)}) wanted join conversation c on c.id = wanted.value
    join contribution k on k.native_id = c.native_id join record e on e.id = k.record_id and e.provider = c.provider
    join source_record b on b.record_id = e.id join source s on s.id = b.source_id
    join run_source l on l.source_id = b.source_id join run r on r.id = l.run_id
    left join part p on s.fingerprint glob 'joined:*' and p.provider = s.provider and p.record = l.entry
      and substr(p.path, 1, length(l.path)) = l.path
    where r.undone_at is null`);
  return rows.map(({ source, ...original }) => {
    const file = fileOf(original.path, original.entry);
    const met = databases.sources.get(source)?.get(file);
    return met !== undefined && met < (databases.whole.get(file) ?? 0) ? { ...original, left: true } : original;
  });
}

/** True when anything of these providers is archived. */
export function hasAny(db: Db, providers: readonly ProviderId[]): boolean {
  return (
    db.get(
      sql`select 1 from conversation where provider in (select value from json_each(${JSON.stringify(providers)})) limit 1`,
    ) !== undefined
  );
}

/** The file that an entry of an input is. */
export function fileOf(path: string, entry: string): string {
  // A file that was given by itself is its own entry.
  return path.normalize('NFC').endsWith(entry) && lastOf(path) === entry ? path : join(path, entry);
}

function lastOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).normalize('NFC');
}
