import type { Change, Tombstone } from '../../../shared/contract.ts';
import { change, setColumn, type KeptColumn, type KeptValue } from './changes.ts';
import { providerOfName } from '../records.ts';
import { sql, type Db } from '../sql.ts';

/** The person's own words of conversations, on a connection of `openUser`. Every change but a purge can be undone, and the undoing too. */
export function star(user: Db, ids: readonly string[], starred: boolean): Change {
  const now = Date.now();
  return change(user, 'star', () => {
    const against = starred ? ids : starredThere(user, ids);
    return [
      ...setColumn(user, 'starred_at', valued(ids, starred ? now : null), 'whether'),
      // A star that the provider gave is taken off by a word against it, which outlives the provider's next export.
      ...setColumn(user, 'unstarred_at', valued(against, starred ? null : now), 'whether'),
    ];
  });
}

function starredThere(user: Db, ids: readonly string[]): readonly string[] {
  return user
    .all<{ id: string }>(
      sql`
      select w.value as id from json_each(${JSON.stringify(ids)}) w join archive.conversation c
        on c.provider = substr(w.value, 1, instr(w.value, ':') - 1) and c.native_id = substr(w.value, instr(w.value, ':') + 1)
      where c.starred = 1`,
    )
    .map(({ id }) => id);
}

function valued(ids: readonly string[], value: number | null): KeptValue[] {
  return ids.map((id) => [id, value]);
}

/** Moves conversations into the trash (hidden, and hidden again by the next import) or back. */
export function trash(user: Db, ids: readonly string[], trashed: boolean): Change {
  return setTime(user, 'trash', 'trashed_at', ids, trashed);
}

/** Takes conversations out of the list of what is current, or back. */
export function archive(user: Db, ids: readonly string[], archived: boolean): Change {
  return setTime(user, 'archive', 'archived_at', ids, archived);
}

/** Gives a conversation a title of the person's own; null: the provider's again. */
export function rename(user: Db, id: string, title: string | null): Change {
  return change(user, 'rename', () => setColumn(user, 'title', [[id, title]]));
}

/** Markdown; null or nothing but space removes it. */
export function note(user: Db, id: string, text: string | null): Change {
  const kept = text === null || text.trim() === '' ? null : text;
  return change(user, 'note', () => setColumn(user, 'note', [[id, kept]]));
}

/**
 * Empties conversations out of the trash: they are out of sight at once, `ImportWriter.purge` removes them from the archive, and what is
 * left is a tombstone. This cannot be undone.
 */
export function purge(user: Db, ids: readonly string[]): number {
  return user.run(sql`
    update kept set purged_at = ${Date.now()} where conversation in (select value from json_each(${JSON.stringify(ids)}))
      and trashed_at is not null and purged_at is null`).changes;
}

/** Conversations that were deleted for good and not let in again. */
export function countPurged(user: Db): number {
  return user.get<{ n: number }>(sql`select count(*) as n from kept where purged_at is not null`)?.n ?? 0;
}

/** A page of them, the latest first, on a connection of `openArchive`. */
export function readPurged(
  db: Db,
  after: number,
  limit: number,
): { readonly conversations: number; readonly deleted: readonly Tombstone[]; readonly more: boolean } {
  const conversations = countPurged(db);
  const rows = db.all<{ id: string; title: string | null; deletedAt: number }>(sql`
    select k.conversation as id, coalesce(k.title, c.title) as title, k.purged_at as deletedAt from user.kept k
    left join conversation c on c.provider = substr(k.conversation, 1, instr(k.conversation, ':') - 1)
      and c.native_id = substr(k.conversation, instr(k.conversation, ':') + 1)
    where k.purged_at is not null order by k.purged_at desc, k.conversation limit ${limit} offset ${after}`);
  const deleted = rows.map(({ id, title, deletedAt }) => {
    const colon = id.indexOf(':');
    return { id, provider: providerOfName(id.slice(0, colon)), nativeId: id.slice(colon + 1), title, deletedAt };
  });
  return { conversations, deleted, more: after + rows.length < conversations };
}

/**
 * Lets conversations in again that were deleted for good: the next import of a file that has them brings them, or a reparse where their
 * originals are still in the archive.
 *
 * @param ids null: all
 * @returns how many
 */
export function unpurge(user: Db, ids: readonly string[] | null): number {
  const which = ids === null ? sql`` : sql`and conversation in (select value from json_each(${JSON.stringify(ids)}))`;
  return user.transaction(() => {
    const { changes } = user.run(sql`update kept set purged_at = null, trashed_at = null where purged_at is not null ${which}`);
    user.run(sql`
      delete from kept where starred_at is null and unstarred_at is null and title is null and note is null and note_at is null and archived_at is null
        and trashed_at is null and purged_at is null`);
    return changes;
  });
}

/** What tells apart what changed in user.db, on a connection of `openArchive`. */
export interface KeptState {
  /** Of the last change that can be undone; 0: there is none. */
  readonly changeId: number;
  /** Conversations that were emptied from the trash. */
  readonly purged: number;
  readonly settings: string;
}

export function readKeptState(db: Db): KeptState {
  const counts = db.get<{ changeId: number | null; purged: number }>(sql`
    select (select max(id) from user.change) as changeId, (select count(*) from user.kept where purged_at is not null) as purged`);
  return { changeId: counts?.changeId ?? 0, purged: counts?.purged ?? 0, settings: JSON.stringify(readSettings(db)) };
}

export function readSettings(user: Db): Readonly<Record<string, string>> {
  return Object.fromEntries(
    user.all<{ name: string; value: string }>(sql`select name, value from setting`).map(({ name, value }) => [name, value]),
  );
}

export function setSetting(user: Db, name: string, value: string): void {
  user.run(sql`insert into setting (name, value) values (${name}, ${value}) on conflict do update set value = excluded.value`);
}

function setTime(user: Db, name: string, column: KeptColumn, ids: readonly string[], set: boolean): Change {
  const at = set ? Date.now() : null;
  return change(user, name, () => setColumn(user, column, valued(ids, at), 'whether'));
}
