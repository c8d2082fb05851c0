import { ArchiveError } from '../../shared/errors.ts';
import type { Json, ProviderId } from '../../shared/model.ts';
import type { Drift, RawRecord } from '../../shared/parsed.ts';
import type { Receipt, RunKind, RunStatus } from '../../shared/receipt.ts';
import { blobIsThere, sweepBlobs, type Blob } from './blobs.ts';
import { dueFamilies, storeFamily, type Family, type FamilyStored, type ResolvedName } from './families.ts';
import { sweepLeftovers } from './check/leftovers.ts';
import { holderOf, takeLock, type Lock } from './lock.ts';
import { ensureArchive, openArchive, type Archive } from './open.ts';
import { addOutcomes, type Outcome } from './outcomes.ts';
import { pack } from './pack.ts';
import type { PreparedConversation, PreparedRecord, RecordKind } from './prepared.ts';
import { loadRecord, staleRecords } from './records.ts';
import { readReceipt } from './runs.ts';
import { sweepScratch } from './scratch.ts';
import { markSeen } from './seen.ts';
import { sql, type Db } from './sql.ts';
import { replaceParsed, storeRecord, type Stored } from './store-record.ts';
import { applyTitles } from './titles.ts';
import { applyPurges, giveBack, undoSteps } from './undo.ts';
import { forgetWithheld, letIn, recordsLetIn } from './words/withheld.ts';

/** A source by its content. */
export interface SourceIdentity {
  readonly fingerprint: string;
  readonly provider: ProviderId;
  readonly parserVersion: number;
}

export interface NewSource extends SourceIdentity {
  readonly name: string;
  readonly bytes: number;
  /** What the person gave, and the entry inside it. */
  readonly path: string;
  readonly entry: string;
}

export interface KnownSource {
  readonly sourceId: number;
  /** As it was given to `completeSource`. */
  readonly receipt: unknown;
  readonly bytes: number;
}

export interface NewIssue {
  readonly code: string;
  readonly message: string;
  readonly path: string;
  readonly place: string;
  readonly unit: 'input' | 'conversation' | 'message' | 'attachment';
  readonly raw: string | null;
  /** The bytes as a whole, where `raw` is only how they begin. */
  readonly blob?: Blob | null;
}

/** The only writer of archive.db. Synchronous; holds the import lock until it is closed. */
export interface ImportWriter {
  /** To look things up with; everything that writes goes through the functions below. */
  readonly db: Db;
  /**
   * Starts a run: marks runs whose process ended as interrupted, finishes undos that were cut short, and clears away files that were left
   * behind. To be called before the first `putBlob`.
   */
  readonly begin: () => number;
  /** The same for a run that reads again; goes on with the last one when that did not come to its end. */
  readonly beginReparse: () => { readonly runId: number; readonly startedAt: number; readonly before: Receipt | null };
  /** A source that was read to its end by this parser, or null. */
  readonly knownSource: (source: SourceIdentity) => KnownSource | null;
  /** Bytes that came with a source are no longer on the disk: reading it again brings them back. */
  readonly lacksBlobs: (sourceId: number) => boolean;
  /** Opens a source to be read, again when an earlier run was interrupted in it. */
  readonly openSource: (runId: number, source: NewSource) => number;
  /** Notes that a run met a source that is known. */
  readonly repeatSource: (runId: number, sourceId: number, path: string, entry: string) => void;
  /** One write transaction; keep the work in it under 50 ms. */
  readonly transact: <Result>(work: () => Result) => Result;
  /** See `storeRecord`. One outcome per conversation of the record, in order of the record unless the person purged some. */
  readonly store: (sourceId: number, record: PreparedRecord) => readonly Stored[];
  readonly dueFamilies: () => readonly Family[];
  readonly loadRecord: (recordId: number) => RawRecord & { readonly kind: RecordKind };
  readonly storeFamily: (
    family: Family,
    prepared: readonly PreparedConversation[],
    names?: ReadonlyMap<number, readonly ResolvedName[]>,
  ) => FamilyStored;
  /**
   * Everything in the source is stored: it need not be read again.
   *
   * `exportTime` is the greatest update time in the whole export of an account (the same for all its shards), null when it is none.
   */
  readonly completeSource: (
    sourceId: number,
    complete: { readonly receipt: Json; readonly exportTime: number | null; readonly account: string | null },
  ) => void;
  readonly addIssue: (runId: number, sourceId: number | null, issue: NewIssue) => number;
  /** Keeps what became of conversations, so that the figures of the receipt lead to them; in the transaction that stored them. */
  readonly addOutcomes: (runId: number, outcomes: Iterable<Outcome>) => void;
  readonly addDrift: (sourceId: number, drift: readonly Drift[]) => void;
  readonly applyTitles: () => void;
  /** Keeps the receipt as it is now, for the case that the process ends. */
  readonly saveProgress: (runId: number, receipt: Receipt) => void;
  readonly finish: (runId: number, status: Exclude<RunStatus, 'running'>, receipt: Receipt) => void;
  /** Takes a run back in short transactions, one per step; families that are due afterwards are resolved as after an import. */
  readonly undoRun: (runId: number) => Generator<number>;
  /** Removes what was emptied from the trash, a conversation per step; families that are due afterwards are resolved as after an import. */
  readonly purge: () => Generator<number>;
  /** Records that an older parser read, or that hold a conversation which the person let in again. */
  readonly staleRecords: (provider: ProviderId, version: number) => readonly number[];
  /** Puts what the parser makes of a stored record now in the place of what was made of it; `raw` is not looked at. */
  readonly replaceParsed: (recordId: number, record: PreparedRecord) => readonly Stored[];
  /** Notes that a newer parser makes nothing of a record: what an older one made of it stays. */
  readonly markRead: (recordId: number, version: number) => void;
  /** Removes bytes whose last reference is gone; with `orphans`, also files that no record ever referred to. */
  readonly sweep: (orphans?: boolean) => number;
  readonly close: () => void;
}

