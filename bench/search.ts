import Database from 'better-sqlite3';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
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
  /** The same question to bare FTS5; null: it has no such thing. */
  readonly bare: ((query: string) => string) | null;
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
  { name: 'word in code', goal: '<= 50', query: (next) => `in:code ${pick(next, frequent)}`, bare: null },
  { name: 'word in titles', goal: '<= 50', query: (next) => `in:title ${pick(next, vocabulary, 150, 600)}`, bare: null },
  { name: 'one-letter prefix', goal: '<= 100', query: (next) => `${pick(next, vocabulary, 200).slice(0, 1)}*`, bare: begins },
];

/** Expressions that the index narrows by a word that every match has, and such that every text must be read for. */
const expressions: readonly { readonly name: string; readonly query: (next: () => number) => string }[] = [
  { name: 'expression with a rare word', query: (next) => `/\\x20${pick(next, vocabulary, 15_000)} \\w+/` },
  { name: 'expression with a frequent word', query: (next) => `/\\x20${pick(next, frequent)} \\w+ing\\b/i` },
  { name: 'expression without a word', query: (next) => `/\\d{3}\\);\\n.{0,${20 + Math.floor(next() * 20)}}[0-9]{3}/` },
];
/** Each expression is read to its end, which takes seconds. */
const expressionRounds = 5;

/**
 * First page of 50 with passages, by class, on an imported archive, and its ratio to the same question asked of a bare FTS5 table; exact
 * totals, facets, histogram, the hundredth page, expressions to their end, and what the index takes of disk.
 * @param input bytes that were imported
 * @param bareFile the database that the bare import left; null: no ceiling
 */
export function benchSearch(name: string, dir: string, input: number, bareFile: string | null, rounds = 40): readonly Figure[] {
  const figures: Figure[] = [];
  const add = (what: string, value: number, unit: string, goal = '', ceiling?: number): void => {
    figures.push({ what: `${name}: ${what}`, value, unit, goal, ...(ceiling === undefined ? {} : { ceiling }) });
  };
  const archive = openArchive(dir, 'read');
  const search = createSearch(archive);
  const bare = bareFile === null ? null : new Database(bareFile, { readonly: true });
  const ask = bare?.prepare('select rowid from f where f match ? order by rank limit 50');
  const page = (query: string, cursor?: string) =>
    search.search(requests.search.parse({ query, sort: 'relevance', limit: 50, ...(cursor === undefined ? {} : { cursor }) }));

  add(
    'first page of everything, cold',
    timed(() => search.search(requests.search.parse({}))),
    'ms',
  );
  for (const { name: className, goal, query, bare: asBare } of classes) {
    const next = random(42);
    const times: number[] = [];
    const totals: number[] = [];
    const bareTimes: number[] = [];
    for (let i = 0; i < rounds; i++) {
      const text = query(next);
      times.push(timed(() => page(text)));
      totals.push(timed(() => search.total(requests.total.parse({ query: text }))));
      if (ask !== undefined && asBare !== null) bareTimes.push(timed(() => ask.all(asBare(text))));
    }
    const isHeld = bareTimes.length > 0;
    add(`${className}, p50`, median(times), 'ms', '', isHeld ? median(bareTimes) : undefined);
    add(`${className}, p95`, percentile(times, 0.95), 'ms', goal, isHeld ? percentile(bareTimes, 0.95) : undefined);
    if (isHeld) {
      add(`${className}, p50 / bare`, median(times) / median(bareTimes), '×');
      add(`${className}, p95 / bare`, percentile(times, 0.95) / percentile(bareTimes, 0.95), '×');
    }
    add(`${className}, exact total p95`, percentile(totals, 0.95), 'ms', '<= 300');
  }

  for (const { name: className, query } of expressions) {
    const next = random(42);
    const first: number[] = [];
    const slices: number[] = [];
    let seconds = 0;
    let read = 0;
    for (let i = 0; i < expressionRounds; i++) {
      const text = query(next);
      let of = 0;
      for (let answers = 0; ; answers++) {
        const began = performance.now();
        const { reading } = page(text);
        const ms = performance.now() - began;
        (answers === 0 ? first : slices).push(ms);
        seconds += ms / 1000;
        if (reading === null) break;
        ({ of } = reading);
      }
      read += of;
    }
    add(`${className}, first answer p95`, percentile(first, 0.95), 'ms');
    if (slices.length > 0) add(`${className}, further answers p95`, percentile(slices, 0.95), 'ms');
    add(`${className}, to its end`, seconds / expressionRounds, 's');
    if (read > 0) add(`${className}, conversations read`, read / expressionRounds, '');
    const all = search.total(requests.total.parse({})).conversations;
    if (read > 0) add(`${className}, read of the input`, ((read / all) * input) / 1e6 / seconds, 'MB/s');
  }

  const next = random(7);
  const facets: number[] = [];
  const histograms: number[] = [];
  for (let i = 0; i < rounds; i++) {
    const text = i % 4 === 0 ? '' : pick(next, vocabulary, 0, 600);
    facets.push(timed(() => search.facets(requests.facets.parse({ query: text }))));
    histograms.push(timed(() => search.histogram(requests.histogram.parse({ query: text }))));
  }
  add('facets, p95', percentile(facets, 0.95), 'ms', '<= 100');
  add('histogram, p95', percentile(histograms, 0.95), 'ms', '<= 100');

  let cursor: string | undefined;
  let last = 0;
  let pages = 0;
  while (pages < 100) {
    const began = performance.now();
    cursor = page('the', cursor).cursor ?? undefined;
    last = performance.now() - began;
    pages++;
    if (cursor === undefined) break;
  }
  add(`page ${pages} of a stop word`, last, 'ms', '<= 100');

  const index = ['index.db', 'index.db-wal']
    .map((file) => join(dir, file))
    .filter((file) => existsSync(file))
    .reduce((sum, file) => sum + statSync(file).size, 0);
  add('index', index / 1e6, 'MB');
  add('index / input', index / input, '×');
  bare?.close();
  archive.close();
  return figures;
}

function timed(work: () => unknown): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
