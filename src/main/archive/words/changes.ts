import { z } from 'zod';
import type { Change } from '../../../shared/contract.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { RequestName } from '../../../shared/requests.ts';
import { rawSql, sql, type Db } from '../sql.ts';

/**
 * What the person did, on a connection of `openUser`, as steps that can be gone back. Conversations are named by their text ids, so that
 * what is said of one outlives its import. A step is what really changed, so that undoing never takes away what was there before; the
 * number of statements does not grow with the number of conversations.
 */
export type Step = z.infer<typeof stepSchema>;

const columns = ['starred_at', 'unstarred_at', 'trashed_at', 'archived_at', 'title', 'note'] as const;
/** A column of `kept` that the person sets. */
export type KeptColumn = (typeof columns)[number];
/** A conversation and what a column has of it. */
export type KeptValue = readonly [conversation: string, value: string | number | null];

const searchSchema = z.object({
  name: z.string(),
  query: z.string(),
  sort: z.string().nullable(),
  reverse: z.number(),
  position: z.number(),
});
/** A saved search as it is stored, without its number. */
export type SearchRow = z.infer<typeof searchSchema>;

const stepSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('column'),
    column: z.enum(columns),
    before: z.array(z.tuple([z.string(), z.union([z.string(), z.number()]).nullable()])),
  }),
  z.object({ kind: z.literal('tag'), tag: z.string(), added: z.boolean(), ids: z.array(z.string()) }),
  z.object({ kind: z.literal('tag-made'), tag: z.string() }),
  z.object({ kind: z.literal('tag-dropped'), tag: z.string(), color: z.string().nullable() }),
  z.object({ kind: z.literal('tag-named'), tag: z.string(), before: z.string(), conversations: z.number() }),
  z.object({ kind: z.literal('tag-colored'), tag: z.string(), before: z.string().nullable() }),
  z.object({ kind: z.literal('search'), id: z.number(), before: searchSchema.nullable() }),
]);
const stepsSchema = z.array(stepSchema);

const changesKept = 500;
/** Bytes of what is kept for undoing; the newest change is kept however large. */
const bytesKept = 64_000_000;

/** Does `work` as one change that can be undone as one. */
export function change(user: Db, name: string, work: () => readonly Step[]): Change {
  return user.transaction(() => {
    const steps = work();
    const { lastId } = user.run(
      sql`insert into change (at, name, undo) values (${Date.now()}, ${name}, ${JSON.stringify(steps)})`,
    );
    user.run(sql`
      delete from change where id <= ${lastId - changesKept} or id <= (
        select id from (select id, sum(octet_length(undo)) over (order by id desc) as bytes from change)
        where bytes > ${bytesKept} and id < ${lastId} order by id desc limit 1)`);
    return { changeId: lastId, conversations: touchedBy(steps), of: keptBy(name) };
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
    return steps.toReversed().flatMap((step) => goBack(user, step));
  });
}

function goBack(user: Db, step: Step): readonly Step[] {
  switch (step.kind) {
    case 'column':
      return setColumn(user, step.column, step.before);
    case 'tag':
      return setTag(user, step.tag, step.ids, !step.added);
    case 'tag-made':
      return dropTag(user, step.tag);
    case 'tag-dropped':
      return makeTag(user, step.tag, step.color);
    case 'tag-named':
      return nameTag(user, step.tag, step.before);
    case 'tag-colored':
      return colorTag(user, step.tag, step.before);
    case 'search':
      return setSearch(user, step.id, step.before).steps;
  }
}

const ofSearches: ReadonlySet<string> = new Set<RequestName>([
  'saveSearch',
  'changeSavedSearch',
  'moveSavedSearch',
  'deleteSavedSearch',
]);

function keptBy(name: string): Change['of'] {
  return ofSearches.has(name) ? 'searches' : 'conversations';
}

/** What changes later than one are about, and the last of each, on a connection of `openArchive`. */
export function changesAfter(db: Db, changeId: number): readonly Pick<Change, 'changeId' | 'of'>[] {
  const rows = db.all<{ id: number; name: string }>(sql`
    select max(id) as id, name from user.change where id > ${changeId} group by name order by 1`);
  const last = new Map(rows.map(({ id, name }) => [keptBy(name), id]));
  return [...last].map(([of, id]) => ({ changeId: id, of }));
}

function touchedBy(steps: readonly Step[]): number {
  const ids = new Set<string>();
  let renamed = 0;
  for (const step of steps) {
    if (step.kind === 'column') for (const [id] of step.before) ids.add(id);
    else if (step.kind === 'tag') for (const id of step.ids) ids.add(id);
    else if (step.kind === 'tag-named') renamed += step.conversations;
  }
  return ids.size + renamed;
}

/**
 * Gives conversations a value each; one that was emptied from the trash has nothing any more that could be given or taken.
 *
 * @param applies `whether`: only where a value comes or goes, since a star stays as old as it is
 */
