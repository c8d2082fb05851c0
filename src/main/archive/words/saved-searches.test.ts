import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import type { Change, SavedSearch } from '../../../shared/contract.ts';
import { changesAfter, undoChange } from './changes.ts';
import { star } from './kept.ts';
import { openArchive, openUser } from '../open.ts';
import { openImportWriter } from '../import-writer.ts';
import { changeSavedSearch, deleteSavedSearch, moveSavedSearch, readSavedSearches, saveSearch } from './saved-searches.ts';
import { sql, type Db } from '../sql.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let dir: string;
let user: Db;
beforeEach(() => {
  dir = temporaryFolder();
  openImportWriter(dir).close();
  user = openUser(dir);
});

function searches(): readonly SavedSearch[] {
  const archive = openArchive(dir, 'read');
  const all = readSavedSearches(archive.db);
  archive.close();
  return all;
}

const names = (): string =>
  searches()
    .map(({ name }) => name)
    .join(' ');
const save = (name: string) => saveSearch(user, { name, query: name.toLowerCase(), sort: null, reverse: false }).id;

test('a search is kept with its order, changed, and gone back on', () => {
  const saved = saveSearch(user, { name: 'Tides', query: 'tide is:starred', sort: 'longest', reverse: true });
  expect(saved).toMatchObject({ conversations: 0, of: 'searches' });
  const tides = { id: saved.id, name: 'Tides', query: 'tide is:starred', sort: 'longest', reverse: true };
  expect(searches()).toEqual([tides]);
  const changed = changeSavedSearch(user, { id: saved.id, name: 'Tables', sort: null, reverse: false });
  const tables = { ...tides, name: 'Tables', sort: null, reverse: false };
  expect(searches()).toEqual([tables]);
  const undone = undoChange(user, changed.changeId);
  expect(undone.of).toBe('searches');
  expect(searches()).toEqual([tides]);
  undoChange(user, undone.changeId);
  expect(searches()).toEqual([tables]);
});

test('a deleted one comes back at its place and under its number, which none has got meanwhile', () => {
  const [, b = 0, c] = ['A', 'B', 'C'].map(save);
  const gone = deleteSavedSearch(user, b);
  deleteSavedSearch(user, c ?? 0);
  const d = save('D');
  expect(d).not.toBe(c);
  undoChange(user, gone.changeId);
  expect(names()).toBe('A B D');
  expect(searches()[1]?.id).toBe(b);
  expect(() => deleteSavedSearch(user, 99)).toThrow('not there any more');
  expect(() => moveSavedSearch(user, { id: b, before: 99 })).toThrow('not there any more');
});

test('they are moved as often as one likes, each move gone back on alone', () => {
  const ids = ['A', 'B', 'C'].map(save);
  const before = names();
  const moves: Change[] = [];
  // Each goes between the other two: numbers between them are soon used up.
  for (let time = 0; time < 200; time++) {
    const [, second] = searches();
    const last = searches()[2];
    moves.push(moveSavedSearch(user, { id: last?.id ?? 0, before: second?.id ?? 0 }));
  }
  expect(names()).toBe(before);
  const moved = moveSavedSearch(user, { id: ids[0] ?? 0, before: null });
  expect(names()).toBe('B C A');
  moveSavedSearch(user, { id: ids[0] ?? 0, before: null });
  moveSavedSearch(user, { id: ids[0] ?? 0, before: ids[0] ?? 0 });
  expect(names()).toBe('B C A');
  undoChange(user, moved.changeId);
  expect(names()).toBe(before);
  for (const { changeId } of moves.toReversed()) undoChange(user, changeId);
  expect(names()).toBe(before);
  expect(user.get<{ n: number }>(sql`select count(distinct position) as n from saved_search`)?.n).toBe(3);
});

test('a list of them is what a list is, and whatever was done to it is gone back on, the newest first', () => {
  const place = fc.nat({ max: 5 });
  const doing = fc.oneof(
    fc.record({ do: fc.constant('save' as const), name: fc.constantFrom('A', 'B') }),
    fc.record({ do: fc.constant('rename' as const), at: place, name: fc.constantFrom('A', 'C') }),
    fc.record({ do: fc.constant('move' as const), at: place, to: place }),
    fc.record({ do: fc.constant('delete' as const), at: place }),
  );
  fc.assert(
    fc.property(fc.array(doing, { maxLength: 12 }), (all) => {
      const before = searches();
      let model = before.map(({ id, name }) => ({ id, name }));
      const done: Change[] = [];
      for (const one of all) {
        const at = 'at' in one ? model[one.at] : undefined;
        if (one.do === 'save') {
          const change = saveSearch(user, { name: one.name, query: '', sort: null, reverse: false });
          done.push(change);
          model.push({ id: change.id, name: one.name });
        } else if (at === undefined) continue;
        else if (one.do === 'rename') {
          done.push(changeSavedSearch(user, { id: at.id, name: one.name }));
          model = model.map((other) => (other === at ? { ...at, name: one.name } : other));
        } else if (one.do === 'delete') {
          done.push(deleteSavedSearch(user, at.id));
          model = model.filter((other) => other !== at);
        } else {
          const to = model[one.to];
          done.push(moveSavedSearch(user, { id: at.id, before: to?.id ?? null }));
          const others = model.filter((other) => other !== at);
          if (to !== at) model = others.toSpliced(to === undefined ? others.length : others.indexOf(to), 0, at);
        }
        expect(searches().map(({ id, name }) => ({ id, name }))).toEqual(model);
      }
      const after = searches();
      const undone = done.toReversed().map(({ changeId }) => undoChange(user, changeId));
      expect(searches()).toEqual(before);
      for (const { changeId } of undone.toReversed()) undoChange(user, changeId);
      expect(searches()).toEqual(after);
    }),
    { numRuns: 60 },
  );
});

test('what an order is called by a newer program is not known to this one', () => {
  save('A');
  user.run(sql`update saved_search set sort = 'by-mood'`);
  expect(searches()[0]?.sort).toBe(null);
});

test('others are told what was changed: searches, conversations, or both', () => {
  const first = star(user, ['a'], true);
  expect(changesAfter(openUserThere(), 0)).toEqual([{ changeId: first.changeId, of: 'conversations' }]);
  save('A');
  const last = star(user, ['a'], false);
  const saved = saveSearch(user, { name: 'B', query: '', sort: null, reverse: false });
  expect(changesAfter(openUserThere(), first.changeId)).toEqual([
    { changeId: last.changeId, of: 'conversations' },
    { changeId: saved.changeId, of: 'searches' },
  ]);
});

/** As a window of another process sees it. */
function openUserThere(): Db {
  return openArchive(dir, 'read').db;
}
