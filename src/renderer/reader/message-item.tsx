import { memo } from 'react';
import type { Attachment, Message, ToolResultPart } from '../../shared/model.ts';
import type { OutlineRows } from '../../shared/outline.ts';
import { outlineRowOf, partCodeOf } from '../../shared/part-code.ts';
import { traceText, verdictOf, type Transform } from '../../shared/transforms/index.ts';
import { reader } from '../messages/index.ts';
import { formatClock, formatFullTime } from '../ui/format.ts';
import { Icon } from '../ui/icon.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { OtherVersion, VersionSwitch } from './branches/version-switch.tsx';
import { useFold } from './folds.ts';
import { dayText } from './head/dates.ts';
import type { AsideItem, Branch, Item, MessagesItem } from './layout.ts';
import { detailsOf } from './message-actions/details.ts';
import { MessageActions } from './message-actions/message-actions.tsx';
import styles from './message-item.module.css';
import { PartView, type PartContext } from './part.tsx';
import type { Spot } from './tool-card.tsx';

const text = reader.item;
/** An aside is shown as it is, whatever is hidden. */
const noTransforms: readonly Transform[] = [];

export interface ItemContext {
  readonly providerName: string;
  readonly assistantName: string;
  /** False where that is only “Assistant”. */
  readonly assistantNamed: boolean;
  /** More than one model answered: which one is said where it changes. */
  readonly manyModels: boolean;
  /** The day that the head names when all was said on it: the messages need not name it again. */
  readonly onlyDay: string | null;
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
  /** Of the answer before: null when there was none, undefined while it is not known. */
  readonly modelBefore?: string | null | undefined;
}

/** One item of the reader. */
export const ItemView = memo(function ItemView(props: ItemProps) {
  const { item, messages, rows, context } = props;
  if (item.kind === 'trace') {
    const said = traceText(item.traces);
    return said === null ? null : <p className={styles.trace}>{said}</p>;
  }
  if (item.kind === 'aside') return <Aside {...props} item={item} />;
  const model = newModelOf(props);
  return (
    <>
      {item.newDay !== null && new Date(item.newDay).toDateString() !== context.onlyDay && <Day time={item.newDay} />}
      <article
        className={styles.item}
        data-speaker={item.speaker}
        data-head={item.head || undefined}
        data-tight={(item.tight && model === null) || undefined}
        aria-label={nameOf(item, rows, messages, context)}
      >
        {item.head || item.branch ? (
          <Head {...props} item={item} model={model} />
        ) : (
          <>
            {model !== null && (
              <p className={styles.modelLine} data-unsaid="">
                {model}
              </p>
            )}
            <Actions {...props} item={item} beside />
          </>
        )}
        {item.branch && (
          <OtherVersion branch={item.branch} onBranch={context.onBranch} rows={rows} provider={context.providerName} />
        )}
        <Parts item={item} messages={messages} context={context} strip />
      </article>
    </>
  );
}, sameItem);

/** The model of an answer, where it is another one than that of the answer before. */
function newModelOf({ item, messages, context, modelBefore }: ItemProps): string | null {
  if (!context.manyModels || item.kind !== 'messages' || item.speaker !== 'assistant' || modelBefore === undefined) return null;
  const model = messages[0]?.model ?? null;
  return model === modelBefore ? null : model;
}

function Day({ time }: { readonly time: number }) {
  return (
    <p className={styles.day} data-unsaid="">
      <time dateTime={new Date(time).toISOString()}>{dayText(time)}</time>
    </p>
  );
}

function sameItem(before: ItemProps, after: ItemProps): boolean {
  return (
    before.item === after.item &&
    before.context === after.context &&
    before.modelBefore === after.modelBefore &&
    before.messages.length === after.messages.length &&
    before.messages.every((message, place) => message === after.messages[place])
  );
}

function Head({
  item,
  rows,
  messages,
  context,
  model,
}: ItemProps & { readonly item: MessagesItem; readonly model: string | null }) {
  const time = rows.timeOf(item.indexes[0] ?? -1);
  return (
    <header className={styles.head}>
      <span className={styles.name}>{nameOf(item, rows, messages, context)}</span>
      {model !== null && (
        <span className={styles.model} title={model}>
          {model}
        </span>
      )}
      {item.branch && <VersionSwitch branch={item.branch} onBranch={context.onBranch} />}
      <Actions item={item} rows={rows} messages={messages} context={context} />
      {time !== null && (
        <time className={styles.time} dateTime={new Date(time).toISOString()} title={detailsOf(messages) || formatFullTime(time)}>
          {formatClock(time)}
        </time>
      )}
    </header>
  );
}

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
  if (item.speaker === 'person') return text.you;
  // Where the provider is only a shell for others, who answers is said in the message.
  if (item.speaker === 'assistant') return (context.assistantNamed ? null : messages[0]?.author) ?? context.assistantName;
  return messages[0]?.author ?? (rows.roleOf(item.indexes[0] ?? -1) === 'tool' ? text.tool : text.system);
}

/** The key under which an aside is unfolded. */
export function asideKey(item: AsideItem): string {
  return `aside:${item.indexes[0] ?? 0}`;
}

function Aside({ item, messages, rows, context }: ItemProps & { readonly item: AsideItem }) {
  const [open, setOpen] = useFold(asideKey(item));
  const hidden = item.indexes.every((index) => rows.isHidden(index));
  const system = item.indexes.some((index) => rows.roleOf(index) === 'system');
  const label = hidden ? text.notShown(context.providerName) : system ? text.instructions : text.injected;
  return (
    <div role="group" className={styles.aside} aria-label={label}>
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
            {item.indexes.length > 1 && `${text.messages(item.indexes.length)} · `}
            {text.words(item.words)}
          </span>
        </button>
        <Actions item={item} rows={rows} messages={messages} context={context} beside />
        {item.branch && <VersionSwitch branch={item.branch} onBranch={context.onBranch} />}
      </span>
      {item.branch && (
        <OtherVersion branch={item.branch} onBranch={context.onBranch} rows={rows} provider={context.providerName} />
      )}
      {open && (
        <div className={styles.asideBody}>
          <Parts item={item} messages={messages} context={context} strip={false} />
        </div>
      )}
    </div>
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
  const shared: Omit<PartContext, 'fromPerson' | 'inAnswer' | 'parts'> = {
    attachments: context.attachments,
    results,
    calls,
    onOpenThread: context.onOpenThread,
  };
  return messages.map((message, place) => {
    if (!message) return <MessageSkeleton key={item.indexes[place]} />;
    const row = outlineRowOf(message);
    const own: PartContext = {
      ...shared,
      parts: message.parts,
      fromPerson: message.origin === 'person',
      inAnswer: message.origin === 'assistant',
    };
    const kept = message.parts.flatMap((part, at) => {
      const hidden = strip && verdictOf(context.applied, partCodeOf(part), row) !== null;
      return hidden ? [] : [{ part, at }];
    });
    if (message.parts.length === 0)
      return (
        <p key={message.index} className={styles.empty}>
          {text.emptyMessage}
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
