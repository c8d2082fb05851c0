import type { QueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { create } from 'zustand';
import type { ArchiveClient, Passage } from '../shared/contract.ts';
import { leavesOf } from '../shared/query/ast.ts';
import { parse } from '../shared/query/parse.ts';
import type { SortOrder } from '../shared/requests.ts';
import { searchPage, type SearchAsked } from './archive.ts';
import { go, usePlace, useTyping } from './view.ts';

/** What the list and the reader both know of the result: its order, the passage that was opened, and where stepping through it goes on. */

/** The order of a result, as far as it is known. */
export interface ResultOrder {
  /** Conversations known of, without a gap from the first on. */
  readonly known: number;
  /** Nothing comes after them. */
  readonly complete: boolean;
  /** With which the page after them is asked. */
  readonly cursor: string | null;
  readonly idAt: (index: number) => string | undefined;
  readonly indexOf: (id: string | null) => number;
}

interface Results {
  /** The order that the list has, also when it is out of sight. */
  readonly order: (ResultOrder & { readonly of: string }) | null;
  /** The passage that the open conversation was opened at; `nth` tells openings apart. */
  readonly opened: { readonly id: string; readonly passage: Passage; readonly nth: number } | null;
  /** Stepping has come to this conversation, at the first or the last of its hits. */
  readonly landing: { readonly id: string; readonly at: 'first' | 'last' } | null;
}

export const useResults = create<Results>(() => ({ order: null, opened: null, landing: null }));

let openings = 0;

/** Goes to a conversation, or to a passage of it. */
export function openAt(id: string, passage: Passage | null, { replace = false } = {}): void {
  const at = passage !== null && passage.messageIndex >= 0 ? passage.messageIndex : null;
  useResults.setState({ opened: passage === null || at === null ? null : { id, passage, nth: ++openings }, landing: null });
  go({ open: id, at, raw: false }, { replace });
}

/** Which list this is, to compare. */
export const keyOf = (asked: SearchAsked): string => JSON.stringify(asked);

/** The list that the place asks for. */
export function useAsked(): SearchAsked {
  const query = usePlace((place) => place.query);
  const chosen = usePlace((place) => place.sort);
  const reverse = usePlace((place) => place.reverse);
  const typing = useTyping((state) => state.is);
  return useMemo(() => ({ query, sort: chosen ?? usualSort(query), reverse, typing }), [query, chosen, reverse, typing]);
}

/** Best match when there are words to match, else newest. */
export const usualSort = (query: string): SortOrder => (hasWords(query) ? 'relevance' : 'newest');

/** True when there is anything to rank by: a word that must be there, outside of the filters. */
export function hasWords(query: string): boolean {
  return leavesOf(parse(query).query).some(({ leaf, negated }) => !negated && leaf.kind !== 'filter');
}

/** Rows of the first page of a list, which is waited for, and of those after it. */
export const pageSize = (place: number): number => (place === 0 ? 100 : 300);

/** Pages that are asked for to find a conversation's place in a result of which nothing is known yet. */
const pagesAtMost = 20;

export interface Neighbour {
  readonly id: string;
  /** It is at the other end of the result. */
  readonly wrapped: boolean;
}

/**
 * The conversation after (`by` 1) or before this one in the result; at the ends it begins again. Null: backwards from the first where the
 * last is not known, or nothing is found.
 */
export async function neighbourOf(
  archive: ArchiveClient,
  cache: QueryClient,
  asked: SearchAsked,
  id: string,
  by: 1 | -1,
): Promise<Neighbour | null> {
  const { order } = useResults.getState();
  const known = order?.of === keyOf(asked) ? order : null;
  const ids = Array.from({ length: known?.known ?? 0 }, (_, index) => known?.idAt(index) ?? '');
  let cursor = known?.cursor ?? null;
  let complete = known?.complete ?? false;
  for (let page = ids.length === 0 ? 0 : 1, asks = 0; ; page++, asks++) {
    const at = ids.indexOf(id);
    const next = at === -1 ? undefined : ids[at + by];
    if (next !== undefined) return { id: next, wrapped: false };
    if (complete || asks >= pagesAtMost || (at === 0 && by === -1)) {
      const end = by === 1 ? ids[0] : complete ? ids.at(-1) : undefined;
      return end === undefined ? null : { id: end, wrapped: true };
    }
    // oxlint-disable-next-line no-await-in-loop -- each page begins where the one before has ended
    const more = await cache.fetchQuery(searchPage(archive, asked, cursor, pageSize(page)));
    ids.push(...more.rows.map((row) => row.id));
    ({ cursor } = more);
    complete = cursor === null;
  }
}
