import { z } from 'zod';
import type { Change } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { rawSql, sql, type Db } from './sql.ts';

/**
 * The person's own words, on a connection of `openUser`. Conversations are named by their text ids, so that what is said of one
 * outlives its import. Every change can be undone, and the undoing too.
 */
export function star(user: Db, ids: readonly string[], starred: boolean): Change {
  const at = Date.now();
  return change(user, 'star', () => setColumn(user, 'starred_at', ids, starred ? at : null));
}

/** Moves conversations into the trash (hidden, and hidden again by the next import) or back. */
export function trash(user: Db, ids: readonly string[], trashed: boolean): Change {
  const at = Date.now();
  return change(user, 'trash', () => setColumn(user, 'trashed_at', ids, trashed ? at : null));
}

/** Adds and removes tags; a tag is made when it is first used, and is the same in upper and lower case. */
export function tag(user: Db, ids: readonly string[], add: readonly string[], remove: readonly string[]): Change {
  return change(user, 'tag', () => [...setTags(user, ids, remove, false), ...setTags(user, ids, add, true)]);
}

/**
 * Empties conversations out of the trash: the next import or sweep removes them from the archive, and what is left is a tombstone. This
 * cannot be undone.
 */
export function purge(user: Db, ids: readonly string[]): number {
  const at = Date.now();
  return user.transaction(() => {
    let purged = 0;
    const mark = user.prepare(
      'update kept set purged_at = ? where conversation = ? and trashed_at is not null and purged_at is null',
    );
    for (const id of ids) purged += mark.run(at, id).changes;
    return purged;
  });
}

/** Takes a change back, as a change of its own. @throws ArchiveError `NotFound`; `Conflict` when it was taken back already */
export function undoChange(user: Db, changeId: number): Change {
  const row = user.get<{ name: string; undo: string; undone_at: number | null }>(
    sql`select name, undo, undone_at from change where id = ${changeId}`,
  );
  if (row === undefined) throw new ArchiveError('NotFound', 'This change is too old to be undone.');
  if (row.undone_at !== null) throw new ArchiveError('Conflict', 'This change was undone already.');
  const steps = stepsSchema.parse(JSON.parse(row.undo));
  return change(user, row.name, () => {
    user.run(sql`update change set undone_at = ${Date.now()} where id = ${changeId}`);
    return steps
      .toReversed()
      .flatMap((step) =>
        step.kind === 'tag' ? setTags(user, step.ids, [step.tag], !step.added) : restoreColumn(user, step.column, step.before),
      );
  });
}

export function readSettings(user: Db): Readonly<Record<string, string>> {
  return Object.fromEntries(
    user.all<{ name: string; value: string }>(sql`select name, value from setting`).map(({ name, value }) => [name, value]),
  );
}

export function setSetting(user: Db, name: string, value: string): void {
  user.run(sql`insert into setting (name, value) values (${name}, ${value}) on conflict do update set value = excluded.value`);
}

/** One thing that was done, with what it takes to go back. */
type Step = z.infer<typeof stepSchema>;

const columnSchema = z.enum(['starred_at', 'trashed_at']);
const stepSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('column'), column: columnSchema, before: z.array(z.tuple([z.string(), z.number().nullable()])) }),
  z.object({ kind: z.literal('tag'), tag: z.string(), added: z.boolean(), ids: z.array(z.string()) }),
]);
const stepsSchema = z.array(stepSchema);

const changesKept = 500;

function change(user: Db, name: string, work: () => readonly Step[]): Change {
  return user.transaction(() => {
    const steps = work();
    const touched = new Set(steps.flatMap((step) => (step.kind === 'tag' ? step.ids : step.before.map(([id]) => id))));
    const { lastId } = user.run(
      sql`insert into change (at, name, undo) values (${Date.now()}, ${name}, ${JSON.stringify(steps)})`,
    );
    user.run(sql`delete from change where id <= ${lastId - changesKept}`);
    return { changeId: lastId, conversations: touched.size };
  });
}

/** Only what really changes is a step, so that undoing never takes away what was there before. */
function setColumn(user: Db, column: z.infer<typeof columnSchema>, ids: readonly string[], value: number | null): Step[] {
  return restoreColumn(
    user,
    column,
    ids.map((id) => [id, value]),
    (now) => (now === null) !== (value === null),
  );
}

function restoreColumn(
  user: Db,
  column: z.infer<typeof columnSchema>,
  values: readonly (readonly [string, number | null])[],
  applies: (now: number | null) => boolean = () => true,
): Step[] {
  const name = rawSql(column);
  const before: [string, number | null][] = [];
  for (const [id, value] of new Map(values)) {
    const now =
      user.get<{ value: number | null }>(sql`select ${name} as value from kept where conversation = ${id}`)?.value ?? null;
    if (now === value || !applies(now)) continue;
    user.run(
      sql`insert into kept (conversation, ${name}) values (${id}, ${value}) on conflict do update set ${name} = excluded.${name}`,
    );
    before.push([id, now]);
  }
  user.run(sql`
    delete from kept where starred_at is null and title is null and note is null and note_at is null and archived_at is null
      and trashed_at is null and purged_at is null`);
  return before.length === 0 ? [] : [{ kind: 'column', column, before }];
}

function setTags(user: Db, ids: readonly string[], tags: readonly string[], added: boolean): Step[] {
  return [...new Set(tags.map((name) => name.trim()).filter((name) => name !== ''))].flatMap((name): Step[] => {
    const touched = [...new Set(ids)].filter((id) => (added ? addTag(user, id, name) : removeTag(user, id, name)));
    return touched.length === 0 ? [] : [{ kind: 'tag', tag: name, added, ids: touched }];
  });
}

function addTag(user: Db, id: string, name: string): boolean {
  user.run(sql`insert into tag (name) values (${name}) on conflict do nothing`);
  return (
    user.run(sql`insert into conversation_tag select ${id}, id from tag where name = ${name} on conflict do nothing`).changes > 0
  );
}

function removeTag(user: Db, id: string, name: string): boolean {
  return (
    user.run(sql`delete from conversation_tag where conversation = ${id} and tag_id = (select id from tag where name = ${name})`)
      .changes > 0
  );
}
