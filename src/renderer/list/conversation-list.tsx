/* oxlint-disable react/incompatible-library -- nothing here is compiled by the React compiler, which the rule is for */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useMemo, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import type { Passage, SearchRow } from '../../shared/contract.ts';
import { isCancelled, sentence, useTags } from '../archive.ts';
import { ConversationMenu } from '../commands/conversation-menu.tsx';
import { useCommand } from '../commands/keyboard.ts';
import { list as text } from '../messages/index.ts';
import { Button } from '../ui/button.tsx';
import { Live } from '../ui/live.tsx';
import { useMetrics } from '../ui/metrics.ts';
import { Notice } from '../ui/notice.tsx';
import { usePlace, useView } from '../view.ts';
import { CardSkeleton, ConversationCard } from './conversation-card.tsx';
import styles from './conversation-list.module.css';
import { HitLines } from './hit-lines.tsx';
import { ListHead } from './list-head.tsx';
import { useListMode } from './mode.ts';
import { NothingFound } from './nothing-found.tsx';
import { Problems } from './problems.tsx';
import type { RowProps } from './row-parts.tsx';
import { shelfOf } from '../../shared/query/shelf.ts';
import { TableHead } from './table-head.tsx';
import { LineSkeleton, TableLine } from './table-line.tsx';
import { TrashBanner } from './trash-banner.tsx';
import { useColumns } from './use-columns.ts';
import { useMoreBeside } from './use-more-beside.ts';
import { useCursor } from './use-cursor.ts';
import { hitSumOf, useHitCounts } from './use-hit-counts.ts';
import { useRows } from './use-rows.ts';
import { useSpread } from './use-spread.ts';
import { startOf, useSteady } from './use-steady.ts';

/** Pixels under the last passage of a row. */
const underPassages = 4;

