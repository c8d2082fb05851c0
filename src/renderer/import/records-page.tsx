/* oxlint-disable react/incompatible-library -- nothing here is compiled by the React compiler, which the rule is for */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { RecordRow } from '../../shared/contract.ts';
import type { ReceiptFigure, RecordUnit } from '../../shared/requests.ts';
import { isCancelled, sentence, useArchive } from '../archive.ts';
import { importing } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Live } from '../ui/live.tsx';
import { Notice } from '../ui/notice.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { go } from '../view.ts';
import { nameOf } from './name-of.ts';
import { RecordLine } from './record-line.tsx';
import styles from './records-page.module.css';

const text = importing.records;
const pageSize = 200;
const rowHeight = 52;
/** The line of a tally that counts a unit. */
const kindOf = { conversation: 'conversations', message: 'messages', attachment: 'attachments' } as const;
const noRecords: readonly RecordRow[] = [];

/** What a figure of a receipt counts, line by line down to the raw text. */
export function RecordsPage({
  runId,
  figure,
  input,
  unit,
}: {
  readonly runId: number;
  readonly figure: ReceiptFigure;
  readonly input: number | null;
  readonly unit: RecordUnit;
}) {
  const archive = useArchive();
  const { data: receipt } = useQuery({ queryKey: ['run', runId], queryFn: ({ signal }) => archive.run({ runId }, signal) });
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['records', runId, figure, input, unit],
    queryFn: ({ pageParam, signal }) =>
      archive.records({ runId, figure, unit, after: pageParam, limit: pageSize, ...(input !== null && { input }) }, signal),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.more ? (page.records.at(-1)?.place ?? null) : null),
    // What is behind a figure changes with every import, undo and emptied trash.
    staleTime: 0,
  });
  const rows = data?.pages.flatMap((page) => page.records) ?? noRecords;
  const of = input === null ? receipt : receipt?.inputs[input];
  const tally = of && 'totals' in of ? of.totals : of;
  const path = input === null ? null : (receipt?.inputs[input]?.path ?? null);
  const back = () => go({ figure: null, input: null, unit: 'conversation', issue: null });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <Button icon="back" className={styles.back} onClick={back}>
          {text.back}
        </Button>
        <div className={styles.line}>
          <div className={styles.words}>
            <h1 className={styles.title}>
              {text.title(figure, unit, tally?.[kindOf[unit]][figure] ?? null)}
              {path !== null && <span className={styles.file}> {text.inFile(nameOf(path))}</span>}
            </h1>
            <p className={styles.lead}>
              {unit === 'conversation' || figure === 'quarantined' ? text.lead[figure] : text.holding(unit)}
            </p>
          </div>
          {(figure === 'added' || figure === 'updated') && rows.length > 0 && (
            <Button look="outlined" icon="search" onClick={() => go({ page: 'browse', query: `import:${runId}`, open: null })}>
              {text.showInList}
            </Button>
          )}
        </div>
      </header>
      {error && !isCancelled(error) ? (
        <Notice alert icon="error" title={text.failed}>
          <p>{sentence(error)}</p>
        </Notice>
      ) : !data ? (
        <div className={styles.loading} role="status" aria-label={text.loading}>
          <Skeleton width="50%" />
          <Skeleton width="40%" />
        </div>
      ) : rows.length === 0 ? (
        <Notice icon="history" title={text.none}>
          <p>{text.noneLead}</p>
        </Notice>
      ) : (
        <Rows
          rows={rows}
          paths={receipt?.inputs.map((each) => each.path) ?? []}
          more={hasNextPage}
          onEnd={() => !isFetchingNextPage && void fetchNextPage()}
        />
      )}
      {data && <Live text={text.shown(rows.length, hasNextPage)} />}
    </div>
  );
}

function Rows({
  rows,
  paths,
  more,
  onEnd,
}: {
  readonly rows: readonly RecordRow[];
  readonly paths: readonly string[];
  readonly more: boolean;
  readonly onEnd: () => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const near = more && last >= rows.length - 20;
  useEffect(() => {
    if (near) onEnd();
  });
  return (
    <div ref={scroller} className={styles.scroller} tabIndex={0} role="group" aria-label={text.list}>
      <div className={styles.rows} role="list" style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start, key }) => {
          const row = rows[index];
          return (
            row && (
              <div
                key={key}
                className={styles.row}
                role="listitem"
                aria-posinset={index + 1}
                aria-setsize={more ? -1 : rows.length}
                style={{ height: rowHeight, transform: `translateY(${start}px)` }}
              >
                <RecordLine row={row} paths={paths} />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}
