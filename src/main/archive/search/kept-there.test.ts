import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Role } from '../../../shared/model.ts';
import type { ParsedConversation } from '../../../shared/parsed.ts';
import { openImportWriter, type ImportWriter } from '../import-writer.ts';
import { readMessages } from '../messages.ts';
import { openArchive, openUser, type Archive } from '../open.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from '../sample-records.ts';
import type { Db } from '../sql.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { undoChange } from '../words/changes.ts';
import { star } from '../words/kept.ts';
import { changeTag, deleteTag, tag } from '../words/tags.ts';
import { createSearch, type Search } from './search.ts';

// What providers say of a conversation beside its messages: a star, tags, and what it cost.

let writer: ImportWriter;
let user: Db;
let archive: Archive;
let search: Search;
let exports = 0;

beforeEach(() => {
  const dir = temporaryFolder();
  writer = openImportWriter(dir);
  user = openUser(dir);
  archive = openArchive(dir, 'read');
  search = createSearch(archive);
});
afterEach(() => {
  for (const open of [archive, user, writer]) open.close();
});

/** Imports an export, newer than those before. */
function read(...given: readonly (readonly [id: string, more: Partial<ParsedConversation>])[]): void {
  exports++;
  const of = given.map(([id, more]) => sampleConversation(id, { updatedAt: 1_700_000_000_000 + exports * 1000, ...more }));
  importRecords(
    writer,
    `export ${exports}`,
    of.map((conversation) => sampleRecord([conversation])),
  );
}

function found(query: string): readonly string[] {
  return search
    .search({ query, sort: 'newest', reverse: false, limit: 100, typing: false, passages: 1 })
    .rows.map(({ nativeId }) => nativeId)
    .toSorted();
}

function rowOf(id: string) {
  const row = search.search({ query: '', sort: 'newest', reverse: false, limit: 100, typing: false, passages: 1 }).rows;
  return row.find(({ nativeId }) => nativeId === id);
}

test('a star of the provider is found, is taken off here for good, and comes back by undoing', () => {
  read(['there', { starred: true }], ['plain', {}]);
  expect(found('is:starred')).toEqual(['there']);
  expect(rowOf('there')).toMatchObject({ starred: true, starredThere: true });
  const change = star(user, ['chatgpt:there', 'chatgpt:plain'], false);
  expect(change.conversations).toBe(1);
  expect(found('is:starred')).toEqual([]);
  read(['there', { starred: true, title: 'Newer' }]);
  expect(rowOf('there')).toMatchObject({ title: 'Newer', starred: false, starredThere: true });
  undoChange(user, change.changeId);
  expect(found('is:starred')).toEqual(['there']);
});

test('a star of the person stays when the provider takes its own back', () => {
  read(['both', { starred: true }], ['there', { starred: true }]);
  star(user, ['chatgpt:both'], true);
  read(['both', {}], ['there', {}]);
  expect(found('is:starred')).toEqual(['both']);
  expect(rowOf('both')).toMatchObject({ starred: true, starredThere: false });
});

test('starring again what was taken off leaves nothing said against it', () => {
  read(['there', { starred: true }]);
  star(user, ['chatgpt:there'], false);
  const again = star(user, ['chatgpt:there'], true);
  expect(found('is:starred')).toEqual(['there']);
  undoChange(user, again.changeId);
  expect(found('is:starred')).toEqual([]);
});

test('tags of the provider are found and counted with the person’s own, and are not theirs', () => {
  read(['one', { tags: ['Work', 'Trips'] }], ['two', { tags: ['work'] }], ['three', {}]);
  tag(user, ['chatgpt:three'], ['WORK'], []);
  expect(found('tag:work')).toEqual(['one', 'three', 'two']);
  expect(found('has:tags')).toEqual(['one', 'three', 'two']);
  expect(rowOf('one')).toMatchObject({ tags: [], tagsThere: ['Trips', 'Work'] });
  expect(search.tags()).toEqual([{ name: 'WORK', color: null, conversations: 3 }]);
  // A newer export changes the provider's part alone.
  read(['one', { tags: ['Trips'] }], ['three', { tags: ['work'] }]);
  expect(found('tag:work')).toEqual(['three', 'two']);
  deleteTag(user, 'work');
  expect(found('tag:work')).toEqual(['three', 'two']);
  expect(search.tags()).toEqual([]);
});

