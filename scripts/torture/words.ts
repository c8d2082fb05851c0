import { undoChange } from '../../src/main/archive/words/changes.ts';
import { archive, note, rename, star } from '../../src/main/archive/words/kept.ts';
import { openArchive, openUser } from '../../src/main/archive/open.ts';
import { sql, type Db } from '../../src/main/archive/sql.ts';
import {
  changeSavedSearch,
  deleteSavedSearch,
  moveSavedSearch,
  saveSearch,
} from '../../src/main/archive/words/saved-searches.ts';
import { tag } from '../../src/main/archive/words/tags.ts';

const steps = 240;

/** What a person does, one change after the other, and takes back now and then. Goes on where it was ended: every step is one change. */
export function sayWords(dir: string): void {
  const { db, close } = openArchive(dir, 'read');
  const ids = db
    .all<{ id: string }>(sql`select provider || ':' || native_id as id from conversation order by id limit 40`)
    .map(({ id }) => id);
  close();
  const user = openUser(dir);
  try {
    for (let at = changesOf(user); at < steps; at++) step(user, ids, at);
  } finally {
    user.close();
  }
}

function changesOf(user: Db): number {
  return user.get<{ n: number }>(sql`select count(*) as n from change`)?.n ?? 0;
}

function step(user: Db, ids: readonly string[], at: number): void {
  const one = ids[at % ids.length] ?? '';
  const some = ids.slice(at % 8, (at % 8) + 9);
  switch (at % 7) {
    case 0:
      return void star(user, some, at % 4 === 0);
    case 1:
      return void tag(user, some, [`tag ${at % 5}`], [`tag ${(at + 2) % 5}`]);
    case 2:
      return void note(user, one, `note ${at}`);
    case 3:
      return void rename(user, one, `Title ${at}`);
    case 4:
      return void archive(user, some, at % 3 === 0);
    case 5:
      return keepSearch(user, at);
    default:
      // Also what was taken back itself, seven steps before.
      return void undoChange(user, at % 14 === 6 ? at : at - 6);
  }
}

function keepSearch(user: Db, at: number): void {
  const [first, second, third] = user
    .all<{ id: number }>(sql`select id from saved_search order by position, id`)
    .map(({ id }) => id);
  if (first === undefined || second === undefined || third === undefined || at % 4 === 0)
    return void saveSearch(user, { name: `search ${at}`, query: `word${at}`, sort: null, reverse: false });
  if (at % 4 === 1) return void moveSavedSearch(user, { id: third, before: second });
  if (at % 4 === 2) return void changeSavedSearch(user, { id: second, name: `renamed ${at}`, query: '', reverse: true });
  return void deleteSavedSearch(user, first);
}
