import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { bytesText } from '../../shared/bytes-text.ts';
import { providerNames } from '../../shared/contract.ts';
import type { Counts, Receipt, ReceiptInput, Tally } from '../../shared/receipt.ts';
import { isCancelled, sentence, useArchive } from '../archive.ts';
import { watchJob } from '../jobs.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { count, formatDuration, formatNumber, formatTime } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { say } from '../ui/toast.ts';
import { go } from '../view.ts';
import { IssueList } from './issue-list.tsx';
import { nameOf } from './name-of.ts';
import styles from './receipt-page.module.css';
import { statusWord } from './status-word.ts';

/** What one import read and what became of it; every line adds up. */
export function ReceiptPage({ runId }: { readonly runId: number }) {
  const archive = useArchive();
  const { data: receipt, error } = useQuery({
    queryKey: ['run', runId],
    queryFn: ({ signal }) => archive.run({ runId }, signal),
  });
  if (error && !isCancelled(error)) {
    return (
      <Notice
        alert
        icon="error"
        title="There is no such import"
        actions={
          <Button look="outlined" onClick={() => go({ run: null })}>
            All imports
          </Button>
        }
      >
        <p>{sentence(error)}</p>
      </Notice>
    );
  }
  if (!receipt) return <Skeleton width="60%" height={20} />;
  const names = [...new Set(receipt.inputs.map((input) => nameOf(input.path)))];
  const issues = receipt.inputs.reduce((sum, input) => sum + input.issueCount, 0);
  return (
    <article className={styles.receipt}>
      <Button icon="back" className={styles.back} onClick={() => go({ run: null })}>
        All imports
      </Button>
      <header className={styles.head}>
        <div className={styles.headText}>
          <h1 className={styles.title}>
            {names.slice(0, 3).join(', ') || 'Import'}
            {names.length > 3 && ` and ${names.length - 3} more`}
          </h1>
          <p className={styles.facts}>
            {[
              formatTime(Date.parse(receipt.startedAt)),
              formatDuration(receipt.durationMs),
              bytesText(receipt.inputs.reduce((sum, input) => sum + input.bytes, 0)),
              statusWord[receipt.status],
              receipt.undone && 'undone',
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
        <UndoButton receipt={receipt} />
      </header>
      <StatusNote receipt={receipt} />
      <TallyTable tally={receipt.totals} caption="Everything that was read, and what became of it" />
      {receipt.inputs.length > 0 && (
        <section aria-labelledby="inputs">
          <h2 id="inputs" className={styles.section}>
            {count(receipt.inputs.length, 'file', 'files')}
          </h2>
          {receipt.inputs.map((input) => (
            <InputCard key={`${input.path} ${input.provider}`} input={input} alone={receipt.inputs.length === 1} />
          ))}
        </section>
      )}
      {issues > 0 && <IssueList runId={runId} total={issues} />}
    </article>
  );
}

function StatusNote({ receipt: { status, undone } }: { readonly receipt: Receipt }) {
  const text = undone
    ? 'This import was undone: what only it had brought is no longer in the archive.'
    : {
        running: 'This import is still running; the figures grow.',
        completed: null,
        interrupted: 'This import was broken off. What had been stored is kept; import the same files again to get the rest.',
        failed: 'This import failed. What had been stored before is kept.',
        cancelled: 'This import was cancelled. What had been stored before is kept.',
      }[status];
  return (
    text && (
      <p className={styles.note}>
        <Icon name="warning" />
        {text}
      </p>
    )
  );
}

function UndoButton({ receipt }: { readonly receipt: Receipt }) {
  const archive = useArchive();
  const [asking, setAsking] = useState(false);
  const undo = useMutation({
    mutationFn: () => archive.undoImport({ runId: receipt.runId }),
    onSuccess: ({ jobId }) => {
      watchJob(jobId);
      setAsking(false);
    },
    onError: (error) => say(sentence(error), { kind: 'failed' }),
  });
  const { added, updated } = receipt.totals.conversations;
  // Nothing came of it: there is nothing to take back.
  if (receipt.undone || receipt.status === 'running' || added + updated === 0) return null;
  return (
    <>
      <Button look="outlined" icon="undo" onClick={() => setAsking(true)}>
        Undo this import…
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title="Undo this import?">
        <p>
          What only this import brought leaves the archive: {count(receipt.totals.conversations.added, 'new conversation')}.
          Updated conversations go back to how they were. Your own files are not touched, and you can import them again.
        </p>
        <div className={styles.actions}>
          <Button look="outlined" data-first-focus="" onClick={() => setAsking(false)}>
            Keep it
          </Button>
          <Button look="primary" disabled={undo.isPending} onClick={() => undo.mutate()}>
            Undo the import
          </Button>
        </div>
      </Dialog>
    </>
  );
}

const kinds = ['conversations', 'messages', 'attachments'] as const satisfies readonly (keyof Tally)[];
const outcomes: readonly { readonly key: Exclude<keyof Counts, 'read'>; readonly label: string; readonly title: string }[] = [
  { key: 'added', label: 'Added', title: 'New in the archive' },
  { key: 'updated', label: 'Updated', title: 'Newer than what was archived' },
  { key: 'unchanged', label: 'Unchanged', title: 'Archived already, or an older copy' },
  { key: 'hidden', label: 'Left out', title: 'Not kept by a rule: you deleted it' },
  { key: 'ignored', label: 'Ignored', title: 'Known not to be a conversation: empty ones, settings, state' },
  { key: 'quarantined', label: 'Unreadable', title: 'Kept aside with the reason and the raw text' },
];

function TallyTable({ tally, caption }: { readonly tally: Tally; readonly caption: string }) {
  return (
    <div className={styles.scroll} tabIndex={0} role="group" aria-label={caption}>
      <table className={styles.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">What</span>
            </th>
            <th scope="col">Read</th>
            {outcomes.map(({ key, label, title }, place) => (
              <th key={key} scope="col" title={title} data-sign={place === 0 ? '=' : '+'}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {kinds
            .filter((kind) => kind !== 'attachments' || tally[kind].read > 0)
            .map((kind) => (
              <tr key={kind}>
                <th scope="row">{kind.charAt(0).toUpperCase() + kind.slice(1)}</th>
                <td className={styles.read}>{formatNumber(tally[kind].read)}</td>
                {outcomes.map(({ key }) => (
                  <td
                    key={key}
                    data-zero={tally[kind][key] === 0 || undefined}
                    data-bad={(key === 'quarantined' && tally[kind][key] > 0) || undefined}
                  >
                    {formatNumber(tally[kind][key])}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

function InputCard({ input, alone }: { readonly input: ReceiptInput; readonly alone: boolean }) {
  const { provider, path, bytes, reason, skipped, drift, ignoredEntries } = input;
  return (
    <section className={styles.input}>
      <header className={styles.inputHead}>
        {provider ? <ProviderMark provider={provider} /> : <Icon name="file" />}
        <h3 className={styles.path} title={path}>
          {nameOf(path)}
        </h3>
        <span className={styles.inputFacts}>
          {[provider ? providerNames[provider] : 'not recognised', bytesText(bytes)].join(' · ')}
        </span>
      </header>
      {reason !== null && <p className={styles.reason}>{reason}</p>}
      {skipped === 'unchanged' && (
        <p className={styles.reason}>Known already, so not read again: the same file was imported before.</p>
      )}
      {!alone && provider && <TallyTable tally={input} caption={`What became of ${nameOf(path)}`} />}
      {drift.length > 0 && (
        <details className={styles.more}>
          <summary>
            New in this export: {count(drift.length, 'thing')} this version does not know; imported as far as it goes
          </summary>
          <ul>
            {drift.map((item) => (
              <li key={`${item.kind} ${item.path}`}>
                <span className={styles.kind}>{item.kind}</span> <code>{item.path}</code>{' '}
                <span className={styles.quiet}>× {formatNumber(item.count)}</span>{' '}
                <code className={styles.quiet}>{item.example}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      {ignoredEntries.length > 0 && (
        <details className={styles.more}>
          <summary>{count(ignoredEntries.length, 'file in it holds', 'files in it hold')} no conversations</summary>
          <ul>
            {ignoredEntries.map((entry) => (
              <li key={entry.name}>
                <code>{entry.name}</code> <span className={styles.quiet}>{entry.reason}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
