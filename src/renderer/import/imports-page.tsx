import { useQuery } from '@tanstack/react-query';
import { isCancelled, sentence, useArchive } from '../archive.ts';
import { Button } from '../ui/button.tsx';
import { count, formatDuration, formatFullTime, formatNumber, formatTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { go, usePlace } from '../view.ts';
import styles from './imports-page.module.css';
import { nameOf } from './name-of.ts';
import { usePick } from './pick.ts';
import { ReceiptPage } from './receipt-page.tsx';
import { statusWord } from './status-word.ts';

/** Every import there was, and the receipt of the chosen one. */
export function ImportsPage() {
  const run = usePlace((place) => place.run);
  return (
    <main className={styles.page} data-imports="">
      <div className={styles.column}>{run === null ? <RunList /> : <ReceiptPage key={run} runId={run} />}</div>
    </main>
  );
}

function RunList() {
  const archive = useArchive();
  const pick = usePick();
  const { data, error } = useQuery({ queryKey: ['runs'], queryFn: ({ signal }) => archive.runs({ limit: 200 }, signal) });
  if (error && !isCancelled(error)) {
    return (
      <Notice alert icon="error" title="The imports could not be read">
        <p>{sentence(error)}</p>
      </Notice>
    );
  }
  if (!data) return <Skeleton width="60%" height={20} />;
  if (data.runs.length === 0) {
    return (
      <Notice
        icon="import"
        title="Nothing was imported yet"
        actions={
          <Button look="primary" onClick={pick.files}>
            Choose files…
          </Button>
        }
      />
    );
  }
  return (
    <>
      <header className={styles.head}>
        <h1 className={styles.title}>Imports</h1>
        <Button look="outlined" icon="import" onClick={pick.files}>
          Import files…
        </Button>
        <Button look="outlined" icon="folder" onClick={pick.folder}>
          Folder…
        </Button>
      </header>
      <ol className={styles.runs}>
        {data.runs.map((run) => {
          const { added, updated, unchanged, read } = run.totals.conversations;
          const unreadable = run.totals.conversations.quarantined + run.totals.messages.quarantined;
          const word = run.undone ? 'undone' : statusWord[run.status];
          return (
            <li key={run.runId}>
              <button type="button" className={styles.run} onClick={() => go({ page: 'imports', run: run.runId })}>
                <span className={styles.inputs}>{run.inputs.map(nameOf).join(', ') || 'Nothing'}</span>
                <span className={styles.when}>
                  <time dateTime={new Date(run.startedAt).toISOString()} title={formatFullTime(run.startedAt)}>
                    {formatTime(run.startedAt)}
                  </time>
                  {' · '}
                  {formatDuration(run.durationMs)}
                </span>
                <span className={styles.sum}>
                  {[
                    word,
                    added > 0 && `${formatNumber(added)} added`,
                    updated > 0 && `${formatNumber(updated)} updated`,
                    added + updated === 0 && unchanged > 0 && `${count(unchanged, 'conversation')} unchanged`,
                    read === 0 && run.status === 'completed' && 'no conversations in it',
                    unreadable > 0 && `${formatNumber(unreadable)} unreadable`,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </>
  );
}
