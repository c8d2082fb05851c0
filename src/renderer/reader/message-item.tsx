import { memo } from 'react';
import type { Attachment, Message, ToolResultPart } from '../../shared/model.ts';
import type { OutlineRows } from '../../shared/outline.ts';
import { outlineRowOf, partCodeOf } from '../../shared/part-code.ts';
import { traceText, verdictOf, type Transform } from '../../shared/transforms/index.ts';
import { IconButton } from '../ui/button.tsx';
import { count, formatClock, formatFullTime, formatTime } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { useFold } from './folds.ts';
import type { AsideItem, Branch, Item, MessagesItem } from './layout.ts';
import { detailsOf } from './message-actions/details.ts';
import { MessageActions } from './message-actions/message-actions.tsx';
import styles from './message-item.module.css';
import { PartView, type PartContext } from './part.tsx';
import type { Spot } from './tool-card.tsx';

export interface ItemContext {
  readonly providerName: string;
  /** The day the conversation began: only other days are written at a message. */
  readonly day: string | null;
  readonly attachments: ReadonlyMap<string, Attachment>;
  readonly applied: readonly Transform[];
  readonly onBranch: (branch: Branch, step: number) => void;
  readonly onOpenThread: (nativeId: string) => void;
}

export interface ItemProps {
  readonly item: Item;
  /** The item's messages, as far as they have arrived. */
  readonly messages: readonly (Message | undefined)[];
  readonly rows: OutlineRows;
  readonly context: ItemContext;
}

/** One item of the reader. */
export const ItemView = memo(function ItemView({ item, messages, rows, context }: ItemProps) {
  if (item.kind === 'trace') {
    const text = traceText(item.traces);
    return text === null ? null : <p className={styles.trace}>{text}</p>;
  }
  if (item.kind === 'aside') return <Aside item={item} messages={messages} rows={rows} context={context} />;
  return (
    <article
      className={styles.item}
      data-speaker={item.speaker}
      data-head={item.head || undefined}
      aria-label={nameOf(item, rows, messages, context)}
    >
      {item.head || item.branch ? (
        <Head item={item} rows={rows} messages={messages} context={context} />
      ) : (
        <Actions item={item} rows={rows} messages={messages} context={context} beside />
      )}
      <Parts item={item} messages={messages} context={context} strip />
    </article>
  );
}, sameItem);

function sameItem(before: ItemProps, after: ItemProps): boolean {
  return (
    before.item === after.item &&
    before.context === after.context &&
    before.messages.length === after.messages.length &&
    before.messages.every((message, place) => message === after.messages[place])
  );
}

function Head({ item, rows, messages, context }: ItemProps & { readonly item: MessagesItem }) {
  const time = rows.timeOf(item.indexes[0] ?? -1);
  const model = messages[0]?.model;
  return (
    <header className={styles.head}>
      <span className={styles.name}>{nameOf(item, rows, messages, context)}</span>
      {item.speaker === 'assistant' && model && <span className={styles.model}>{model}</span>}
      <Actions item={item} rows={rows} messages={messages} context={context} />
      {time !== null && (
        <time className={styles.time} dateTime={new Date(time).toISOString()} title={detailsOf(messages) || formatFullTime(time)}>
          {new Date(time).toDateString() === context.day ? formatClock(time) : formatTime(time)}
        </time>
      )}
      {item.branch && <BranchSwitcher branch={item.branch} onBranch={context.onBranch} />}
    </header>
  );
}

/** What is folded away is shown whole. */
const noTransforms: readonly Transform[] = [];

function Actions({
  item,
  rows,
  messages,
  context,
  beside = false,
}: ItemProps & { readonly item: MessagesItem | AsideItem; readonly beside?: boolean }) {
  return (
    <MessageActions
      indexes={item.indexes}
      messages={messages}
      speaker={item.kind === 'aside' ? '' : nameOf(item, rows, messages, context)}
      attachments={context.attachments}
      applied={item.kind === 'aside' ? noTransforms : context.applied}
      beside={beside}
    />
  );
}

function nameOf(item: MessagesItem, rows: OutlineRows, messages: readonly (Message | undefined)[], context: ItemContext): string {
  if (item.speaker === 'person') return 'You';
  if (item.speaker === 'assistant') return context.providerName;
  return messages[0]?.author ?? (rows.roleOf(item.indexes[0] ?? -1) === 'tool' ? 'Tool' : 'System');
}

