import type { JobProgress } from '../../shared/contract.ts';
import { isAtWork } from '../jobs.ts';
import { importing } from '../messages/index.ts';
import type { Upload } from './uploads.ts';

const text = importing.jobs;

/** One line at the foot of the window: something that is being sent, imported, exported or undone. */
export interface Work {
  readonly key: string;
  readonly label: string;
  /** 0 … 1 of the whole way, sending and importing together; null: unknown. */
  readonly share: number | null;
  readonly facts: readonly string[];
  readonly remainingMs: number | null;
  /** Conversations that have arrived. */
  readonly arrived: number;
  readonly upload: Upload | null;
  readonly job: JobProgress | null;
}

/** How much of the bar sending takes: a browser sends much faster than the archive reads. */
const sendingShare = 0.2;

/** Everything under way, in the order in which it was asked for. An upload and its import are one line. */
export function workOf(uploads: readonly Upload[], jobs: readonly JobProgress[]): readonly Work[] {
  const atWork = jobs.filter(isAtWork);
  const sent = new Map(uploads.flatMap((upload) => (upload.jobId === null ? [] : [[upload.jobId, upload] as const])));
  const known = new Set(jobs.map((job) => job.jobId));
  return [
    ...atWork.map((job) => ofJob(job, sent.get(job.jobId) ?? null)),
    ...uploads
      .filter(({ state, jobId }) => state !== 'failed' && (jobId === null || !known.has(jobId)))
      .map((upload) => ofUpload(upload)),
  ];
}

function ofUpload(upload: Upload): Work {
  const { id, label, state, done, total, rate } = upload;
  const remainingMs = rate && total !== null ? ((total - done) / rate) * 1000 : null;
  const facts = {
    waiting: [text.waiting],
    failed: [],
    sending: [
      text.ofBytes(done, total),
      ...(rate ? [text.bytesRate(rate)] : []),
      ...(remainingMs === null ? [] : [text.left(remainingMs)]),
    ],
    sent: [text.starting],
  }[state];
  const share = state === 'sent' ? sendingShare : state === 'waiting' ? 0 : total ? (done / total) * sendingShare : null;
  return { key: id, label: text.sending(label), share, facts, remainingMs, arrived: 0, upload, job: null };
}

function ofJob(job: JobProgress, upload: Upload | null): Work {
  const { jobId, kind, state, label, done, total, rate, remainingMs, tally } = job;
  const before = upload === null ? 0 : sendingShare;
  const inBytes = kind === 'import';
  const arrived = tally && kind === 'import' ? tally.conversations.added + tally.conversations.updated : 0;
  const facts =
    state === 'queued'
      ? [text.waiting]
      : [
          ...(kind === 'undo'
            ? []
            : done === 0
              ? [text.starting]
              : [inBytes ? text.ofBytes(done, total) : text.ofNumber(done, total)]),
          ...(rate && kind !== 'undo' ? [inBytes ? text.bytesRate(rate) : text.rate(rate)] : []),
          ...(remainingMs !== null && done > 0 ? [text.left(remainingMs)] : []),
          ...(arrived > 0 ? [text.sofar(arrived)] : []),
        ];
  return {
    key: upload?.id ?? jobId,
    label: `${text.verb[kind]} ${label}`,
    share: state === 'queued' ? before : total ? before + (1 - before) * Math.min(1, done / total) : null,
    facts,
    remainingMs,
    arrived,
    upload,
    job,
  };
}

/** Several lines as one: a large file weighs more than a small one. */
export function together(works: readonly Work[]): Pick<Work, 'share' | 'facts'> {
  const weights = works.map(({ upload, job }) => Math.max(1, upload?.total ?? (job?.kind === 'import' ? job.total : null) ?? 1));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const share = works.reduce((sum, work, place) => sum + (work.share ?? 0) * (weights[place] ?? 0), 0) / Math.max(1, all);
  const arrived = works.reduce((sum, work) => sum + work.arrived, 0);
  const rate = works.reduce(
    (sum, { job, upload }) => sum + (job ? (job.kind === 'import' ? (job.rate ?? 0) : 0) : (upload?.rate ?? 0)),
    0,
  );
  return {
    share,
    facts: [...(rate > 0 ? [text.bytesRate(rate)] : []), ...(arrived > 0 ? [text.sofar(arrived)] : [])],
  };
}

/** Whole percent, never more than there is. */
export function percentOf(share: number | null): number | null {
  return share === null ? null : Math.min(100, Math.floor(share * 100));
}