/**
 * Opens the archive for an import, an undo or a reparse.
 *
 * @throws ArchiveError `Conflict` while another process imports into this archive
 */
export function openImportWriter(dir: string): ImportWriter {
  ensureArchive(dir);
  const lock = lockOrThrow(dir);
  const archive = openOrRelease(dir, lock);
  const { db } = archive;
  return {
    db,
    begin: () => begin(dir, db),
    beginReparse: () => beginReparse(dir, db),
    knownSource: (source) => knownSource(db, source),
    lacksBlobs: (sourceId) => lacksBlobs(dir, db, sourceId),
    openSource: (runId, source) => openSource(db, runId, source),
    repeatSource: (runId, sourceId, path, entry) => addRunSource(db, runId, sourceId, path, entry, true),
    transact: (work) => db.transaction(work),
    store: (sourceId, record) => db.transaction(() => storeRecord(db, sourceId, record)),
    dueFamilies: () => dueFamilies(db),
    loadRecord: (recordId) => loadRecord(db, recordId),
    storeFamily: (family, prepared, names) => db.transaction(() => storeFamily(db, family, prepared, names)),
    completeSource: (sourceId, complete) => completeSource(db, sourceId, complete),
    addIssue: (runId, sourceId, issue) => addIssue(db, runId, sourceId, issue),
    addOutcomes: (runId, outcomes) => addOutcomes(db, runId, outcomes),
    addDrift: (sourceId, drift) => addDrift(db, sourceId, drift),
    applyTitles: () => applyTitles(db),
    saveProgress: (runId, receipt) => void db.run(sql`update run set receipt = ${JSON.stringify(receipt)} where id = ${runId}`),
    finish: (runId, status, receipt) => {
      db.run(
        sql`update run set status = ${status}, ended_at = ${Date.now()}, receipt = ${JSON.stringify(receipt)} where id = ${runId}`,
      );
    },
    undoRun: (runId) => undoRun(db, runId),
    purge: () => purge(db),
    staleRecords: (provider, version) => [...new Set([...staleRecords(db, provider, version), ...recordsLetIn(db, provider)])],
    replaceParsed: (recordId, record) => db.transaction(() => replaceParsed(db, recordId, record)),
    markRead: (recordId, version) => {
      db.run(sql`update record set parser_version = ${version} where id = ${recordId}`);
      forgetWithheld(db, recordId);
    },
    sweep: (orphans = false) => sweepBlobs(dir, db, orphans),
    close: () => {
      archive.close();
      lock.release();
    },
  };
}

