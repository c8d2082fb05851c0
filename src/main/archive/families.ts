import type { ProviderId } from '../../shared/model.ts';
import { claimOne, claimsOf, distinctOf, tombstoneOf, versionsOf } from './contributions.ts';
import {
  hashAt,
  keyOfIdentity,
  messageHashes,
  placeConversation,
  removeConversation,
  renameConversations,
} from './conversation-writer.ts';
import type { PreparedConversation, RecordKind } from './prepared.ts';
import { getRecord } from './records.ts';
import { deriveSeen } from './seen.ts';
import { makeCurrent } from './settle-identity.ts';
import { sql, type Db } from './sql.ts';

/** Records to be parsed again and resolved together. */
export interface Family {
  readonly provider: ProviderId;
  readonly kind: RecordKind;
  /** The whole closure by conversation and family keys; for an export the one record that now wins. */
  readonly recordIds: readonly number[];
  /** Those among them that nobody has resolved yet. */
  readonly due: readonly number[];
}

export type MessageOutcome = 'added' | 'updated' | 'unchanged' | 'hidden';

/** What became of a family, by native id. What is in the records and not here was dissolved into what is. */
export interface FamilyStored {
  readonly conversations: ReadonlyMap<string, { readonly key: number | null; readonly outcome: MessageOutcome }>;
  readonly messages: ReadonlyMap<string, MessageOutcome>;
  /** By conversation and attachment, see `attachmentKey`. */
  readonly attachments: ReadonlyMap<string, MessageOutcome>;
}

/** What a record of a log calls a conversation, and what that is called among the others. */
export interface ResolvedName {
  readonly plainId: string;
  readonly name: string;
  readonly root: string | null;
}

/** Families to be resolved, each record in one of them. */
export function dueFamilies(db: Db): readonly Family[] {
  const due = new Set(
    db.all<{ record_id: number }>(sql`select record_id from due order by record_id`).map((row) => row.record_id),
  );
  const families: Family[] = [];
  const seen = new Set<number>();
  for (const id of due) {
    if (seen.has(id)) continue;
    const { provider, kind } = getRecord(db, id);
    const recordIds = kind === 'export' ? [id] : closureOf(db, id, provider);
    for (const member of recordIds) seen.add(member);
    families.push({ provider, kind, recordIds, due: recordIds.filter((member) => due.has(member)) });
  }
  return families;
}

/**
 * Shows what a family was resolved to, in the transaction of the caller.
 *
 * @param resolved of a log: the outcome of `resolveFamily` on everything in the records; of an export: what is in its one record
 * @param names of a log: what the conversations of its records are called, by record
 */
