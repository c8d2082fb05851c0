import type { Facet, Histogram } from '../../shared/contract.ts';
import type { FieldName, FilterValue, Node } from '../../shared/query/ast.ts';
import { startOf } from '../../shared/query/dates.ts';
import type { Columns, Names, NumberSets } from './search-columns.ts';
import { hasFlags, isFlags, means, type Mask } from './search-filters.ts';
import { both, lookedInto, masksByConjunct, type SearchContext } from './search-sets.ts';
import { conjuncts } from './search-terms.ts';

const facetNames = ['provider', 'model', 'project', 'tag', 'has', 'tool', 'is'] as const;
type FacetName = (typeof facetNames)[number];

/**
 * What there is among what was found, with counts. Each facet is counted without its own selection, so that another of its values can
 * be chosen. @param limit values per facet, the most frequent first; chosen ones are there in any case
 */
export function countFacets(
  context: SearchContext,
  { root, mask }: { readonly root: Node | null; readonly mask: Mask },
  names: readonly string[] = facetNames,
  limit = 12,
): readonly Facet[] {
  const withoutField = setsWithoutField(context, root, mask);
  return facetNames
    .filter((name) => names.includes(name))
    .map((name) => facetOf(name, counts(context.columns, withoutField([name]), name), chosen(root, name), limit));
}

/** The found conversations without the filters of some fields, each part of the query looked up once. */
function setsWithoutField(context: SearchContext, root: Node | null, whole: Mask): (fields: readonly FieldName[]) => Mask {
  let pieces: readonly { readonly node: Node; readonly mask: Mask }[] | null = null;
  return (fields) => {
    const own = (node: Node): boolean => node.kind === 'filter' && fields.includes(node.field);
    if (!conjuncts(root).some(own)) return whole;
    pieces ??= masksByConjunct(context, root);
    return pieces.filter(({ node }) => !own(node)).reduce<Mask>((left, { mask }) => both(left, mask), lookedInto(context, root));
  };
}

function chosen(root: Node | null, name: FacetName): readonly FilterValue[] {
  return conjuncts(root).flatMap((node) => (node.kind === 'filter' && node.field === name ? node.values : []));
}

function counts(columns: Columns, mask: Mask, name: FacetName): ReadonlyMap<string, number> {
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
      return byFlag(mask, columns.flags, hasFlags);
    case 'is':
      return byFlag(mask, columns.flags, isFlags);
  }
}

function byNumber(mask: Mask, column: Uint32Array, { names }: Names): ReadonlyMap<string, number> {
  const counted = new Uint32Array(names.length);
  for (let id = 0; id < mask.length; id++) if (mask[id] === 1) bump(counted, column[id] ?? 0, 1);
  return named(counted, names);
}

function bySet(mask: Mask, column: Uint32Array, { sets }: NumberSets, { names }: Names): ReadonlyMap<string, number> {
  const bySets = new Uint32Array(sets.length);
  for (let id = 0; id < mask.length; id++) if (mask[id] === 1) bump(bySets, column[id] ?? 0, 1);
  const counted = new Uint32Array(names.length);
  sets.forEach((set, at) => {
    const count = bySets[at] ?? 0;
    if (count > 0) for (const number of set) bump(counted, number, count);
  });
  return named(counted, names);
}

function byFlag(mask: Mask, flags: Uint32Array, wanted: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
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

function named(counted: Uint32Array, names: readonly string[]): ReadonlyMap<string, number> {
  const result = new Map<string, number>();
  names.forEach((name, at) => {
    if (at > 0) result.set(name, counted[at] ?? 0);
  });
  return result;
}

function facetOf(name: FacetName, counted: ReadonlyMap<string, number>, values: readonly FilterValue[], limit: number): Facet {
  const all = [...counted]
    .map(([value, count]) => ({ value, count, selected: values.some((one) => means(one, value)) }))
    .filter(({ count, selected }) => count > 0 || selected)
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
  const shown = all.filter(({ selected }, at) => at < limit || selected);
  return { name, values: shown, more: all.length - shown.length };
}

/** How many conversations there are in each day, week, month or year, without the query's own times. */
export function countTimes(
  context: SearchContext,
  { root, mask: whole }: { readonly root: Node | null; readonly mask: Mask },
  wanted?: Histogram['by'],
): Histogram {
  const mask = setsWithoutField(context, root, whole)(['since', 'until', 'on']);
  const { sortAt } = context.columns;
  let first = Number.POSITIVE_INFINITY;
  let last = 0;
  for (let id = 0; id < mask.length; id++) {
    const at = sortAt[id] ?? 0;
    if (mask[id] !== 1 || at === 0) continue;
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  const by = wanted ?? bucketFor(last - first);
  const hours = new Map<number, number>();
  const buckets = new Map<number, number>();
  for (let id = 0; id < mask.length; id++) {
    const at = sortAt[id] ?? 0;
    if (mask[id] !== 1 || at === 0) continue;
    // Time zones begin their days at whole quarters of an hour: looking each up once is looking all up.
    const quarter = Math.floor(at / 900_000);
    let from = hours.get(quarter);
    if (from === undefined) hours.set(quarter, (from = startOf(by, at)));
    buckets.set(from, (buckets.get(from) ?? 0) + 1);
  }
  return {
    by,
    buckets: [...buckets].sort(([a], [b]) => a - b).map(([from, count]) => ({ from: localDate(from), count })),
  };
}

const day = 86_400_000;

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
