import { useMutation, useQuery } from '@tanstack/react-query';
import { sentence, useArchive, useStatus } from '../archive.ts';
import { watchJob } from '../jobs.ts';
import { importing as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { say } from '../ui/toast.ts';
import { isSample } from './name-of.ts';
import styles from './sample-note.module.css';

/** The newest imports. Asked for before it is known whether there are conversations: the page waits for it, so that nothing moves later. */
export function useLatestRuns() {
  const archive = useArchive();
  return useQuery({ queryKey: ['runs', 'latest'], queryFn: ({ signal }) => archive.runs({ limit: 20 }, signal) });
}

/** As long as the sample conversations are all there is: says so, and takes them away again. */
export function SampleNote() {
  const archive = useArchive();
  const { data: status } = useStatus();
  const filled = (status?.conversations ?? 0) > 0;
  const { data } = useLatestRuns();
  const remove = useMutation({
    mutationFn: (runId: number) => archive.undoImport({ runId }),
    onSuccess: ({ jobId }) => watchJob(jobId),
    onError: (error) => say(sentence(error), { kind: 'failed' }),
  });
  const counted = data?.runs.filter((run) => !run.undone && run.totals.conversations.added > 0) ?? [];
  const [only, other] = counted;
  if (!filled || !only || other || only.status === 'running' || !only.inputs.every(isSample)) return null;
  return (
    <aside className={styles.note} aria-label={text.sample.label}>
      <Icon name="star" />
      <span>{text.sample.note}</span>
      <Button className={styles.remove} disabled={remove.isPending} onClick={() => remove.mutate(only.runId)}>
        {text.sample.remove}
      </Button>
    </aside>
  );
}
