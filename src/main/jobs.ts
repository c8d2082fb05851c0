import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { JobProgress } from '../shared/contract.ts';
import { ArchiveError, errorCodes } from '../shared/errors.ts';
import { tallySchema } from '../shared/receipt-schema.ts';
import type { Host, WorkProcess } from './host.ts';

/** One piece of work for a process of its own. */
export interface Job {
  /**
   * `purge`: what was emptied from the trash leaves the disk. `mark-gone`: what was seen to be deleted from this computer is written down.
   * Nobody waits for these: they are neither told nor listed.
   */
  readonly kind: JobProgress['kind'] | 'purge' | 'mark-gone';
  readonly label: string;
  /** The entry to start and the task to send it. */
  readonly entry: string;
  readonly task: unknown;
  /** Where the result will be, when that is known before. */
  readonly result: string | null;
  /** Run once the process is gone, however it ended. */
  readonly after: () => Promise<void>;
}

export interface Jobs {
  /** Queues the job; its id is in the progress events. `make` gets the id. */
  readonly add: (make: (jobId: string) => Job) => string;
  /** NotFound when there is no such job; nothing happens to one that has ended. */
  readonly cancel: (jobId: string) => void;
  /** Running and queued ones, and the last that ended, oldest first. */
  readonly list: () => readonly JobProgress[];
  readonly ended: (jobId: string) => Promise<JobEnd>;
  readonly close: () => Promise<void>;
}

/** How a job ended. */
export interface JobEnd {
  readonly progress: JobProgress;
  /** What its process answered, unchecked; null when it did not. */
  readonly result: unknown;
}

/** Ended jobs that are still listed, so that a window that was away learns how they ended. */
const remembered = 20;
/** Milliseconds a cancelled job has to end by itself. */
const patience = 10_000;

const count = z.number().nonnegative();
const figures = z
  .object({
    label: z.string(),
    runId: z.number().int().nullable(),
    done: count,
    total: count.nullable(),
    rate: count.nullable(),
    remainingMs: count.nullable(),
    tally: tallySchema.nullable(),
    result: z.string().nullable(),
  })
  .partial();

const fromWork = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('progress'), progress: z.unknown() }),
  z.object({ type: z.literal('done'), result: z.unknown() }),
  z.object({ type: z.literal('failed'), code: z.enum(errorCodes), message: z.string() }),
]);

interface Running {
  progress: JobProgress;
  readonly job: Job;
  process: WorkProcess | null;
  result: unknown;
  cancelled: boolean;
}

/**
 * The queue of imports, undos and exports. One import or undo runs at a time (archive.db has one writer), and one export beside it.
 * Every change of a job is told through `changed`.
 */
