import type { JobProgress } from '../../shared/contract.ts';
import type { App } from '../app.ts';
import type { JobEnd } from '../jobs.ts';
import type { Cli } from './cli.ts';

/** Waits until a job has ended. Meanwhile its progress is drawn, and Ctrl+C cancels it. */
export async function followJob(
  { output, signal }: Cli,
  app: App,
  jobId: string,
  { text, cancel }: { readonly text: (job: JobProgress) => string; readonly cancel: () => Promise<unknown> },
): Promise<JobEnd> {
  const off = app.on('job', (job) => {
    if (job.jobId === jobId && job.state === 'running') output.progress(text(job));
  });
  // Nothing to be done when it has ended already.
  const interrupted = (): void => void cancel().catch(() => {});
  if (signal.aborted) interrupted();
  signal.addEventListener('abort', interrupted, { once: true });
  try {
    return await app.jobEnded(jobId);
  } finally {
    signal.removeEventListener('abort', interrupted);
    off();
    output.progress(null);
  }
}