export function storeFamily(
  db: Db,
  family: Family,
  resolved: readonly PreparedConversation[],
  names: ReadonlyMap<number, readonly ResolvedName[]> = new Map(),
): FamilyStored {
  const { provider, recordIds } = family;
  if (family.kind === 'log') nameClaims(db, provider, names);
  const prepared = family.kind === 'log' ? resolved : asClaimed(db, recordIds[0] ?? 0, resolved);
  const recordList = JSON.stringify(recordIds);
  const claimed = db.all<{ native_id: string; current: number }>(
    family.kind === 'log'
      ? sql`select distinct native_id, 0 as current from contribution where record_id in (select value from json_each(${recordList}))`
      : // Of an export's record only those conversations that lost their winner.
        sql`select native_id, current from contribution c where record_id = ${recordIds[0] ?? 0} and not exists (
          select 1 from contribution o join record r on r.id = o.record_id
          where o.native_id = c.native_id and r.provider = ${provider} and o.current = 1 and o.record_id <> c.record_id)`,
  );
  const nativeIds = new Set(claimed.map((row) => row.native_id));
  const before = new Map<string, number>();
  const attachedBefore = new Map<string, string | null>();
  for (const nativeId of nativeIds) {
    const key = keyOfIdentity(db, provider, nativeId);
    if (key === null) continue;
    for (const [message, hash] of messageHashes(db, key)) before.set(message, hash);
    for (const [attachment, hash] of attachedTo(db, key)) attachedBefore.set(attachmentKey(nativeId, attachment), hash);
  }
  const conversations = new Map<string, { key: number | null; outcome: MessageOutcome }>();
  const messages = new Map<string, MessageOutcome>();
  const attachments = new Map<string, MessageOutcome>();
  const placed = new Set<string>();
  for (const conversation of prepared) {
    const { nativeId } = conversation;
    if (family.kind === 'export' && !nativeIds.has(nativeId)) continue;
    placed.add(nativeId);
    const tombstone = tombstoneOf(db, provider, nativeId, conversation.root);
    const result = tombstone?.state === 'purged' ? null : place(db, family, conversation);
    if (result === null) removeConversation(db, provider, nativeId);
    const hidden = tombstone !== null;
    conversations.set(nativeId, { key: result?.key ?? null, outcome: hidden ? 'hidden' : (result?.outcome ?? 'hidden') });
    conversation.messages.nativeIds.forEach((message, index) => {
      const known = before.get(message);
      const outcome = known === undefined ? 'added' : known === hashAt(conversation, index) ? 'unchanged' : 'updated';
      messages.set(message, hidden ? 'hidden' : outcome);
    });
    const attached = result === null ? new Map<string, string | null>() : attachedTo(db, result.key);
    for (const attachment of conversation.attachments) {
      const id = attachmentKey(nativeId, attachment.nativeId);
      const known = attachedBefore.get(id);
      const outcome = known === undefined ? 'added' : known === attached.get(attachment.nativeId) ? 'unchanged' : 'updated';
      attachments.set(id, hidden ? 'hidden' : outcome);
    }
  }
  for (const nativeId of nativeIds) if (!placed.has(nativeId)) removeConversation(db, provider, nativeId);
  if (family.kind === 'log')
    db.run(sql`update contribution set current = 1 where record_id in (select value from json_each(${recordList}))`);
  db.run(sql`delete from due where record_id in (select value from json_each(${recordList}))`);
  return { conversations, messages, attachments };
}

/** How `FamilyStored.attachments` names an attachment. */
export function attachmentKey(conversationNativeId: string, attachmentNativeId: string): string {
  return JSON.stringify([conversationNativeId, attachmentNativeId]);
}

function place(db: Db, family: Family, conversation: PreparedConversation): ReturnType<typeof placeConversation> {
  const [recordId = 0] = family.recordIds;
  if (family.kind === 'export') {
    const claimed = claimsOf(db, recordId).find(({ name }) => name === conversation.nativeId);
    makeCurrent(db, recordId, family.provider, claimed?.plainId ?? conversation.nativeId, conversation.nativeId);
  }
  const placed = placeConversation(db, conversation);
  if (family.kind === 'export') deriveSeen(db, placed.key, family.provider, conversation.nativeId);
  return placed;
}

/** What is in the record of an export under the names that its conversations have in the archive. */
function asClaimed(db: Db, recordId: number, conversations: readonly PreparedConversation[]): PreparedConversation[] {
  const { provider } = getRecord(db, recordId);
  return [...Map.groupBy(distinctOf(conversations), ({ conversation }) => conversation.nativeId)].flatMap(([plainId, same]) => {
    const claims = versionsOf(db, provider, plainId).filter((version) => version.recordId === recordId);
    return same.flatMap(({ conversation, name }) => {
      const own =
        claims.find((claimed) => Buffer.from(claimed.contentHash).equals(conversation.contentHash)) ??
        claims.find((claimed) => claimed.name === name) ??
        (same.length === 1 ? claims[0] : undefined);
      return own === undefined ? [] : [{ ...conversation, nativeId: own.name }];
    });
  });
}

