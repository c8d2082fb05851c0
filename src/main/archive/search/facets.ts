import type { Facet, Histogram } from '../../../shared/contract.ts';
import type { FilterValue, Node } from '../../../shared/query/ast.ts';
import { startOf } from '../../../shared/query/dates.ts';
import { scopeOf, type Scope } from '../../../shared/query/scope.ts';
import type { Names, NumberSets } from './names.ts';
import { firstTime, hasFlags, isFlags, means, type Mask } from './filters.ts';
import { both, masksByConjunct, within, type SearchContext } from './sets.ts';
import { conjuncts } from './terms.ts';

const facetNames = ['provider', 'model', 'project', 'tag', 'has', 'tool', 'is'] as const;
type FacetName = (typeof facetNames)[number];

/**
 * What there is among what was found, with counts. Each facet is counted without its own selection, so that another of its values can
 * be chosen; a value that is excluded, without its own exclusion.
 *
 * @param limit values per facet, the most frequent first; chosen and excluded ones are there in any case
 */
export function countFacets(
  context: SearchContext,
  { root, mask }: { readonly root: Node | null; readonly mask: Mask },
  names: readonly string[] = facetNames,
  limit = 12,
): readonly Facet[] {
  const without = setsWithout(context, root, mask);
  return facetNames
    .filter((name) => names.includes(name))
    .map((name): Facet => {
      const isOwn = (node: Node): boolean => node.kind === 'filter' && node.field === name;
      const isExcluding = (node: Node): boolean => node.kind === 'not' && isOwn(node.node);
      const nodes = conjuncts(root);
      const excluded = nodes.filter(isExcluding).flatMap((node) => (node.kind === 'not' ? valuesOf(node.node) : []));
      // A state is counted among all there are: what is archived is found as soon as it is asked for.
      const among = name === 'is' ? { ...scopeOf(root), archived: true } : scopeOf(root);
      const counted = counts(context, without(isOwn, among), name);
      if (excluded.length > 0) {
        const all = counts(
          context,
          without((node) => isOwn(node) || isExcluding(node), among),
          name,
        );
        for (const [value, count] of all) if (excluded.some((one) => means(one, value))) counted.set(value, count);
      }
      return facetOf(name, counted, nodes.filter(isOwn).flatMap(valuesOf), excluded, limit);
    });
}

type Without = (leavesOut: (node: Node) => boolean, among: Scope) => Mask;

/** The found conversations without some of what must hold, each part of the query looked up once. */
function setsWithout(context: SearchContext, root: Node | null, whole: Mask): Without {
  let pieces: readonly { readonly node: Node; readonly mask: Mask }[] | null = null;
  return (leavesOut, among) => {
    if (!conjuncts(root).some(leavesOut) && scopeOf(root).archived === among.archived) return whole;
    pieces ??= masksByConjunct(context, root);
    return pieces
      .filter(({ node }) => !leavesOut(node))
      .reduce<Mask>((left, { mask }) => both(left, mask), within(context, among));
  };
}

function valuesOf(node: Node): readonly FilterValue[] {
  return node.kind === 'filter' ? node.values : [];
}

function counts({ db, columns }: SearchContext, mask: Mask, name: FacetName): Map<string, number> {
  switch (name) {
    case 'provider':
      return byNumber(mask, columns.provider, columns.providerNames);
    case 'project':
      return byNumber(mask, columns.project, columns.projectNames);
    case 'model':
      return bySet(mask, columns.models, columns.modelSets, columns.modelNames);
    case 'tool':
      return bySet(mask, columns.tools, columns.toolSets, columns.toolNames);
    case 'tag':
      return bySet(mask, columns.tags, columns.tagSets, columns.tagNames);
    case 'has':
      return byFlag(mask, columns.flags, hasFlags).set('tags', countBoth(mask, columns.tags));
    case 'is':
      return byFlag(mask, columns.flags, isFlags).set('gone', countBoth(mask, columns.gone(db)));
  }
}

function countBoth(mask: Mask, column: Uint8Array | Uint32Array): number {
  let count = 0;
  for (let id = 0; id < mask.length; id++) if (mask[id] === 1 && (column[id] ?? 0) > 0) count++;
  return count;
}

function byNumber(mask: Mask, column: Uint32Array, { names }: Names): Map<string, number> {
  const counted = new Uint32Array(names.length);
  for (let id = 0; id < mask.length; id++) if (mask[id] === 1) bump(counted, column[id] ?? 0, 1);
  return named(counted, names);
}

/** How many conversations of the set have each name. */
export function bySet(mask: Mask, column: Uint32Array, { sets }: NumberSets, { names }: Names): Map<string, number> {
  const bySets = new Uint32Array(sets.length);
  for (let id = 0; id < mask.length; id++) if (mask[id] === 1) bump(bySets, column[id] ?? 0, 1);
  const counted = new Uint32Array(names.length);
  sets.forEach((set, at) => {
    const count = bySets[at] ?? 0;
    if (count > 0) for (const number of set) bump(counted, number, count);
  });
  return named(counted, names);
}

