import type { ProviderId } from '../../shared/model.ts';
import { claimsOf, versionsOf } from './contributions.ts';
import { deriveHashes, keyOfIdentity, removeConversation } from './conversation-writer.ts';
import { nameOf } from './identities.ts';
import { moveWords } from './words/move-words.ts';
import type { RecordKind } from './prepared.ts';
import { getRecord, providerOfName, releasePrefixes } from './records.ts';
import { deriveSeen } from './seen.ts';
import { lesser, releaseIdentity } from './settle-identity.ts';
import { rawSql, sql, type Db } from './sql.ts';
import { withhold } from './words/withheld.ts';
import { forgetTitlesOf } from './titles.ts';

/**
 * Takes back what a run alone brought, in short transactions: one per step of the iteration, yielding how many records are gone. A
 * process that ends in between leaves a whole archive; the next `begin()` goes on. Conversations that lose a record but not the last are
 * due to be resolved afterwards. At the end free pages are given back to the disk.
 */
export function* undoSteps(db: Db, runId: number): Generator<number> {
  db.transaction(() => {
    db.run(sql`update run set undone_at = coalesce(undone_at, ${Date.now()}) where id = ${runId}`);
    db.run(sql`delete from run_source where run_id = ${runId}`);
  });
  let removed = 0;
  for (;;) {
    const source = db.get<{ id: number; provider: string; exported: number }>(sql`
      select id, provider, export_time is not null as exported from source
      where not exists (select 1 from run_source where source_id = source.id) limit 1`);
    if (source === undefined) break;
    for (;;) {
      const records = db.all<{ record_id: number }>(
        sql`select record_id from source_record where source_id = ${source.id} limit ${recordsPerStep}`,
      );
      if (records.length === 0) break;
      db.transaction(() => {
        for (const { record_id } of records) removed += unlink(db, source.id, record_id, source.exported === 1) ? 1 : 0;
      });
      yield removed;
    }
    db.run(sql`update issue set hash = null where source_id = ${source.id}`);
    db.run(sql`delete from source where id = ${source.id}`);
  }
  db.run(sql`update run set undo_complete = 1 where id = ${runId}`);
  yield removed;
  for (const _step of giveBack(db)) yield removed;
}

/** Gives free pages back to the disk, some at a time, when they are many. */
export function* giveBack(db: Db): Generator<void> {
  for (;;) {
    const free = Number(db.pragma('freelist_count'));
    if (free <= Number(db.pragma('page_count')) / 10) return;
    // Rows come one per page; all of them must be fetched for the work to be done.
    db.pragmaRows(`incremental_vacuum(${pagesPerStep})`);
    if (Number(db.pragma('freelist_count')) === free) return;
    yield;
  }
}

const recordsPerStep = 12;
const pagesPerStep = 2000;

/** @returns true when that was the record's last source, and it is gone */
function unlink(db: Db, sourceId: number, recordId: number, exported: boolean): boolean {
  db.run(sql`delete from source_record where source_id = ${sourceId} and record_id = ${recordId}`);
  db.run(sql`delete from shipment where source_id = ${sourceId} and record_id = ${recordId}`);
  if (db.get(sql`select source_id from source_record where record_id = ${recordId} limit 1`) === undefined) {
    dropRecord(db, recordId);
    return true;
  }
  for (const { id, provider, native_id } of db.all<{ id: number; provider: string; native_id: string }>(sql`
    select v.id, v.provider, v.native_id from contribution c join record r on r.id = c.record_id
    join conversation v on v.provider = r.provider and v.native_id = c.native_id where c.record_id = ${recordId}`)) {
    deriveHashes(db, id, providerOfName(provider), native_id);
    if (exported) deriveSeen(db, id, provider, native_id);
  }
  return false;
}

/**
 * Removes a record with what it claims. Beginnings that lived in its bytes get their own; conversations it spoke of are removed or due.
 */
