import type { JobProgress } from '../../shared/contract.ts';
import { sentence, useArchive } from '../archive.ts';
import { dismissJob } from '../jobs.ts';
import { importing } from '../messages/index.ts';
import { Button, buttonClass, IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Live } from '../ui/live.tsx';
import { say } from '../ui/toast.ts';
import { go } from '../view.ts';
import styles from './job-bar.module.css';
import { forgetUpload, type Upload } from './uploads.ts';
import { percentOf, type Work } from './work.ts';

const text = importing.jobs;

/** One thing under way: its bar, what it has done so far, and the way to stop it. */
export function WorkLine({ work }: { readonly work: Work }) {
  const cancel = useCancel(work);
  return (
    <div className={styles.line}>
      <Progress label={work.label} share={work.share} facts={work.facts} />
      {cancel && (
        <Button aria-label={text.cancelOf(work.label)} onClick={cancel}>
          {text.cancel}
        </Button>
      )}
    </div>
  );
}

/** How to stop it; null where that is not possible. */
function useCancel({ job, upload }: Work): (() => void) | null {
  const stop = useStop();
  if (!job) return upload?.cancel ?? null;
  return job.kind === 'import' || job.kind === 'export' ? () => stop(job) : null;
}

/** Stops a job. */
export function useStop(): (job: JobProgress) => void {
  const archive = useArchive();
  return ({ jobId, kind }) => {
    const cancel = kind === 'export' ? archive.cancelExport : archive.cancelImport;
    cancel({ jobId }).catch((thrown: unknown) => say(sentence(thrown), { kind: 'failed' }));
  };
}

export function Progress({
  label,
  share,
  facts,
}: {
  readonly label: string;
  readonly share: number | null;
  readonly facts: readonly string[];
}) {
  const percent = percentOf(share);
  return (
    <>
      <progress className={styles.progress} max={100} {...(percent !== null && { value: percent })} aria-label={label} />
      <span className={styles.label}>{label}</span>
      <span className={styles.facts}>
        {[...(percent !== null && percent > 0 ? [text.percent(percent)] : []), ...facts].join(' · ')}
      </span>
    </>
  );
}

/** A drop that could not be sent. */
export function FailedUpload({ upload }: { readonly upload: Upload }) {
  return (
    <div className={styles.line} data-tone="failed" role="alert">
      <Icon name="error" />
      <span className={styles.label}>{text.notSent(upload.label, upload.error ?? '')}</span>
      <Button look="outlined" onClick={upload.retry}>
        {text.again}
      </Button>
      <IconButton icon="close" label={text.dismiss} onClick={() => forgetUpload(upload.id)} />
    </div>
  );
}

/** What has just ended, with the way to what came of it. */
export function EndedLine({ job }: { readonly job: JobProgress }) {
  const archive = useArchive();
  const { kind, state, runId, result } = job;
  const failed = state === 'failed';
  const said = text.ended(job);
  const path = kind === 'export' && result !== null && !result.startsWith('/exports/') ? result : null;
  return (
    <div className={styles.line} data-tone={failed ? 'failed' : 'ended'} role={failed ? 'alert' : undefined}>
      <span className={styles.end}>
        <Icon name={failed ? 'error' : state === 'cancelled' ? 'close' : 'check'} />
      </span>
      <span className={styles.label}>{said}</span>
      {kind === 'import' && runId !== null && (
        <Button
          onClick={() => {
            go({ page: 'imports', run: runId, figure: null, input: null, unit: 'conversation', issue: null });
            dismissJob(job.jobId);
          }}
        >
          {text.receipt}
        </Button>
      )}
      {kind === 'export' && result?.startsWith('/exports/') && (
        <a className={buttonClass()} href={result} download>
          {text.saveAgain}
        </a>
      )}
      {path !== null && state === 'done' && (
        <Button
          icon="folder"
          onClick={() => {
            archive.showInFolder({ path }).catch((thrown: unknown) => say(sentence(thrown), { kind: 'failed' }));
          }}
        >
          {text.show}
        </Button>
      )}
      <IconButton icon="close" label={text.dismiss} onClick={() => dismissJob(job.jobId)} />
      <Live text={said} pause={0} />
    </div>
  );
}