/** What the query found, as cards or as a table. `beside`: the reader stands beside it, and shows the row under the cursor. */
export function ConversationList({ beside }: { readonly beside: boolean }) {
  const [mode, toggleMode] = useListMode();
  useCommand('table', toggleMode);
  const table = mode === 'table';
  const scroller = useRef<HTMLDivElement>(null);
  const [drawnRange, setDrawnRange] = useState({ first: 0, last: 0 });
  const found = useRows(drawnRange);
  const { listing, length } = found;
  const metrics = useMetrics();
  const tags = useTags();
  const columns = useColumns();
  const [said, setSaid] = useState('');
  const { shelf } = useMemo(() => shelfOf(found.asked.query), [found.asked.query]);

  const plain = table ? metrics.rowTable : metrics.row;
  const head = table ? metrics.control + 4 : 0;
  const spread = useSpread(found.asked);
  const counts = useHitCounts(found.asked, found.pages, found.total !== undefined && found.total.reading === null);
  const hitSum = useMemo(() => (spread.every ? hitSumOf(listing, counts) : null), [spread.every, listing, counts]);
  const isSpread = (index: number): boolean => spread.can && spread.is(listing.idAt(index) ?? '');
  /** Lines of hits under a row, known or to be expected. */
  const linesAt = (index: number): number => {
    if (!isSpread(index)) return 0;
    const id = listing.idAt(index) ?? '';
    return spread.lines.get(id) ?? counts.get(id) ?? listing.passagesAt(index);
  };
  const heightAt = (index: number): number => {
    if (!listing.tall && !spread.can) return plain;
    const lines = isSpread(index) ? linesAt(index) : listing.passagesAt(index);
    return plain + lines * metrics.rowPassage + (lines > 0 ? underPassages : 0);
  };
  const virtualizer = useVirtualizer({
    count: length,
    getScrollElement: () => scroller.current,
    estimateSize: heightAt,
    // Rows with all of their hits ask for these as soon as they are drawn.
    overscan: spread.every ? 2 : 8,
    // The head of the table lies over the first rows and is in the way of the last.
    scrollPaddingEnd: head,
  });
  const cursorId = useView((view) => view.cursor);
  const spreadOf = spread.can ? spread : null;
  const heights = useMemo(
    () => ({ plain, line: metrics.rowPassage, counts, lines: spreadOf?.lines, is: spreadOf?.is }),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `is` is another one with every drawing
    [plain, metrics.rowPassage, counts, spread.lines, spread.key],
  );
  useSteady(scroller, virtualizer, listing, cursorId, heights);
  const drawn = virtualizer.getVirtualItems();
  const first = drawn[0]?.index ?? 0;
  const last = drawn.at(-1)?.index ?? 0;
  useEffect(() => {
    setDrawnRange({ first, last });
  }, [first, last]);

  const asked = listing.key;
  useEffect(() => {
    // In newer browsers this gives a promise, which an effect must not return.
    scroller.current?.scrollTo({ top: 0 });
  }, [asked]);

  const open = usePlace((place) => place.open);
  const cursor = useCursor(found, {
    follows: beside && (!table || open !== null),
    reveal: ({ index, hit }) => {
      if (hit === null) virtualizer.scrollToIndex(index, { align: 'auto' });
      else revealHit(index, hit);
    },
    page: () =>
      Math.max(1, Math.floor(((scroller.current?.clientHeight ?? 0) - head) / (spread.every ? metrics.rowPassage : plain)) - 1),
    linesAt,
  });
  const revealHit = (index: number, hit: number): void => {
    const element = scroller.current;
    const start = startOf(virtualizer, index);
    if (!element || start === undefined) return;
    // The first hit brings its conversation's head into sight.
    const top = start + (hit === 0 ? 0 : plain + hit * metrics.rowPassage);
    const bottom = start + plain + (hit + 1) * metrics.rowPassage + head;
    if (top < element.scrollTop) element.scrollTo({ top });
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTo({ top: bottom - element.clientHeight });
  };
  const reveal = useCallback(() => virtualizer.scrollToIndex(cursor.index, { align: 'auto' }), [virtualizer, cursor.index]);
  useCommand('spread', () => cursorId !== null && spread.toggle(cursorId), spread.can && cursor.index !== -1);
  useCommand('spreadAll', spread.toggleEvery, spread.can);
  const openHit = (row: SearchRow, passage: Passage, hit: number): void => cursor.open(row, passage, hit);
  // Back and forward, and another way of drawing, keep the row in sight.
  useEffect(() => {
    if (cursor.index !== -1 && cursor.hit === null) reveal();
  }, [mode, open, found.loading]); // oxlint-disable-line react-hooks/exhaustive-deps -- the cursor reveals itself where it moves

  const aim = (element: Element): void => {
    const id = element.closest('[data-id]')?.getAttribute('data-id');
    if (id) cursor.aim(id);
  };

  const picked = useView((view) => view.picked);
  const all = useView((view) => view.all);
  const except = useView((view) => view.except);
  const picking = all || picked.size > 0;
  const isPicked = (id: string): boolean => (all ? !except.has(id) : picked.has(id));

  const pane = useRef<HTMLElement>(null);
  const isNothing = !found.loading && listing.known === 0 && listing.complete && !found.old;
  useMoreBeside(scroller, table && !isNothing && !found.error, columns.width);
  // The rows go, and with them what had the focus; they come again, and take it up.
  useEffect(() => {
    const { activeElement } = document;
    if (isNothing && activeElement === document.body) pane.current?.focus();
    else if (!isNothing && activeElement !== null && activeElement === pane.current) scroller.current?.focus();
  }, [isNothing]);

  if (found.error && !isCancelled(found.error)) {
    return (
      <Notice
        alert
        icon="error"
        title={text.failed}
        actions={
          <Button look="outlined" onClick={found.retry}>
            {text.again}
          </Button>
        }
      >
        <p>{sentence(found.error)}</p>
      </Notice>
    );
  }
  const isDrawn = drawn.some(({ index }) => index === cursor.index);
  const current = isDrawn ? `${rowId(cursor.index)}${cursor.hit === null ? '' : `-hit-${cursor.hit}`}` : undefined;
  const skeleton = table ? <LineSkeleton /> : <CardSkeleton />;
  const shared = {
    ref: scroller,
    className: styles.scroller,
    tabIndex: 0,
    'aria-label': text.name,
    'aria-multiselectable': picking || undefined,
    'aria-activedescendant': current,
    'data-old': found.old || undefined,
    'data-list-scroller': '',
  };
  const rows = found.loading ? (
    <LoadingRows height={plain}>{skeleton}</LoadingRows>
  ) : (
    <div className={styles.rows} role={table ? 'rowgroup' : 'presentation'} style={{ height: virtualizer.getTotalSize() }}>
      {drawn.map(({ index, size, start }) => {
        const row = listing.at(index);
        const props: RowProps | undefined = row && {
          row,
          index,
          id: rowId(index),
          current: index === cursor.index && cursor.hit === null,
          picked: isPicked(row.id),
          picking,
          tags,
          shelf,
          hits: counts.get(row.id),
          spread: isSpread(index),
          canSpread: spread.can,
          onSpread: spread.toggle,
          onOpen: cursor.open,
          onPick: cursor.pick,
        };
        return (
          <div
            key={index}
            className={styles.place}
            data-spread={props?.spread || undefined}
            {...(props?.spread && !table ? { role: 'group', 'aria-label': props.row.title } : { role: 'presentation' })}
            style={{ height: size, transform: `translateY(${start}px)` }}
          >
            {!props ? (
              skeleton
            ) : (
              <Under height={props.spread ? plain : null}>
                {table ? (
                  <TableLine {...props} columns={columns.shown} left={columns.left} />
                ) : (
                  <ConversationCard {...props} length={length} />
                )}
              </Under>
            )}
            {props?.spread && (
              <HitLines
                row={props.row}
                asked={found.asked}
                id={props.id}
                reserved={linesAt(index)}
                current={index === cursor.index ? cursor.hit : null}
                grid={table ? columns.shown.length : null}
                scroller={scroller}
                onLines={spread.setLines}
                onOpen={openHit}
              />
            )}
          </div>
        );
      })}
    </div>
  );
  return (
    <section ref={pane} className={styles.list} aria-label={text.name} data-mode={mode} tabIndex={-1} data-list-pane="">
      <ListHead found={found} mode={mode} toggleMode={toggleMode} columns={columns} spread={spread} hits={hitSum} />
      {found.total && found.total.problems.length > 0 && <Problems problems={found.total.problems} />}
      <Live text={said} />
      <TrashBanner total={found.total?.conversations ?? null} />
      {isNothing ? (
        <NothingFound />
      ) : (
        <ConversationMenu onAim={aim}>
          {table ? (
            <div
              {...shared}
              role="grid"
              aria-rowcount={length + 1}
              aria-colcount={columns.shown.length}
              style={columnStyle(columns)}
            >
              <TableHead columns={columns} asked={found.asked} height={head} onSay={setSaid} />
              {rows}
            </div>
          ) : (
            <div {...shared} role="listbox">
              {rows}
            </div>
          )}
        </ConversationMenu>
      )}
    </section>
  );
}

/** A row over its hits is only as high as it is without any. */
function Under({ height, children }: { readonly height: number | null; readonly children: ReactNode }) {
  return height === null ? (
    children
  ) : (
    <div className={styles.over} role="presentation" style={{ height }}>
      {children}
    </div>
  );
}

const rowId = (index: number): string => `row-${index}`;

/** What the lines and the head of the table are laid out by. */
function columnStyle({ template, width }: { readonly template: string; readonly width: number }): CSSProperties {
  return { ['--columns' as string]: template, ['--table-width' as string]: `${width}px` };
}

function LoadingRows({ height, children }: { readonly height: number; readonly children: ReactNode }) {
  return Array.from({ length: 9 }, (_, place) => (
    <div key={place} role="presentation" style={{ height }}>
      {children}
    </div>
  ));
}