test('tags of the provider leave with the import that brought them', () => {
  const { runId } = importRecords(writer, 'zip', [sampleRecord([sampleConversation('one', { tags: ['Work'] })])]);
  expect(found('tag:work')).toEqual(['one']);
  for (const step of writer.undoRun(runId)) void step;
  expect(found('tag:work')).toEqual([]);
});

test('a tag is counted as often as it is found, however it is written and wherever it is from', () => {
  const names = ['work', 'Work', 'trip', 'Ärger'];
  const ids = ['one', 'two', 'three'];
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('import' as const),
      id: fc.constantFrom(...ids),
      tags: fc.uniqueArray(fc.constantFrom(...names)),
    }),
    fc.record({
      kind: fc.constant('tag' as const),
      id: fc.constantFrom(...ids),
      name: fc.constantFrom(...names),
      added: fc.boolean(),
    }),
    fc.record({ kind: fc.constant('name' as const), name: fc.constantFrom(...names), to: fc.constantFrom(...names) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
      for (const one of steps) {
        if (one.kind === 'import') read([one.id, { tags: one.tags }]);
        else if (one.kind === 'tag') tag(user, [`chatgpt:${one.id}`], one.added ? [one.name] : [], one.added ? [] : [one.name]);
        else if (search.tags().some(({ name }) => name.toLowerCase() === one.name.toLowerCase()))
          changeTag(user, { name: one.name, to: one.to });
      }
      for (const { name, conversations } of search.tags())
        expect([name, conversations]).toEqual([name, found(`tag:${name}`).length]);
      const [facet] = search.facets({ query: '', typing: false, names: ['tag'], limit: 100 }).facets;
      for (const { value, count } of facet?.values ?? []) expect([value, count]).toEqual([value, found(`tag:${value}`).length]);
    }),
    { numRuns: 40 },
  );
});

test('what responses cost is kept once each, and summed', () => {
  const tokens = { input: 1, output: 2, cacheRead: 0, cacheWrite: 0 };
  const answer = { role: 'assistant' as Role, origin: 'assistant' as const };
  const messages = [
    sampleMessage('a', null),
    sampleMessage('b', 'a', { ...answer, usage: { ...tokens, cost: 0.1 } }),
    sampleMessage('c', 'b', { ...answer, usage: { ...tokens, cost: 0.2 } }),
    sampleMessage('d', 'c', { ...answer, usage: tokens }),
  ];
  const free = [sampleMessage('a', null), sampleMessage('b', 'a', { ...answer, usage: { ...tokens, cost: 0 } })];
  read(['paid', { messages }], ['free', { messages: free }], ['unsaid', {}]);
  expect(['paid', 'free', 'unsaid'].map((id) => rowOf(id)?.cost)).toEqual([0.3, 0, null]);
  const { id } = archive.db.get<{ id: number }>({ text: `select id from conversation where native_id = 'paid'`, values: [] }) ?? {
    id: 0,
  };
  expect(readMessages(archive.db, id, [0, 1, 2, 3]).map(({ usage }) => usage)).toEqual([
    null,
    { ...tokens, cost: 0.1 },
    { ...tokens, cost: 0.2 },
    tokens,
  ]);
  // Another price is another message, and no other is.
  read(['paid', { messages: messages.map((one) => (one.nativeId === 'c' ? { ...one, usage: { ...tokens, cost: 0.4 } } : one)) }]);
  expect(rowOf('paid')?.cost).toBe(0.5);
});
