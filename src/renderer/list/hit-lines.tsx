/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus, jsx-a11y/no-static-element-interactions -- the list has the keys, see the command table */
import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Passage, SearchRow } from '../../shared/contract.ts';
import type { SearchAsked } from '../archive.ts';
import { list as text } from '../messages/index.ts';
import { useMetrics } from '../ui/metrics.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import styles from './hit-lines.module.css';
import { PassageText } from './row-parts.tsx';
import { useHitList } from './use-passages.ts';

/** Lines drawn above and below what is in sight, and by how many what is drawn moves on. */
const around = 20;

/** Every hit of a conversation, a line each, under its row: only what is in sight is drawn, and asked for. */
export function HitLines({
  row,
  asked,
  id,
  reserved,
  current,
  grid,
  scroller,
  onLines,
  onOpen,
}: {
  readonly row: SearchRow;
  readonly asked: SearchAsked;
  /** What the ids of the lines begin with. */
  readonly id: string;
  /** Lines there is room for. */
  readonly reserved: number;
  /** The line under the cursor. */
  readonly current: number | null;
  /** Columns of the table they stand in; null: among cards. */
  readonly grid: number | null;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly onLines: (id: string, lines: number) => void;
  readonly onOpen: (row: SearchRow, passage: Passage, place: number) => void;
}) {
  const { list, isError, more } = useHitList(asked, row.id, row.title);
  const { rowPassage: height } = useMetrics();
  const box = useRef<HTMLDivElement>(null);
  const { from, to } = useLinesInSight(scroller, box, height, reserved);
  const lines = list?.lines;
  useEffect(() => {
    if (lines !== undefined) onLines(row.id, lines);
  }, [lines, row.id, onLines]);
  const known = list?.passages.length ?? 0;
  useEffect(() => {
    if (more && to > known) void more();
  }, [more, to, known]);
  const drawn = Array.from({ length: Math.max(0, Math.min(to, reserved) - from) }, (_, place) => from + place);
  return (
    <div
      ref={box}
      className={styles.lines}
      role="presentation"
      data-cards={grid === null || undefined}
      style={{ height: reserved * height }}
    >
      {drawn.map((place) => {
        const passage = list?.passages[place];
        const isCurrent = place === current;
        return (
          <div
            key={place}
            id={`${id}-hit-${place}`}
            className={styles.line}
            role={passage === undefined ? 'presentation' : grid === null ? 'option' : 'row'}
            tabIndex={passage && -1}
            aria-selected={passage && isCurrent}
            aria-hidden={passage === undefined || undefined}
            data-hit={place}
            data-id={row.id}
            data-current={isCurrent || undefined}
            style={{ transform: `translateY(${place * height}px)` }}
            onClick={passage && (() => onOpen(row, passage, place))}
          >
            {passage === undefined ? (
              isError ? (
                text.hitsFailed
              ) : (
                <Skeleton width={`${40 + ((place * 13) % 40)}%`} height={9} />
              )
            ) : grid === null ? (
              <div className={styles.text}>
                <PassageText passage={passage} />
              </div>
            ) : (
              <div className={styles.cell} role="gridcell" aria-colindex={1} aria-colspan={grid}>
                <div className={styles.text}>
                  <PassageText passage={passage} />
                </div>
              </div>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** Which lines are in sight, and some around them; moves on in steps, so that not every pixel draws anew. */
function useLinesInSight(
  scroller: RefObject<HTMLElement | null>,
  box: RefObject<HTMLElement | null>,
  height: number,
  lines: number,
): { readonly from: number; readonly to: number } {
  const [seen, setSeen] = useState({ from: 0, to: Math.min(lines, around) });
  const look = useRef(() => undefined as void);
  useLayoutEffect(() => {
    look.current = () => {
      const outer = scroller.current?.getBoundingClientRect();
      const inner = box.current?.getBoundingClientRect();
      if (!outer || !inner) return;
      const step = (line: number): number => Math.max(0, Math.min(lines, Math.floor(line / around) * around));
      const from = step((outer.top - inner.top) / height - around);
      const to = step((outer.bottom - inner.top) / height + 2 * around);
      setSeen((before) => (before.from === from && before.to === to ? before : { from, to }));
    };
    look.current();
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const scrolled = (): void => look.current();
    element.addEventListener('scroll', scrolled, { passive: true });
    const resized = new ResizeObserver(scrolled);
    resized.observe(element);
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', scrolled);
    };
  }, [scroller]);
  return seen;
}
