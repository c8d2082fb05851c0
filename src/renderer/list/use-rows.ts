import { useEffect, useMemo } from 'react';
import type { SearchRow, Total } from '../../shared/contract.ts';
import { leavesOf } from '../../shared/query/ast.ts';
import { parse } from '../../shared/query/parse.ts';
import type { SortOrder } from '../../shared/requests.ts';
import { useSearch, useTotal } from '../archive.ts';
import { usePlace, useTyping } from '../view.ts';

export interface Rows {
  readonly rows: readonly SearchRow[];
  /** Rows the list is as long as: the exact total once known. */
  readonly length: number;
  readonly total: Total | undefined;
  readonly sort: SortOrder;
  readonly loading: boolean;
  /** What is shown belongs to the query before. */
  readonly old: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
  /** Asks for rows until this one is there. */
  readonly want: (index: number) => void;
}

const noRows: readonly SearchRow[] = [];

/** The rows that the query finds, as far as one has scrolled. */
export function useRows(lastDrawn: number): Rows {
  const query = usePlace((place) => place.query);
  const chosen = usePlace((place) => place.sort);
  const typing = useTyping((state) => state.is);
  const sort = chosen ?? (hasWords(query) ? 'relevance' : 'newest');
  const search = useSearch(query, sort, typing);
  const { data: total } = useTotal(query, typing);
  const { hasNextPage, isFetching, fetchNextPage } = search;
  const rows = useMemo(() => search.data?.pages.flatMap((page) => page.rows) ?? noRows, [search.data]);

  useEffect(() => {
    if (hasNextPage && !isFetching && lastDrawn > rows.length - 30) void fetchNextPage();
  }, [lastDrawn, rows.length, hasNextPage, isFetching, fetchNextPage]);

  const known = total?.conversations ?? search.data?.pages[0]?.total ?? null;
  return {
    rows,
    length: hasNextPage ? Math.max(rows.length + 1, known ?? 0) : rows.length,
    total,
    sort,
    loading: search.isPending,
    old: search.isPlaceholderData,
    error: search.error,
    retry: () => void search.refetch(),
    want: (index) => {
      if (hasNextPage && !isFetching && index >= rows.length) void fetchNextPage();
    },
  };
}

/** True when there is anything to rank by: a word that must be there, outside of the filters. */
export function hasWords(query: string): boolean {
  return leavesOf(parse(query).query).some(({ leaf, negated }) => !negated && leaf.kind !== 'filter');
}
