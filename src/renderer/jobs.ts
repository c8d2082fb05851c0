import { create } from 'zustand';
import type { JobProgress } from '../shared/contract.ts';

/** Jobs this window asked for or saw at work: their end is news, that of others is history. */
export const useWatchedJobs = create<{
  readonly watched: ReadonlySet<string>;
  readonly dismissed: ReadonlySet<string>;
  /** Exports whose file is to be saved as soon as it is there. */
  readonly downloads: ReadonlySet<string>;
}>(() => ({ watched: new Set(), dismissed: new Set(), downloads: new Set() }));

export function isAtWork(job: JobProgress): boolean {
  return job.state === 'running' || job.state === 'queued';
}

export function watchJob(jobId: string, { download = false } = {}): void {
  useWatchedJobs.setState(({ watched, downloads }) => ({
    watched: new Set(watched).add(jobId),
    ...(download && { downloads: new Set(downloads).add(jobId) }),
  }));
}

export function dismissJob(jobId: string): void {
  useWatchedJobs.setState(({ dismissed }) => ({ dismissed: new Set(dismissed).add(jobId) }));
}

/** True once: the download of a finished export begins a single time. */
export function takeDownload(jobId: string): boolean {
  const { downloads } = useWatchedJobs.getState();
  if (!downloads.has(jobId)) return false;
  const left = new Set(downloads);
  left.delete(jobId);
  useWatchedJobs.setState({ downloads: left });
  return true;
}
