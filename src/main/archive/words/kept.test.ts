import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Change } from '../../../shared/contract.ts';
import { undoChange } from './changes.ts';
import { archive, note, purge, readSettings, rename, setSetting, star, trash } from './kept.ts';
import { openUser } from '../open.ts';
import { Db, sql } from '../sql.ts';
import { changeTag, deleteTag, tag } from './tags.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let user: Db;
beforeEach(() => {
  user = openUser(temporaryFolder());
});

function starred(): readonly string[] {
  return user
    .all<{ conversation: string }>(sql`select conversation from kept where starred_at is not null order by 1`)
    .map((row) => row.conversation);
}

function tags(): readonly string[] {
  return user
    .all<{ text: string }>(
      sql`select conversation || ' ' || name as text from conversation_tag join tag on tag.id = tag_id order by 1`,
    )
    .map((row) => row.text);
}

test('stars are given and taken, and undoing takes back only what was done', () => {
  star(user, ['a'], true);
  const both = star(user, ['a', 'b'], true);
  expect(both.conversations).toBe(1);
  expect(starred()).toEqual(['a', 'b']);
  const undone = undoChange(user, both.changeId);
  expect(starred()).toEqual(['a']);
  expect(() => undoChange(user, both.changeId)).toThrow('already');
  undoChange(user, undone.changeId);
  expect(starred()).toEqual(['a', 'b']);
  star(user, ['a', 'b'], false);
  expect(user.all(sql`select conversation from kept`)).toEqual([]);
});

test('tags are the same in upper and lower case, and undone one by one', () => {
  tag(user, ['a'], ['Work'], []);
  const change = tag(user, ['a', 'b'], ['work', ' '], ['Old']);
  expect(tags()).toEqual(['a Work', 'b Work']);
  undoChange(user, change.changeId);
  expect(tags()).toEqual(['a Work']);
  const removed = tag(user, ['a'], ['New'], ['WORK']);
  expect(tags()).toEqual(['a New']);
  undoChange(user, removed.changeId);
  expect(tags()).toEqual(['a Work']);
});

test('what was emptied from the trash does not come back by an undo', () => {
  const moved = trash(user, ['a', 'b'], true);
  purge(user, ['a']);
  expect(undoChange(user, moved.changeId).conversations).toBe(1);
  expect(star(user, ['a'], true).conversations).toBe(0);
  expect(user.all(sql`select conversation from kept`)).toEqual([{ conversation: 'a' }]);
});

test('only what is in the trash can be emptied out of it', () => {
  trash(user, ['a'], true);
  expect(purge(user, ['a', 'b'])).toBe(1);
  expect(user.all(sql`select conversation, purged_at is not null as purged from kept`)).toEqual([
    { conversation: 'a', purged: 1 },
  ]);
});

/** Everything the person said, without its times and without what is kept to undo it. */
function state(db: Db): unknown {
  return {
    kept: db.all(sql`
      select conversation, starred_at is null as a, title, note, archived_at is null as b, trashed_at is null as c from kept`),
    tags: db.all(sql`select name, color from tag order by name`),
    tagged: db.all(sql`select conversation, name from conversation_tag join tag on tag.id = tag_id order by 1, 2`),
  };
}

const works: Readonly<Record<string, (db: Db, ids: readonly string[]) => Change>> = {
  star: (db, ids) => star(db, ids, true),
  archive: (db, ids) => archive(db, ids, true),
  trash: (db, ids) => trash(db, ids, true),
  tag: (db, ids) => tag(db, ids, ['Many'], []),
  'tag renamed': (db) => changeTag(db, { name: 'few', to: 'Fewer' }),
  'tags merged': (db) => changeTag(db, { name: 'few', to: 'other' }),
  'tag deleted': (db) => deleteTag(db, 'few'),
};

describe('a selection of any size takes the same few statements, and is undone and done again as one', () => {
  test.each(Object.entries(works))('%s', (_name, work) => {
    const statements = vi.spyOn(Db.prototype, 'prepare');
    const counts = [10, 50_000].map((size) => {
      const db = openUser(temporaryFolder());
      const ids = Array.from({ length: size }, (_, at) => `chatgpt:${at}`);
      tag(db, ids, ['Few'], []);
      tag(db, ['chatgpt:x'], ['Other'], []);
      const before = state(db);
      statements.mockClear();
      const done = work(db, ids);
      const asked = statements.mock.calls.length;
      const after = state(db);
      expect(after).not.toEqual(before);
      const undone = undoChange(db, done.changeId);
      expect(state(db)).toEqual(before);
      undoChange(db, undone.changeId);
      expect(state(db)).toEqual(after);
      expect([done.conversations, undone.conversations]).toEqual([size, size]);
      db.close();
      return asked;
    });
    statements.mockRestore();
    expect(counts[1]).toBe(counts[0]);
    expect(counts[0]).toBeLessThan(16);
  });
});

test('whatever was done is gone back on by undoing it, the newest first', () => {
  const ids = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 });
  const name = fc.constantFrom('Work', 'work', 'Play', 'rest');
  const color = fc.constantFrom('red' as const, 'blue' as const, null);
  const title = fc.constantFrom('One', 'Two', null);
  const doing: fc.Arbitrary<(db: Db) => Change> = fc.oneof(
    fc.tuple(ids, fc.boolean()).map(
      ([some, on]) =>
        (db: Db) =>
          star(db, some, on),
    ),
    fc.tuple(ids, fc.boolean()).map(
      ([some, on]) =>
        (db: Db) =>
          archive(db, some, on),
    ),
    fc.tuple(ids, fc.array(name), fc.array(name)).map(
      ([some, add, remove]) =>
        (db: Db) =>
          tag(db, some, add, remove),
    ),
    title.map((to) => (db: Db) => rename(db, 'a', to)),
    title.map((to) => (db: Db) => note(db, 'a', to)),
    fc.tuple(name, name, color).map(
      ([from, to, of]) =>
        (db: Db) =>
          changeTag(db, { name: from, to, color: of }),
    ),
    name.map((gone) => (db: Db) => deleteTag(db, gone)),
  );
  const db = openUser(temporaryFolder());
  fc.assert(
    fc.property(fc.array(doing, { maxLength: 8 }), (all) => {
      const before = state(db);
      const done: Change[] = [];
      for (const one of all) {
        try {
          done.push(one(db));
        } catch (error) {
          expect(error).toMatchObject({ code: 'NotFound' });
        }
      }
      const after = state(db);
      const undone = done.toReversed().map(({ changeId }) => undoChange(db, changeId));
      expect(state(db)).toEqual(before);
      for (const { changeId } of undone.toReversed()) undoChange(db, changeId);
      expect(state(db)).toEqual(after);
    }),
    { numRuns: 200 },
  );
});

test('what is kept for undoing has an end', () => {
  const ids = Array.from({ length: 50_000 }, (_, at) => `chatgpt:${at} ${'x'.repeat(500)}`);
  const first = star(user, ['a'], true);
  for (let time = 0; time < 4; time++) archive(user, ids, time % 2 === 0);
  expect(() => undoChange(user, first.changeId)).toThrow('too old');
});

test('settings are kept', () => {
  setSetting(user, 'theme', 'dark');
  setSetting(user, 'theme', 'light');
  expect(readSettings(user)).toEqual({ theme: 'light' });
});
