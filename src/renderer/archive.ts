import { keepPreviousData, QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { ArchiveError } from '../shared/errors.ts';
import type { ArchiveClient, ConversationDetail, JobProgress, Status, Tag } from '../shared/contract.ts';
import type { SortOrder } from '../shared/requests.ts';
import type { ConnectionState } from '../shared/rpc/reconnect.ts';
import type { Connection } from './connect.ts';

/** The archive's data as the window sees it: asked once, kept until an event says that it changed. */

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

export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: false,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        staleTime: Infinity,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/**
 * What changes when any conversation does. The outline and the hits of the open one follow its detail (`useOutline`): they may be large.
 */
const derived = ['search', 'total', 'facets', 'histogram', 'conversation', 'status', 'runs', 'run', 'issues'];
/** Milliseconds between two refreshes while an import runs. */
const refreshPause = 1000;

/** Keeps the cache true to the archive's events; gives the way to stop. */
export function followEvents(connection: Connection, cache: QueryClient): () => void {
  const { client } = connection;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let refreshedAt = 0;
  const refresh = (names: readonly string[]): void => {
    for (const name of names) void cache.invalidateQueries({ queryKey: [name] });
  };
  const refreshSoon = (): void => {
    if (timer !== undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        refreshedAt = Date.now();
        refresh(derived);
      },
      Math.max(50, refreshedAt + refreshPause - Date.now()),
    );
  };
  let lost = false;
  const stops = [
    client.on('changed', refreshSoon),
    client.on('kept', ({ of }) => {
      if (of === 'conversations') refresh(['search', 'total', 'facets', 'histogram', 'conversation', 'tags']);
      else if (!isStoring(cache)) refresh(['settings']);
    }),
    client.on('index', (index) => {
      cache.setQueryData<Status>(['status'], (status) => status && { ...status, index });
      if (index.done >= index.of) refresh(['search', 'total', 'facets', 'histogram', 'hits']);
    }),
    client.on('job', (job) => {
      cache.setQueryData<Status>(['status'], (status) => status && { ...status, jobs: withJob(status.jobs, job) });
      if (job.state !== 'running' && job.state !== 'queued') refreshSoon();
    }),
    connection.onState(() => {
      const state = connection.state();
      if (state === 'lost') lost = true;
      if (state !== 'open' || !lost) return;
      lost = false;
      void cache.invalidateQueries();
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
}

function withJob(jobs: readonly JobProgress[], job: JobProgress): readonly JobProgress[] {
  return jobs.some((other) => other.jobId === job.jobId)
    ? jobs.map((other) => (other.jobId === job.jobId ? job : other))
    : [...jobs, job];
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
    queryFn: ({ signal }) => archive.search({ ...asked, limit, passages: 2, ...(cursor !== null && { cursor }) }, signal),
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
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  });
}

export function useDetail(id: string, enabled = true) {
  const archive = useArchive();
  return useQuery({ queryKey: ['conversation', id], queryFn: ({ signal }) => archive.conversation({ id }, signal), enabled });
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

export function useSettings() {
  const archive = useArchive();
  return useQuery({ queryKey: ['settings'], queryFn: async ({ signal }) => (await archive.settings({}, signal)).settings });
}

/** Settings on their way to the archive, by cache: until the last is there, what the archive says of them is older than what is shown. */
const storing = new WeakMap<QueryClient, number>();
const isStoring = (cache: QueryClient): boolean => (storing.get(cache) ?? 0) > 0;

function storeSetting(archive: ArchiveClient, cache: QueryClient, name: string, value: string): void {
  cache.setQueryData<Readonly<Record<string, string>>>(['settings'], (settings) => ({ ...settings, [name]: value }));
  storing.set(cache, (storing.get(cache) ?? 0) + 1);
  const over = (): void => {
    storing.set(cache, (storing.get(cache) ?? 1) - 1);
    if (!isStoring(cache)) void cache.invalidateQueries({ queryKey: ['settings'] });
  };
  archive.setSetting({ name, value }).then(over, over);
}

/** A setting and the way to change it; the change shows at once. */
export function useSetting(name: string, otherwise: string): readonly [value: string, set: (value: string) => void] {
  const archive = useArchive();
  const cache = useQueryClient();
  const { data } = useSettings();
  const set = useCallback((value: string): void => storeSetting(archive, cache, name, value), [archive, cache, name]);
  return [data?.[name] ?? otherwise, set];
}

/** True for a failure that is none: somebody asked for something else meanwhile. */
export function isCancelled(error: unknown): boolean {
  return error instanceof ArchiveError ? error.code === 'Cancelled' : error instanceof Error && error.name === 'AbortError';
}

/** What went wrong, as a sentence. */
export function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
