import { providerNames } from '../../../shared/contract.ts';
import type { Node } from '../../../shared/query/ast.ts';
import type { SortOrder } from '../../../shared/requests.ts';
import type { Columns } from './columns.ts';
import type { Names } from './names.ts';
import { lastFolder, type Mask } from './filters.ts';
import type { Ordering } from './kept-order.ts';
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
  switch (sort) {
    case 'relevance':
      return byPoints(columns, scores(context, root, matches), mask);
    case 'newest':
    case 'oldest':
      return byTime(columns, (sort === 'newest') !== reverse, mask);
    default:
      return found(
        columns.order(`${sort} ${reverse}`, () => orderingOf(context, sort, reverse)),
        mask,
      );
  }
}

function found(order: Uint32Array, mask: Mask): Uint32Array {
  const result = new Uint32Array(countOf(mask));
  let at = 0;
  for (const id of order) if (mask[id] === 1) result[at++] = id;
  return result.subarray(0, at);
}

function byTime(columns: Columns, newest: boolean, mask: Mask): Uint32Array {
  const oldest = found(columns.byTime(), mask);
  if (newest) return oldest.toReversed();
  let unknown = 0;
  while (unknown < oldest.length && columns.sortAt[oldest[unknown] ?? 0] === 0) unknown++;
  const result = new Uint32Array(oldest.length);
  result.set(oldest.subarray(unknown));
  result.set(oldest.subarray(0, unknown), oldest.length - unknown);
  return result;
}

/** The greater or later in the alphabet counts more; 0 and '' may say that there is nothing. */
type Value = number | string;

/** The greatest first, or the other way round; of equal ones the newer, and what has no value last, either way. */
function orderingOf(
  context: SearchContext,
  sort: Exclude<SortOrder, 'relevance' | 'newest' | 'oldest'>,
  reverse: boolean,
): Ordering {
  const { columns } = context;
  const newer = (a: number, b: number): number => (columns.sortAt[b] ?? 0) - (columns.sortAt[a] ?? 0) || b - a;
  const by =
    <Of extends Value>(valueOf: (id: number) => Of, unknown: Of | null, greatest: boolean) =>
    (a: number, b: number): number => {
      const left = valueOf(a);
      const right = valueOf(b);
      if (left === right) return newer(a, b);
      if (left === unknown) return 1;
      if (right === unknown) return -1;
      return left > right === greatest ? -1 : 1;
    };
  switch (sort) {
    case 'created':
      return { compare: by((id) => columns.createdAt[id] ?? 0, 0, !reverse) };
    case 'longest':
      return { compare: by((id) => columns.messages[id] ?? 0, null, !reverse) };
    case 'words':
      return { compare: by((id) => columns.words[id] ?? 0, null, !reverse) };
    case 'tools':
      return { compare: by((id) => columns.toolCalls[id] ?? 0, null, !reverse) };
    case 'title': {
      const titles = new FoldedTitles(context);
      return { compare: by((id) => titles.of(id), '', reverse), read: (changed) => titles.read(changed) };
    }
    case 'provider': {
      const names = new FoldedNames(columns.providerNames, (name) => shownProvider.get(name) ?? name);
      return { compare: by((id) => names.of(columns.provider[id] ?? 0), '', reverse) };
    }
    case 'model': {
      const names = new FoldedNames(columns.modelNames);
      return { compare: by((id) => names.of(columns.mainModel[id] ?? 0), '', reverse) };
    }
    case 'project': {
      const names = new FoldedNames(columns.projectNames, lastFolder);
      return { compare: by((id) => names.of((columns.project[id] ?? 0) || (columns.folder[id] ?? 0)), '', reverse) };
    }
  }
}

const shownProvider: ReadonlyMap<string, string> = new Map(Object.entries(providerNames));

/** Names in order of the alphabet; each name is looked at once, whatever number of conversations has it. */
class FoldedNames {
  readonly #names: Names;
  readonly #shown: (name: string) => string;
  readonly #folded: string[] = [];

  constructor(names: Names, shown = (name: string): string => name) {
    this.#names = names;
    this.#shown = shown;
  }

  of(number: number): string {
    return (this.#folded[number] ??= foldedForOrder(this.#shown(this.#names.names[number] ?? '')));
  }
}

/** Titles as they are shown, held as long as an order by them is. */
class FoldedTitles {
  readonly #context: SearchContext;
  readonly #folded: string[] = [];

  constructor(context: SearchContext) {
    this.#context = context;
  }

  of(id: number): string {
    return this.#folded[id] ?? '';
  }

  read(changed: readonly number[] | null): void {
    const { db, columns } = this.#context;
    const which = changed === null ? sql`` : sql`where id in (select value from json_each(${JSON.stringify(changed)}))`;
    for (const { id, title } of db.iterate<{ id: number; title: string }>(sql`select id, title from conversation ${which}`))
      this.#folded[id] = foldedForOrder(columns.own.get(id)?.title ?? title);
  }
}

const isPlain = /^[\u0020-\u007e]*$/;

/** The same on every machine, whatever its language: without accents and case. */
function foldedForOrder(text: string): string {
  const plain = isPlain.test(text) ? text : text.normalize('NFKD').replaceAll(/\p{M}+/gu, '');
  return plain.toLowerCase().trim();
}

/** Points and age as one number each, which sorts fastest. */
function byPoints(columns: Columns, points: Float32Array, mask: Mask): Uint32Array {
  const ages = columns.byTime();
  const keys = new Float64Array(countOf(mask));
  let count = 0;
  for (let age = 0; age < ages.length; age++) {
    const id = ages[age] ?? 0;
    if (mask[id] === 1) keys[count++] = Math.round((points[id] ?? 0) * 1000) * 2 ** 32 + age;
  }
  const sorted = keys.subarray(0, count).sort();
  const result = new Uint32Array(count);
  for (let at = 0; at < count; at++) result[count - 1 - at] = ages[(sorted[at] ?? 0) % 2 ** 32] ?? 0;
  return result;
}
