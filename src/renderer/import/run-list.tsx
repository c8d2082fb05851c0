import { useQuery } from '@tanstack/react-query';
import type { RunRow } from '../../shared/contract.ts';
import { isCancelled, sentence, useArchive } from '../archive.ts';
import { importing } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { formatDuration, formatFullTime, formatTime } from '../ui/format.ts';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import page from './imports-page.module.css';
import { nameOf } from './name-of.ts';
import { usePick } from './pick.ts';
import { PlaceLink } from './place-link.tsx';
import styles from './run-list.module.css';

const text = importing.runs;
/** As many as the contract gives at once; far above what anybody imports. */
const most = 1000;

/** The imports, newest first. */
export function RunList() {
  const archive = useArchive();
  const pick = usePick();
  const { data, error } = useQuery({ queryKey: ['runs'], queryFn: ({ signal }) => archive.runs({ limit: most }, signal) });
  if (error && !isCancelled(error)) {
    return (
      <Notice alert icon="error" title={text.failed}>
        <p>{sentence(error)}</p>
      </Notice>
    );
  }
  if (!data) return <Skeleton width="60%" height={20} />;
  if (data.runs.length === 0) {
    return (
      <div className={page.alone}>
        <Notice
          icon="import"
          title={text.none}
          actions={
            <>
              <Button look="primary" onClick={pick.files}>
                {importing.welcome.files}
              </Button>
              <Button look="outlined" onClick={pick.sample}>
                {importing.welcome.sample}
              </Button>
            </>
          }
        >
          <p>{text.noneLead}</p>
        </Notice>
      </div>
    );
  }
  return (
    <>
      <header className={page.head}>
        <h1 className={page.title}>{text.title}</h1>
        <Button look="outlined" icon="import" onClick={pick.files}>
          {text.files}
        </Button>
        <Button look="outlined" icon="folder" onClick={pick.folder}>
          {text.folder}
        </Button>
      </header>
      <ol className={styles.runs}>
        {data.runs.map((run) => (
          <li key={run.runId}>
            <Run run={run} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** Names of inputs shown of one import. */
const shown = 3;

function Run({ run }: { readonly run: RunRow }) {
  const { conversations, messages } = run.totals;
  const names = [...new Set(run.inputs.map(nameOf))];
  const word = run.undone ? importing.undone : importing.status[run.status];
  return (
    <PlaceLink to={{ run: run.runId }} className={styles.run} data-undone={run.undone || undefined}>
      <span className={styles.inputs}>
        {names.slice(0, shown).join(', ') || text.nothing} {names.length > shown && text.more(names.length - shown)}
      </span>
      <span className={styles.when}>
        <time dateTime={new Date(run.startedAt).toISOString()} title={formatFullTime(run.startedAt)}>
          {formatTime(run.startedAt)}
        </time>
        {' · '}
        {formatDuration(run.durationMs)}
      </span>
      <span className={styles.sum}>
        {text.sum(word, conversations, run.status === 'completed', conversations.quarantined + messages.quarantined)}
      </span>
    </PlaceLink>
  );
}