function openOrRelease(dir: string, lock: Lock): Archive {
  try {
    return openArchive(dir, 'import');
  } catch (error) {
    lock.release();
    throw error;
  }
}

function lockOrThrow(dir: string): Lock {
  const lock = takeLock(dir, 'import');
  if (lock !== null) return lock;
  const holder = holderOf(dir, 'import');
  throw new ArchiveError(
    'Conflict',
    holder === null
      ? 'Another import into this archive has just ended; please try again.'
      : `Process ${holder.pid} on ${holder.host} is importing into this archive.`,
    holder,
  );
}

function begin(dir: string, db: Db): number {
  clearUp(dir, db);
  return db.run(sql`insert into run (status, started_at) values ('running', ${Date.now()})`).lastId;
}

function beginReparse(dir: string, db: Db): ReturnType<ImportWriter['beginReparse']> {
  clearUp(dir, db);
  const last = db.get<{ id: number; status: RunStatus; started_at: number }>(
    sql`select id, status, started_at from run where kind = 'reparse' order by id desc limit 1`,
  );
  if (last !== undefined && last.status !== 'completed') {
    const before = readReceipt({ db, dir }, last.id);
    db.run(sql`update run set status = 'running', ended_at = null where id = ${last.id}`);
    return { runId: last.id, startedAt: last.started_at, before };
  }
  const startedAt = Date.now();
  const { lastId } = db.run(sql`insert into run (kind, status, started_at) values ('reparse', 'running', ${startedAt})`);
  return { runId: lastId, startedAt, before: null };
}

/** Finishes what earlier processes began, and notes which of their runs they left. */
function clearUp(dir: string, db: Db): void {
  // The import lock is ours, so whoever left these is gone.
  const cut = db.all<{ id: number }>(sql`select id from run where undone_at is not null and undo_complete = 0`);
  for (const { id } of cut) for (const step of undoSteps(db, id)) void step;
  for (const step of applyPurges(db)) void step;
  doubtUnsettled(db);
  const { changes } = db.run(sql`update run set status = 'interrupted', ended_at = ${Date.now()} where status = 'running'`);
  sweepBlobs(dir, db, changes > 0);
  sweepScratch(dir);
  sweepLeftovers(dir);
}

/**
 * Sources that were last read by a run which did not come to its end, and hold records that are still due (logs with a family, anything that
 * a repair marked): what became of their conversations is not known yet, and is counted by the next run that meets them, as if they had
 * not been read to their end. Which export is the newest does not depend on that.
 */
function doubtUnsettled(db: Db): void {
  db.run(sql`
    update source set complete = 0 where complete = 1
      and id in (select l.source_id from due d join source_record l on l.record_id = d.record_id)
      and (
        select r.status from run_source s join run r on r.id = s.run_id
        where s.source_id = source.id and s.repeated = 0 order by r.id desc limit 1) <> 'completed'`);
}

function knownSource(db: Db, { fingerprint, provider, parserVersion }: SourceIdentity): KnownSource | null {
  const row = db.get<{ id: number; receipt: string; bytes: number }>(sql`
    select id, receipt, bytes from source
    where fingerprint = ${fingerprint} and provider = ${provider} and parser_version = ${parserVersion} and complete = 1
      and not exists (select 1 from withheld w where w.source_id = source.id and ${letIn})`);
  if (row === undefined) return null;
  const receipt: unknown = JSON.parse(row.receipt);
  return { sourceId: row.id, receipt, bytes: row.bytes };
}