export function createJobs(host: Host, changed: (progress: JobProgress) => void, log: (line: string) => void): Jobs {
  const jobs = new Map<string, Running>();
  const waiting = new Map<string, ((end: JobEnd) => void)[]>();
  let closing = false;

  const tell = ({ job, progress }: Running): void => {
    if (!isQuiet(job)) changed(progress);
  };

  const update = (running: Running, change: Partial<JobProgress>): void => {
    running.progress = { ...running.progress, ...change };
    tell(running);
  };

  const settle = async (running: Running, change: Partial<JobProgress>): Promise<void> => {
    const { jobId } = running.progress;
    await running.job.after().catch((error: unknown) => log(`after ${running.job.kind}: ${String(error)}`));
    // While it runs, the label is the input at hand.
    update(running, { rate: null, remainingMs: null, ...change, label: running.job.label });
    log(`${running.job.kind} ${running.progress.state}${running.progress.error === null ? '' : `: ${running.progress.error}`}`);
    for (const resolve of waiting.get(jobId) ?? []) resolve(endOf(running));
    waiting.delete(jobId);
    const over = [...jobs.values()].filter(({ progress }) => isOver(progress));
    for (const { progress } of over.slice(0, -remembered)) jobs.delete(progress.jobId);
    next();
  };

  const start = (running: Running): void => {
    update(running, { state: 'running' });
    let last: Partial<JobProgress> | null = null;
    const work = host.startProcess(running.job.entry);
    running.process = work;
    work.listen(
      (message) => {
        const parsed = fromWork.safeParse(message);
        if (!parsed.success) return log(`${running.job.kind} sent something unreadable`);
        if (parsed.data.type === 'ready') work.post({ type: 'start', task: running.job.task });
        if (parsed.data.type === 'progress') update(running, figuresOf(parsed.data.progress));
        if (parsed.data.type === 'done') {
          const result = figuresOf(parsed.data.result);
          running.result = parsed.data.result;
          last = { ...result, state: running.cancelled ? 'cancelled' : 'done', result: result.result ?? running.job.result };
          work.end();
        }
        if (parsed.data.type === 'failed') {
          const cancelled = running.cancelled || parsed.data.code === 'Cancelled';
          last = cancelled ? { state: 'cancelled' } : { state: 'failed', error: parsed.data.message };
          work.end();
        }
      },
      (code) => {
        if (isOver(running.progress) || running.process === null) return;
        running.process = null;
        void settle(
          running,
          last ?? (running.cancelled ? { state: 'cancelled' } : { state: 'failed', error: stopped(running.job.kind, code) }),
        );
      },
    );
  };

  const next = (): void => {
    if (closing) return;
    for (const lane of [isExport, isWriting]) {
      const own = [...jobs.values()].filter(({ progress }) => lane(progress));
      if (own.some(({ progress }) => progress.state === 'running')) continue;
      const first = own.find(({ progress }) => progress.state === 'queued');
      if (first !== undefined) start(first);
    }
  };

  const endedOf = (jobId: string): Promise<JobEnd> =>
    new Promise((resolve) => waiting.set(jobId, [...(waiting.get(jobId) ?? []), resolve]));

  const cancel = (running: Running): void => {
    if (isOver(running.progress) || running.cancelled) return;
    running.cancelled = true;
    const { process } = running;
    if (process === null) return void settle(running, { state: 'cancelled' });
    process.post({ type: 'cancel' });
    setTimeout(() => {
      if (running.process === process) process.end();
    }, patience).unref();
  };

  return {
    add: (make) => {
      if (closing) throw new ArchiveError('Cancelled', 'The archive is being closed.');
      const jobId = randomUUID();
      const job = make(jobId);
      const { kind, label } = job;
      const blank = { runId: null, done: 0, total: null, rate: null, remainingMs: null, tally: null, error: null, result: null };
      const running: Running = {
        progress: { jobId, kind: kind === 'purge' || kind === 'mark-gone' ? 'undo' : kind, state: 'queued', label, ...blank },
        job,
        process: null,
        result: null,
        cancelled: false,
      };
      jobs.set(jobId, running);
      tell(running);
      next();
      return jobId;
    },
    cancel: (jobId) => {
      const running = jobs.get(jobId);
      if (running === undefined) throw new ArchiveError('NotFound', 'There is no such job.');
      cancel(running);
    },
    list: () => [...jobs.values()].filter(({ job }) => !isQuiet(job)).map(({ progress }) => progress),
    ended: (jobId) => {
      const running = jobs.get(jobId);
      if (running === undefined) return Promise.reject(new ArchiveError('NotFound', 'There is no such job.'));
      return isOver(running.progress) ? Promise.resolve(endOf(running)) : endedOf(jobId);
    },
    close: async () => {
      closing = true;
      const open = [...jobs.values()].filter(({ progress }) => !isOver(progress));
      const ended = open.map(({ progress }) => endedOf(progress.jobId));
      for (const running of open) {
        cancel(running);
        // The process is ended with the archive: what it committed stays, and the next import completes it.
        setTimeout(() => running.process?.end(), 1000).unref();
      }
      await Promise.all(ended);
    },
  };
}

function endOf({ progress, result }: Running): JobEnd {
  return { progress, result };
}

function figuresOf(value: unknown): Partial<JobProgress> {
  const parsed = figures.safeParse(value);
  if (!parsed.success) return {};
  return Object.fromEntries(Object.entries(parsed.data).filter(([, one]) => one !== undefined));
}

function isOver({ state }: JobProgress): boolean {
  return state !== 'queued' && state !== 'running';
}

function isQuiet({ kind }: Job): boolean {
  return kind === 'purge' || kind === 'mark-gone';
}

function isExport({ kind }: JobProgress): boolean {
  return kind === 'export';
}

function isWriting(progress: JobProgress): boolean {
  return !isExport(progress);
}

function stopped(kind: Job['kind'], code: number | null): string {
  const how = code === null ? 'It was ended from outside' : `Its process ended with code ${code}`;
  const rest =
    kind === 'export'
      ? 'Nothing of the archive is touched; export again.'
      : 'What it had stored stays; the same again completes it.';
  return `The ${kind} stopped unexpectedly. ${how}. ${rest}`;
}
