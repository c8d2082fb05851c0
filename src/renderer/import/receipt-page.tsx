import { useQuery } from '@tanstack/react-query';
import { bytesText } from '../../shared/bytes-text.ts';
import type { Receipt, ReceiptInput } from '../../shared/receipt.ts';
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
import { IgnoredFiles, type IgnoredFile } from './ignored-files.tsx';
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
  // Of a few one wants to know each; hundreds are a list.
  const unknown = inputs.filter(({ provider, issueCount }) => provider === null && issueCount === 0);
  const strangers = unknown.length > unfolded ? unknown : [];
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
      {inputs.length > 0 && (
        <section aria-labelledby="inputs">
          <h2 id="inputs" className={styles.section}>
            {files > 1 ? text.files(files) : text.inside}
          </h2>
          {inputs.map((input, place) =>
            strangers.includes(input) ? null : (
              <InputCard
                key={`${input.path} ${input.provider}`}
                input={input}
                place={place}
                alone={inputs.length === 1}
                named={files > 1 || inputs.length === 1}
                folded={inputs.length > unfolded}
                linked={!undone}
              />
            ),
          )}
          <IgnoredFiles
            summary={text.strangers}
            more={text.moreFiles}
            files={strangers.map(({ path, reason }) => ({ name: nameOf(path), reason: text.why(reason ?? '') }))}
          />
          <IgnoredFiles
            summary={text.ignoredFiles}
            more={text.moreFiles}
            files={inputs.flatMap(ignoredIn)}
            note={text.notLookedInto}
          />
        </section>
      )}
      {issues > 0 && <IssueList runId={runId} total={issues} paths={inputs.map((input) => input.path)} />}
      <DriftSection inputs={inputs} />
    </article>
  );
}

/** What is named before what lies in it: as many inputs are shown unfolded. */
const unfolded = 3;

/** What an input holds that is no conversation; of several inputs with the place it lies in. */
function ignoredIn({ path, ignoredEntries }: ReceiptInput, _at: number, inputs: readonly ReceiptInput[]): readonly IgnoredFile[] {
  const isOnly = inputs.every((other) => other.path === path);
  return isOnly ? ignoredEntries : ignoredEntries.map(({ name, reason }) => ({ name: `${nameOf(path)}/${name}`, reason }));
}

/** Names of files in the heading. */
const named = 3;

function knownFirst(a: ReceiptInput, b: ReceiptInput): number {
  return Number(a.provider === null) - Number(b.provider === null);
}

function titleOf({ inputs }: Receipt): string {
  // What held conversations names the import, whatever else was dropped with it.
  const names = [...new Set(inputs.toSorted(knownFirst).map((input) => nameOf(input.path)))];
  const more = names.length > named ? ` ${importing.runs.more(names.length - named)}` : '';
  return names.slice(0, named).join(', ') + more || text.untitled;
}
