import type { ProviderId } from '../../shared/model.ts';
import {
  claim,
  claimAgain,
  currentClaims,
  familiesOf,
  greatestOfEach,
  keyOfIdentity,
  link,
  makeCurrent,
  peersOf,
  rankOf,
  releaseIdentity,
  sharesIdentity,
  ship,
  tombstoneOf,
  versionsOf,
} from './contributions.ts';
import { deriveHashes, noneStored, placeConversation, type StoredCounts } from './conversation-writer.ts';
import { keyNames } from './key-names.ts';
import { unpack } from './pack.ts';
import { compareRanks } from './prepare.ts';
import type { PreparedConversation, PreparedRecord } from './prepared.ts';
import {
  beginsWith,
  findRecord,
  getRecord,
  insertRecord,
  isBeginningOf,
  loadRecord,
  replaceRaw,
  sideTextOf,
  swallow,
  type RecordRow,
} from './records.ts';
import { sql, type Db } from './sql.ts';

export type StoreOutcome = 'added' | 'updated' | 'unchanged' | 'hidden' | 'due';

/** What became of one conversation of a record. With `due` nothing is counted yet: its family is resolved before the run ends. */
export interface Stored {
  readonly nativeId: string;
  readonly recordId: number | null;
  /** Null when nothing of it is shown. */
  readonly key: number | null;
  readonly outcome: StoreOutcome;
  readonly messages: StoredCounts;
  readonly attachments: StoredCounts;
}

/**
 * Stores one record and shows what follows from it, in the transaction of the caller.
 *
 * Exports: the greatest version wins, others are kept as earlier ones; a version with the content of one that is kept is not stored
 * again, unless it carries fields that are new. Logs: a record that only has grown takes the place of its beginning; one that shares a
 * conversation or copied history with others is due to be resolved with them.
 */
export function storeRecord(db: Db, sourceId: number, record: PreparedRecord): readonly Stored[] {
  const deleted = tombstonesOf(db, record);
  const { kept, stored } = withoutPurged(record, deleted);
  if (kept.conversations.length === 0 && kept.titles.length === 0) return stored;
  const known = findRecord(db, kept.provider, kept.raw.hash);
  const outcomes =
    known !== null
      ? storeKnown(db, sourceId, kept, known)
      : kept.kind === 'export'
        ? storeExport(db, sourceId, kept)
        : storeLog(db, sourceId, kept);
  return deleted.size === 0 ? outcomes : [...stored, ...outcomes.map((outcome) => hideTrashed(outcome, deleted))];
}

function storeExport(db: Db, sourceId: number, record: PreparedRecord): Stored[] {
  const conversations = greatestOfEach(record.conversations);
  const plans = conversations.map((conversation) => {
    const versions = versionsOf(db, record.provider, conversation.nativeId);
    const same = versions.find((version) => compareRanks(version, rankOf(conversation)) === 0);
    const shown = versions.find((version) => version.current);
    const wins = same === undefined && (shown === undefined || compareRanks(rankOf(conversation), shown) > 0);
    return { conversation, same, wins, versions };
  });
  const first = plans[0];
  if (first !== undefined && plans.every(({ same }) => same !== undefined)) {
    const recordId = keepSame(db, record, first.same?.recordId ?? 0, conversations);
    if (recordId !== null) {
      for (const { conversation, same } of plans) {
        link(db, sourceId, same?.recordId ?? recordId);
        ship(db, sourceId, same?.recordId ?? recordId, conversation);
      }
      return expand(
        record,
        plans.map(({ conversation }) => unchanged(db, recordId, record.provider, conversation)),
      );
    }
  }
  const recordId = insertRecord(db, record);
  const onlyHere = new Set(
    plans.filter(({ versions }) => versions.length === 0).map(({ conversation }) => conversation.nativeId),
  );
  claim(db, recordId, record, onlyHere);
  link(db, sourceId, recordId);
  return expand(
    record,
    plans.map(({ conversation, wins, versions }): Stored => {
      ship(db, sourceId, recordId, conversation);
      if (!wins) return unchanged(db, recordId, record.provider, conversation);
      if (versions.length > 0) makeCurrent(db, recordId, record.provider, conversation.nativeId);
      return { nativeId: conversation.nativeId, recordId, ...placeConversation(db, conversation) };
    }),
  );
}

/**
 * Every conversation of the record is kept with the same content. The bytes are not kept again, unless they have keys which those in
 * `stored` lack: then they take their place when nothing is lost by it, and null says that both must be kept.
 */