function lacksBlobs(dir: string, db: Db, sourceId: number): boolean {
  const missing = db
    .all<{ hash: string; size: number }>(
      sql`
        select distinct lower(hex(b.hash)) as hash, b.size from shipment s join blob b on b.hash = s.hash where s.source_id = ${sourceId}
        union select lower(hex(b.hash)), b.size from issue i join blob b on b.hash = i.hash where i.source_id = ${sourceId}`,
    )
    .filter(({ hash, size }) => !blobIsThere(dir, hash, size));
  // Records that brought them must be parsed again, too, though their own bytes are known.
  for (const { hash } of missing)
    db.run(sql`
      delete from record_figures where record_id in (select record_id from shipment where hash = ${Buffer.from(hash, 'hex')})`);
  return missing.length > 0;
}

function openSource(db: Db, runId: number, source: NewSource): number {
  return db.transaction(() => {
    const sourceId = db.get<{ id: number }>(sql`
      insert into source (fingerprint, provider, parser_version, name, bytes)
      values (${source.fingerprint}, ${source.provider}, ${source.parserVersion}, ${source.name}, ${source.bytes})
      on conflict do update set complete = 0 returning id`)?.id;
    if (sourceId === undefined) throw new Error('The source could not be opened.');
    db.run(sql`delete from drift where source_id = ${sourceId}`);
    db.run(sql`delete from withheld where source_id = ${sourceId} and record_id is null`);
    addRunSource(db, runId, sourceId, source.path, source.entry, false);
    return sourceId;
  });
}

function addRunSource(db: Db, runId: number, sourceId: number, path: string, entry: string, repeated: boolean): void {
  db.run(sql`
    insert into run_source (run_id, source_id, path, entry, repeated)
    values (${runId}, ${sourceId}, ${path}, ${entry}, ${repeated ? 1 : 0}) on conflict do nothing`);
}

function completeSource(
  db: Db,
  sourceId: number,
  {
    receipt,
    exportTime,
    account,
  }: { readonly receipt: Json; readonly exportTime: number | null; readonly account: string | null },
): void {
  const kept = JSON.stringify(receipt);
  // At once: where there is an export time, everything the export holds is stored and marked with it, whether or not its figures are known.
  db.transaction(() => {
    // Read again, it is still what it was said to be when it was last read.
    db.run(sql`
      update source set receipt = ${kept}, complete = 1, export_time = coalesce(${exportTime}, export_time),
        account = iif(${exportTime} is null and export_time is not null, account, ${account}) where id = ${sourceId}`);
    if (exportTime !== null) markSeen(db, sourceId);
  });
}

function addIssue(db: Db, runId: number, sourceId: number | null, issue: NewIssue): number {
  const raw = issue.raw === null ? null : pack(Buffer.from(issue.raw));
  const { blob = null } = issue;
  const hash = blob === null ? null : Buffer.from(blob.hash, 'hex');
  if (blob !== null) db.run(sql`insert into blob (hash, size) values (${hash}, ${blob.size}) on conflict do nothing`);
  return db.run(sql`
    insert into issue (run_id, source_id, code, message, path, place, unit, raw, hash)
    values (${runId}, ${sourceId}, ${issue.code}, ${issue.message.toWellFormed()}, ${issue.path.toWellFormed()}, ${issue.place.toWellFormed()}, ${issue.unit}, ${raw}, ${hash})`)
    .lastId;
}

function addDrift(db: Db, sourceId: number, drift: readonly Drift[]): void {
  db.transaction(() => {
    for (const { kind, path, count, example } of drift) {
      db.run(sql`
        insert into drift (source_id, kind, path, count, example)
        values (${sourceId}, ${kind}, ${path.toWellFormed()}, ${count}, ${example.toWellFormed()})
        on conflict do update set count = count + excluded.count`);
    }
  });
}

function* purge(db: Db): Generator<number> {
  doubtUnsettled(db);
  let removed = 0;
  for (removed of applyPurges(db)) yield removed;
  for (const _step of giveBack(db)) yield removed;
}

function* undoRun(db: Db, runId: number): Generator<number> {
  const run = db.get<{ kind: RunKind }>(sql`select kind from run where id = ${runId}`);
  if (run === undefined) throw new ArchiveError('NotFound', `There is no import ${runId}.`);
  if (run.kind === 'reparse')
    throw new ArchiveError('BadInput', `Run ${runId} read again what was in the archive; there is nothing to be taken back.`);
  doubtUnsettled(db);
  yield* undoSteps(db, runId);
}