export function BranchSwitcher({ branch, onBranch }: { readonly branch: Branch; readonly onBranch: ItemContext['onBranch'] }) {
  const { place, siblings } = branch;
  return (
    <span className={styles.branch} role="group" aria-label="Versions of this message">
      <IconButton icon="chevron-left" label="Previous version" disabled={place === 0} onClick={() => onBranch(branch, -1)} />
      <span className={styles.branchPlace}>
        <span className="visually-hidden">Version </span>
        {place + 1}
        <span aria-hidden="true">/</span>
        <span className="visually-hidden"> of </span>
        {siblings.length}
      </span>
      <IconButton
        icon="chevron-right"
        label="Next version"
        disabled={place === siblings.length - 1}
        onClick={() => onBranch(branch, 1)}
      />
    </span>
  );
}

/** The key under which an aside is unfolded. */
export function asideKey(item: AsideItem): string {
  return `aside:${item.indexes[0] ?? 0}`;
}

function Aside({ item, messages, rows, context }: ItemProps & { readonly item: AsideItem }) {
  const [open, setOpen] = useFold(asideKey(item));
  const hidden = item.indexes.every((index) => rows.isHidden(index));
  const system = item.indexes.some((index) => rows.roleOf(index) === 'system');
  const label = hidden
    ? `Not shown in ${context.providerName}`
    : system
      ? 'Instructions and notices'
      : 'Added by the program, not typed';
  return (
    <section className={styles.aside} aria-label={label}>
      <span className={styles.asideLine}>
        <button
          type="button"
          className={styles.asideHead}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          data-open={open || undefined}
        >
          <Icon name="chevron-right" size={12} />
          <span>{label}</span>
          <span className={styles.asideNote}>
            {item.indexes.length > 1 && `${count(item.indexes.length, 'message')} · `}
            {count(item.words, 'word')}
          </span>
        </button>
        <Actions item={item} rows={rows} messages={messages} context={context} beside />
        {item.branch && <BranchSwitcher branch={item.branch} onBranch={context.onBranch} />}
      </span>
      {open && (
        <div className={styles.asideBody}>
          <Parts item={item} messages={messages} context={context} strip={false} />
        </div>
      )}
    </section>
  );
}

function Parts({
  item,
  messages,
  context,
  strip,
}: {
  readonly item: MessagesItem | AsideItem;
  readonly messages: readonly (Message | undefined)[];
  readonly context: ItemContext;
  readonly strip: boolean;
}) {
  const results = new Map<string, { part: ToolResultPart; spot: Spot }>();
  const calls = new Set<string>();
  for (const message of messages) {
    message?.parts.forEach((part, place) => {
      if (part.type === 'tool-call') calls.add(part.callId);
      if (part.type === 'tool-result' && calls.has(part.callId) && !results.has(part.callId)) {
        results.set(part.callId, { part, spot: { message: message.index, part: place } });
      }
    });
  }
  const shared: Omit<PartContext, 'fromPerson' | 'parts'> = {
    attachments: context.attachments,
    results,
    calls,
    onOpenThread: context.onOpenThread,
  };
  return messages.map((message, place) => {
    if (!message) return <MessageSkeleton key={item.indexes[place]} />;
    const row = outlineRowOf(message);
    const own: PartContext = { ...shared, parts: message.parts, fromPerson: message.origin === 'person' };
    const kept = message.parts.flatMap((part, at) => {
      const hidden = strip && verdictOf(context.applied, partCodeOf(part), row) !== null;
      return hidden ? [] : [{ part, at }];
    });
    if (message.parts.length === 0)
      return (
        <p key={message.index} className={styles.empty}>
          Empty message
        </p>
      );
    return kept.map(({ part, at }) => (
      <PartView
        key={`${message.index}:${at}`}
        part={context.applied.reduce((shown, transform) => transform.rewrite(shown), part)}
        spot={{ message: message.index, part: at }}
        context={own}
      />
    ));
  });
}

function MessageSkeleton() {
  return (
    <div className={styles.skeleton} aria-hidden="true">
      <Skeleton width="92%" />
      <Skeleton width="78%" />
      <Skeleton width="55%" />
    </div>
  );
}