function keepSame(db: Db, record: PreparedRecord, stored: number, conversations: readonly PreparedConversation[]): number | null {
  const oldKeys = keyNames([loadRecord(db, stored).bytes]);
  const newKeys = keyNames(record.raw.chunks.map((chunk) => unpack(chunk)));
  if (newKeys.isSubsetOf(oldKeys)) return stored;
  const claims = db.all<{ native_id: string }>(sql`select native_id from contribution where record_id = ${stored}`);
  const sameClaims =
    claims.length === conversations.length &&
    claims.every(({ native_id }) => conversations.some(({ nativeId }) => nativeId === native_id));
  if (!sameClaims || !oldKeys.isSubsetOf(newKeys)) return null;
  replaceRaw(db, stored, record);
  return stored;
}

function storeLog(db: Db, sourceId: number, record: PreparedRecord): Stored[] {
  const conversations = greatestOfEach(record.conversations);
  const nativeIds = new Set(conversations.map(({ nativeId }) => nativeId));
  const peers = peersOf(db, record.provider, nativeIds, familiesOf(record));
  for (const peer of peers) {
    if (!sharesIdentity(db, peer.id, nativeIds) || !isBeginningOf(record.raw, db, peer)) continue;
    const recordId = insertRecord(db, record, peer.id);
    claim(db, recordId, record);
    link(db, sourceId, recordId);
    return expand(
      record,
      conversations.map((conversation) => {
        ship(db, sourceId, recordId, conversation);
        return unchanged(db, recordId, record.provider, conversation);
      }),
    );
  }
  const recordId = insertRecord(db, record);
  claim(db, recordId, record);
  link(db, sourceId, recordId);
  for (const conversation of conversations) ship(db, sourceId, recordId, conversation);
  const others: RecordRow[] = [];
  const left = new Set<string>();
  for (const peer of peers) {
    if (!sharesIdentity(db, peer.id, nativeIds) || !beginsWith(record.raw, peer)) {
      others.push(peer);
      continue;
    }
    for (const nativeId of currentClaims(db, peer.id)) if (!nativeIds.has(nativeId)) left.add(nativeId);
    swallow(db, peer.id, recordId);
  }
  // Several conversations in one record may hold copies of each other's messages.
  if (others.length > 0 || left.size > 0 || conversations.length > 1) {
    db.run(sql`insert into due values (${recordId})`);
    for (const nativeId of left) releaseIdentity(db, record.provider, 'log', nativeId);
    return conversations.map(({ nativeId }) => ({
      nativeId,
      recordId,
      key: keyOfIdentity(db, record.provider, nativeId),
      outcome: 'due',
      messages: noneStored,
      attachments: noneStored,
    }));
  }
  return expand(
    record,
    conversations.map((conversation) => {
      makeCurrent(db, recordId, record.provider, conversation.nativeId);
      return { nativeId: conversation.nativeId, recordId, ...placeConversation(db, conversation) };
    }),
  );
}

/** The same bytes again, perhaps from another source or read by a newer parser. */
function storeKnown(db: Db, sourceId: number, record: PreparedRecord, known: RecordRow): Stored[] {
  link(db, sourceId, known.id);
  for (const conversation of record.conversations) ship(db, sourceId, known.id, conversation);
  const due = db.get(sql`select record_id from due where record_id = ${known.id}`) !== undefined;
  if (known.parserVersion < record.parserVersion && known.prefixOf === null) return replaceParsed(db, known.id, record);
  // The same bytes beside other files: what says more of them counts (names of attachments), whichever came first.
  if (record.kind === 'export' && compareSides(record, sideTextOf(db, known.id)) > 0) return replaceParsed(db, known.id, record);
  return record.conversations.map((conversation) =>
    due
      ? {
          nativeId: conversation.nativeId,
          recordId: known.id,
          key: keyOfIdentity(db, record.provider, conversation.nativeId),
          outcome: 'due',
          messages: noneStored,
          attachments: noneStored,
        }
      : unchanged(db, known.id, record.provider, conversation),
  );
}

function compareSides(record: PreparedRecord, stored: string | null): number {
  const own = record.side === null ? '' : JSON.stringify(record.side);
  const other = stored ?? '';
  return own.length - other.length || (own > other ? 1 : own < other ? -1 : 0);
}

/**
 * Puts what a newer parser makes of a stored record in the place of what was made of it. Records that it is resolved with become due.
 *
 * @param record its `raw` is not looked at
 */
