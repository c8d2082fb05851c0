import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { SearchPage } from '../../../shared/contract.ts';
import { requests, sortOrders, type RequestInput } from '../../../shared/requests.ts';
import { openImportWriter } from '../import-writer.ts';
import { openArchive, openUser } from '../open.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from '../sample-records.ts';
import { Db } from '../sql.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { archive as setAside, note, purge, rename, star, trash } from '../words/kept.ts';
import { tag } from '../words/tags.ts';
import { KeptOrder } from './kept-order.ts';
import { createSearch, type Search } from './search.ts';

// A search that is held while the archive changes under it answers as one that is opened afterwards, and reads what changed only.

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const id = fc.constantFrom(...names);

type Step =
  | { readonly kind: 'import'; readonly id: string; readonly at: number; readonly messages: number; readonly title: string }
  | { readonly kind: 'undo' }
  | { readonly kind: 'star' | 'trash' | 'archive' | 'tag' | 'purge'; readonly id: string; readonly on: boolean }
  | { readonly kind: 'rename' | 'note'; readonly id: string; readonly text: string | null };

const text = fc.constantFrom('zebra', 'Apple', 'éclair', '');
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('import' as const),
      id,
      at: fc.constantFrom(0, 1000, 2000, 3000),
      messages: fc.integer({ min: 1, max: 4 }),
      title: text,
    }),
  },
  fc.record({ kind: fc.constant('undo' as const) }),
  fc.record({ kind: fc.constantFrom('star', 'trash', 'archive', 'tag', 'purge'), id, on: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('rename', 'note'), id, text: fc.option(fc.constantFrom('Mine', 'zebra')) }),
);

/** The page as it is when nothing is left to be read. */
function whole(search: Search, request: RequestInput<'search'>): SearchPage {
  for (;;) {
    const page = search.search(requests.search.parse(request));
    if (page.reading === null) return page;
  }
}

/** Everything that is held by conversation, as it is seen from outside. */
function answers(search: Search): unknown {
  const every = 'is:trashed,archived OR messages:>0';
  return [
    ...sortOrders.flatMap((sort) =>
      [false, true].map((reverse) =>
        whole(search, { query: every, sort, reverse }).rows.map((row) => [row.nativeId, row.tags, row.starred]),
      ),
    ),
    ...['', 'mine', 'zebra', 'words', 'tag:work', 'is:starred', 'has:note', 'role:user'].map((query) =>
      whole(search, { query, sort: 'newest' }).rows.map((row) => row.nativeId),
    ),
    search.facets(requests.facets.parse({ query: '' })),
    search.total(requests.total.parse({ query: '' })),
  ];
}

test('whatever is imported, undone and kept, what is held is what is there', () => {
  const law = fc.property(fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 }), (rounds) => {
    const dir = temporaryFolder();
    const writer = openImportWriter(dir);
    const user = openUser(dir);
    const archive = openArchive(dir, 'read');
    const held = createSearch(archive);
    const runs: number[] = [];
    let exports = 0;
    const take = (one: Step): void => {
      switch (one.kind) {
        case 'import': {
          const messages = Array.from({ length: one.messages }, (_, at) => sampleMessage(`${at}`, at === 0 ? null : `${at - 1}`));
          const given = sampleConversation(one.id, {
            title: one.title,
            createdAt: one.at === 0 ? null : one.at,
            updatedAt: one.at === 0 ? null : one.at + ++exports,
            messages,
          });
          runs.push(
            importRecords(writer, `zip ${++exports}`, [sampleRecord([given])], { exportTime: exports, account: null }).runId,
          );
          return;
        }
        case 'undo': {
          const run = runs.pop();
          if (run !== undefined) for (const done of writer.undoRun(run)) void done;
          return;
        }
        case 'star':
          return void star(user, [`chatgpt:${one.id}`], one.on);
        case 'trash':
          return void trash(user, [`chatgpt:${one.id}`], one.on);
        case 'archive':
          return void setAside(user, [`chatgpt:${one.id}`], one.on);
        case 'tag':
          return void tag(user, [`chatgpt:${one.id}`], one.on ? ['Work'] : [], one.on ? [] : ['Work']);
        case 'purge':
          return void purge(user, [`chatgpt:${one.id}`]);
        case 'rename':
          return void rename(user, `chatgpt:${one.id}`, one.text);
        case 'note':
          return void note(user, `chatgpt:${one.id}`, one.text);
      }
    };
    try {
      answers(held);
      for (const round of rounds) {
        round.forEach(take);
        const now = openArchive(dir, 'read');
        try {
          expect(answers(held)).toEqual(answers(createSearch(now)));
        } finally {
          now.close();
        }
      }
    } finally {
      for (const open of [archive, user, writer]) open.close();
    }
  });
  fc.assert(law, { numRuns: Number(process.env['FUZZ_RUNS'] ?? 25) });
}, 60_000);

test('a page of a growing archive reads the rows that changed, and sorts none of the others', () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  const grow = (from: number, count: number): void => {
    const records = Array.from({ length: count }, (_, at) =>
      sampleRecord([sampleConversation(`c${from + at}`, { updatedAt: from + at })]),
    );
    importRecords(writer, `zip ${from}`, records);
  };
  grow(1, 400);
  const archive = openArchive(dir, 'read');
  const search = createSearch(archive);
  const page = (sort: 'newest' | 'title') => search.search(requests.search.parse({ query: '', sort, limit: 5 }));
  page('newest');
  page('title');
  grow(401, 3);
  const reads = [vi.spyOn(Db.prototype, 'all'), vi.spyOn(Db.prototype, 'iterate')];
  expect(page('newest').rows[0]?.nativeId).toBe('c403');
  expect(page('title').total).toBe(403);
  const queries = reads.flatMap(({ mock }) => mock.calls.map(([query]) => query));
  for (const read of reads) read.mockRestore();
  const rows = queries.reduce((sum, query) => sum + archive.db.all(query).length, 0);
  archive.close();
  writer.close();
  // Two pages of five, and for each of the three: itself, its model, its title, and whether the person kept anything of it.
  expect(rows).toBeGreaterThan(12);
  expect(rows).toBeLessThan(30);
});

test('an order that is kept compares what changed, not what did not', () => {
  const size = 10_000;
  const values = Float64Array.from({ length: size }, (_, at) => (at * 7919) % size);
  const live = new Uint8Array(size).fill(1);
  let compared = 0;
  const compare = (a: number, b: number): number => {
    compared++;
    return (values[a] ?? 0) - (values[b] ?? 0) || a - b;
  };
  const kept = new KeptOrder({ compare });
  kept.update(null, live, size);
  const changed = [17, 4000, 4000, 9999, 5];
  values[17] = -1;
  values[4000] = 20_000;
  values[9999] = 5000.5;
  live[5] = 0;
  compared = 0;
  kept.update(changed, live, size);
  expect(compared).toBeLessThan(100);
  const afresh = new KeptOrder({ compare });
  afresh.update(null, live, size);
  expect([...kept.ids]).toEqual([...afresh.ids]);
});
