/* oxlint-disable react/incompatible-library -- nothing here is compiled by the React compiler, which the rule is for */
import { useMutation } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { SearchRow } from '../../shared/contract.ts';
import { isCancelled, sentence, useArchive } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import { say } from '../ui/toast.ts';
import { clearPicked, go, pickAll, togglePicked, usePlace, useView } from '../view.ts';
import styles from './conversation-list.module.css';
import { ConversationRow, passagesOf, rowHeights, RowSkeleton } from './conversation-row.tsx';
import { ListHead } from './list-head.tsx';
import { NothingFound } from './nothing-found.tsx';
import { Problems } from './problems.tsx';
import { useRows, type Rows } from './use-rows.ts';

/** Milliseconds the cursor rests on a row before the reader follows it. */
const follow = 120;

/** What the query found. `follows`: the reader beside it shows the row under the cursor. */
export function ConversationList({ follows }: { readonly follows: boolean }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [lastDrawn, setLastDrawn] = useState(0);
  const found = useRows(lastDrawn);
  const { rows, length } = found;

  const virtualizer = useVirtualizer({
    count: length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index]),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });
  // Heights follow from the rows: when they arrive or change, so does the layout.
  useEffect(() => {
    virtualizer.measure();
  }, [rows, virtualizer]);
  const drawn = virtualizer.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    setLastDrawn(last);
  }, [last]);

  const query = usePlace((place) => place.query);
  useEffect(() => {
    // In newer browsers this gives a promise, which an effect must not return.
    scroller.current?.scrollTo({ top: 0 });
  }, [query, found.sort]);

  const cursor = useCursor(found, follows, (index) => virtualizer.scrollToIndex(index, { align: 'auto' }));
  const { picked, all, except } = useView();
  const picking = all || picked.size > 0;
  const isPicked = (id: string): boolean => (all ? !except.has(id) : picked.has(id));
  const onPick = useCallback((row: SearchRow) => togglePicked(row.id), []);

  if (found.error && !isCancelled(found.error)) {
    return (
      <Notice
        alert
        icon="error"
        title="The search failed"
        actions={
          <Button look="outlined" onClick={found.retry}>
            Try again
          </Button>
        }
      >
        <p>{sentence(found.error)}</p>
      </Notice>
    );
  }
  return (
    <section className={styles.list} aria-label="Conversations">
      <ListHead found={found} />
      {found.total && found.total.problems.length > 0 && <Problems problems={found.total.problems} />}
      {!found.loading && rows.length === 0 && !found.old ? (
        <NothingFound total={found.total} />
      ) : (
        <div
          ref={scroller}
          className={styles.scroller}
          role="listbox"
          aria-label="Conversations"
          aria-multiselectable={picking || undefined}
          tabIndex={0}
          aria-activedescendant={drawn.some(({ index }) => index === cursor.index) ? rowId(cursor.index) : undefined}
          data-old={found.old || undefined}
          data-list-scroller=""
        >
          {found.loading ? (
            <LoadingRows />
          ) : (
            <div className={styles.rows} role="presentation" style={{ height: virtualizer.getTotalSize() }}>
              {drawn.map(({ index, key, start, size }) => {
                const row = rows[index];
                return (
                  <div
                    key={key}
                    className={styles.place}
                    role="presentation"
                    style={{ height: size, transform: `translateY(${start}px)` }}
                  >
                    {row ? (
                      <ConversationRow
                        row={row}
                        id={rowId(index)}
                        current={index === cursor.index}
                        picked={isPicked(row.id)}
                        picking={picking}
                        onOpen={cursor.open}
                        onPick={onPick}
                        position={index + 1}
                        length={length}
                      />
                    ) : (
                      <RowSkeleton />
                    )}
                  </div>
                );
              })}
            </div>
          )}
        </div>
      )}
    </section>
  );
}

const rowId = (index: number): string => `row-${index}`;

function heightOf(row: SearchRow | undefined): number {
  if (!row) return rowHeights.plain;
  const passages = passagesOf(row).length;
  return rowHeights.plain + passages * rowHeights.passage + (passages > 0 ? 4 : 0);
}

function LoadingRows() {
  return Array.from({ length: 9 }, (_, place) => (
    <div key={place} style={{ height: rowHeights.plain }}>
      <RowSkeleton />
    </div>
  ));
}

interface Cursor {
  readonly index: number;
  readonly open: (row: SearchRow, at: number | null) => void;
}

/** The row one is at: the open conversation, or where the keys have moved since. */
function useCursor({ rows, length, want }: Rows, follows: boolean, reveal: (index: number) => void): Cursor {
  const archive = useArchive();
  const open = usePlace((place) => place.open);
  // Where the keys have moved counts until something else is opened.
  const [moved, setMoved] = useState<{ readonly from: string | null; readonly to: string } | null>(null);
  const at = moved && moved.from === open ? moved.to : open;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const index = rows.findIndex((row) => row.id === at);

  const show = useCallback((row: SearchRow, message: number | null, replace = false): void => {
    clearTimeout(timer.current);
    go({ open: row.id, at: message, raw: false }, { replace });
  }, []);
  const move = (to: number): void => {
    const next = Math.max(0, Math.min(to, length - 1));
    const row = rows[next];
    if (!row) return want(next);
    setMoved({ from: open, to: row.id });
    reveal(next);
    clearTimeout(timer.current);
    if (follows) timer.current = setTimeout(() => show(row, passagesOf(row)[0]?.messageIndex ?? null, open !== null), follow);
  };
  useCommand('next', () => move(index + 1));
  useCommand('previous', () => move(index === -1 ? 0 : index - 1));
  useCommand('first', () => move(0));
  useCommand('last', () => move(rows.length - 1));
  const row = rows[index];
  useCommand('open', () => {
    const chosen = row ?? rows[0];
    if (!chosen) return;
    if (chosen.id !== open) show(chosen, passagesOf(chosen)[0]?.messageIndex ?? null);
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-reader-scroller]')?.focus());
  });
  useCommand('pick', () => row && togglePicked(row.id));
  useCommand('pickAll', () => {
    if (useView.getState().all) clearPicked();
    else pickAll();
  });
  const star = useMutation({
    mutationFn: (chosen: SearchRow) => archive.star({ selection: { ids: [chosen.id] }, starred: !chosen.starred }),
    onSuccess: (_, chosen) => say(chosen.starred ? 'Star removed.' : 'Starred.'),
    onError: (error) => say(sentence(error), { kind: 'failed' }),
  });
  useCommand('star', () => row && star.mutate(row));
  return { index, open: show };
}