export function replaceParsed(db: Db, id: number, record: PreparedRecord): Stored[] {
  const stored = getRecord(db, id);
  const conversations = greatestOfEach(record.conversations);
  const before = new Set(
    db.all<{ native_id: string }>(sql`select native_id from contribution where record_id = ${id}`).map((row) => row.native_id),
  );
  const wasCurrent = currentClaims(db, id);
  const nativeIds = new Set(conversations.map(({ nativeId }) => nativeId));
  claimAgain(db, id, record);
  for (const nativeId of wasCurrent)
    db.run(sql`update contribution set current = 1 where record_id = ${id} and native_id = ${nativeId}`);
  for (const nativeId of before) if (!nativeIds.has(nativeId)) releaseIdentity(db, stored.provider, stored.kind, nativeId);
  if (stored.kind === 'log') {
    const peers = peersOf(db, record.provider, nativeIds, familiesOf(record)).filter((peer) => peer.id !== id);
    if (peers.length > 0) {
      db.run(sql`insert into due values (${id}) on conflict do nothing`);
      return conversations.map(({ nativeId }) => ({
        nativeId,
        recordId: id,
        key: keyOfIdentity(db, record.provider, nativeId),
        outcome: 'due',
        messages: noneStored,
        attachments: noneStored,
      }));
    }
  }
  return expand(
    record,
    conversations.map((conversation): Stored => {
      const greatest = versionsOf(db, record.provider, conversation.nativeId).sort((a, b) => compareRanks(b, a))[0];
      if (
        stored.kind === 'export' &&
        greatest !== undefined &&
        greatest.recordId !== id &&
        compareRanks(greatest, rankOf(conversation)) !== 0
      ) {
        if (!greatest.current) db.run(sql`insert into due values (${greatest.recordId}) on conflict do nothing`);
        db.run(sql`update contribution set current = 0 where record_id = ${id} and native_id = ${conversation.nativeId}`);
        return unchanged(db, id, record.provider, conversation);
      }
      makeCurrent(db, id, record.provider, conversation.nativeId);
      return { nativeId: conversation.nativeId, recordId: id, ...placeConversation(db, conversation) };
    }),
  );
}

type Tombstones = ReadonlyMap<string, 'trashed' | 'purged'>;

function tombstonesOf(db: Db, record: PreparedRecord): Tombstones {
  const deleted = new Map<string, 'trashed' | 'purged'>();
  for (const { nativeId } of record.conversations) {
    const tombstone = tombstoneOf(db, record.provider, nativeId);
    if (tombstone !== null) deleted.set(nativeId, tombstone);
  }
  return deleted;
}

function withoutPurged(record: PreparedRecord, deleted: Tombstones): { kept: PreparedRecord; stored: Stored[] } {
  const purged = new Set(
    record.conversations.map(({ nativeId }) => nativeId).filter((nativeId) => deleted.get(nativeId) === 'purged'),
  );
  if (purged.size === 0) return { kept: record, stored: [] };
  const gone = record.conversations.filter(({ nativeId }) => purged.has(nativeId));
  return {
    kept: { ...record, conversations: record.conversations.filter(({ nativeId }) => !purged.has(nativeId)) },
    stored: gone.map((conversation) => ({
      nativeId: conversation.nativeId,
      recordId: null,
      key: null,
      outcome: 'hidden',
      messages: { ...noneStored, hidden: conversation.counts.messages },
      attachments: { ...noneStored, hidden: conversation.attachments.length },
    })),
  };
}

function hideTrashed(stored: Stored, deleted: Tombstones): Stored {
  if (stored.outcome === 'due' || !deleted.has(stored.nativeId)) return stored;
  return { ...stored, outcome: 'hidden', messages: allHidden(stored.messages), attachments: allHidden(stored.attachments) };
}

function allHidden(counts: StoredCounts): StoredCounts {
  return { ...noneStored, hidden: counts.added + counts.updated + counts.unchanged + counts.hidden };
}

function unchanged(db: Db, recordId: number, provider: ProviderId, conversation: PreparedConversation): Stored {
  const key = keyOfIdentity(db, provider, conversation.nativeId);
  const gained =
    key === null || conversation.attachments.length === 0 ? 0 : deriveHashes(db, key, provider, conversation.nativeId);
  const updated = Math.min(gained, conversation.attachments.length);
  return {
    nativeId: conversation.nativeId,
    recordId,
    key,
    outcome: 'unchanged',
    messages: { ...noneStored, unchanged: conversation.counts.messages },
    attachments: { ...noneStored, updated, unchanged: conversation.attachments.length - updated },
  };
}

/** Every conversation of a record has an outcome: of two with one id, the lesser is the same as what is archived. */
function expand(record: PreparedRecord, outcomes: readonly Stored[]): Stored[] {
  if (outcomes.length === record.conversations.length) return [...outcomes];
  const first = new Map(outcomes.map((outcome) => [outcome.nativeId, outcome]));
  const chosen = new Set(greatestOfEach(record.conversations));
  return record.conversations.flatMap((conversation): Stored[] => {
    const outcome = first.get(conversation.nativeId);
    if (outcome === undefined) return [];
    if (chosen.has(conversation)) return [outcome];
    return [
      {
        ...outcome,
        outcome: 'unchanged',
        messages: { ...noneStored, unchanged: conversation.counts.messages },
        attachments: { ...noneStored, unchanged: conversation.attachments.length },
      },
    ];
  });
}
