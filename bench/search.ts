import Database from 'better-sqlite3';
import { createSearch } from '../src/main/archive/search/search.ts';
import { openArchive } from '../src/main/archive/open.ts';
import { requests } from '../src/shared/requests.ts';
import { median, percentile } from './measure.ts';
import { frequent, random, stopWords, vocabulary } from './text.ts';
import type { Figure } from './table.ts';

interface Class {
  readonly name: string;
  readonly goal: string;
  readonly query: (next: () => number) => string;
  /** The same question to bare FTS5. */
  readonly bare: (query: string) => string;
}

const pick = (next: () => number, words: readonly string[], from = 0, to = words.length): string =>
  words[from + Math.floor(next() * (to - from))] ?? '';
const same = (query: string): string => query;
const begins = (query: string): string => query;

const classes: readonly Class[] = [
  { name: 'rare word', goal: '<= 50', query: (next) => pick(next, vocabulary, 15_000), bare: same },
  { name: 'common word', goal: '<= 50', query: (next) => pick(next, vocabulary, 150, 600), bare: same },
  {
    name: 'AND of two common words',
    goal: '<= 50',
    query: (next) => `${pick(next, vocabulary, 150, 600)} ${pick(next, frequent)}`,
    bare: same,
  },
  {
    name: 'NOT',
    goal: '<= 50',
    query: (next) => `${pick(next, vocabulary, 150, 600)} -${pick(next, frequent)}`,
    bare: (query) => query.replace(' -', ' NOT '),
  },
  { name: 'three-letter prefix', goal: '<= 50', query: (next) => `${pick(next, vocabulary, 200).slice(0, 3)}*`, bare: begins },
  { name: 'stop word', goal: '<= 100', query: (next) => pick(next, stopWords, 0, 40), bare: same },
  {
    name: 'phrase of frequent words',
    goal: '<= 100',
    query: (next) => `"${pick(next, stopWords, 0, 40)} ${pick(next, frequent, 0, 40)}"`,
    bare: same,
  },
  { name: 'two-letter prefix', goal: '<= 100', query: (next) => `${pick(next, vocabulary, 200).slice(0, 2)}*`, bare: begins },
  { name: 'one-letter prefix', goal: '<= 100', query: (next) => `${pick(next, vocabulary, 200).slice(0, 1)}*`, bare: begins },
];

/**
 * First page of 50 with passages, by class, on an imported archive; exact totals, facets, histogram and the hundredth page; beside the
 * same questions to a bare FTS5 table.
 * @param bareFile the database that the bare import left; null: no ceiling
 */
export function benchSearch(name: string, dir: string, bareFile: string | null, rounds = 40): readonly Figure[] {
  const figures: Figure[] = [];
  const archive = openArchive(dir, 'read');
  const search = createSearch(archive);
  const bare = bareFile === null ? null : new Database(bareFile, { readonly: true });
  const ask = bare?.prepare('select rowid from f where f match ? order by rank limit 50');
  const began = performance.now();
  search.search(requests.search.parse({}));
  figures.push({ what: `${name}: first page of everything, cold`, value: performance.now() - began, unit: 'ms', goal: '' });
  for (const { name: className, goal, query, bare: asBare } of classes) {
    const next = random(42);
    const times: number[] = [];
    const totals: number[] = [];
    const bareTimes: number[] = [];
    for (let i = 0; i < rounds; i++) {
      const text = query(next);
      times.push(timed(() => search.search(requests.search.parse({ query: text, sort: 'relevance', limit: 50 }))));
      totals.push(timed(() => search.total(requests.total.parse({ query: text }))));
      if (ask !== undefined) bareTimes.push(timed(() => ask.all(asBare(text))));
    }
    const ceiling = bareTimes.length > 0 ? { ceiling: percentile(bareTimes, 0.95) } : {};
    figures.push({ what: `${name}: ${className}, p50`, value: median(times), unit: 'ms', goal: '' });
    figures.push({ what: `${name}: ${className}, p95`, value: percentile(times, 0.95), unit: 'ms', goal, ...ceiling });
    figures.push({ what: `${name}: ${className}, exact total p95`, value: percentile(totals, 0.95), unit: 'ms', goal: '<= 300' });
  }
  const next = random(7);
  const facets: number[] = [];
  const histograms: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const text = i % 4 === 0 ? '' : pick(next, vocabulary, 0, 600);
    facets.push(timed(() => search.facets(requests.facets.parse({ query: text }))));
    histograms.push(timed(() => search.histogram(requests.histogram.parse({ query: text }))));
  }
  figures.push({ what: `${name}: facets, p95`, value: percentile(facets, 0.95), unit: 'ms', goal: '<= 100' });
  figures.push({ what: `${name}: histogram, p95`, value: percentile(histograms, 0.95), unit: 'ms', goal: '<= 100' });
  let cursor: string | null = null;
  let last = 0;
  for (let page = 0; page < 100; page++) {
    last = timed(() => {
      cursor = search.search(
        requests.search.parse({ query: 'the', sort: 'relevance', limit: 50, ...(cursor === null ? {} : { cursor }) }),
      ).cursor;
    });
    if (cursor === null) break;
  }
  figures.push({ what: `${name}: hundredth page of a stop word`, value: last, unit: 'ms', goal: '<= 100' });
  bare?.close();
  archive.close();
  return figures;
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
