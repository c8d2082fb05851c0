import { beforeEach, expect, test } from 'vitest';
import { purge, readSettings, setSetting, star, tag, trash, undoChange } from './kept.ts';
import { openUser } from './open.ts';
import { sql, type Db } from './sql.ts';
import { temporaryFolder } from './temporary-folder.ts';

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

test('only what is in the trash can be emptied out of it', () => {
  trash(user, ['a'], true);
  expect(purge(user, ['a', 'b'])).toBe(1);
  expect(user.all(sql`select conversation, purged_at is not null as purged from kept`)).toEqual([
    { conversation: 'a', purged: 1 },
  ]);
});

test('a selection of 50,000 is starred and undone', () => {
  const ids = Array.from({ length: 50_000 }, (_, at) => `chatgpt:${at}`);
  const change = star(user, ids, true);
  expect(change.conversations).toBe(50_000);
  undoChange(user, change.changeId);
  expect(starred()).toEqual([]);
});

test('settings are kept', () => {
  setSetting(user, 'theme', 'dark');
  setSetting(user, 'theme', 'light');
  expect(readSettings(user)).toEqual({ theme: 'light' });
});
