import fc from 'fast-check';
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { expect, test } from 'vitest';
import { roles, type Part } from '../../../../shared/model.ts';
import { requests } from '../../../../shared/requests.ts';
import { indexBehind } from '../../../import/index-behind.ts';
import { openImportWriter } from '../../import-writer.ts';
import { archiveFile, openArchive, openUser } from '../../open.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from '../../sample-records.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { note, rename } from '../../words/kept.ts';
import { createSearch, type Search } from '../search.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 12);

const words =
  'getUserName user name foo foo-bar foo_bar bar std::vector vector v1.2.3 /usr/local/bin local C++ c café cafe 日本語 日 error: Error refused'.split(
    ' ',
  );
const text = fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 5 }).map((all) => all.join(' '));
const part: fc.Arbitrary<Part> = fc.oneof(
  text.map((of): Part => ({ type: 'text', text: of })),
  text.map((of): Part => ({ type: 'code', text: of, language: null })),
  text.map((of): Part => ({ type: 'thinking', text: of })),
);
const message = fc.record({ role: fc.constantFrom(...roles), parts: fc.array(part, { minLength: 1, maxLength: 3 }) });
const told = fc.record({
  title: text,
  messages: fc.array(message, { minLength: 1, maxLength: 4 }),
  own: fc.option(text, { freq: 2 }),
  note: fc.option(text, { freq: 2 }),
});

const word = fc.constantFrom(...words, 'us*', 'foo-b*', '/usr/lo*', 'nothing', 'getuser', 'local/bin');
const leaf = fc.oneof(
  { weight: 4, arbitrary: word },
  text.map((of) => `"${of}"`),
  word.map((of) => `title:"${of}"`),
  fc.constantFrom('/foo.bar/', '/[A-Z]ser/', '/ error: \\w+/', '/caf./i', '/日.語/', '/^foo/', '/nowhere/', '/(c|e)rror/i'),
  fc.constantFrom('has:code', 'has:thinking', 'messages:>2', 'has:note'),
);
const { query } = fc.letrec<{ query: string; one: string }>((tie) => ({
  query: fc.array(tie('one'), { minLength: 1, maxLength: 3 }).map((all) => all.join(' ')),
  one: fc.oneof(
    { maxDepth: 2 },
    { weight: 5, arbitrary: leaf },
    leaf.map((of) => `-${of}`),
    fc.tuple(leaf, leaf).map(([left, right]) => `(${left} OR ${right})`),
    tie('query').map((of) => `-(${of})`),
  ),
}));
const where = fc.constantFrom(
  '',
  '',
  '',
  ' role:user',
  ' role:assistant,tool',
  ' in:title',
  ' in:code,thinking',
  ' in:text role:user',
  ' in:notes,text',
);

const idsOf = (search: Search, asked: string) => search.selectIds({ query: asked, except: [] }).toSorted();

test('what is read is what the index would have said', { timeout: 120_000 }, async () => {
  const law = fc.asyncProperty(
    fc.array(told, { minLength: 1, maxLength: 6 }),
    fc.array(fc.tuple(query, where), { minLength: 12, maxLength: 12 }),
    async (tellings, queries) => {
      const dir = temporaryFolder();
      const writer = openImportWriter(dir);
      const given = tellings.map(({ title, messages }, at) =>
        sampleConversation(`${at}`, {
          title,
          messages: messages.map(({ role, parts }, index) =>
            sampleMessage(`${index}`, index === 0 ? null : `${index - 1}`, { role, parts }),
          ),
        }),
      );
      importRecords(writer, 'one', [sampleRecord(given)]);
      writer.close();
      const user = openUser(dir);
      tellings.forEach((one, at) => {
        if (one.own !== null) rename(user, `chatgpt:${at}`, one.own);
        if (one.note !== null) note(user, `chatgpt:${at}`, one.note);
      });
      user.close();
      const all = queries.map(([asked, place]) => asked + place);
      const reading = openArchive(dir, 'read');
      const read = all.map((asked) => [asked, idsOf(createSearch(reading), asked)]);
      await indexBehind(dir);
      const indexed = all.map((asked) => [asked, idsOf(createSearch(reading), asked)]);
      reading.close();
      expect(read).toEqual(indexed);
    },
  );
  await fc.assert(law, { numRuns: runs });
});

async function archiveOf(count: number): Promise<string> {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  const given = Array.from({ length: count }, (_, at) =>
    sampleConversation(`${at}`, {
      updatedAt: 1_700_000_000_000 + at,
      messages: [
        sampleMessage('a', null, { text: `lantern ${at} and some other words` }),
        sampleMessage('b', 'a', { text: 'an answer' }),
      ],
    }),
  );
  importRecords(writer, 'one', [sampleRecord(given)]);
  writer.close();
  await indexBehind(dir);
  return dir;
}

/** Asks as a window does; every answer must have read on. */
function askedToEnd(search: Search, asked: string): { readonly ids: readonly string[]; readonly of: number } {
  let of = 0;
  let done = -1;
  for (;;) {
    const page = search.search(requests.search.parse({ query: asked, limit: 500 }));
    if (page.reading === null) return { ids: page.rows.map(({ nativeId }) => nativeId), of };
    expect(page.reading.done).toBeGreaterThan(done);
    ({ of, done } = page.reading);
  }
}

test('a deleted index is done without, and an index that is damaged', async () => {
  const count = 30;
  const dir = await archiveOf(count);
  const newestFirst = Array.from({ length: count }, (_, at) => `${count - 1 - at}`);
  const file = archiveFile(dir, 'index');
  // Every page but those that SQLite reads when it opens the file.
  const bytes = statSync(file).size;
  const open = openSync(file, 'r+');
  writeSync(open, Buffer.alloc(bytes - 8 * 4096, 0x5a), 0, bytes - 8 * 4096, 8 * 4096);
  closeSync(open);
  const damaged = openArchive(dir, 'read');
  expect(askedToEnd(createSearch(damaged), 'lantern words').ids).toEqual(newestFirst);
  damaged.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  const without = openArchive(dir, 'read');
  const search = createSearch(without);
  expect(askedToEnd(search, '"lantern 7"').ids).toEqual(['7']);
  expect(search.total(requests.total.parse({ query: 'lantern' }))).toMatchObject({ conversations: count, reading: null });
  await indexBehind(dir);
  expect(askedToEnd(search, 'lantern').ids).toEqual(newestFirst);
  without.close();
});

test('an expression reads only what has its words, and what the filters leave', async () => {
  const archive = openArchive(await archiveOf(40), 'read');
  const read = (asked: string): number => {
    let looks = 0;
    // Asked once for each block that is read.
    const search = createSearch(archive, () => (looks++, false));
    askedToEnd(search, asked);
    return looks;
  };
  const all = read('/lan\\w+ 7/');
  expect(read('/lan\\w+ 7 and/ id:chatgpt:7')).toBeLessThan(all / 2);
  expect(read('/tern 17 and/')).toBeLessThan(all / 2);
  archive.close();
});

test('who stops it stops it between two conversations, and what was read is not read again', async () => {
  const archive = openArchive(await archiveOf(40), 'read');
  let looks = 0;
  let most = 10;
  const search = createSearch(archive, () => ++looks > most);
  expect(() => search.selectIds({ query: '/an.answ/', except: [] })).toThrow(expect.objectContaining({ code: 'Cancelled' }));
  expect(looks).toBeLessThan(15);
  looks = 0;
  most = Number.POSITIVE_INFINITY;
  expect(search.selectIds({ query: '/an.answ/', except: [] })).toHaveLength(40);
  expect(looks).toBeLessThan(45);
  archive.close();
});
