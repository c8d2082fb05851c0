import { turns as text } from '../../messages/index.ts';
import { formatClock, formatFullTime, formatNumber, formatTime } from '../../ui/format.ts';
import { Icon } from '../../ui/icon.tsx';
import type { Turn } from './turns.ts';
import styles from './turns-panel.module.css';

/** A turn in the outline: what was asked, when, and what came of it. */
export function TurnRow({
  id,
  turn,
  line,
  time,
  before,
  hits,
  place,
  of,
  current,
  cursor,
  start,
  height,
  onOpen,
}: {
  readonly id: string;
  readonly turn: Turn;
  /** Undefined while it is on its way. */
  readonly line: string | undefined;
  readonly time: number | null;
  /** The time of the turn before: its day is not written again. */
  readonly before: number | null;
  readonly hits: number;
  readonly place: number;
  readonly of: number;
  readonly current: boolean;
  readonly cursor: boolean;
  readonly start: number;
  readonly height: number;
  readonly onOpen: () => void;
}) {
  return (
    // The list has the focus and the keys.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <div
      id={id}
      role="option"
      aria-selected={current}
      aria-posinset={place + 1}
      aria-setsize={of}
      className={styles.turn}
      data-cursor={cursor || undefined}
      style={{ height, transform: `translateY(${start}px)` }}
      title={line}
      onClick={onOpen}
    >
      <span className={styles.line} data-coming={line === undefined || undefined}>
        {line ?? <span className="visually-hidden">{text.coming}</span>}
      </span>
      <span className={styles.facts}>
        {time !== null && (
          <time dateTime={new Date(time).toISOString()} title={formatFullTime(time)}>
            {before !== null && new Date(before).toDateString() === new Date(time).toDateString()
              ? formatClock(time)
              : formatTime(time)}
          </time>
        )}
        {turn.calls > 0 && (
          <span className={styles.fact} title={text.calls(turn.calls)}>
            <Icon name="tool" size={11} />
            <span aria-hidden="true">{formatNumber(turn.calls)}</span>
            <span className="visually-hidden">{text.calls(turn.calls)}</span>
          </span>
        )}
        {turn.failed > 0 && (
          <span className={`${styles.fact} ${styles.failed}`}>
            <Icon name="error" size={11} />
            {text.failed(turn.failed)}
          </span>
        )}
        {turn.versions > 1 && (
          <span className={styles.fact}>
            <Icon name="branch" size={11} />
            {text.versions(turn.versions)}
          </span>
        )}
        {hits > 0 && (
          <span className={styles.hits} title={text.hits(hits)}>
            <span aria-hidden="true">{formatNumber(hits)}</span>
            <span className="visually-hidden">{text.hits(hits)}</span>
          </span>
        )}
      </span>
    </div>
  );
}