export function setColumn(
  user: Db,
  column: KeptColumn,
  values: readonly KeptValue[],
  applies: 'different' | 'whether' = 'different',
): readonly Step[] {
  const name = rawSql(column);
  const wanted = new Map(values);
  const ids = JSON.stringify([...wanted.keys()]);
  const now = user.all<{ id: string; value: string | number | null }>(sql`
    select w.value as id, k.${name} as value from json_each(${ids}) w left join kept k on k.conversation = w.value
    where k.purged_at is null`);
  const before = now
    .map(({ id, value }): [string, string | number | null] => [id, value])
    .filter(([id, value]) => {
      const next = wanted.get(id) ?? null;
      return applies === 'whether' ? (value === null) !== (next === null) : value !== next;
    });
  if (before.length === 0) return [];
  const touched = JSON.stringify(before.map(([id]) => id));
  const next = JSON.stringify(before.map(([id]) => [id, wanted.get(id) ?? null]));
  user.run(sql`
    insert into kept (conversation, ${name}) select json_extract(value, '$[0]'), json_extract(value, '$[1]') from json_each(${next})
    where true on conflict do update set ${name} = excluded.${name}`);
  if (column === 'note') {
    user.run(sql`
      update kept set note_at = case when note is null then null else ${Date.now()} end
      where conversation in (select value from json_each(${touched}))`);
  }
  user.run(sql`
    delete from kept where conversation in (select value from json_each(${touched})) and starred_at is null and unstarred_at is null and title is null
      and note is null and note_at is null and archived_at is null and trashed_at is null and purged_at is null`);
  return [{ kind: 'column', column, before }];
}

/** Adds a tag, made when it is new, or takes it away. */
export function setTag(user: Db, name: string, ids: readonly string[], added: boolean): readonly Step[] {
  const given = JSON.stringify(ids);
  const made = added ? makeTag(user, name, null) : [];
  const touched = user
    .all<{ conversation: string }>(
      added
        ? sql`insert into conversation_tag select w.value, t.id from json_each(${given}) w join tag t on t.name = ${name}
            where true on conflict do nothing returning conversation`
        : sql`delete from conversation_tag where conversation in (select value from json_each(${given}))
            and tag_id = (select id from tag where name = ${name}) returning conversation`,
    )
    .map(({ conversation }) => conversation);
  return touched.length === 0 ? made : [...made, { kind: 'tag', tag: name, added, ids: touched }];
}

export interface TagRow {
  readonly id: number;
  readonly name: string;
  readonly color: string | null;
}

/** A tag by its name, in upper or lower case. */
export function tagNamed(user: Db, name: string): TagRow | null {
  return user.get<TagRow>(sql`select id, name, color from tag where name = ${name}`) ?? null;
}

export function idsTagged(user: Db, tag: TagRow): readonly string[] {
  return user
    .all<{ conversation: string }>(sql`select conversation from conversation_tag where tag_id = ${tag.id}`)
    .map(({ conversation }) => conversation);
}

function makeTag(user: Db, name: string, color: string | null): readonly Step[] {
  const { changes } = user.run(sql`insert into tag (name, color) values (${name}, ${color}) on conflict do nothing`);
  return changes === 0 ? [] : [{ kind: 'tag-made', tag: name }];
}

/** Removes a tag that no conversation has. */
export function dropTag(user: Db, name: string): readonly Step[] {
  const tag = tagNamed(user, name);
  if (tag === null) return [];
  const { changes } = user.run(
    sql`delete from tag where id = ${tag.id} and not exists (select 1 from conversation_tag where tag_id = ${tag.id})`,
  );
  return changes === 0 ? [] : [{ kind: 'tag-dropped', tag: tag.name, color: tag.color }];
}

/** Another name; when there is a tag of that name, both become it. */
export function nameTag(user: Db, name: string, to: string): readonly Step[] {
  const tag = tagNamed(user, name);
  if (tag === null || tag.name === to) return [];
  const other = tagNamed(user, to);
  const ids = idsTagged(user, tag);
  if (other !== null && other.id !== tag.id) {
    return [...setTag(user, other.name, ids, true), ...setTag(user, tag.name, ids, false), ...dropTag(user, tag.name)];
  }
  user.run(sql`update tag set name = ${to} where id = ${tag.id}`);
  return [{ kind: 'tag-named', tag: to, before: tag.name, conversations: ids.length }];
}

export function colorTag(user: Db, name: string, color: string | null): readonly Step[] {
  const tag = tagNamed(user, name);
  if (tag === null || tag.color === color) return [];
  user.run(sql`update tag set color = ${color} where id = ${tag.id}`);
  return [{ kind: 'tag-colored', tag: tag.name, before: tag.color }];
}

/**
 * A saved search as it is to be, null: gone.
 *
 * @param id null: a new one, under a number that none has had
 */
export function setSearch(
  user: Db,
  id: number | null,
  wanted: SearchRow | null,
): { readonly id: number; readonly steps: readonly Step[] } {
  const before =
    id === null
      ? null
      : (user.get<SearchRow>(sql`select name, query, sort, reverse, position from saved_search where id = ${id}`) ?? null);
  if (wanted === null) {
    if (id === null || before === null) return { id: 0, steps: [] };
    user.run(sql`delete from saved_search where id = ${id}`);
    return { id, steps: [{ kind: 'search', id, before }] };
  }
  const { name, query, sort, reverse, position } = wanted;
  const same =
    before !== null &&
    before.name === name &&
    before.query === query &&
    before.sort === sort &&
    before.reverse === reverse &&
    before.position === position;
  if (same && id !== null) return { id, steps: [] };
  const { lastId } = user.run(sql`
    insert into saved_search (id, name, query, sort, reverse, position) values (${id}, ${name}, ${query}, ${sort}, ${reverse}, ${position})
    on conflict (id) do update set name = excluded.name, query = excluded.query, sort = excluded.sort, reverse = excluded.reverse,
      position = excluded.position`);
  return { id: id ?? lastId, steps: [{ kind: 'search', id: id ?? lastId, before }] };
}
