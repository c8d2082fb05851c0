/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the list has the keys, see the command table */
import { memo, type ReactNode } from 'react';
import { providerNames } from '../../shared/contract.ts';
import { formatFullTime, formatNumber, formatWhen } from '../ui/format.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { columns as kinds, type ColumnId } from './columns.ts';
import { passagesOf } from './pages.ts';
import {
  clicked,
  Mark,
  MessageFigure,
  NoteMark,
  Passages,
  pressed,
  StarMark,
  State,
  Tags,
  Title,
  type RowProps,
} from './row-parts.tsx';
import styles from './table-line.module.css';
import type { Columns } from './use-columns.ts';

/** One conversation of the list, as a line of the table. */
export const TableLine = memo(function TableLine(
  props: RowProps & Pick<Columns, 'left'> & { readonly columns: readonly ColumnId[] },
) {
  const { row, id, index, current, picked, picking, columns, left } = props;
  const passages = props.spread ? [] : passagesOf(row);
  return (
    <div
      id={id}
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={picking ? picked : current}
      className={styles.line}
      data-current={current || undefined}
      data-picked={picked || undefined}
      data-id={row.id}
      onMouseDown={pressed}
      onClick={(event) => clicked(event, props, passagesOf(row)[0] ?? null)}
    >
      <div className={styles.cells} role="presentation">
        {columns.map((column, place) => (
          <div
            key={column}
            className={styles.cell}
            role="gridcell"
            aria-colindex={place + 1}
            data-column={column}
            data-right={kinds[column].right}
            data-frozen={left[column] !== undefined || undefined}
            style={left[column] === undefined ? undefined : { left: left[column] }}
          >
            {cells[column](props)}
          </div>
        ))}
      </div>
      {passages.length > 0 && (
        <div className={styles.passages} role="gridcell" aria-colindex={1} aria-colspan={columns.length}>
          <Passages {...props} passages={passages} />
        </div>
      )}
    </div>
  );
});

const cells: Readonly<Record<ColumnId, (props: RowProps) => ReactNode>> = {
  provider: (props) => (
    <>
      <Mark {...props} />
      <span className="visually-hidden">{providerNames[props.row.provider]}</span>
    </>
  ),
  title: ({ row, shelf }) => (
    <span className={styles.title} title={row.title} dir="auto">
      <span className={styles.text}>
        <Title row={row} />
      </span>
      <State row={row} shelf={shelf} />
    </span>
  ),
  starred: ({ row }) => row.starred && <StarMark row={row} />,
  noted: ({ row }) => row.noted && <NoteMark />,
  tags: (props) => <Tags {...props} most={2} />,
  project: ({ row }) => <Text text={row.project} />,
  model: ({ row }) => <Text text={row.models.join(', ')} />,
  messages: (props) => <MessageFigure {...props} />,
  words: ({ row }) => figure(row.words),
  tools: ({ row }) => figure(row.toolCalls),
  attachments: ({ row }) => figure(row.attachments),
  branches: ({ row }) => (row.branches > 1 ? formatNumber(row.branches) : ''),
  created: ({ row }) => <When time={row.createdAt} />,
  updated: ({ row }) => <When time={row.updatedAt ?? row.createdAt} />,
};

/** None is nothing to read. */
const figure = (value: number): string => (value === 0 ? '' : formatNumber(value));

function Text({ text }: { readonly text: string | null }) {
  return (
    <span className={styles.text} title={text ?? undefined}>
      {text}
    </span>
  );
}

function When({ time }: { readonly time: number | null }) {
  if (time === null) return null;
  return (
    <time dateTime={new Date(time).toISOString()} title={formatFullTime(time)}>
      {formatWhen(time)}
    </time>
  );
}

export function LineSkeleton() {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      <Skeleton width="32%" />
    </div>
  );
}
