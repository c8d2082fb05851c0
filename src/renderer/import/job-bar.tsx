import { useEffect } from 'react';
import { bytesText } from '../../shared/bytes-text.ts';
import type { JobProgress } from '../../shared/contract.ts';
import { sentence, useArchive, useStatus } from '../archive.ts';
import { dismissJob, takeDownload, useWatchedJobs, watchJob } from '../jobs.ts';
import { Button, buttonClass, IconButton } from '../ui/button.tsx';
import { count, formatDuration, formatNumber } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Live } from '../ui/live.tsx';
import { say } from '../ui/toast.ts';
import { go } from '../view.ts';
import styles from './job-bar.module.css';
import { forgetUpload, useUploads, type Upload } from './uploads.ts';

const noJobs: readonly JobProgress[] = [];

/** What is at work, and what has just ended: one line each at the foot of the window. */
export function JobBar() {
  const { data: status } = useStatus();
  const { watched, dismissed } = useWatchedJobs();
  const uploads = useUploads((state) => state.uploads);
  const jobs = status?.jobs ?? noJobs;
  const atWork = jobs.filter(isAtWork);
  useEffect(() => {
    for (const job of jobs) {
      if (isAtWork(job) && !watched.has(job.jobId)) watchJob(job.jobId);
      if (job.kind === 'export' && job.state === 'done' && job.result !== null && takeDownload(job.jobId)) download(job.result);
    }
  }, [jobs, watched]);
  const ended = jobs.filter((job) => !isAtWork(job) && watched.has(job.jobId) && !dismissed.has(job.jobId)).slice(-2);
  if (uploads.length + atWork.length + ended.length === 0) return null;
  return (
    <aside className={styles.bar} aria-label="At work">
      {uploads.map((upload) => (
        <UploadLine key={upload.id} upload={upload} />
      ))}
      {atWork.map((job) => (
        <JobLine key={job.jobId} job={job} />
      ))}
      {ended.map((job) => (
        <EndedLine key={job.jobId} job={job} />
      ))}
    </aside>
  );
}

function isAtWork(job: JobProgress): boolean {
  return job.state === 'running' || job.state === 'queued';
}

/** Saves a file of our own host; a path on this machine (the desktop) is already where it belongs. */
function download(result: string): void {
  if (!result.startsWith('/exports/')) return;
  const link = document.createElement('a');
  link.href = result;
  link.download = '';
  link.click();
}

function UploadLine({ upload }: { readonly upload: Upload }) {
  const { id, label, done, total, rate, error, cancel } = upload;
  if (error !== null) {
    return (
      <div className={styles.line} data-tone="failed" role="alert">
        <Icon name="error" />
        <span className={styles.label}>
          {label} was not sent: {error}
        </span>
        <IconButton icon="close" label="Dismiss" onClick={() => forgetUpload(id)} />
      </div>
    );
  }
  const remaining = rate && total !== null ? ((total - done) / rate) * 1000 : null;
  return (
    <Line
      label={`Sending ${label}`}
      share={total ? done / total : null}
      facts={[
        total === null ? null : `${bytesText(done)} of ${bytesText(total)}`,
        rate && `${bytesText(rate)}/s`,
        remaining && `${formatDuration(remaining)} left`,
      ]}
      onCancel={cancel}
    />
  );
}

