import type { ProviderId } from '../../shared/model.ts';
import { claimOne, versionsOf, type Version } from './contributions.ts';
import {
  deriveHashes,
  keyOfIdentity,
  placeConversation,
  removeConversation,
  renameConversations,
  type Placed,
} from './conversation-writer.ts';
import { namesOf, packIds, shortId, unpackIds } from './identities.ts';
import { compareRanks } from './prepare.ts';
import type { PreparedConversation } from './prepared.ts';
import { deriveSeen } from './seen.ts';
import { sql, type Db } from './sql.ts';

/** A version that was just claimed by a record. */
export interface Incoming {
  readonly recordId: number;
  /** What it was claimed as. */
  readonly name: string;
  readonly conversation: PreparedConversation;
  /** What was shown from the record until now, when it was read again. */
  readonly showed: string | null;
}

/** What a version is called, and what came of it when it is shown. */
export interface Settled {
  readonly name: string;
  readonly placed: Placed | null;
}

/**
 * True when the conversation is the one that all these versions are of, or it cannot be told. Only for versions of one conversation.
 */
export function isOfThem(
  db: Db,
  provider: ProviderId,
  versions: readonly Version[],
  conversation: PreparedConversation,
  parserVersion: number,
): boolean {
  const { nativeIds } = conversation.messages;
  if (nativeIds.length === 0) return true;
  let short: ReadonlySet<number> | null = null;
  let empty = 0;
  for (const version of versions.toSorted((a, b) => Number(b.current) - Number(a.current))) {
    if (version.parserVersion !== parserVersion) return true;
    const ids = idsOf(db, provider, version);
    if (ids === null) return true;
    if (ids.size === 0) empty++;
    short ??= new Set(nativeIds.map(shortId));
    if (!ids.isDisjointFrom(short)) return true;
  }
  return empty === versions.length;
}

/** Keeps the ids of the messages of a version that is not shown. */
export function keepIds(db: Db, recordId: number, name: string, ids: Iterable<number>): void {
  db.run(
    sql`insert into message_ids values (${recordId}, ${name}, ${packIds(ids)}) on conflict do update set ids = excluded.ids`,
  );
}

/** Follows the name of a conversation in that of a lesser version in the same record. In no native id. */
export const lesser = '\u0001';

/** Says that what is shown of a conversation comes from this record alone. To be called before anything else is shown of it. */
export function makeCurrent(db: Db, recordId: number, provider: ProviderId, plainId: string, name: string): void {
  for (const version of versionsOf(db, provider, plainId)) {
    if (version.name !== name || version.current === (version.recordId === recordId)) continue;
    if (version.current) keepShownIds(db, provider, version);
    db.run(
      sql`update contribution set current = ${Number(!version.current)} where record_id = ${version.recordId} and native_id = ${name}`,
    );
  }
}

/** True when the versions cannot be those of one conversation under its plain id, without looking at messages. */
export function isSplit(versions: readonly Version[], plainId: string): boolean {
  return versions.some(({ name }) => name !== plainId);
}

/**
 * Tells apart or unites the versions of an export that have one id, and shows the greatest of each conversation: from what is shown
 * already, or from `incoming`; what is in neither becomes due. Conversations that get another name keep what the person said of them.
 *
 * @param left a name of which nothing is shown from any of the versions any more, though it is still there
 */
