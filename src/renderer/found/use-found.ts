import { useMutation, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { z } from 'zod';
import { followedSetting, type FoundPlace } from '../../shared/contract.ts';
import { sentence, useArchive, useSetting, useStatus } from '../archive.ts';
import { isAtWork, watchJob } from '../jobs.ts';
import { found as text } from '../messages/index.ts';
import { say } from '../ui/toast.ts';

const noPlaces: readonly FoundPlace[] = [];

/** What tools keep on this computer. Looked for again when the page is opened, the window is come back to, or an import has ended. */
export function useFound() {
  const archive = useArchive();
  const query = useQuery({
    queryKey: ['found'],
    queryFn: async ({ signal }) => (await archive.discover({}, signal)).places,
    staleTime: 10_000,
    refetchOnWindowFocus: true,
  });
  return { places: query.data ?? noPlaces, isPending: query.isPending, error: query.error, again: () => void query.refetch() };
}

/** True while something is being imported: what is new is about to be known. */
export function useIsImporting(): boolean {
  const { data: status } = useStatus();
  return status?.jobs.some((job) => job.kind === 'import' && isAtWork(job)) ?? false;
}

/** Imports what is new or has grown in some places; null: in all of which something is archived. */
export function useImportFound() {
  const archive = useArchive();
  return useMutation({
    mutationFn: (places: readonly FoundPlace[] | null) =>
      archive.importFound(places === null ? {} : { places: places.map(({ id }) => id) }),
    onSuccess: ({ jobId }, places) => {
      const [only, other] = places ?? [];
      if (jobId !== null) watchJob(jobId);
      else say(only && !other ? text.nothingNew(only) : text.upToDate);
    },
    onError: (error) => say(sentence(error), { kind: 'failed' }),
  });
}

const ids = z.array(z.string());

/** The places that are kept up to date, and the way to change that. */
export function useFollowed(): readonly [followed: ReadonlySet<string>, follow: (id: string, on: boolean) => void] {
  const [value, set] = useSetting(followedSetting, '[]');
  const followed = useMemo(() => new Set(idsIn(value)), [value]);
  const follow = (id: string, on: boolean): void => {
    const rest = [...followed].filter((other) => other !== id);
    set(JSON.stringify(on ? [...rest, id] : rest));
  };
  return [followed, follow];
}

function idsIn(value: string): readonly string[] {
  try {
    return ids.parse(JSON.parse(value));
  } catch {
    return [];
  }
}