function JobLine({ job }: { readonly job: JobProgress }) {
  const archive = useArchive();
  const { kind, state, label, done, total, rate, remainingMs, tally } = job;
  const cancel = kind === 'import' ? archive.cancelImport : kind === 'export' ? archive.cancelExport : null;
  const inBytes = kind === 'import';
  const amount = (value: number) => (inBytes ? bytesText(value) : formatNumber(value));
  const facts =
    state === 'queued'
      ? ['waiting for its turn']
      : [
          kind === 'undo' ? null : total === null ? amount(done) : `${amount(done)} of ${amount(total)}`,
          rate && kind !== 'undo' ? `${amount(rate)}/s` : null,
          remainingMs !== null && done > 0 ? `${formatDuration(remainingMs)} left` : null,
          tally && kind === 'import' ? count(tally.conversations.added + tally.conversations.updated, 'conversation') : null,
        ];
  const verb = { import: 'Importing', export: 'Exporting', undo: 'Undoing', reparse: 'Reading again' }[kind];
  return (
    <Line
      label={`${verb} ${label}`}
      share={state === 'queued' ? 0 : total ? done / total : null}
      facts={facts}
      onCancel={
        cancel &&
        (() => {
          cancel({ jobId: job.jobId }).catch((thrown: unknown) => say(sentence(thrown), { kind: 'failed' }));
        })
      }
    />
  );
}

function Line({
  label,
  share,
  facts,
  onCancel,
}: {
  readonly label: string;
  /** 0 … 1; null: unknown. */
  readonly share: number | null;
  readonly facts: readonly (string | number | null | false)[];
  readonly onCancel: (() => void) | null;
}) {
  const percent = share === null ? null : Math.min(100, Math.floor(share * 100));
  return (
    <div className={styles.line}>
      <progress className={styles.progress} max={100} {...(percent !== null && { value: percent })} aria-label={label} />
      <span className={styles.label}>{label}</span>
      <span className={styles.facts}>
        {[percent !== null && percent > 0 && `${percent} %`, ...facts].filter(Boolean).join(' · ')}
      </span>
      {onCancel && <Button onClick={onCancel}>Cancel</Button>}
      <Live text={`${label}${percent === null ? '' : `, ${percent} percent`}`} pause={5000} />
    </div>
  );
}

function EndedLine({ job }: { readonly job: JobProgress }) {
  const { kind, runId, result } = job;
  const failed = job.state === 'failed';
  const text = endOf(job);
  return (
    <div className={styles.line} data-tone={failed ? 'failed' : 'ended'} role={failed ? 'alert' : undefined}>
      <span className={styles.end}>
        <Icon name={failed ? 'error' : job.state === 'cancelled' ? 'close' : 'check'} />
      </span>
      <span className={styles.label}>{text}</span>
      {kind === 'import' && runId !== null && (
        <Button
          onClick={() => {
            go({ page: 'imports', run: runId });
            dismissJob(job.jobId);
          }}
        >
          Receipt
        </Button>
      )}
      {kind === 'export' && result?.startsWith('/exports/') && (
        <a className={buttonClass()} href={result} download>
          Save again
        </a>
      )}
      <IconButton icon="close" label="Dismiss" onClick={() => dismissJob(job.jobId)} />
      <Live text={text} pause={0} />
    </div>
  );
}

/** How a job ended, in a sentence. */
export function endOf({ kind, state, label, error, tally, total }: JobProgress): string {
  if (state === 'failed') return `${label}: ${error ?? 'failed.'}`;
  if (state === 'cancelled') return `${label}: cancelled.${kind === 'import' ? ' What had arrived is kept.' : ''}`;
  if (kind === 'undo') return `${label}: undone.`;
  if (kind === 'reparse') return 'Conversations read by an older version were read again.';
  if (kind === 'export') return total === null ? 'Export ready.' : `Exported ${count(total, 'conversation')}.`;
  if (!tally) return `${label}: done.`;
  const { added, updated, unchanged, quarantined, read } = tally.conversations;
  if (read === 0) return `${label}: no conversations in it.`;
  const parts = [
    added > 0 && `${count(added, 'conversation')} added`,
    updated > 0 && `${formatNumber(updated)} updated`,
    added + updated === 0 && `nothing new, ${count(unchanged, 'conversation')} known already`,
    quarantined > 0 && `${formatNumber(quarantined)} could not be read`,
  ];
  return `${label}: ${parts.filter(Boolean).join(', ')}.`;
}
