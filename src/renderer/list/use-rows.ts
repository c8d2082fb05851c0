import { useQueries, useQueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { SearchPage, SearchRow, Total } from '../../shared/contract.ts';
import { searchPage, useArchive, useTotal, type SearchAsked } from '../archive.ts';
import { keyOf, pageSize, useAsked, useResults } from '../results.ts';
import { useView } from '../view.ts';
import { beginning, filled, listingOf, trimmed, type Chain, type Listing } from './pages.ts';

export interface Rows {
  readonly listing: Listing;
  /** Rows the list is as long as: the exact total once known. */
  readonly length: number;
  /** The ids of the pages in use that are there. */
  readonly pages: readonly (readonly string[])[];
  readonly total: Total | undefined;
  readonly asked: SearchAsked;
  readonly loading: boolean;
  /** What is shown belongs to the query before. */
  readonly old: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Rows asked for before and after those drawn. */
const ahead = { before: 20, after: 60 };
/** Pages on either side of those in use that keep their rows. */
const reach = 6;

/** The rows that the query finds, around those that are drawn. */
export function useRows(drawn: { readonly first: number; readonly last: number }): Rows {
  const archive = useArchive();
  const cache = useQueryClient();
  const asked = useAsked();
  const gone = useView((view) => view.gone);
  const { data: total } = useTotal(asked.query, asked.typing);
  const key = keyOf(asked);
  // The last list that was there; it stays in sight until the next one has its first page.
  const [kept, setKept] = useState<Chain>(() => beginning(key));
  const chain = useMemo(() => (kept.key === key ? kept : beginning(key)), [kept, key]);
  const used = useMemo(
    () => listingOf(chain, gone).pagesOf(drawn.first - ahead.before, drawn.last + ahead.after),
    [chain, gone, drawn.first, drawn.last],
  );
  const answers = useQueries({
    queries: used.map((place) => searchPage(archive, asked, chain.pages[place]?.cursor ?? null, pageSize(place))),
    combine: together,
  });
  const settled = useMemo(
    () =>
      trimmed(
        used.reduce((now, place, at) => {
          const data = answers.pages[at];
          return data ? filled(now, place, data) : now;
        }, chain),
        used,
        reach,
      ),
    [chain, used, answers.pages],
  );
  const there = settled.pages[0]?.ids !== null;
  if (there && settled !== kept) setKept(settled);

  const shown = there ? settled : kept;
  const listing = useMemo(() => listingOf(shown, gone), [shown, gone]);
  const found = total?.conversations ?? 0;
  useEffect(() => {
    const rows = new Map(shown.pages.flatMap((page) => page.rows ?? []).map((row): [string, SearchRow] => [row.id, row]));
    useView.setState({ listed: { total: total?.conversations ?? null, row: (id) => rows.get(id) } });
  }, [shown, total?.conversations]);
  useEffect(() => {
    useResults.setState({ order: { ...listing, of: listing.key } });
  }, [listing]);

  const pages = useMemo(
    () => (there ? used.flatMap((place) => [settled.pages[place]?.ids ?? []].filter((ids) => ids.length > 0)) : []),
    [there, used, settled],
  );

  return {
    listing,
    pages,
    length: listing.complete ? listing.known : Math.max(listing.known + 1, found - gone.size),
    total,
    asked,
    loading: shown.pages[0]?.ids === null,
    old: !there,
    error: answers.error,
    retry: () => void cache.invalidateQueries({ queryKey: ['search'] }),
  };
}

/** What the pages in use answered, in their order. */
function together(answers: readonly UseQueryResult<SearchPage>[]): {
  readonly pages: readonly (SearchPage | undefined)[];
  readonly error: Error | null;
} {
  return { pages: answers.map(({ data }) => data), error: answers.find(({ error }) => error)?.error ?? null };
}