export function dropRecord(db: Db, recordId: number): void {
  const { provider, kind } = getRecord(db, recordId);
  releasePrefixes(db, recordId);
  forgetTitlesOf(db, recordId);
  const claims = claimsOf(db, recordId);
  const partners = db.all<{ record_id: number }>(sql`
    select distinct o.record_id from family f join family o on o.key = f.key join record r on r.id = o.record_id and r.prefix_of is null
    where f.record_id = ${recordId} and o.record_id <> ${recordId}`);
  db.run(sql`delete from record where id = ${recordId}`);
  for (const claimed of claims) {
    releaseIdentity(db, provider, kind, claimed);
    // Also under the names that others have now.
    for (const name of new Set([claimed.name, ...versionsOf(db, provider, claimed.plainId).map((version) => version.name)])) {
      const key = keyOfIdentity(db, provider, name);
      if (key === null) continue;
      deriveHashes(db, key, provider, name);
      deriveSeen(db, key, provider, name);
    }
  }
  for (const { record_id } of partners) db.run(sql`insert into due values (${record_id}) on conflict do nothing`);
}

/** Conversations that were emptied from the trash and are still there. */
export function purgedConversations(db: Db): readonly { readonly provider: string; readonly native_id: string }[] {
  return db.all(sql`
    select c.provider, c.native_id from user.kept k join conversation c on k.conversation = c.provider || ':' || c.native_id
    where k.purged_at is not null`);
}

/**
 * Purged conversations leave the archive: what is shown, what they were made of, and every record that spoke of nothing else. One
 * transaction each, yielding how many are gone.
 */
export function* applyPurges(db: Db): Generator<number> {
  let removed = 0;
  for (const { provider, native_id: name } of purgedConversations(db)) {
    db.transaction(() => purgeOne(db, providerOfName(provider), name));
    yield ++removed;
  }
}

function purgeOne(db: Db, provider: ProviderId, name: string): void {
  const claims = db.all<{ id: number; kind: RecordKind; plain_id: string; root: string | null }>(sql`
    select r.id, r.kind, coalesce(c.plain_id, c.native_id) as plain_id, c.root from contribution c join record r on r.id = c.record_id
    where c.native_id = ${name} and r.provider = ${provider} order by r.prefix_of is null`);
  const plainId = claims[0]?.plain_id ?? name;
  const tombstone = tombstoneAmong(db, provider, name, plainId);
  for (const { id } of claims) {
    const sources = db.all<{ source_id: number }>(sql`select source_id from source_record where record_id = ${id}`);
    for (const table of ['contribution', 'message_ids'])
      db.run(sql`
        delete from ${rawSql(table)} where record_id = ${id}
          and (native_id = ${name} or native_id >= ${name + lesser} and native_id < ${`${name}\u0002`})`);
    const empty = db.get(sql`select record_id from contribution where record_id = ${id} limit 1`) === undefined;
    if (empty) dropRecord(db, id);
    for (const { source_id } of sources) {
      withhold(db, tombstone, source_id, empty ? null : id);
      // What it holds counts otherwise when it is met again.
      db.run(sql`update source set complete = 0 where id = ${source_id}`);
    }
  }
  const [first] = claims;
  if (first !== undefined) releaseIdentity(db, provider, first.kind, { name, plainId });
  if (keyOfIdentity(db, provider, name) !== null && !versionsOf(db, provider, plainId).some((version) => version.name === name))
    removeConversation(db, provider, name);
}

/**
 * The tombstone of a conversation: of one that had its id with others it is known by its first message from now on, so that the others may
 * have the id.
 *
 * @returns its text id
 */
function tombstoneAmong(db: Db, provider: ProviderId, name: string, plainId: string): string {
  const versions = versionsOf(db, provider, plainId);
  const roots = versions.flatMap((version) => (version.name === name && version.root !== null ? [version.root] : []));
  const [root] = roots.sort();
  if (name !== plainId || root === undefined || versions.every((version) => version.name === name)) return `${provider}:${name}`;
  moveWords(db, provider, [[name, nameOf(plainId, root)]]);
  return `${provider}:${nameOf(plainId, root)}`;
}
