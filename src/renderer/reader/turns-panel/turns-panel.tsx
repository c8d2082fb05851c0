import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type RefObject } from 'react';
import type { OutlineRows } from '../../../shared/outline.ts';
import { turns as text } from '../../messages/index.ts';
import { IconButton } from '../../ui/button.tsx';
import { useMetrics } from '../../ui/metrics.ts';
import type { Layout } from '../layout.ts';
import type { HitWalk } from '../use-hits.ts';
import { TurnRow } from './turn-row.tsx';
import { hitsByTurn, turnsOf } from './turns.ts';
import styles from './turns-panel.module.css';
import { useCurrentTurn } from './use-current-turn.ts';
import { useFirstLines } from './use-first-lines.ts';

/** How high a turn stands, in rem. */
const rowHeight = 2.875;

/** What the person asked, beside the messages or over them: where one is, and the way to each. */
export function TurnsPanel({
  conversation,
  rows,
  layout,
  hits,
  scroller,
  first,
  goTo,
  over,
  focused,
  onClose,
}: {
  readonly conversation: { readonly id: string; readonly generation: number };
  readonly rows: OutlineRows;
  readonly layout: Layout;
  readonly hits: HitWalk;
  readonly scroller: RefObject<HTMLElement | null>;
  /** Place of the item at the upper edge of the messages. */
  readonly first: () => number;
  readonly goTo: (place: number) => void;
  /** It covers the messages: it goes when one has chosen. */
  readonly over: boolean;
  /** It takes the focus when it comes. */
  readonly focused: boolean;
  readonly onClose: () => void;
}) {
  const turns = useMemo(() => turnsOf(layout, rows), [layout, rows]);
  const hitsIn = useMemo(() => hitsByTurn(turns, layout, hits.stops), [turns, layout, hits.stops]);
  const { current, choose } = useCurrentTurn(turns, scroller, first);
  const [moved, setMoved] = useState<number | null>(null);
  const cursor = Math.min(moved ?? Math.max(0, current), turns.length - 1);

  const list = useRef<HTMLDivElement>(null);
  const listId = useId();
  const { rem } = useMetrics();
  const size = Math.round(rowHeight * rem);
  // oxlint-disable-next-line react/incompatible-library -- its changes redraw by its own means
  const virtualizer = useVirtualizer({
    count: turns.length,
    getScrollElement: () => list.current,
    estimateSize: () => size,
    overscan: 8,
    paddingEnd: 8,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, size]);
  const drawn = virtualizer.getVirtualItems();
  const lines = useFirstLines(conversation, turns, drawn[0]?.index ?? 0, (drawn.at(-1)?.index ?? -1) + 1);

  // Follows the reading, until one moves in the list itself.
  const shown = moved ?? current;
  useEffect(() => {
    if (shown >= 0) virtualizer.scrollToIndex(shown, { align: 'auto' });
  }, [virtualizer, shown]);
  useEffect(() => {
    if (focused) list.current?.focus({ preventScroll: true });
  }, [focused]);

  const open = (turn: number): void => {
    const chosen = turns[turn];
    if (!chosen) return;
    setMoved(null);
    choose(turn);
    goTo(chosen.place);
    if (over) onClose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((list.current?.clientHeight ?? 0) / size) - 1);
    const to: Readonly<Record<string, number>> = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor - 1,
      PageDown: cursor + page,
      PageUp: cursor - page,
      Home: 0,
      End: turns.length - 1,
    };
    const next = to[event.key];
    if (next !== undefined) setMoved(Math.max(0, Math.min(turns.length - 1, next)));
    else if (event.key === 'Enter' || event.key === ' ') open(cursor);
    else if (event.key === 'Escape' && over) onClose();
    else if (event.key === 'Escape') scroller.current?.focus({ preventScroll: true });
    else return;
    event.preventDefault();
  };

  return (
    <nav className={styles.panel} data-over={over || undefined} data-beside={!over || undefined} aria-label={text.name}>
      <div className={styles.head}>
        <h2 className={styles.title}>{text.name}</h2>
        <span className={styles.many}>{text.many(turns.length)}</span>
        <IconButton icon="close" label={text.close} keys="o" onClick={onClose} />
      </div>
      {turns.length === 0 ? (
        <p className={styles.none}>{text.none}</p>
      ) : (
        <div
          ref={list}
          className={styles.list}
          role="listbox"
          tabIndex={0}
          aria-label={text.list}
          aria-activedescendant={cursor >= 0 ? `${listId}-${cursor}` : undefined}
          onKeyDown={onKeyDown}
          onBlur={() => setMoved(null)}
        >
          <div className={styles.all} style={{ height: virtualizer.getTotalSize() }}>
            {drawn.map(({ index, start }) => {
              const turn = turns[index];
              return (
                turn && (
                  <TurnRow
                    key={turn.message}
                    id={`${listId}-${index}`}
                    turn={turn}
                    line={lines.get(turn.message)}
                    time={rows.timeOf(turn.message)}
                    before={index === 0 ? null : rows.timeOf(turns[index - 1]?.message ?? -1)}
                    hits={hitsIn[index] ?? 0}
                    place={index}
                    of={turns.length}
                    current={index === current}
                    cursor={index === cursor}
                    start={start}
                    height={size}
                    onOpen={() => open(index)}
                  />
                )
              );
            })}
          </div>
        </div>
      )}
    </nav>
  );
}
