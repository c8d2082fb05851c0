import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type Dispatch,
  type ReactNode,
  type SetStateAction,
} from 'react';
import { assistantOf, providerNames, type ConversationDetail, type Outline } from '../../shared/contract.ts';
import type { OutlineRows } from '../../shared/outline.ts';
import type { Transform } from '../../shared/transforms/index.ts';
import { sentence } from '../archive.ts';
import { useCommand } from '../commands/keyboard.ts';
import { reader as text } from '../messages/index.ts';
import { Live } from '../ui/live.tsx';
import { Notice } from '../ui/notice.tsx';
import { go, usePlace } from '../view.ts';
import { useVersions } from './branches/use-versions.ts';
import { usePaint } from './find/use-paint.ts';
import { FoldContext, newFolds, partKey, setFold, toggleAllFolds } from './folds.ts';
import { Layout } from './layout.ts';
import { asideKey, ItemView, type ItemContext } from './message-item.tsx';
import { onlyDay } from './head/dates.ts';
import { modelBefore } from './model-before.ts';
import styles from './thread.module.css';
import { TurnsPanel } from './turns-panel/turns-panel.tsx';
import { useTurnsPanel } from './turns-panel/use-turns-panel.ts';
import type { HitWalk } from './use-hits.ts';
import { useShownBranch } from './use-shown-branch.ts';
import { wholeKey } from './whole.ts';
import { noChoices, Tree, type Choices } from './tree.ts';
import { useMade } from './use-made.ts';
import { useMessages } from './use-messages.ts';
import { rememberedTop, useTop } from './use-top.ts';
import { useWindow, type Column } from './use-window.ts';

interface ThreadProps {
  readonly detail: ConversationDetail;
  readonly outline: Outline;
  readonly rows: OutlineRows;
  readonly applied: readonly Transform[];
  readonly hits: HitWalk;
  /** Drawn above the first message, and measured with it. */
  readonly intro: ReactNode;
  readonly onScrolled: (scrolled: boolean) => void;
}

/** Messages up to which everything is laid out in one go. */
const inOneGo = 20_000;

/** The messages of a conversation: only what is in sight is drawn, each piece measured as it comes. */
export function Thread(props: ThreadProps) {
  const { outline, rows } = props;
  const grown = useMade(
    useCallback(() => ({ outline, rows, tree: new Tree(rows) }), [outline, rows]),
    rows.count <= inOneGo,
  );
  return grown ? <Branches {...props} {...grown} /> : <div className={styles.body} />;
}

/** The versions that are shown, and what is laid out of them. */
function Branches(props: ThreadProps & { readonly tree: Tree }) {
  const { outline, rows, tree, applied } = props;
  const at = usePlace((place) => place.at);
  const [choices, setChoices] = useState<Choices>(() => {
    const message = rememberedTop()?.message ?? at;
    return message === null ? noChoices : tree.choicesFor(message, noChoices);
  });
  const laid = useMade(
    useCallback(
      () => ({ outline, rows, layout: new Layout(rows, tree, choices, applied) }),
      [outline, rows, tree, choices, applied],
    ),
    rows.count <= inOneGo,
  );
  return laid ? <Messages {...props} {...laid} setChoices={setChoices} /> : <div className={styles.body} />;
}

