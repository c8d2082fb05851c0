/* oxlint-disable jsx-a11y/interactive-supports-focus -- the button in a column's head takes the focus */
import { useId, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { SearchAsked } from '../archive.ts';
import { list as text } from '../messages/index.ts';
import { usualSort } from '../results.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { go } from '../view.ts';
import { columns as kinds, sortedBy, sortOf, type ColumnId } from './columns.ts';
import type { Columns } from './use-columns.ts';
import styles from './table-head.module.css';

/** Pixels that a key makes a column wider. */
const step = 16;
const dragType = 'application/x-polylogue-column';
const drawings: Readonly<Partial<Record<ColumnId, IconName>>> = { starred: 'star', noted: 'note' };

/** The heads of the columns: a click sorts, a drag moves, the edge between two makes wider. One of them is in the order of Tab. */
export function TableHead({
  columns,
  asked,
  height,
  onSay,
}: {
  readonly columns: Columns;
  readonly asked: SearchAsked;
  readonly height: number;
  /** What a key has done to a column, for those who do not see it. */
  readonly onSay: (text: string) => void;
}) {
  const row = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<ColumnId>('title');
  const [over, setOver] = useState<ColumnId | null>(null);
  const keys = useId();
  const reachable = columns.shown.includes(at) ? at : columns.shown[0];

  const focus = (id: ColumnId): void => {
    setAt(id);
    requestAnimationFrame(() => row.current?.querySelector<HTMLElement>(`[data-column="${id}"]`)?.focus());
  };
  const onKey = (event: KeyboardEvent, id: ColumnId): void => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by === 0 || event.altKey) return;
    event.preventDefault();
    if (event.shiftKey) {
      if (kinds[id].fixed) return;
      onSay(text.width(text.columns[id], columns.resize(id, columns.widthOf(id) + by * step, true)));
    } else if (event.ctrlKey || event.metaKey) {
      const { order, hidden } = columns.move(id, by);
      const shown = order.filter((name) => !hidden.includes(name));
      onSay(text.moved(text.columns[id], shown.indexOf(id) + 1, shown.length));
      focus(id);
    } else {
      const next = columns.shown[columns.shown.indexOf(id) + by];
      if (next) focus(next);
    }
  };
  return (
    <div className={styles.head} role="rowgroup" style={{ height }}>
      <div ref={row} className={styles.row} role="row" aria-rowindex={1}>
        {columns.shown.map((id, place) => {
          const sort = sortOf(id, asked.sort, asked.reverse);
          const next = sortedBy(id, asked.sort, asked.reverse);
          const drawing = drawings[id];
          return (
            <div
              key={id}
              className={styles.column}
              role="columnheader"
              aria-colindex={place + 1}
              aria-sort={sort ?? undefined}
              data-right={kinds[id].right}
              data-over={over === id || undefined}
              data-frozen={columns.left[id] !== undefined || undefined}
              style={columns.left[id] === undefined ? undefined : { left: columns.left[id] }}
              onDragOver={(event) => {
                if (kinds[id].fixed || !event.dataTransfer.types.includes(dragType)) return;
                event.preventDefault();
                setOver(id);
              }}
              onDragLeave={() => setOver(null)}
              onDrop={(event) => {
                setOver(null);
                const dropped = columns.shown.find((name) => name === event.dataTransfer.getData(dragType));
                if (!dropped) return;
                event.preventDefault();
                columns.moveTo(dropped, id);
              }}
            >
              <button
                type="button"
                className={styles.name}
                data-column={id}
                tabIndex={id === reachable ? 0 : -1}
                aria-label={text.columns[id]}
                aria-describedby={keys}
                title={text.columns[id]}
                draggable={!kinds[id].fixed}
                onDragStart={(event) => {
                  event.dataTransfer.setData(dragType, id);
                  event.dataTransfer.effectAllowed = 'move';
                }}
                onFocus={() => setAt(id)}
                onKeyDown={(event) => onKey(event, id)}
                onClick={() => {
                  if (!next) return;
                  const usual = next.sort === usualSort(asked.query) && !next.reverse;
                  go({ sort: usual ? null : next.sort, reverse: next.reverse });
                }}
              >
                {id === 'provider' ? null : drawing ? <Icon name={drawing} size={13} /> : <span>{text.columns[id]}</span>}
                {sort && (
                  <span className={styles.sort}>
                    <Icon name={sort === 'ascending' ? 'chevron-up' : 'chevron-down'} size={11} />
                  </span>
                )}
              </button>
              {!kinds[id].fixed && <Edge id={id} columns={columns} />}
            </div>
          );
        })}
      </div>
      <span id={keys} hidden>
        {text.columnKeys}
      </span>
    </div>
  );
}

/** The edge by which a column is made wider; the keys for that are at the head itself. */
function Edge({ id, columns }: { readonly id: ColumnId; readonly columns: Columns }) {
  const begun = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const follow = (event: PointerEvent, last: boolean): void => {
    if (!begun.current) return;
    columns.resize(id, begun.current.width + event.clientX - begun.current.x, last);
    if (last) begun.current = null;
  };
  return (
    <span
      className={styles.edge}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        begun.current = { x: event.clientX, width: event.currentTarget.parentElement?.getBoundingClientRect().width ?? 0 };
      }}
      onPointerMove={(event) => follow(event, false)}
      onPointerUp={(event) => follow(event, true)}
      onPointerCancel={(event) => follow(event, true)}
      onDoubleClick={() => columns.resize(id, kinds[id].width, true)}
    />
  );
}
