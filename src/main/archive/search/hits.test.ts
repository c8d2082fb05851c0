import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Part } from '../../../shared/model.ts';
import { requests, type RequestInput } from '../../../shared/requests.ts';
import { indexBehind } from '../../import/index-behind.ts';
import { openImportWriter } from '../import-writer.ts';
import { openArchive, openUser, type Archive } from '../open.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from '../sample-records.ts';
import { Db } from '../sql.ts';
import { sharedFolder, temporaryFolder } from '../temporary-folder.ts';
import { note, rename } from '../words/kept.ts';
import { createSearch, type Search } from './search.ts';

const said = (text: string): Part => ({ type: 'text', text });
const thought = (text: string): Part => ({ type: 'thinking', text });
const coded = (text: string): Part => ({ type: 'code', text, language: 'js' });
const answered = (text: string): Part => ({ type: 'tool-result', callId: '1', text, outcome: 'ok' });

const thread = (id: string, messages: readonly (readonly Part[])[], title: string) =>
  sampleConversation(id, {
    title,
    messages: messages.map((parts, at) =>
      sampleMessage(`${id}${at}`, at === 0 ? null : `${id}${at - 1}`, {
        parts,
        ...(at % 2 === 1 ? { role: 'assistant', origin: 'assistant' } : {}),
      }),
    ),
  });

/** A long conversation in which every hundredth message has the word. */
const long = thread(
  'long',
  Array.from({ length: 2500 }, (_, at) => [said(at % 100 === 7 ? `the lantern of ${at}` : `nothing in ${at}`)]),
  'Long',
);

const conversations = [
  thread(
    'lamp',
    [
      [said('A lantern, please')],
      [thought('which lantern?'), said('This one'), answered('lantern.txt')],
      [said('No light'), said('house keeps it')],
      [coded('const lantern = light;'), said(`${'lantern '.repeat(3)}${'x '.repeat(400)}lantern`)],
    ],
    'Of the lantern',
  ),
  thread('quiet', [[said('hush')], [said('a light')]], 'Lantern light'),
  long,
];

const dir = sharedFolder();
let archive: Archive;
let search: Search;

beforeAll(async () => {
  const writer = openImportWriter(dir);
  importRecords(writer, 'one', [sampleRecord(conversations)]);
  writer.close();
  await indexBehind(dir);
  const user = openUser(dir);
  note(user, 'chatgpt:quiet', 'Ask for the lamp, then for the lantern');
  rename(user, 'chatgpt:quiet', 'Silence');
  user.close();
  archive = openArchive(dir, 'read');
  search = createSearch(archive);
});
afterAll(() => {
  archive.close();
});

const passages = (input: Omit<RequestInput<'passages'>, 'id'> & { readonly of?: string }) => {
  const { of = 'lamp', ...rest } = input;
  return search.passages(requests.passages.parse({ id: `chatgpt:${of}`, ...rest }));
};
const placesOf = (query: string, of = 'lamp') =>
  passages({ query, of }).passages.map(({ in: place, messageIndex, partIndex }) => `${place} ${messageIndex}.${partIndex}`);
const counts = (query: string, ids: readonly string[], typing = false) =>
  search.hitCounts({ ids: ids.map((id) => `chatgpt:${id}`), query, typing }).counts;
const found = (query: string) =>
  search
    .search(requests.search.parse({ query }))
    .rows.map(({ nativeId }) => nativeId)
    .sort();