function byFlag(mask: Mask, flags: Uint32Array, wanted: Readonly<Record<string, number>>): Map<string, number> {
  const bits = Object.entries(wanted);
  const counted = new Uint32Array(bits.length);
  for (let id = 0; id < mask.length; id++) {
    if (mask[id] !== 1) continue;
    const own = flags[id] ?? 0;
    for (let at = 0; at < bits.length; at++) if ((own & (bits[at]?.[1] ?? 0)) !== 0) bump(counted, at, 1);
  }
  return new Map(bits.map(([name], at) => [name, counted[at] ?? 0]));
}

function bump(counted: Uint32Array, at: number, by: number): void {
  counted[at] = (counted[at] ?? 0) + by;
}

function named(counted: Uint32Array, names: readonly string[]): Map<string, number> {
  const result = new Map<string, number>();
  names.forEach((name, at) => {
    if (at > 0) result.set(name, counted[at] ?? 0);
  });
  return result;
}

function facetOf(
  name: FacetName,
  counted: ReadonlyMap<string, number>,
  selected: readonly FilterValue[],
  excluded: readonly FilterValue[],
  limit: number,
): Facet {
  const all = [...counted]
    .map(([value, count]) => ({
      value,
      count,
      selected: selected.some((one) => means(one, value)),
      excluded: excluded.some((one) => means(one, value)),
    }))
    .filter((one) => one.count > 0 || one.selected || one.excluded)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const shown = all.filter((one, at) => at < limit || one.selected || one.excluded);
  return { name, values: shown, more: all.length - shown.length };
}

/**
 * How many conversations were going on in each day, week, month or year, without the query's own times: as many as `on:` finds. One that
 * lasted from one bucket into another is in both, and in all between them.
 */
export function countTimes(
  context: SearchContext,
  { root, mask: whole }: { readonly root: Node | null; readonly mask: Mask },
  wanted?: Histogram['by'],
): Omit<Histogram, 'reading'> {
  const mask = setsWithout(context, root, whole)(isTime, scopeOf(root));
  const { columns } = context;
  const { sortAt } = columns;
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (let id = 0; id < mask.length; id++) {
    const at = sortAt[id] ?? 0;
    if (mask[id] !== 1 || at === 0) continue;
    first = Math.min(first, firstTime(columns, id));
    last = Math.max(last, at);
  }
  const by = wanted ?? bucketFor(last - first);
  const quarters = new Map<number, number>();
  const bucketOf = (time: number): number => {
    // Time zones begin their days at whole quarters of an hour: looking each up once is looking all up.
    const quarter = Math.floor(time / 900_000);
    let from = quarters.get(quarter);
    if (from === undefined) quarters.set(quarter, (from = startOf(by, time)));
    return from;
  };
  const begun = new Map<number, number>();
  const ended = new Map<number, number>();
  for (let id = 0; id < mask.length; id++) {
    const at = sortAt[id] ?? 0;
    if (mask[id] !== 1 || at === 0) continue;
    const [begin, end] = [bucketOf(firstTime(columns, id)), bucketOf(at)];
    begun.set(begin, (begun.get(begin) ?? 0) + 1);
    ended.set(end, (ended.get(end) ?? 0) + 1);
  }
  const buckets: Histogram['buckets'][number][] = [];
  let going = 0;
  for (let from = startOf(by, first); from <= last; from = startOf(by, from + intoNext[by])) {
    going += begun.get(from) ?? 0;
    if (going > 0) buckets.push({ from: localDate(from), count: going, begun: begun.get(from) ?? 0 });
    going -= ended.get(from) ?? 0;
  }
  return { by, buckets };
}

/** A filter that is counted as a facet. */
export function isFacet(node: Node): boolean {
  return node.kind === 'filter' && facetNames.some((name) => name === node.field);
}

export function isTime(node: Node): boolean {
  return node.kind === 'filter' && (node.field === 'since' || node.field === 'until' || node.field === 'on');
}

const day = 86_400_000;
/** From the beginning of any bucket into the next, whatever days clocks are changed on and however long its month is. */
const intoNext: Readonly<Record<Histogram['by'], number>> = { day: 1.5 * day, week: 10 * day, month: 45 * day, year: 550 * day };

function bucketFor(span: number): Histogram['by'] {
  if (!(span > 62 * day)) return 'day';
  if (span <= 400 * day) return 'week';
  return span <= 10 * 365 * day ? 'month' : 'year';
}

function localDate(time: number): string {
  const date = new Date(time);
  const two = (number: number): string => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
