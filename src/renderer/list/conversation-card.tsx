/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the list has the keys, see the command table */
import { memo } from 'react';
import { providerNames } from '../../shared/contract.ts';
import { list as text } from '../messages/index.ts';
import { formatFullTime, formatNumber, formatWhen } from '../ui/format.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './conversation-card.module.css';
import { passagesOf } from './pages.ts';
import {
  clicked,
  isOnlyHere,
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

/** One conversation of the list, as a card. */
export const ConversationCard = memo(function ConversationCard(props: RowProps & { readonly length: number }) {
  const { row, id, index, current, picked, picking, length } = props;
  const time = row.updatedAt ?? row.createdAt;
  const passages = props.spread ? [] : passagesOf(row);
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={picking ? picked : current}
      aria-setsize={length}
      aria-posinset={index + 1}
      className={styles.card}
      data-current={current || undefined}
      data-picked={picked || undefined}
      data-id={row.id}
      onMouseDown={pressed}
      onClick={(event) => clicked(event, props, passagesOf(row)[0] ?? null)}
    >
      <span className={styles.mark}>
        <Mark {...props} />
      </span>
      <span className={styles.title} dir="auto">
        <Title row={row} />
      </span>
      <span className={styles.when}>
        {row.noted && <NoteMark />}
        {row.starred && <StarMark row={row} />}
        {time !== null && (
          <time dateTime={new Date(time).toISOString()} title={formatFullTime(time)}>
            {formatWhen(time)}
          </time>
        )}
      </span>
      <span className={styles.facts}>
        <span className="visually-hidden">{providerNames[row.provider]}, </span>
        <State row={row} shelf={props.shelf} />
        <span className={styles.tags}>
          <Tags row={row} tags={props.tags} most={2} />
        </span>
        <span className={styles.model}>
          {[row.models[0], row.project].filter(Boolean).join(' · ') || providerNames[row.provider]}
        </span>
        <span className={styles.counts}>
          {isOnlyHere(row) && props.shelf !== 'gone' && <Fact icon="memory" figure={null} label={text.onlyHere} />}
          {row.relation === 'subagent' && <Fact icon="subagent" figure={null} label={text.subagent} />}
          {row.branches > 1 && <Fact icon="branch" figure={row.branches} label={text.branches} />}
          {row.toolCalls > 0 && <Fact icon="tool" figure={row.toolCalls} label={text.toolCalls} />}
          <span>
            <MessageFigure {...props} /> <span className={styles.unit}>{text.messages}</span>
          </span>
        </span>
      </span>
      {passages.length > 0 && (
        <span className={styles.passages}>
          <Passages {...props} passages={passages} />
        </span>
      )}
    </div>
  );
});

function Fact({ icon, figure, label }: { readonly icon: IconName; readonly figure: number | null; readonly label: string }) {
  const name = figure === null ? label : `${formatNumber(figure)} ${label}`;
  return (
    <span className={styles.fact} title={name}>
      <Icon name={icon} size={12} />
      {figure !== null && <span aria-hidden="true">{formatNumber(figure)}</span>}
      <span className="visually-hidden">{name}</span>
    </span>
  );
}

export function CardSkeleton() {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      <Skeleton width="62%" />
      <Skeleton width="38%" height={10} />
    </div>
  );
}