export function settleIdentity(
  db: Db,
  provider: ProviderId,
  plainId: string,
  incoming: readonly Incoming[] = [],
  left: string | null = null,
): ReadonlyMap<PreparedConversation, Settled> {
  const versions = versionsOf(db, provider, plainId);
  for (const version of versions) if (version.current) keepShownIds(db, provider, version);
  const ids = versions.map((version) => idsOf(db, provider, version));
  const newest = versions.reduce((most, { parserVersion }) => Math.max(most, parserVersion), 0);
  const names = namesOf(
    plainId,
    versions.map(({ parserVersion, root }, at) => ({ holds: parserVersion < newest ? null : (ids[at] ?? null), root })),
  );
  const broughtBy = (version: Version): Incoming | undefined =>
    incoming.find(({ recordId, name }) => recordId === version.recordId && name === version.name);
  /** The name under which the version is shown, or something that came before it and is no more. */
  const rowOf = (version: Version): string | null => {
    if (version.current) return version.name;
    const brought = broughtBy(version);
    if (brought !== undefined) return brought.showed;
    if (versions.some(({ name, current }) => current && name === version.name)) return null;
    return keyOfIdentity(db, provider, version.name) === null ? null : version.name;
  };

  const places = new Map(versions.map((version, at) => [version, at]));
  const groups = Map.groupBy(versions, (version) => names[places.get(version) ?? 0] ?? plainId);
  const winners = new Map<string, Version>();
  const renames = new Map<string, string>();
  const rows = new Set(left === null ? [] : [left]);
  for (const [name, group] of groups) {
    const ranked = group.toSorted((a, b) => compareRanks(b, a));
    const [winner] = ranked;
    if (winner === undefined) continue;
    winners.set(name, winner);
    for (const version of ranked) {
      const row = rowOf(version);
      if (row !== null) rows.add(row);
    }
    const from = [winner, ...ranked].map(rowOf).find((row) => row !== null);
    if (from !== undefined && from !== null) renames.set(from, name);
  }
  // What is left under a name that stays a name is shown until its record is read again.
  if (left !== null && !renames.has(left) && winners.has(left) && ![...renames.values()].includes(left)) renames.set(left, left);
  const gone = [...rows].filter((row) => !renames.has(row));
  renameConversations(db, provider, renames, gone, (row) => {
    const at = versions.findIndex((version) => rowOf(version) === row);
    return at === -1 ? null : (names[at] ?? null);
  });

  db.run(sql`delete from due where record_id in (select value from json_each(${JSON.stringify(versions.map((v) => v.recordId))}))
    and not exists (select 1 from contribution c where c.record_id = due.record_id and coalesce(c.plain_id, c.native_id) <> ${plainId})`);
  for (const { recordId, name } of versions) {
    db.run(sql`delete from contribution where record_id = ${recordId} and native_id = ${name}`);
    db.run(sql`delete from message_ids where record_id = ${recordId} and native_id = ${name}`);
  }
  const claimed = new Set<string>();
  for (const [name, group] of groups) {
    const winner = winners.get(name);
    for (const version of group.toSorted((a, b) => compareRanks(b, a))) {
      const { recordId } = version;
      // Two of one record that turned out to be one conversation: the greater speaks for both, until what links them goes.
      const twice = claimed.has(`${recordId} ${name}`);
      claimed.add(`${recordId} ${name}`);
      const as = twice ? `${name}${lesser}${version.root}${version.messages}` : name;
      const current = version === winner && (version.current || broughtBy(version) !== undefined);
      claimOne(db, plainId, { ...version, name: as, current });
      const held = ids[places.get(version) ?? 0];
      if (held !== null && held !== undefined) keepIds(db, recordId, as, held);
      if (version === winner && !current) db.run(sql`insert into due values (${recordId}) on conflict do nothing`);
    }
  }
  // Bytes of attachments come from all that is claimed.
  const settled = new Map<PreparedConversation, Settled>();
  for (const version of versions) {
    const brought = broughtBy(version);
    if (brought === undefined) continue;
    const { conversation } = brought;
    const name = names[places.get(version) ?? 0] ?? plainId;
    const placed = version === winners.get(name) ? placeConversation(db, { ...conversation, nativeId: name }) : null;
    settled.set(conversation, { name, placed });
  }
  for (const name of groups.keys()) {
    const key = keyOfIdentity(db, provider, name);
    if (key === null) continue;
    deriveHashes(db, key, provider, name);
    deriveSeen(db, key, provider, name);
  }
  return settled;
}

/**
 * A record no longer speaks of a conversation: the conversation goes when no other does, else what is left is due to be resolved.
 *
 * @param plainId what the record called it
 */
export function releaseIdentity(
  db: Db,
  provider: ProviderId,
  kind: 'export' | 'log',
  { name, plainId }: { readonly name: string; readonly plainId: string },
): void {
  const rest = versionsOf(db, provider, plainId);
  if (kind === 'export' && (rest.length > 1 || isSplit(rest, plainId) || (rest.length === 1 && name !== plainId))) {
    const shown = rest.some((version) => version.current && version.name === name);
    settleIdentity(db, provider, plainId, [], shown || keyOfIdentity(db, provider, name) === null ? null : name);
    return;
  }
  const own = rest
    .filter(({ recordId }) => db.get(sql`select id from record where id = ${recordId} and prefix_of is null`) !== undefined)
    .sort((a, b) => compareRanks(b, a));
  if (!own.some((version) => version.name === name)) removeConversation(db, provider, name);
  const [next] = own;
  if (next !== undefined && (kind === 'log' || own.every((version) => !version.current)))
    db.run(sql`insert into due values (${next.recordId}) on conflict do nothing`);
}

function idsOf(db: Db, provider: ProviderId, version: Version): ReadonlySet<number> | null {
  const kept = db.get<{ ids: Uint8Array }>(
    sql`select ids from message_ids where record_id = ${version.recordId} and native_id = ${version.name}`,
  );
  if (kept !== undefined) return unpackIds(kept.ids);
  return version.current ? shownIds(db, provider, version.name) : null;
}

function keepShownIds(db: Db, provider: ProviderId, { recordId, name }: Version): void {
  const ids = shownIds(db, provider, name);
  if (ids !== null) keepIds(db, recordId, name, ids);
}

function shownIds(db: Db, provider: ProviderId, name: string): ReadonlySet<number> | null {
  const key = keyOfIdentity(db, provider, name);
  if (key === null) return null;
  const rows = db.iterate<{ native_id: string }>(sql`
    select m.native_id from conversation c join message m on m.id >= c.first_message and m.id < c.first_message + c.messages
    where c.id = ${key}`);
  const ids = new Set<number>();
  for (const { native_id } of rows) ids.add(shortId(native_id));
  return ids;
}
