import fc from 'fast-check';
import { expect, test } from 'vitest';
import { requests } from '../../../shared/requests.ts';
import { openImportWriter } from '../import-writer.ts';
import { openArchive } from '../open.ts';
import { importRecords, sampleConversation, sampleRecord } from '../sample-records.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { createSearch, type Search } from './search.ts';

// A conversation has a span: from when it was begun to its last activity. It is in every day of it.

const at = (date: string): number => new Date(`${date}T12:00`).getTime();

function searchIn(spans: Readonly<Record<string, readonly [from: number | null, to: number | null]>>): {
  readonly search: Search;
  readonly close: () => void;
} {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  const conversations = Object.entries(spans).map(([id, [createdAt, updatedAt]]) =>
    sampleConversation(id, { createdAt, updatedAt }),
  );
  importRecords(writer, 'one', [sampleRecord(conversations)]);
  writer.close();
  const archive = openArchive(dir, 'read');
  return { search: createSearch(archive), close: () => archive.close() };
}

const found = (search: Search, query: string): string =>
  search
    .search(requests.search.parse({ query, limit: 500 }))
    .rows.map(({ nativeId }) => nativeId)
    .sort()
    .join('');
const buckets = (search: Search, by: 'day' | 'week' | 'month' | 'year') =>
  search.histogram(requests.histogram.parse({ query: '', by })).buckets;

test('since, until and on find what was going on then', () => {
  const { search, close } = searchIn({
    a: [at('2025-01-20'), at('2025-03-05')],
    b: [at('2025-02-10'), at('2025-02-10')],
    // Only one of the times is known, or they are the wrong way round.
    c: [null, at('2025-03-01')],
    d: [at('2025-04-01'), null],
    e: [at('2025-05-01'), at('2025-04-30')],
    f: [null, null],
  });
  const answers = Object.fromEntries(
    [
      'since:2025-03',
      'until:2025-01',
      'on:2025-02',
      'on:2025-03',
      'since:2025-02 until:2025-02',
      'on:2025-01,2025-05',
      '-since:2000',
      'on:2025-02-11',
      'since:2025-05',
    ].map((query) => [query, found(search, query)]),
  );
  expect(answers).toEqual({
    'since:2025-03': 'acde',
    'until:2025-01': 'a',
    'on:2025-02': 'ab',
    'on:2025-03': 'ac',
    'since:2025-02 until:2025-02': 'ab',
    'on:2025-01,2025-05': 'a',
    '-since:2000': 'f',
    'on:2025-02-11': 'a',
    'since:2025-05': '',
  });
  expect(buckets(search, 'month')).toEqual([
    { from: '2025-01-01', count: 1, begun: 1 },
    { from: '2025-02-01', count: 2, begun: 1 },
    { from: '2025-03-01', count: 2, begun: 1 },
    { from: '2025-04-01', count: 2, begun: 2 },
  ]);
  close();
});

test('a bar is as high as many are found in it, and bars together as many as in all of them', () => {
  const time = fc.integer({ min: at('2024-12-20'), max: at('2025-02-20') });
  const law = fc.property(
    fc.array(fc.tuple(fc.option(time), fc.option(time)), { minLength: 1, maxLength: 8 }),
    fc.constantFrom('day', 'month', 'year'),
    (times, by) => {
      const { search, close } = searchIn(Object.fromEntries(times.map((span, place) => [`${place}`, span])));
      try {
        const bars = buckets(search, by);
        const date = (from: string): string => from.slice(0, by === 'day' ? 10 : by === 'month' ? 7 : 4);
        for (const { from, count } of bars) expect([from, found(search, `on:${date(from)}`).length]).toEqual([from, count]);
        const begun = bars.slice(1).reduce((sum, bar) => sum + bar.begun, bars[0]?.count ?? 0);
        expect(begun).toBe(found(search, 'since:1970').length);
      } finally {
        close();
      }
    },
  );
  fc.assert(law, { numRuns: Number(process.env['FUZZ_RUNS'] ?? 30) });
}, 60_000);