function Messages({
  detail,
  outline,
  rows,
  tree,
  layout,
  setChoices,
  applied,
  hits,
  intro,
  onScrolled,
}: ThreadProps & {
  readonly tree: Tree;
  readonly layout: Layout;
  readonly setChoices: Dispatch<SetStateAction<Choices>>;
}) {
  const { conversation } = detail;
  const at = usePlace((place) => place.at);
  const [folds] = useState(newFolds);

  useShownBranch(conversation.id, rows, layout.path);

  const scroller = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const width = useRef(700);
  useLayoutEffect(() => {
    width.current = column.current?.clientWidth ?? width.current;
  });
  const layoutColumn: Column = useMemo(
    () => ({
      count: layout.count,
      keyOf: (row) => layout.keyOf(row),
      rowOfKey: (key) => layout.placeOfKey(key),
      orderOf: (row) => layout.firstOf(row),
      estimates: () => layout.estimates(width.current),
    }),
    [layout],
  );
  const { rows: drawn, height, measure, first, scrollTo, awayOf } = useWindow(layoutColumn, scroller);
  const wanted = wantedMessages(layout, drawn[0]?.row ?? 0, drawn.at(-1)?.row ?? 0);
  const { messages, error } = useMessages(conversation.id, outline.generation, rows, wanted);

  const { onBranch, said } = useVersions({ layout, scroller, setChoices, awayOf, scrollTo });

  const context: ItemContext = useMemo(
    () => ({
      providerName: providerNames[conversation.provider],
      assistantName: assistantOf(conversation.provider),
      assistantNamed: assistantOf(conversation.provider) !== 'Assistant',
      manyModels: conversation.models.length > 1,
      onlyDay: onlyDay(conversation.createdAt, conversation.updatedAt),
      attachments: new Map(detail.attachments.map((attachment) => [attachment.id, attachment])),
      applied,
      onBranch,
      onOpenThread: (nativeId: string) => {
        const child = detail.children.find(({ id }) => id.endsWith(`:${nativeId}`));
        go({ open: child?.id ?? `${conversation.provider}:${nativeId}`, at: null, raw: false });
      },
    }),
    [conversation, detail, applied, onBranch],
  );

  const reveal = useCallback(
    (message: number, part: number | null): void => {
      const place = layout.placeOf(message);
      if (place === undefined) {
        if (message < rows.count) setChoices((before) => tree.choicesFor(message, before));
        return;
      }
      const item = layout.item(place);
      if (item?.kind === 'aside') setFold(folds, asideKey(item), true);
      if (part !== null) {
        setFold(folds, partKey(message, part), true);
        // What is cut out of a long part may hold the hit.
        setFold(folds, wholeKey(partKey(message, part)), true);
        // A result is drawn inside the card of its call.
        for (const other of item?.indexes ?? []) {
          const codes = rows.partsOf(other);
          for (let at = 0; at < codes.length; at++) {
            if (codes[at] === 'c' && /[re]/.test(rows.partsOf(message).charAt(part))) setFold(folds, partKey(other, at), true);
          }
        }
      }
      scrollTo(place);
    },
    [layout, rows, tree, folds, scrollTo, setChoices],
  );

  // Come back to by the history or a reload: where one was, not where one had begun.
  const [returning] = useState(rememberedTop);
  useTop(scroller, layout, { first, awayOf, scrollTo }, returning);

  // Opened at a message, or stepping through the hits.
  const aim = useAim(at, hits);
  const reached = useRef('');
  const arrived = useRef('');
  useEffect(() => {
    if (!aim) return;
    const key = `${aim.key}:${layout.placeOf(aim.message) !== undefined}`;
    // Where the conversation was opened is gone to once: not again when there are no more hits.
    if (reached.current === key || arrived.current === key) return;
    reached.current = key;
    if (returning && hits.steps === 0) return;
    if (aim.part === null) arrived.current = key;
    reveal(aim.message, aim.part);
  }, [aim, layout, reveal, returning, hits.steps]);

  usePaint(scroller, hits, messages);

  const { measure: measureBody, ...panel } = useTurnsPanel();

  useTurns(first, layout.turns, scrollTo);
  useCommand('unfold', () => toggleAllFolds(folds));

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const listener = (): void => onScrolled(element.scrollTop > 8);
    listener();
    element.addEventListener('scroll', listener, { passive: true });
    return () => element.removeEventListener('scroll', listener);
  }, [onScrolled]);

  if (error) {
    return (
      <Notice alert icon="error" title={text.notRead}>
        <p>{sentence(error)}</p>
      </Notice>
    );
  }
  if (layout.count === 0) {
    return (
      <div className={styles.nothing}>
        <div className={styles.column}>{intro}</div>
        <Notice icon="file" title={text.noMessages}>
          <p>{rows.count === 0 ? text.empty : text.allHidden}</p>
        </Notice>
      </div>
    );
  }
  return (
    <FoldContext value={folds}>
      <div ref={measureBody} className={styles.body}>
        {/* Scrolls, so the keyboard must reach it. */}
        <div
          ref={scroller}
          className={styles.scroller}
          tabIndex={0}
          role="region"
          aria-label={text.messages}
          data-reader-scroller=""
        >
          <div ref={column} className={styles.column} style={{ height }}>
            {drawn.map(({ row, start }) => {
              const item = layout.item(row);
              return (
                item && (
                  <div
                    key={item.key}
                    data-index={row}
                    ref={measure}
                    className={styles.row}
                    style={{ transform: `translateY(${start}px)` }}
                  >
                    {row === 0 && intro}
                    <ItemView
                      item={item}
                      messages={item.indexes.map((message) => messages.get(message))}
                      rows={rows}
                      context={context}
                      modelBefore={context.manyModels ? modelBefore(rows, messages, item.indexes[0] ?? -1) : undefined}
                    />
                  </div>
                )
              );
            })}
          </div>
          <div className={styles.end} />
        </div>
        <Live text={said} pause={100} />
        {panel.open && (
          <TurnsPanel
            conversation={{ id: conversation.id, generation: outline.generation }}
            rows={rows}
            layout={layout}
            hits={hits}
            scroller={scroller}
            first={first}
            goTo={scrollTo}
            over={panel.over}
            focused={panel.focused}
            onClose={panel.close}
          />
        )}
      </div>
    </FoldContext>
  );
}

/** Rows before and after the drawn ones whose messages are asked for already. */
const ahead = 12;

function wantedMessages(layout: Layout, from: number, to: number): readonly number[] {
  const wanted: number[] = [];
  for (let place = Math.max(0, from - ahead); place <= to + ahead; place++) wanted.push(...(layout.item(place)?.indexes ?? []));
  return wanted;
}

interface Aim {
  readonly key: string;
  readonly message: number;
  readonly part: number | null;
}

/** What to bring into sight: the hit one stepped to, else the message the URL names. */
function useAim(at: number | null, { current, steps }: HitWalk): Aim | null {
  return useMemo(() => {
    if (current)
      return {
        key: `hit ${steps} ${current.message} ${current.part} ${current.place}`,
        message: current.message,
        part: current.part,
      };
    return at === null ? null : { key: `at ${at}`, message: at, part: null };
  }, [at, current, steps]);
}

/** Keys from one thing the person said to the next. */
function useTurns(first: () => number, turns: readonly number[], goTo: (place: number) => void): void {
  useCommand('nextTurn', () => {
    const here = first();
    const next = turns.find((place) => place > here);
    if (next !== undefined) goTo(next);
  });
  useCommand('previousTurn', () => {
    const here = first();
    const previous = turns.findLast((place) => place < here);
    if (previous !== undefined) goTo(previous);
  });
}
