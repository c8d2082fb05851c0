import { providerNames } from '../../../shared/contract.ts';
import type { Node } from '../../../shared/query/ast.ts';
import type { SortOrder } from '../../../shared/requests.ts';
import type { Columns, Names } from './columns.ts';
import { lastFolder, type Mask } from './filters.ts';
import { scores, type MessageMatches } from './rank.ts';
import { countOf, type SearchContext } from './sets.ts';
import { sql } from '../sql.ts';

/**
 * What was found, in order. Of equal ones the newer comes first, also in reverse; what has no value stands last either way. By
 * relevance: words in the title, then messages that have all words, close together, then the newer one.
 */
export function inOrder(
  context: SearchContext,
  mask: Mask,
  sort: SortOrder,
  reverse: boolean,
  root: Node | null,
  matches: MessageMatches,
): Uint32Array {
  const { columns } = context;
  if (sort === 'relevance') {
    const points = Float64Array.from(scores(context, root, matches), (score) => Math.round(score * 1000) + 1);
    return found(byRank(columns, points, reverse, mask), mask);
  }
  if (sort === 'newest' || sort === 'oldest') return found(byTime(columns, (sort === 'newest') !== reverse), mask);
  // Made for all conversations once, and for every query walked through.
  const whole = columns.order(`${sort} ${reverse}`, () =>
    byRank(
      columns,
      columns.ranks(sort, () => ranks(context, sort)),
      reverse,
    ),
  );
  return found(whole, mask);
}

function found(order: Uint32Array, mask: Mask): Uint32Array {
  const result = new Uint32Array(countOf(mask));
  let at = 0;
  for (const id of order) if (mask[id] === 1) result[at++] = id;
  return result.subarray(0, at);
}

function byTime(columns: Columns, newest: boolean): Uint32Array {
  return columns.order(`time ${newest}`, () => {
    const oldest = columns.byTime();
    if (newest) return oldest.toReversed();
    const known = oldest.findIndex((id) => (columns.sortAt[id] ?? 0) > 0);
    return known <= 0 ? oldest : Uint32Array.from([...oldest.subarray(known), ...oldest.subarray(0, known)]);
  });
}

/** By conversation a number from 1: the greater comes first. 0: it has no value. */
type Ranks = Float64Array;

function ranks(context: SearchContext, sort: Exclude<SortOrder, 'relevance' | 'newest' | 'oldest'>): Ranks {
  const { columns } = context;
  switch (sort) {
    case 'created':
      return numberRanks(columns, columns.createdAt, 0);
    case 'longest':
      return numberRanks(columns, columns.messages, null);
    case 'words':
      return numberRanks(columns, columns.words, null);
    case 'tools':
      return numberRanks(columns, columns.toolCalls, null);
    case 'title':
      return titleRanks(context);
    case 'provider':
      return nameRanks(columns, columns.provider, columns.providerNames, (name) => shownProvider.get(name) ?? name);
    case 'model':
      return nameRanks(columns, columns.mainModel, columns.modelNames);
    case 'project': {
      const shown = columns.project.map((project, id) => (project === 0 ? (columns.folder[id] ?? 0) : project));
      return nameRanks(columns, shown, columns.projectNames, lastFolder);
    }
  }
}

const shownProvider: ReadonlyMap<string, string> = new Map(Object.entries(providerNames));

/** @param unknown the number that says nothing */
function numberRanks(columns: Columns, column: Uint32Array | Float64Array, unknown: number | null): Ranks {
  const values = Float64Array.from(column.subarray(0, columns.size)).sort();
  const rankOf = new Map<number, number>();
  for (const value of values) if (value !== unknown && !rankOf.has(value)) rankOf.set(value, rankOf.size + 1);
  const result = new Float64Array(columns.size);
  for (let id = 0; id < columns.size; id++) result[id] = rankOf.get(column[id] ?? 0) ?? 0;
  return result;
}

/** Names in order of the alphabet; each name is looked at once, whatever number of conversations has it. */
function nameRanks(columns: Columns, column: Uint32Array, { names }: Names, shown = (name: string): string => name): Ranks {
  const rankOf = textRanks(names.map(shown));
  const result = new Float64Array(columns.size);
  for (let id = 0; id < columns.size; id++) result[id] = rankOf[column[id] ?? 0] ?? 0;
  return result;
}

function titleRanks({ db, columns }: SearchContext): Ranks {
  const titles = Array.from({ length: columns.size }, () => '');
  for (const { id, title } of db.iterate<{ id: number; title: string }>(sql`select id, title from conversation`))
    if (id < titles.length) titles[id] = title;
  for (const [id, { title }] of columns.own) if (title !== null) titles[id] = title;
  return textRanks(titles);
}

/** Of texts in order of the alphabet the first has the greatest number; empty ones have none. */
function textRanks(texts: readonly string[]): Float64Array {
  const folded = texts.map(foldedForOrder);
  const sorted = [...new Set(folded)].filter((text) => text !== '').sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const rankOf = new Map(sorted.map((text, at) => [text, at + 1]));
  return Float64Array.from(folded, (text) => rankOf.get(text) ?? 0);
}

const isPlain = /^[\u0020-\u007e]*$/;

/** The same on every machine, whatever its language: without accents and case. */
function foldedForOrder(text: string): string {
  const plain = isPlain.test(text) ? text : text.normalize('NFKD').replaceAll(/\p{M}+/gu, '');
  return plain.toLowerCase().trim();
}

function turned(ranks: Ranks): Ranks {
  let greatest = 0;
  for (const rank of ranks) greatest = Math.max(greatest, rank);
  return ranks.map((rank) => (rank === 0 ? 0 : greatest + 1 - rank));
}

/** Rank and age as one number each, which sorts fastest. */
function byRank(columns: Columns, given: Ranks, reverse: boolean, mask: Mask = columns.live): Uint32Array {
  const ranked = reverse ? turned(given) : given;
  const ages = columns.byTime();
  const keys = new Float64Array(ages.length);
  let at = 0;
  for (let age = 0; age < ages.length; age++) {
    const id = ages[age] ?? 0;
    if (mask[id] === 1) keys[at++] = (ranked[id] ?? 0) * 2 ** 32 + age;
  }
  const sorted = keys.subarray(0, at).sort();
  return Uint32Array.from(sorted, (key) => ages[key % 2 ** 32] ?? 0).toReversed();
}
