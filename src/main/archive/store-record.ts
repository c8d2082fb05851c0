import type { ProviderId } from '../../shared/model.ts';
import {
  claim,
  claimsOf,
  distinctOf,
  familiesOf,
  hasPeers,
  link,
  namesakesOf,
  rankOf,
  ship,
  tombstoneOf,
  unclaim,
  versionsOf,
  type Claim,
  type Named,
  type Tombstone,
} from './contributions.ts';
import { deriveHashes, keyOfIdentity, noneStored, placeConversation, type StoredCounts } from './conversation-writer.ts';
import { shortId } from './identities.ts';
import { keyNames } from './key-names.ts';
import { unpack } from './pack.ts';
import { compareRanks } from './prepare.ts';
import type { PreparedConversation, PreparedRecord } from './prepared.ts';
import {
  beginningsOf,
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
import { isOfThem, isSplit, keepIds, makeCurrent, releaseIdentity, settleIdentity, type Incoming } from './settle-identity.ts';
import { sql, type Db } from './sql.ts';
import { forgetWithheld, withhold } from './words/withheld.ts';

export type StoreOutcome = 'added' | 'updated' | 'unchanged' | 'hidden' | 'due';

/** What became of one conversation of a record. With `due` nothing is counted yet: its family is resolved before the run ends. */
export interface Stored {
  /** As the record has it. */
  readonly nativeId: string;
  /** What it is called in the archive. */
  readonly name: string;
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
  const purged = [...deleted.values()].filter(({ state }) => state === 'purged');
  if (kept.conversations.length === 0 && kept.titles.length === 0) {
    for (const { conversation } of purged) withhold(db, conversation, sourceId, null);
    return stored;
  }
  const known = findRecord(db, kept.provider, kept.raw.hash);
  const outcomes =
    known !== null
      ? storeKnown(db, sourceId, kept, known)
      : kept.kind === 'export'
        ? storeExport(db, sourceId, kept)
        : storeLog(db, sourceId, kept);
  if (deleted.size === 0) return outcomes;
  const recordId = outcomes.find((outcome) => outcome.recordId !== null)?.recordId ?? null;
  for (const { conversation } of purged) withhold(db, conversation, sourceId, recordId);
  return [...stored, ...outcomes.map((outcome) => hideTrashed(db, record.provider, outcome))];
}

function storeExport(db: Db, sourceId: number, record: PreparedRecord): Stored[] {
  const { provider, parserVersion } = record;
  const named = distinctOf(record.conversations);
  const times = Map.groupBy(named, ({ conversation }) => conversation.nativeId);
  const plans = named.map((one) => {
    const { conversation } = one;
    const versions = versionsOf(db, provider, conversation.nativeId);
    const same = versions.find((version) => compareRanks(version, rankOf(conversation)) === 0);
    return { one, conversation, same, versions };
  });
  const first = plans[0];
  if (first !== undefined && plans.every(({ same }) => same !== undefined)) {
    const recordId = keepSame(db, record, first.same?.recordId ?? 0, named);
    if (recordId !== null) {
      for (const { conversation, same } of plans) {
        link(db, sourceId, same?.recordId ?? recordId);
        ship(db, sourceId, same?.recordId ?? recordId, conversation);
      }
      return expand(
        record,
        plans.map(({ one, conversation, same }) => [
          one,
          unchanged(db, recordId, provider, conversation, same?.name ?? one.name),
        ]),
      );
    }
  }
  const recordId = insertRecord(db, record);
  const alone = (one: Named): boolean => times.get(one.conversation.nativeId)?.length === 1;
  claim(
    db,
    recordId,
    record,
    named,
    new Set(plans.filter(({ one, versions }) => versions.length === 0 && alone(one)).map(({ one }) => one)),
  );
  link(db, sourceId, recordId);
  const unsettled: Incoming[] = [];
  const stored = new Map<Named, Stored>();
  for (const { one, conversation, versions } of plans) {
    const { nativeId } = conversation;
    ship(db, sourceId, recordId, conversation);
    if (versions.length === 0 && alone(one)) {
      stored.set(one, { nativeId, name: nativeId, recordId, ...placeConversation(db, conversation) });
      continue;
    }
    if (!alone(one) || isSplit(versions, nativeId) || !isOfThem(db, provider, versions, conversation, parserVersion)) {
      keepIds(db, recordId, one.name, conversation.messages.nativeIds.map(shortId));
      unsettled.push({ recordId, name: one.name, conversation, showed: null });
      continue;
    }
    const shown = versions.find((version) => version.current);
    if (shown !== undefined && compareRanks(rankOf(conversation), shown) <= 0) {
      keepIds(db, recordId, one.name, conversation.messages.nativeIds.map(shortId));
      stored.set(one, unchanged(db, recordId, provider, conversation, nativeId));
      continue;
    }
    makeCurrent(db, recordId, provider, nativeId, nativeId);
    stored.set(one, { nativeId, name: nativeId, recordId, ...placeConversation(db, conversation) });
  }
  for (const [one, outcome] of settleAll(db, provider, unsettled, named)) stored.set(one, outcome);
  return expand(record, [...stored]);
}

/** Tells apart what a record brought, by the ids of the conversations. */
function settleAll(
  db: Db,
  provider: ProviderId,
  unsettled: readonly Incoming[],
  named: readonly Named[],
  left: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<Named, Stored> {
  const stored = new Map<Named, Stored>();
  for (const [plainId, incoming] of Map.groupBy(unsettled, ({ conversation }) => conversation.nativeId)) {
    const settled = settleIdentity(db, provider, plainId, incoming, left.get(plainId) ?? null);
    for (const { recordId, conversation } of incoming) {
      const one = named.find((other) => other.conversation === conversation);
      const { name, placed } = settled.get(conversation) ?? { name: plainId, placed: null };
      if (one === undefined) continue;
      stored.set(
        one,
        placed === null
          ? unchanged(db, recordId, provider, conversation, name)
          : { nativeId: plainId, name, recordId, ...placed },
      );
    }
  }
  return stored;
}

/**
 * Every conversation of the record is kept with the same content. The bytes are not kept again, unless they have keys which those in
 * `stored` lack: then they take their place when nothing is lost by it, and null says that both must be kept.
 */
function keepSame(db: Db, record: PreparedRecord, stored: number, named: readonly Named[]): number | null {
  const oldKeys = keyNames([loadRecord(db, stored).bytes]);
  const newKeys = keyNames(record.raw.chunks.map((chunk) => unpack(chunk)));
  if (newKeys.isSubsetOf(oldKeys)) return stored;
  const claims = claimsOf(db, stored);
  const sameClaims =
    claims.length === named.length &&
    claims.every(({ plainId }) => named.some(({ conversation }) => conversation.nativeId === plainId));
  if (!sameClaims || !oldKeys.isSubsetOf(newKeys)) return null;
  replaceRaw(db, stored, record);
  return stored;
}

function storeLog(db: Db, sourceId: number, record: PreparedRecord): Stored[] {
  const { provider } = record;
  const named = distinctOf(record.conversations);
  const nativeIds = new Set(named.map(({ conversation }) => conversation.nativeId));
  // A piece is never the beginning of another one, and may have thousands of neighbours.
  const pieces = record.conversations.length > 0 && record.conversations.every(({ piece }) => piece);
  const namesakes = pieces ? [] : namesakesOf(db, provider, nativeIds);
  for (const peer of namesakes) {
    if (!isBeginningOf(record.raw, db, peer)) continue;
    const recordId = insertRecord(db, record, peer.id);
    const called = namedAs(named, claimsOf(db, peer.id));
    claim(db, recordId, record, called);
    link(db, sourceId, recordId);
    return expand(
      record,
      called.map((one) => {
        ship(db, sourceId, recordId, one.conversation);
        return [one, unchanged(db, recordId, provider, one.conversation, one.name)];
      }),
    );
  }
  const beginnings = beginningsOf(record.raw, namesakes);
  const swallowed = beginnings.map(({ id }) => id);
  const together = hasPeers(db, provider, nativeIds, familiesOf(record), swallowed);
  const inherited = beginnings.flatMap((peer) => claimsOf(db, peer.id));
  const called = namedAs(named, inherited);
  const recordId = insertRecord(db, record);
  claim(
    db,
    recordId,
    record,
    called,
    new Set(called.filter(({ name }) => inherited.some((one) => one.current && one.name === name))),
  );
  link(db, sourceId, recordId);
  for (const { conversation } of called) ship(db, sourceId, recordId, conversation);
  for (const id of swallowed) swallow(db, id, recordId);
  const left = inherited.filter(({ plainId, name }) => !nativeIds.has(plainId) || !called.some((one) => one.name === name));
  const [single] = called;
  // Several conversations in one record may hold copies of each other's messages.
  const alone = record.conversations.length === 1 && !together && left.length === 0;
  if (single === undefined || !alone || single.name !== single.conversation.nativeId) {
    db.run(sql`insert into due values (${recordId})`);
    for (const claimed of left) if (!nativeIds.has(claimed.plainId)) releaseIdentity(db, provider, 'log', claimed);
    return called.flatMap((one) => due(db, recordId, provider, one));
  }
  const { nativeId } = single.conversation;
  makeCurrent(db, recordId, provider, nativeId, nativeId);
  return [{ nativeId, name: nativeId, recordId, ...placeConversation(db, single.conversation) }];
}

/** The conversations of a record as another one calls them, of which it is the beginning. */
function namedAs(named: readonly Named[], claims: readonly Claim[]): readonly Named[] {
  const taken = new Set<string>();
  return named.map((one) => {
    const same = claims.filter(({ plainId, name }) => plainId === one.conversation.nativeId && !taken.has(name));
    const name = same.find((claimed) => claimed.name === one.name)?.name ?? same[0]?.name ?? one.name;
    taken.add(name);
    return { ...one, name };
  });
}

/** Nothing is counted yet, once for each version in the record. */
function due(db: Db, recordId: number, provider: ProviderId, { conversation, name, others }: Named): Stored[] {
  const { nativeId } = conversation;
  const key = keyOfIdentity(db, provider, name);
  return [conversation, ...others].map(() => ({
    nativeId,
    name,
    recordId,
    key,
    outcome: 'due',
    messages: noneStored,
    attachments: noneStored,
  }));
}

/** The same bytes again, perhaps from another source or read by a newer parser. */
function storeKnown(db: Db, sourceId: number, record: PreparedRecord, known: RecordRow): Stored[] {
  link(db, sourceId, known.id);
  for (const conversation of record.conversations) ship(db, sourceId, known.id, conversation);
  const waits = db.get(sql`select record_id from due where record_id = ${known.id}`) !== undefined;
  const claims = claimsOf(db, known.id);
  const named = namedAs(distinctOf(record.conversations), claims);
  const letIn = named.some(({ conversation }) => !claims.some(({ plainId }) => plainId === conversation.nativeId));
  if ((known.parserVersion < record.parserVersion || letIn) && known.prefixOf === null)
    return replaceParsed(db, known.id, record);
  // The same bytes beside other files: what says more of them counts (names of attachments), whichever came first.
  if (record.kind === 'export' && compareSides(record, sideTextOf(db, known.id)) > 0) return replaceParsed(db, known.id, record);
  if (waits) return named.flatMap((one) => due(db, known.id, record.provider, one));
  return expand(
    record,
    named.map((one) => [one, unchanged(db, known.id, record.provider, one.conversation, one.name)]),
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
export function replaceParsed(db: Db, id: number, parsed: PreparedRecord): Stored[] {
  const stored = getRecord(db, id);
  const { kept: record, stored: hidden } = withoutPurged(parsed, tombstonesOf(db, parsed));
  const { provider } = record;
  const before = claimsOf(db, id);
  const distinct = distinctOf(record.conversations);
  const named = stored.kind === 'log' ? namedAs(distinct, before) : distinct;
  const nativeIds = new Set(named.map(({ conversation }) => conversation.nativeId));
  const others = new Map(
    [...nativeIds].map((nativeId) => [nativeId, versionsOf(db, provider, nativeId).filter(({ recordId }) => recordId !== id)]),
  );
  unclaim(db, id, record);
  forgetWithheld(db, id);
  const showed = (one: Named): string | null => {
    const was = before.filter(({ plainId, current }) => current && plainId === one.conversation.nativeId);
    return was.length === 1 ? (was[0]?.name ?? null) : (was.find(({ name }) => name === one.name)?.name ?? null);
  };
  const simple = (one: Named): boolean =>
    others.get(one.conversation.nativeId)?.length === 0 &&
    named.filter(({ conversation }) => conversation.nativeId === one.conversation.nativeId).length === 1 &&
    before.every(({ plainId, name }) => plainId !== one.conversation.nativeId || name === plainId);
  if (stored.kind === 'log') {
    claim(db, id, record, named, new Set(named.filter((one) => showed(one) !== null)));
    for (const claimed of before) if (!nativeIds.has(claimed.plainId)) releaseIdentity(db, provider, 'log', claimed);
    const together = hasPeers(db, provider, nativeIds, familiesOf(record), [id]);
    const [single] = named;
    if (together || named.length !== 1 || single === undefined || single.others.length > 0 || !simple(single)) {
      if (named.length > 0) db.run(sql`insert into due values (${id}) on conflict do nothing`);
      return [...hidden, ...named.flatMap((one) => due(db, id, provider, one))];
    }
    const { nativeId } = single.conversation;
    makeCurrent(db, id, provider, nativeId, nativeId);
    return [...hidden, { nativeId, name: nativeId, recordId: id, ...placeConversation(db, single.conversation) }];
  }
  claim(db, id, record, named, new Set(named.filter(simple)));
  for (const claimed of before) if (!nativeIds.has(claimed.plainId)) releaseIdentity(db, provider, 'export', claimed);
  const outcomes = new Map<Named, Stored>();
  const unsettled: Incoming[] = [];
  const left = new Map<string, string>();
  for (const one of named) {
    const { conversation } = one;
    const { nativeId } = conversation;
    if (simple(one)) {
      outcomes.set(one, { nativeId, name: nativeId, recordId: id, ...placeConversation(db, conversation) });
      continue;
    }
    keepIds(db, id, one.name, conversation.messages.nativeIds.map(shortId));
    unsettled.push({ recordId: id, name: one.name, conversation, showed: showed(one) });
    const taken = new Set(unsettled.map((incoming) => incoming.showed));
    const rest = before.find(({ plainId, current, name }) => current && plainId === nativeId && !taken.has(name));
    if (rest !== undefined) left.set(nativeId, rest.name);
  }
  for (const [one, outcome] of settleAll(db, provider, unsettled, named, left)) outcomes.set(one, outcome);
  return [...hidden, ...expand(record, [...outcomes])];
}

type Tombstones = ReadonlyMap<PreparedConversation, Tombstone>;

function tombstonesOf(db: Db, record: PreparedRecord): Tombstones {
  const deleted = new Map<PreparedConversation, Tombstone>();
  for (const conversation of record.conversations) {
    const tombstone = tombstoneOf(db, record.provider, conversation.nativeId, conversation.root);
    if (tombstone !== null) deleted.set(conversation, tombstone);
  }
  return deleted;
}

function withoutPurged(record: PreparedRecord, deleted: Tombstones): { kept: PreparedRecord; stored: Stored[] } {
  const gone = record.conversations.filter((conversation) => deleted.get(conversation)?.state === 'purged');
  if (gone.length === 0) return { kept: record, stored: [] };
  return {
    kept: { ...record, conversations: record.conversations.filter((conversation) => !gone.includes(conversation)) },
    stored: gone.map((conversation) => ({
      nativeId: conversation.nativeId,
      name: conversation.nativeId,
      recordId: null,
      key: null,
      outcome: 'hidden',
      messages: { ...noneStored, hidden: conversation.counts.messages },
      attachments: { ...noneStored, hidden: conversation.attachments.length },
    })),
  };
}

function hideTrashed(db: Db, provider: ProviderId, stored: Stored): Stored {
  if (stored.outcome === 'due' || tombstoneOf(db, provider, stored.name, null) === null) return stored;
  return { ...stored, outcome: 'hidden', messages: allHidden(stored.messages), attachments: allHidden(stored.attachments) };
}

function allHidden(counts: StoredCounts): StoredCounts {
  return { ...noneStored, hidden: counts.added + counts.updated + counts.unchanged + counts.hidden };
}

function unchanged(db: Db, recordId: number, provider: ProviderId, conversation: PreparedConversation, name: string): Stored {
  const key = keyOfIdentity(db, provider, name);
  const gained = key === null || conversation.attachments.length === 0 ? 0 : deriveHashes(db, key, provider, name);
  const updated = Math.min(gained, conversation.attachments.length);
  return {
    nativeId: conversation.nativeId,
    name,
    recordId,
    key,
    outcome: 'unchanged',
    messages: { ...noneStored, unchanged: conversation.counts.messages },
    attachments: { ...noneStored, updated, unchanged: conversation.attachments.length - updated },
  };
}

/** Every conversation of a record has an outcome: of two that are one, the lesser is the same as what is archived. */
function expand(record: PreparedRecord, outcomes: readonly (readonly [Named, Stored])[]): Stored[] {
  if (outcomes.length === record.conversations.length) return outcomes.map(([, stored]) => stored);
  const byConversation = new Map<PreparedConversation, Stored>();
  for (const [{ conversation, others }, stored] of outcomes) {
    byConversation.set(conversation, stored);
    for (const other of others) {
      byConversation.set(other, {
        ...stored,
        outcome: 'unchanged',
        messages: { ...noneStored, unchanged: other.counts.messages },
        attachments: { ...noneStored, unchanged: other.attachments.length },
      });
    }
  }
  return record.conversations.flatMap((conversation) => byConversation.get(conversation) ?? []);
}
