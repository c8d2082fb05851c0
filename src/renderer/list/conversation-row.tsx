/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the list has the keys, see the command table */
import { memo, type MouseEvent } from 'react';
import { providerNames, type Passage, type SearchRow } from '../../shared/contract.ts';
import { formatFullTime, formatNumber, formatWhen } from '../ui/format.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Marked } from '../ui/marked.tsx';
import { ProviderMark } from '../ui/provider-mark.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './conversation-row.module.css';

/** Pixels; the list is laid out from these without measuring. */
export const rowHeights = { plain: 58, passage: 21 } as const;

/** Passages drawn under a row: those of its title are marked in the title. */
export function passagesOf(row: SearchRow): readonly Passage[] {
  return row.passages.filter((passage) => passage.in !== 'title').slice(0, 2);
}

export interface RowProps {
  readonly row: SearchRow;
  readonly id: string;
  readonly current: boolean;
  readonly picked: boolean;
  readonly picking: boolean;
  readonly onOpen: (row: SearchRow, at: number | null) => void;
  readonly onPick: (row: SearchRow) => void;
  readonly position: number;
  readonly length: number;
}

/** One conversation of the list. */
export const ConversationRow = memo(function ConversationRow({
  row,
  id,
  current,
  picked,
  picking,
  onOpen,
  onPick,
  position,
  length,
}: RowProps) {
  const title = row.passages.find((passage) => passage.in === 'title');
  const time = row.updatedAt ?? row.createdAt;
  const passages = passagesOf(row);
  const open = (event: MouseEvent, at: number | null): void => {
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey) onPick(row);
    else onOpen(row, at);
  };
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={picking ? picked : current}
      data-current={current || undefined}
      aria-setsize={length}
      aria-posinset={position}
      className={styles.row}
      data-picked={picked || undefined}
      data-picking={picking || undefined}
      data-id={row.id}
      onClick={(event) => open(event, passages[0]?.messageIndex ?? null)}
    >
      <span
        className={styles.mark}
        onClick={(event) => {
          event.stopPropagation();
          onPick(row);
        }}
      >
        <span className={styles.provider} title={providerNames[row.provider]}>
          <ProviderMark provider={row.provider} />
        </span>
        <span className={styles.box} aria-hidden="true">
          {picked && <Icon name="check" size={12} />}
        </span>
      </span>
      <span className={styles.title}>{title ? <Marked text={title.text} marks={title.marks} /> : row.title}</span>
      <span className={styles.when}>
        {row.starred && (
          <span className={styles.star}>
            <Icon name="star" size={12} filled />
            <span className="visually-hidden">starred</span>
          </span>
        )}
        {time !== null && (
          <time dateTime={new Date(time).toISOString()} title={formatFullTime(time)}>
            {formatWhen(time)}
          </time>
        )}
      </span>
      <span className={styles.facts}>
        <span className="visually-hidden">{providerNames[row.provider]}, </span>
        <span className={styles.model}>
          {[row.models[0], row.project].filter(Boolean).join(' · ') || providerNames[row.provider]}
        </span>
        <span className={styles.counts}>
          {row.relation === 'subagent' && <Fact icon="subagent" text="subagent" />}
          {row.branches > 1 && <Fact icon="branch" text={formatNumber(row.branches)} label="branches" />}
          {row.toolCalls > 0 && <Fact icon="tool" text={formatNumber(row.toolCalls)} label="tool calls" />}
          <span>
            {formatNumber(row.messages)} <span className={styles.unit}>msg</span>
          </span>
        </span>
      </span>
      {passages.map((passage) => (
        <span
          key={`${passage.messageIndex}:${passage.partIndex}`}
          className={styles.passage}
          onClick={(event) => open(event, passage.messageIndex)}
        >
          {kinds[passage.in] && <span className={styles.kind}>{kinds[passage.in]}</span>}
          {!passage.onActivePath && <span className={styles.kind}>other branch</span>}
          <Marked {...fromMark(passage)} />
        </span>
      ))}
    </div>
  );
});

/** Characters of a line before its first mark: more would push the mark out of a narrow list. */
const before = 30;

/** A passage cut so that its first mark is in sight. */
export function fromMark({ text, marks }: Pick<Passage, 'text' | 'marks'>): Pick<Passage, 'text' | 'marks'> {
  const first = marks[0]?.[0] ?? 0;
  if (first <= before) return { text, marks };
  const space = text.indexOf(' ', first - before);
  const cut = space === -1 || space >= first ? first - before : space + 1;
  return { text: `… ${text.slice(cut)}`, marks: marks.map(([from, to]) => [from - cut + 2, to - cut + 2]) };
}

const kinds: Readonly<Record<Passage['in'], string | null>> = {
  title: null,
  text: null,
  code: 'code',
  tools: 'tool',
  thinking: 'thinking',
  attachments: 'file',
};

function Fact({ icon, text, label }: { readonly icon: IconName; readonly text: string; readonly label?: string }) {
  return (
    <span className={styles.fact} title={label ? `${text} ${label}` : text}>
      <Icon name={icon} size={12} />
      <span className={label ? undefined : 'visually-hidden'}>{text}</span>
      {label && <span className="visually-hidden"> {label}</span>}
    </span>
  );
}

export function RowSkeleton() {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      <Skeleton width="62%" />
      <Skeleton width="38%" height={10} />
    </div>
  );
}