describe('every hit of one conversation', () => {
  test('the title first, then each part, a long one more than once', () => {
    const { passages: all, total, more } = passages({ query: 'lantern' });
    expect(all.map(({ in: place, messageIndex, partIndex, marks }) => [place, messageIndex, partIndex, marks.length])).toEqual([
      ['title', -1, -1, 1],
      ['text', 0, 0, 1],
      ['thinking', 1, 0, 1],
      ['tools', 1, 2, 1],
      ['code', 3, 0, 1],
      ['text', 3, 1, 3],
      ['text', 3, 1, 1],
    ]);
    for (const { text, marks } of all) for (const [from, to] of marks) expect(text.slice(from, to).toLowerCase()).toBe('lantern');
    // The title and three messages.
    expect([total, more]).toEqual([4, false]);
  });

  test('page by page, each message once', () => {
    const first = passages({ query: 'lantern', limit: 2 });
    expect(first.passages.map(({ messageIndex }) => messageIndex)).toEqual([-1, 0, 1, 1]);
    expect([first.total, first.more]).toEqual([4, true]);
    const rest = passages({ query: 'lantern', limit: 2, after: 1 });
    expect(rest.passages.map(({ messageIndex }) => messageIndex)).toEqual([3, 3, 3]);
    expect([rest.total, rest.more]).toEqual([4, false]);
    expect(passages({ query: 'lantern', after: 3 })).toEqual({ passages: [], total: 4, more: false });
  });

  test('of the own title and note, in its words', () => {
    expect(placesOf('lantern', 'quiet')).toEqual(['note -1.-1']);
    expect(placesOf('silence', 'quiet')).toEqual(['title -1.-1']);
    expect(passages({ query: 'hush OR lamp', of: 'quiet' })).toMatchObject({ total: 2, more: false });
  });

  test('a phrase that runs from one part into the next', () => {
    expect(found('"light house"')).toEqual(['lamp']);
    const { passages: across, total } = passages({ query: '"light house"' });
    expect([across.length, total]).toEqual([1, 1]);
    expect(across[0]).toMatchObject({
      messageIndex: 2,
      partIndex: 0,
      in: 'text',
      text: 'No light house keeps it',
      marks: [[3, 14]],
    });
    expect(search.hits({ id: 'chatgpt:lamp', query: '"light house"', limit: 10 }).hits).toMatchObject([{ messageIndex: 2 }]);
  });

  test('a beginning of words is found while it is typed, and what is excluded is no hit', () => {
    expect(passages({ query: 'lant', typing: true }).total).toBe(4);
    expect(passages({ query: 'lant' }).total).toBe(0);
    expect(placesOf('please -lantern')).toEqual(['text 0.0']);
  });

  test('of a long one, the index says which messages: the others are not read', () => {
    const rows = vi.spyOn(Db.prototype, 'all');
    const { passages: some, total, more } = passages({ query: 'lantern', of: 'long', limit: 10 });
    const read = rows.mock.results.map((result): unknown => result.value);
    rows.mockRestore();
    expect([some.length, total, more]).toEqual([10, 25, true]);
    expect(read.every((result) => Array.isArray(result) && result.length <= 10)).toBe(true);
    expect(
      passages({ query: 'lantern', of: 'long', after: 2000, limit: 10 }).passages.map(({ messageIndex }) => messageIndex),
    ).toEqual([2007, 2107, 2207, 2307, 2407]);
    // Too long to be read for a beginning: the index gathers it.
    expect(passages({ query: 'lant', typing: true, of: 'long' }).total).toBe(25);
  });

  test('what is not in the index yet, or changed since, is read', async () => {
    const own = temporaryFolder();
    const writer = openImportWriter(own);
    importRecords(writer, 'one', [sampleRecord([thread('x', [[said('apples')], [said('pears')]], 'Fruit')])]);
    await indexBehind(own);
    importRecords(writer, 'two', [
      sampleRecord([{ ...thread('x', [[said('apples')], [said('cherries')]], 'Fruit'), updatedAt: 1_800_000_000_000 }]),
    ]);
    const reading = openArchive(own, 'read');
    const late = createSearch(reading);
    const asked = (query: string) => late.passages(requests.passages.parse({ id: 'chatgpt:x', query })).total;
    expect([asked('cherries'), asked('pears')]).toEqual([1, 0]);
    expect(late.hitCounts({ ids: ['chatgpt:x'], query: 'cherries OR apples', typing: false }).counts).toEqual([2]);
    await indexBehind(own);
    expect([asked('cherries'), asked('pears')]).toEqual([1, 0]);
    reading.close();
    writer.close();
  });
});

test('how many messages hit, by conversation; what would cost too much is not counted', () => {
  const ids = ['lamp', 'quiet', 'long', 'nowhere'];
  expect(counts('lantern', ids)).toEqual([3, 0, 25, null]);
  expect(counts('lantern light', ids)).toEqual([4, 1, 25, null]);
  expect(counts('"the lantern"', ids)).toEqual([0, 0, 25, null]);
  expect(counts('role:assistant lantern', ids)).toEqual([2, 0, 25, null]);
  expect(counts('in:code lantern', ids)).toEqual([1, 0, 0, null]);
  expect(counts('in:title lantern', ids)).toEqual([0, 0, 0, null]);
  expect(counts('lant', ids, true)).toEqual([3, 0, 25, null]);
  expect(counts('has:code', ids)).toEqual([0, 0, 0, null]);
});

test.each<readonly [query: string, ids: readonly string[], places: readonly string[]]>([
  ['in:title lantern', ['lamp', 'quiet'], ['title -1.-1']],
  ['in:notes lantern', ['quiet'], []],
  ['in:notes,title lantern', ['lamp', 'quiet'], ['title -1.-1']],
  ['in:code lantern', ['lamp'], ['code 3.0']],
  ['in:thinking lantern', ['lamp'], ['thinking 1.0']],
  ['in:tools lantern', ['lamp'], ['tools 1.2']],
  ['in:attachments lantern', [], []],
  ['in:thinking,tools lantern', ['lamp'], ['thinking 1.0', 'tools 1.2']],
  ['in:text lantern', ['lamp', 'long'], ['text 0.0', 'text 3.1', 'text 3.1']],
  ['in:text,code in:code lantern', ['lamp'], ['code 3.0']],
  ['in:text in:code lantern', [], []],
  ['in:text lant*', ['lamp', 'long'], ['text 0.0', 'text 3.1', 'text 3.1']],
  ['in:text "light house"', ['lamp'], ['text 2.0']],
  ['in:code "light house"', [], []],
  ['in:code light', ['lamp'], ['code 3.0']],
  ['in:code light -please', ['lamp'], ['code 3.0']],
  ['in:code light -lantern', [], ['code 3.0']],
  ['in:text light -lantern', ['quiet'], ['text 2.0']],
  ['in:text (hush OR please)', ['lamp', 'quiet'], ['text 0.0']],
  ['in:text role:user lantern', ['lamp'], ['text 0.0']],
  ['role:assistant in:tools,text lantern', ['lamp', 'long'], ['tools 1.2', 'text 3.1', 'text 3.1']],
  ['role:user title:lantern', ['lamp', 'quiet'], ['title -1.-1']],
  ['in:title role:user lantern', [], []],
  ['in:title lantern light', ['quiet'], ['title -1.-1']],
])('%s: words count where in: and role: say', (query, ids, places) => {
  expect(found(query)).toEqual(ids);
  expect(search.total(requests.total.parse({ query })).conversations).toBe(ids.length);
  expect(placesOf(query)).toEqual(places);
});

test('what in: emptied says what each word leaves', () => {
  expect(search.total(requests.total.parse({ query: 'in:code hush' })).without).toEqual([
    { from: 0, to: 7, text: 'in:code', conversations: 1 },
    { from: 8, to: 12, text: 'hush', conversations: 3 },
  ]);
});
