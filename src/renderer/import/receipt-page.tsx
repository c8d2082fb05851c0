import { useQuery } from '@tanstack/react-query';
import { bytesText } from '../../shared/bytes-text.ts';
import type { Receipt } from '../../shared/receipt.ts';
import { isCancelled, sentence, useArchive } from '../archive.ts';
import { importing } from '../messages/index.ts';
import { dotted } from '../messages/import.ts';
import { Button } from '../ui/button.tsx';
import { formatDuration, formatTime } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { go } from '../view.ts';
import { DriftSection } from './drift-section.tsx';
import { InputCard } from './input-card.tsx';
import { IssueList } from './issue-list.tsx';
import { nameOf } from './name-of.ts';
import styles from './receipt-page.module.css';
import { TallyTable } from './tally-table.tsx';
import { UndoButton } from './undo-button.tsx';

const text = importing.receipt;

/** What one import read and what became of it; every line adds up, and every figure leads to what it counts. */
export function ReceiptPage({ runId }: { readonly runId: number }) {
  const archive = useArchive();
  const { data: receipt, error } = useQuery({
    queryKey: ['run', runId],
    queryFn: ({ signal }) => archive.run({ runId }, signal),
  });
  const back = () => go({ run: null });
  if (error && !isCancelled(error)) {
    return (
      <Notice
        alert
        icon="error"
        title={text.missing}
        actions={
          <Button look="outlined" onClick={back}>
            {text.back}
          </Button>
        }
      >
        <p>{sentence(error)}</p>
      </Notice>
    );
  }
  if (!receipt) return <Skeleton width="60%" height={20} />;
  const { inputs, totals, undone, status } = receipt;
  const issues = inputs.reduce((sum, input) => sum + input.issueCount, 0);
  const files = new Set(inputs.map((input) => input.path)).size;
  const notes = receipt.kind === 'reparse' ? text.readAgain : text.notes;
  const note = undone ? text.undoneNote : notes[status];
  return (
    <article className={styles.receipt}>
      <Button icon="back" className={styles.back} onClick={back}>
        {text.back}
      </Button>
      <header className={styles.head}>
        <div className={styles.headText}>
          <h1 className={styles.title}>{titleOf(receipt)}</h1>
          <p className={styles.facts}>
            {dotted([
              formatTime(Date.parse(receipt.startedAt)),
              formatDuration(receipt.durationMs),
              bytesText(inputs.reduce((sum, input) => sum + input.bytes, 0)),
              importing.status[status],
              undone && importing.undone,
            ])}
          </p>
        </div>
        <UndoButton receipt={receipt} />
      </header>
      {note && (
        <p className={styles.note}>
          <Icon name="warning" />
          {note}
        </p>
      )}
      <TallyTable tally={totals} caption={text.all} linked={!undone} />
      <DriftSection inputs={inputs} />
      {inputs.length > 0 && (
        <section aria-labelledby="inputs">
          <h2 id="inputs" className={styles.section}>
            {files > 1 ? text.files(files) : text.inside}
          </h2>
          {inputs.map((input, place) => (
            <InputCard
              key={`${input.path} ${input.provider}`}
              input={input}
              place={place}
              alone={inputs.length === 1}
              named={files > 1 || inputs.length === 1}
              linked={!undone}
            />
          ))}
        </section>
      )}
      {issues > 0 && <IssueList runId={runId} total={issues} paths={inputs.map((input) => input.path)} />}
    </article>
  );
}

/** Names of files in the heading. */
const named = 3;

function titleOf({ inputs }: Receipt): string {
  const names = [...new Set(inputs.map((input) => nameOf(input.path)))];
  const more = names.length > named ? ` ${importing.runs.more(names.length - named)}` : '';
  return names.slice(0, named).join(', ') + more || text.untitled;
}