/** Gives what records of a log claim the names that it was resolved to, and what is shown with it. */
function nameClaims(db: Db, provider: ProviderId, names: ReadonlyMap<number, readonly ResolvedName[]>): void {
  const held = new Map<string, Set<string>>();
  const before = new Set<string>();
  const after = new Set<string>();
  for (const [recordId, resolved] of names) {
    const members = [
      recordId,
      ...db.all<{ id: number }>(sql`select id from record where prefix_of = ${recordId}`).map(({ id }) => id),
    ];
    for (const member of members) {
      for (const [plainId, claims] of Map.groupBy(claimsOf(db, member), (claimed) => claimed.plainId)) {
        const own = resolved.filter((one) => one.plainId === plainId);
        if (own.length === 0) continue;
        for (const { name, current } of claims) {
          before.add(name);
          if (!current) continue;
          for (const one of own) held.set(one.name, (held.get(one.name) ?? new Set()).add(name));
        }
        for (const { name } of own) after.add(name);
        if (claims.length === own.length && claims.every(({ name }) => own.some((one) => one.name === name))) continue;
        const like = versionsOf(db, provider, plainId).find((version) => version.recordId === member);
        for (const { name } of claims) db.run(sql`delete from contribution where record_id = ${member} and native_id = ${name}`);
        if (like === undefined) continue;
        for (const { name, root } of own) claimOne(db, plainId, { ...like, name, root });
      }
    }
  }
  const renames = new Map<string, string>();
  for (const [name, shown] of held) if (shown.has(name)) renames.set(name, name);
  for (const [name, shown] of [...held].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const from = [...shown].sort().find((other) => !renames.has(other));
    if (!shown.has(name) && from !== undefined) renames.set(from, name);
  }
  const gone = [...before].filter((name) => !after.has(name) && !renames.has(name));
  if (gone.length === 0 && [...renames].every(([from, to]) => from === to)) return;
  renameConversations(db, provider, renames, gone, (from) => {
    const heirs = [...held].filter(([, shown]) => shown.has(from)).map(([name]) => name);
    return heirs.sort()[0] ?? null;
  });
}

function attachedTo(db: Db, key: number): ReadonlyMap<string, string | null> {
  const rows = db.all<{ native_id: string; hash: string | null }>(
    sql`select native_id, lower(hex(hash)) as hash from attachment where conversation_id = ${key}`,
  );
  return new Map(rows.map((row) => [row.native_id, row.hash === '' ? null : row.hash]));
}

const ofProvider = `exists (select 1 from record r where r.id = o.record_id and r.provider = ? and r.prefix_of is null)`;

/** Everything that shares a conversation or a family key with the record, directly or through others; each name and key is followed once. */
function closureOf(db: Db, id: number, provider: ProviderId): readonly number[] {
  const namesIn = db.prepare<{ name: string }>(
    'select distinct coalesce(plain_id, native_id) as name from contribution where record_id = ?',
  );
  const keysIn = db.prepare<{ key: string }>('select key from family where record_id = ?');
  const called = db.prepare<{ id: number }>(`
    select o.record_id as id from contribution o where o.native_id = ? and o.plain_id is null and ${ofProvider}
    union all select o.record_id from contribution o where o.plain_id = ? and ${ofProvider}`);
  const keyed = db.prepare<{ id: number }>(`
    select f.record_id as id from family f where f.key = ?
      and exists (select 1 from record r where r.id = f.record_id and r.prefix_of is null)`);
  const closure = new Set([id]);
  const names = new Set<string>();
  const keys = new Set<string>();
  const open = [id];
  const meet = (rows: readonly { readonly id: number }[]): void => {
    for (const row of rows) {
      if (closure.has(row.id)) continue;
      closure.add(row.id);
      open.push(row.id);
    }
  };
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const { name } of namesIn.all(next)) {
      if (names.has(name)) continue;
      names.add(name);
      meet(called.all(name, provider, name, provider));
    }
    for (const { key } of keysIn.all(next)) {
      if (keys.has(key)) continue;
      keys.add(key);
      meet(keyed.all(key));
    }
  }
  return [...closure].sort((a, b) => a - b);
}
