import type { JobProgress } from '../../../shared/contract.ts';

/** What the task bar shows. */
export interface Bar {
  /** Between 0 and 1; -1 for none, 2 for busy without a measure: as Electron takes it. */
  readonly value: number;
  readonly mode: 'none' | 'normal' | 'indeterminate' | 'error';
}

export interface FollowerOptions {
  readonly show: (bar: Bar) => void;
  /** An import that took long has ended, and nobody looked. */
  readonly notify: (job: JobProgress) => void;
  readonly isLookedAt: () => boolean;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

export interface Follower {
  readonly job: (job: JobProgress) => void;
  /** Somebody looks at the window: a failure need not be shown any more. */
  readonly seen: () => void;
  /** Another archive is open. */
  readonly reset: () => void;
}

/** Milliseconds after which somebody who started an import has turned to something else. */
export const long = 20_000;

const nothing: Bar = { value: -1, mode: 'none' };

/** Follows the jobs of an archive for the task bar, and for a notification at the end. */
export function followWork({ show, notify, isLookedAt, now }: FollowerOptions): Follower {
  const running = new Map<string, { readonly since: number; job: JobProgress }>();
  let failed = false;
  let shown = nothing;

  const update = (): void => {
    const bar = barOf([...running.values()].map(({ job }) => job)) ?? (failed ? { value: 1, mode: 'error' } : nothing);
    if (bar.value === shown.value && bar.mode === shown.mode) return;
    shown = bar;
    show(bar);
  };

  return {
    job: (job) => {
      if (job.state === 'queued') return;
      const known = running.get(job.jobId);
      if (job.state === 'running') {
        if (known === undefined) {
          running.set(job.jobId, { since: now(), job });
          failed = false;
        } else known.job = job;
      } else {
        running.delete(job.jobId);
        failed = job.state === 'failed' && !isLookedAt();
        const took = known === undefined ? 0 : now() - known.since;
        if (job.kind === 'import' && took >= long && !isLookedAt()) notify(job);
      }
      update();
    },
    seen: () => {
      failed = false;
      update();
    },
    reset: () => {
      running.clear();
      failed = false;
      update();
    },
  };
}

/** How far the jobs that run are, together; null when none runs. */
export function barOf(jobs: readonly Pick<JobProgress, 'done' | 'total'>[]): Bar | null {
  if (jobs.length === 0) return null;
  const parts = jobs.flatMap(({ done, total }) => (total === null || total === 0 ? [] : [Math.min(1, done / total)]));
  if (parts.length < jobs.length) return { value: 2, mode: 'indeterminate' };
  // Whole hundredths: the system need not draw what nobody sees.
  return { value: Math.floor((parts.reduce((sum, part) => sum + part, 0) / parts.length) * 100) / 100, mode: 'normal' };
}
