import { QueryClient } from '@tanstack/react-query';
import type { ArchiveClient, JobProgress, Status } from '../shared/contract.ts';
import { ArchiveError } from '../shared/errors.ts';
import type { Connection } from './connect.ts';

/** Holds what the archive said. The hooks that ask are in `archive.ts`. */
export function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        // A question that a newer one of the same kind took the place of in the queue, and that is still asked: the palette's and the list's.
        retry: (failures, error) => isCancelled(error) && failures < 5,
        retryDelay: 100,
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
const derived = [
  'search',
  'total',
  'facets',
  'histogram',
  'hitCounts',
  'passages',
  'conversation',
  'tags',
  'status',
  'runs',
  'run',
  'issues',
];
/** Milliseconds between two refreshes while an import runs. */
const refreshPause = 1000;
/** Milliseconds between two counts of the saved searches, each of which is a search. */
const countPause = 4000;

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
  let countsTimer: ReturnType<typeof setTimeout> | undefined;
  let countedAt = 0;
  const countSoon = (): void => {
    countsTimer ??= setTimeout(
      () => {
        countsTimer = undefined;
        countedAt = Date.now();
        refresh(['savedCount']);
      },
      Math.max(100, countedAt + countPause - Date.now()),
    );
  };
  let lost = false;
  const stops = [
    client.on('changed', () => {
      refreshSoon();
      countSoon();
    }),
    client.on('kept', ({ of }) => {
      if (of === 'conversations') countSoon();
      if (of === 'searches') refresh(['savedSearches']);
      else if (of === 'conversations') refresh(['search', 'total', 'facets', 'histogram', 'conversation', 'tags']);
      else if (!isStoring(cache)) refresh(['settings']);
    }),
    client.on('index', (index) => {
      cache.setQueryData<Status>(['status'], (status) => status && { ...status, index });
      countSoon();
      if (index.done >= index.of) refresh(['search', 'total', 'facets', 'histogram', 'hits', 'hitCounts', 'passages']);
    }),
    client.on('job', (job) => {
      cache.setQueryData<Status>(['status'], (status) => status && { ...status, jobs: withJob(status.jobs, job) });
      if (job.state === 'running' || job.state === 'queued') return;
      refreshSoon();
      // Walking over a computer is dear: once after each job.
      refresh(['found']);
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
    clearTimeout(countsTimer);
    for (const stop of stops) stop();
  };
}

function withJob(jobs: readonly JobProgress[], job: JobProgress): readonly JobProgress[] {
  return jobs.some((other) => other.jobId === job.jobId)
    ? jobs.map((other) => (other.jobId === job.jobId ? job : other))
    : [...jobs, job];
}

/** Settings on their way to the archive, by cache: until the last is there, what the archive says of them is older than what is shown. */
const storing = new WeakMap<QueryClient, number>();
const isStoring = (cache: QueryClient): boolean => (storing.get(cache) ?? 0) > 0;

/** Sets a setting; it shows at once. */
export function storeSetting(archive: ArchiveClient, cache: QueryClient, name: string, value: string): void {
  cache.setQueryData<Readonly<Record<string, string>>>(['settings'], (settings) => ({ ...settings, [name]: value }));
  storing.set(cache, (storing.get(cache) ?? 0) + 1);
  const over = (): void => {
    storing.set(cache, (storing.get(cache) ?? 1) - 1);
    if (!isStoring(cache)) void cache.invalidateQueries({ queryKey: ['settings'] });
  };
  archive.setSetting({ name, value }).then(over, over);
}

/** True for a failure that is none: somebody asked for something else meanwhile. */
export function isCancelled(error: unknown): boolean {
  return error instanceof ArchiveError ? error.code === 'Cancelled' : error instanceof Error && error.name === 'AbortError';
}
