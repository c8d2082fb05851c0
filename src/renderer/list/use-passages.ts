import { infiniteQueryOptions, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { ArchiveClient, Passage, Passages } from '../../shared/contract.ts';
import { useArchive, type SearchAsked } from '../archive.ts';

/** Messages of a conversation whose passages are asked for first, and then at a time. */
const firstPassages = 50;
const morePassages = 500;

/** Every hit of one conversation, page after page. */
function passagesOf(archive: ArchiveClient, { query, typing }: SearchAsked, id: string) {
  return infiniteQueryOptions({
    queryKey: ['passages', id, query, typing],
    queryFn: ({ pageParam, signal }) =>
      archive.passages(
        pageParam === null
          ? { id, query, typing, limit: firstPassages }
          : { id, query, typing, after: pageParam, limit: morePassages },
        signal,
      ),
    initialPageParam: null as number | null,
    getNextPageParam: ({ passages, more }: Passages) => {
      const last = passages.at(-1)?.messageIndex ?? -1;
      return more && last >= 0 ? last : undefined;
    },
    gcTime: 60_000,
  });
}

export interface HitList {
  readonly passages: readonly Passage[];
  /** Lines that they take: those that are known, and one for each message whose passages are still to come. */
  readonly lines: number;
}

/** What is known of the hits of a conversation. The title's own stands marked above them. */
export function hitListOf(pages: readonly Passages[], title: string): HitList {
  const all = pages.flatMap(({ passages }) => passages);
  const passages = all.filter((passage) => passage.in !== 'title' || passage.text !== title);
  const counted = new Set(all.map(({ messageIndex, in: place }) => (messageIndex < 0 ? place : messageIndex))).size;
  const last = pages.at(-1);
  return { passages, lines: passages.length + (last?.more ? Math.max(1, last.total - counted) : 0) };
}

/** Hits of a conversation, and the way to ask for more of them. */
export function useHitList(asked: SearchAsked, id: string, title: string) {
  const archive = useArchive();
  const { data, hasNextPage, isFetching, isError, fetchNextPage } = useInfiniteQuery(passagesOf(archive, asked, id));
  const list = useMemo(() => (data ? hitListOf(data.pages, title) : null), [data, title]);
  return { list, isError, more: hasNextPage && !isFetching && !isError ? fetchNextPage : null };
}

/** A way to look up a hit of a conversation that is listed, as far as it is known. */
export function useHitLookup(asked: SearchAsked): (id: string, title: string, place: number) => Passage | null {
  const archive = useArchive();
  const cache = useQueryClient();
  return useCallback(
    (id, title, place) => {
      const data = cache.getQueryData(passagesOf(archive, asked, id).queryKey);
      return data ? (hitListOf(data.pages, title).passages[place] ?? null) : null;
    },
    [archive, cache, asked],
  );
}
