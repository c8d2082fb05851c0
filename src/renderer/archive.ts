import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import type { ArchiveClient, ConversationDetail, Tag } from '../shared/contract.ts';
import type { SortOrder } from '../shared/requests.ts';
import type { ConnectionState } from '../shared/rpc/reconnect.ts';
import { storeSetting } from './cache.ts';
import type { Connection } from './connect.ts';
import { againAfter, readsOn } from './read-on.ts';

export { isCancelled } from './cache.ts';

/** The archive's data as the window sees it: asked once, kept until an event says that it changed (`cache.ts`). */

const ConnectionContext = createContext<Connection | null>(null);
export const ConnectionProvider = ConnectionContext.Provider;

function useConnection(): Connection {
  const connection = use(ConnectionContext);
  if (!connection) throw new Error('No connection around this component.');
  return connection;
}

export function useArchive(): Connection['client'] {
  return useConnection().client;
}

export function useConnectionState(): ConnectionState {
  const { state, onState } = useConnection();
  return useSyncExternalStore(onState, state);
}

export function useStatus() {
  const archive = useArchive();
  return useQuery({ queryKey: ['status'], queryFn: ({ signal }) => archive.status({}, signal) });
}

/** Which list of conversations: what is asked for, and in which order. */
export interface SearchAsked {
  readonly query: string;
  readonly sort: SortOrder;
  readonly reverse: boolean;
  readonly typing: boolean;
}

/** Some rows of what a query finds, from a cursor on; null: from the beginning. */
export function searchPage(archive: ArchiveClient, asked: SearchAsked, cursor: string | null, limit: number) {
  return queryOptions({
    queryKey: ['search', asked, cursor],
    queryFn: ({ signal }) => archive.search({ ...asked, limit, passages: 3, ...(cursor !== null && { cursor }) }, signal),
    refetchInterval: readsOn(asked.query, againAfter.rows),
    gcTime: 60_000,
  });
}

/** The question of how many a query finds, for those who cannot wait for a drawing. */
export function totalOf(archive: ArchiveClient, query: string, typing: boolean) {
  return queryOptions({
    queryKey: ['total', query, typing],
    queryFn: ({ signal }) => archive.total({ query, typing }, signal),
    gcTime: 60_000,
  });
}

export function useTotal(query: string, typing: boolean) {
  return useQuery({ ...totalOf(useArchive(), query, typing), placeholderData: keepPreviousData });
}

export function useFacets(query: string, typing: boolean, limit: number) {
  const archive = useArchive();
  return useQuery({
    queryKey: ['facets', query, typing, limit],
    queryFn: ({ signal }) => archive.facets({ query, typing, limit }, signal),
    refetchInterval: readsOn(query, againAfter.counts),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

/** One facet alone, with more of its values than the filters show. */
export function useFacet(query: string, name: string, limit: number, enabled = true) {
  const archive = useArchive();
  return useQuery({
    queryKey: ['facets', query, false, limit, name],
    queryFn: async ({ signal }) => (await archive.facets({ query, names: [name], limit }, signal)).facets[0] ?? null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
    enabled,
  });
}

/** What may stand at the caret of a query, in a term of this field. */
export interface CompletionQuestion {
  readonly field: string;
  readonly query: string;
  readonly caret: number;
}

/** The values that fit; while the next are asked, the last ones of the same field stay. Null asks nothing. */
export function useCompletion(question: CompletionQuestion | null) {
  const archive = useArchive();
  const { field, query, caret } = question ?? { field: '', query: '', caret: 0 };
  return useQuery({
    queryKey: ['complete', field, query, caret],
    queryFn: ({ signal }) => archive.complete({ query, caret }, signal),
    placeholderData: (previous, before) => (before?.queryKey[1] === field ? previous : undefined),
    // Counts grow with every import.
    staleTime: 10_000,
    gcTime: 30_000,
    enabled: question !== null,
  });
}

export function useHistogram(query: string, typing: boolean) {
  const archive = useArchive();
  return useQuery({
    queryKey: ['histogram', query, typing],
    queryFn: ({ signal }) => archive.histogram({ query, typing }, signal),
    refetchInterval: readsOn(query, againAfter.counts),
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

/** The question of what is known about a conversation. */
export function conversationOf(archive: ArchiveClient, id: string) {
  return queryOptions({ queryKey: ['conversation', id], queryFn: ({ signal }) => archive.conversation({ id }, signal) });
}

export function useDetail(id: string, enabled = true) {
  return useQuery({ ...conversationOf(useArchive(), id), enabled });
}

/** The rows of a conversation; asked again when its detail tells of other messages. */
export function useOutline(id: string, detail: ConversationDetail | undefined) {
  const archive = useArchive();
  const cache = useQueryClient();
  const outline = useQuery({
    queryKey: ['outline', id],
    queryFn: ({ signal }) => archive.outline({ id }, signal),
    // Comparing 100,000 rows with their predecessors would take longer than drawing them.
    structuralSharing: false,
  });
  const sign = detail && `${detail.conversation.messages} ${detail.conversation.words} ${detail.conversation.updatedAt}`;
  const seen = useRef(sign);
  useEffect(() => {
    if (sign !== undefined && seen.current !== undefined && seen.current !== sign) {
      for (const name of ['outline', 'hits']) void cache.invalidateQueries({ queryKey: [name, id] });
    }
    seen.current = sign;
  }, [cache, id, sign]);
  return outline;
}

const noTags: ReadonlyMap<string, Tag> = new Map();

/** Every tag by its name: its colour, and how many conversations carry it. */
export function useTags(): ReadonlyMap<string, Tag> {
  const archive = useArchive();
  const { data } = useQuery({
    queryKey: ['tags'],
    queryFn: async ({ signal }) => (await archive.tags({}, signal)).tags,
    select: (tags) => new Map(tags.map((tag) => [tag.name, tag])),
  });
  return data ?? noTags;
}

/** The searches that the person keeps, in their order. */
export function useSavedSearches() {
  const archive = useArchive();
  return useQuery({
    queryKey: ['savedSearches'],
    queryFn: async ({ signal }) => (await archive.savedSearches({}, signal)).searches,
  });
}

/** Counts are asked one after the other: what the person waits for never stands behind all of them. */
let counting: Promise<unknown> = Promise.resolve();

/** How many a saved search finds; asked again now and then when the archive changed (`cache.ts`). */
export function useSavedCount(query: string) {
  const archive = useArchive();
  return useQuery({
    queryKey: ['savedCount', query],
    queryFn: ({ signal }) => {
      const asked = counting.then(() => archive.total({ query }, signal));
      counting = asked.catch(() => {});
      return asked;
    },
    refetchInterval: readsOn(query, againAfter.counts),
  });
}

export function useSettings() {
  const archive = useArchive();
  return useQuery({ queryKey: ['settings'], queryFn: async ({ signal }) => (await archive.settings({}, signal)).settings });
}

/** A setting and the way to change it; the change shows at once. */
export function useSetting(name: string, otherwise: string): readonly [value: string, set: (value: string) => void] {
  const archive = useArchive();
  const cache = useQueryClient();
  const { data } = useSettings();
  const set = useCallback((value: string): void => storeSetting(archive, cache, name, value), [archive, cache, name]);
  return [data?.[name] ?? otherwise, set];
}

/** What went wrong, as a sentence. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
