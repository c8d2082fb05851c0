import type { SearchPage, SearchRow } from '../../shared/contract.ts';

/**
 * A long list as a chain of pages, each begun by the cursor that ended the one before. Only pages near what is drawn hold their rows;
 * the others keep their ids and heights, so that the list neither jumps nor grows without bound.
 */
export interface Chain {
  /** Which list this is. */
  readonly key: string;
  readonly pages: readonly Page[];
}

interface Page {
  readonly cursor: string | null;
  /** Null until the page has been there once. */
  readonly ids: readonly string[] | null;
  /** Passages under each row. */
  readonly passages: readonly number[];
  /** Some row of it has passages. */
  readonly tall: boolean;
  /** Null when they were let go of. */
  readonly rows: readonly SearchRow[] | null;
}

const unasked = (cursor: string | null): Page => ({ cursor, ids: null, passages: [], tall: false, rows: null });

/** The beginning of a list of which nothing is known. */
export const beginning = (key: string): Chain => ({ key, pages: [unasked(null)] });

/** The best passages of a row that are drawn before one asks for all. */
export const passagesShown = 3;

/** Passages drawn under a row: those of its title are marked in the title. */
export function passagesOf(row: SearchRow): SearchRow['passages'] {
  return row.passages.filter((passage) => passage.in !== 'title').slice(0, passagesShown);
}

/** The chain with what one page holds now. A page after it that began elsewhere keeps its rows until it is asked again. */
export function filled(chain: Chain, place: number, { rows, cursor }: Pick<SearchPage, 'rows' | 'cursor'>): Chain {
  const before = chain.pages[place];
  if (!before) return chain;
  const after = chain.pages[place + 1];
  const same = before.rows === rows && (after?.cursor ?? null) === cursor;
  if (same) return chain;
  const page: Page = {
    cursor: before.cursor,
    ids: rows.map((row) => row.id),
    passages: rows.map((row) => passagesOf(row).length),
    tall: rows.some((row) => passagesOf(row).length > 0),
    rows,
  };
  const next = cursor === null ? [] : !after ? [unasked(cursor)] : after.cursor === cursor ? [after] : [{ ...after, cursor }];
  const rest = cursor === null ? [] : chain.pages.slice(place + 2);
  return { ...chain, pages: [...chain.pages.slice(0, place), page, ...next, ...rest] };
}

/** The chain without the rows of pages further than `reach` from the pages in use. */
export function trimmed(chain: Chain, used: readonly number[], reach: number): Chain {
  const from = Math.min(...used) - reach;
  const to = Math.max(...used) + reach;
  const far = (place: number): boolean => place < from || place > to;
  if (!chain.pages.some((page, place) => page.rows && far(place))) return chain;
  return { ...chain, pages: chain.pages.map((page, place) => (page.rows && far(place) ? { ...page, rows: null } : page)) };
}

/** What can be asked of the list as far as it is known. Indexes are places in the list, without what is `gone`. */
export interface Listing {
  readonly key: string;
  /** Rows known of. */
  readonly known: number;
  /** Nothing comes after them. */
  readonly complete: boolean;
  /** With which the first page that is not known is asked. */
  readonly cursor: string | null;
  readonly at: (index: number) => SearchRow | undefined;
  readonly idAt: (index: number) => string | undefined;
  /** False: no row has passages, and all are of one height. */
  readonly tall: boolean;
  readonly passagesAt: (index: number) => number;
  /** -1 when it is not in the list, as far as known. */
  readonly indexOf: (id: string | null) => number;
  /** The places in the chain of the pages that hold these rows, and the next unknown one where the rows go beyond. */
  readonly pagesOf: (from: number, to: number) => readonly number[];
}

export function listingOf(chain: Chain, gone: ReadonlySet<string>): Listing {
  const pages = gone.size === 0 ? chain.pages : chain.pages.map((page) => without(page, gone));
  const starts: number[] = [];
  let known = 0;
  for (const page of pages) {
    starts.push(known);
    known += page.ids?.length ?? 0;
  }
  // Rows are asked for one after the other: mostly the page is the one of the last question.
  let near = 0;
  const placeOf = (index: number): number => {
    if (index >= (starts[near] ?? 0) && index < (starts[near + 1] ?? 0)) return near;
    let low = 0;
    let high = pages.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    near = low;
    return low;
  };
  function within<Found>(index: number, take: (page: Page, offset: number) => Found): Found | undefined {
    const place = placeOf(index);
    const page = pages[place];
    return page && index >= 0 ? take(page, index - (starts[place] ?? 0)) : undefined;
  }
  return {
    key: chain.key,
    known,
    complete: pages.at(-1)?.ids !== null,
    cursor: pages.at(-1)?.cursor ?? null,
    at: (index) => within(index, (page, offset) => page.rows?.[offset]),
    idAt: (index) => within(index, (page, offset) => page.ids?.[offset]),
    tall: pages.some((page) => page.tall),
    passagesAt: (index) => within(index, (page, offset) => page.passages[offset]) ?? 0,
    indexOf: (id) => {
      if (id === null) return -1;
      for (const [place, page] of pages.entries()) {
        const offset = page.ids?.indexOf(id) ?? -1;
        if (offset !== -1) return (starts[place] ?? 0) + offset;
      }
      return -1;
    },
    pagesOf: (from, to) => {
      const first = placeOf(Math.max(0, from));
      const last = placeOf(Math.max(0, to));
      return Array.from({ length: last - first + 1 }, (_, step) => first + step);
    },
  };
}

function without(page: Page, gone: ReadonlySet<string>): Page {
  const { ids, rows, passages } = page;
  if (!ids?.some((id) => gone.has(id))) return page;
  const stays = (_: unknown, place: number): boolean => !gone.has(ids[place] ?? '');
  return { ...page, ids: ids.filter(stays), rows: rows?.filter(stays) ?? null, passages: passages.filter(stays) };
}
