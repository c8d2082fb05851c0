import type { ReactNode } from 'react';
import { FoundHere } from '../found/found-here.tsx';
import { usePlace } from '../view.ts';
import styles from './imports-page.module.css';
import { RawIssuePage } from './raw-issue-page.tsx';
import { ReceiptPage } from './receipt-page.tsx';
import { RecordsPage } from './records-page.tsx';
import { RunList } from './run-list.tsx';

/** Every import there was; the receipt of one; what a figure of it counts; the raw text of what could not be read. */
export function ImportsPage() {
  const { run, figure, input, unit, issue } = usePlace((place) => place);
  return (
    <main className={styles.page} data-imports="">
      {run === null ? (
        <Column>
          <FoundHere quiet />
          <RunList />
        </Column>
      ) : issue !== null ? (
        <RawIssuePage key={issue} runId={run} issue={issue} />
      ) : figure !== null ? (
        <RecordsPage key={`${run} ${figure} ${input} ${unit}`} runId={run} figure={figure} input={input} unit={unit} />
      ) : (
        <Column>
          <ReceiptPage key={run} runId={run} />
        </Column>
      )}
    </main>
  );
}

function Column({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles.scroller}>
      <div className={styles.column}>{children}</div>
    </div>
  );
}
