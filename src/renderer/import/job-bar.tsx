import { useEffect, useRef, useState } from 'react';
import type { JobProgress } from '../../shared/contract.ts';
import { useStatus } from '../archive.ts';
import { dismissJob, isAtWork, takeDownload, useWatchedJobs, watchJob } from '../jobs.ts';
import { importing } from '../messages/index.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Live } from '../ui/live.tsx';
import { say } from '../ui/toast.ts';
import { go } from '../view.ts';
import styles from './job-bar.module.css';
import { EndedLine, FailedUpload, Progress, useStop, WorkLine } from './job-line.tsx';
import { forgetUpload, useUploads, type Upload } from './uploads.ts';
import { percentOf, together, workOf, type Work } from './work.ts';

const text = importing.jobs;
const noJobs: readonly JobProgress[] = [];
/** Lines of things under way that are shown one by one; more become one line. */
const fewEnough = 2;

/** What is at work, and what has just ended, at the foot of the window. */
export function JobBar() {
  const { data: status } = useStatus();
  const { watched, dismissed } = useWatchedJobs();
  const uploads = useUploads((state) => state.uploads);
  const jobs = status?.jobs ?? noJobs;
  useEffect(() => {
    for (const job of jobs) {
      if (isAtWork(job) && !watched.has(job.jobId)) watchJob(job.jobId);
      if (job.kind === 'export' && job.state === 'done' && job.result !== null && takeDownload(job.jobId)) download(job.result);
    }
    for (const { id, jobId } of uploads) if (jobs.some((job) => job.jobId === jobId && !isAtWork(job))) forgetUpload(id);
  }, [jobs, watched, uploads]);

  useBrokenOff(status && jobs, uploads);

  const works = workOf(uploads, jobs);
  const failed = uploads.filter(({ state }) => state === 'failed');
  const undone = new Set(jobs.flatMap((job) => (job.kind === 'undo' && job.state === 'done' ? [job.runId] : [])));
  const ended = jobs.filter(
    (job) =>
      !isAtWork(job) && watched.has(job.jobId) && !dismissed.has(job.jobId) && !(job.kind === 'import' && undone.has(job.runId)),
  );
  if (works.length + failed.length + ended.length === 0) return null;
  return (
    <aside data-at-work="" className={styles.bar} aria-label={text.title}>
      {failed.map((upload) => (
        <FailedUpload key={upload.id} upload={upload} />
      ))}
      <Works works={works} />
      <Ended jobs={ended} />
    </aside>
  );
}

/** Says which imports are no longer known of though they had not ended: the host that did them has ended, and another has begun. */
function useBrokenOff(jobs: readonly JobProgress[] | undefined, uploads: readonly Upload[]): void {
  const atWork = useRef<readonly JobProgress[]>([]);
  useEffect(() => {
    if (!jobs) return;
    const known = new Set(jobs.map(({ jobId }) => jobId));
    for (const { kind, jobId, label } of atWork.current) {
      if (known.has(jobId)) continue;
      for (const upload of uploads) if (upload.jobId === jobId) forgetUpload(upload.id);
      if (kind === 'import') say(text.brokenOff(label), { kind: 'failed' });
    }
    atWork.current = jobs.filter(isAtWork);
  }, [jobs, uploads]);
}

/** Saves a file of our own host; a path on this machine (the desktop) is already where it belongs. */
function download(result: string): void {
  if (!result.startsWith('/exports/')) return;
  const link = document.createElement('a');
  link.href = result;
  link.download = '';
  link.click();
}

function Works({ works }: { readonly works: readonly Work[] }) {
  const [each, setEach] = useState(false);
  const stop = useStop();
  const several = works.length > fewEnough;
  const all = together(works);
  const percent = percentOf(all.share);
  const [first] = works;
  if (!first) return null;
  const label = several ? text.several(works.length) : first.label;
  const cancelAll = (): void => {
    for (const { job, upload } of works) {
      if (!job) upload?.cancel();
      else if (job.kind === 'import' || job.kind === 'export') stop(job);
    }
  };
  return (
    <>
      {several && (
        <div className={styles.line}>
          <Progress label={label} share={all.share} facts={all.facts} />
          <Button aria-expanded={each} icon={each ? 'chevron-down' : 'chevron-up'} onClick={() => setEach(!each)}>
            {each ? text.showOne : text.showAll}
          </Button>
          <Button onClick={cancelAll}>{text.cancelAll}</Button>
        </div>
      )}
      {(!several || each) && (
        <div className={styles.each}>
          {works.map((work) => (
            <WorkLine key={work.key} work={work} />
          ))}
        </div>
      )}
      {/* Said every tenth of the way, and not more often than every five seconds. */}
      <Live text={percent === null ? label : text.progress(label, Math.floor(percent / 10) * 10)} pause={5000} />
    </>
  );
}

function Ended({ jobs }: { readonly jobs: readonly JobProgress[] }) {
  const imports = jobs.filter((job) => job.kind === 'import' && job.state === 'done' && job.tally !== null);
  const asOne = imports.length > 1;
  const rest = asOne ? jobs.filter((job) => !imports.includes(job)) : jobs;
  const sum = (key: 'added' | 'updated'): number =>
    imports.reduce((total, { tally }) => total + (tally?.conversations[key] ?? 0), 0);
  const said = text.endedSeveral(imports.length, sum('added'), sum('updated'));
  const dismiss = (): void => {
    for (const { jobId } of imports) dismissJob(jobId);
  };
  return (
    <>
      {asOne && (
        <div className={styles.line} data-tone="ended">
          <span className={styles.end}>
            <Icon name="check" />
          </span>
          <span className={styles.label}>{said}</span>
          <Button
            onClick={() => {
              go({ page: 'imports', run: null });
              dismiss();
            }}
          >
            {text.receipts}
          </Button>
          <IconButton icon="close" label={text.dismiss} onClick={dismiss} />
          <Live text={said} pause={0} />
        </div>
      )}
      {rest.slice(-3).map((job) => (
        <EndedLine key={job.jobId} job={job} />
      ))}
    </>
  );
}
