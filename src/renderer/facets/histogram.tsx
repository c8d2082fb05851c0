import { useId, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { facets as text } from '../messages/index.ts';
import { Live } from '../ui/live.tsx';
import { holding, placeAt, rangeOfBrush, sameRange, stepTo, type Brush } from './brush.ts';
import { countIn, ticksOf, type Range, type Span } from './buckets.ts';
import { nameOf, rangeName, tickName } from './date-words.ts';
import styles from './histogram.module.css';
import { stop } from './roving.ts';

type Edge = 'first' | 'last';
/** Of the width: a name that begins nearer to the edge than this would be cut off, and ends at the edge instead. */
const roomOfTick = 0.22;
const edges = ['first', 'last'] as const;

/**
 * A bar for each day, week, month or year, to be brushed: by dragging over it or one of the two edges, or from the keyboard, where the
 * bars are a list to select from and the edges are sliders.
 */
export function Histogram({
  span,
  applied,
  onApply,
  onClear,
}: {
  readonly span: Span;
  /** What the query asks for; null: everything, or nothing of this. */
  readonly applied: Range | null;
  readonly onApply: (range: Range, options?: { readonly replace: boolean }) => void;
  readonly onClear: (() => void) | null;
}) {
  const { by, buckets } = span;
  const id = useId();
  const chart = useRef<HTMLDivElement>(null);
  /** What is being drawn, until it is applied; `edge`: by one of its edges. */
  const [brush, setBrush] = useState<(Brush & { readonly drag: boolean }) | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [active, setActive] = useState<number | null>(null);
  const length = buckets.length;
  const range: Range = brush ? rangeOfBrush(brush) : (applied ?? [0, length - 1]);
  const limited = brush !== null || applied !== null;
  const highest = Math.max(1, ...buckets.map(({ count }) => count));
  const at = Math.min(length - 1, active ?? applied?.[0] ?? length - 1);

  const placeOf = (event: PointerEvent): number => {
    const box = chart.current?.getBoundingClientRect();
    return box ? placeAt(event.clientX - box.left, box.width, length) : 0;
  };
  const apply = (chosen: Range, options?: { readonly replace: boolean }): void => {
    setBrush(null);
    // The same again is off again.
    if (sameRange(chosen, applied) && chosen[0] === chosen[1] && onClear && !options) onClear();
    else onApply(chosen, options);
  };
  const down = (event: PointerEvent<HTMLElement>, edge: Edge | null): void => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    const place = placeOf(event);
    setBrush({ ...(edge ? holding(edge, range) : { anchor: place, at: place }), drag: true });
    setHovered(null);
  };
  const move = (event: PointerEvent): void => {
    const place = placeOf(event);
    if (brush?.drag) setBrush({ ...brush, at: place });
    else setHovered(place);
  };
  const up = (): void => {
    if (!brush?.drag) return;
    setActive(brush.at);
    apply(rangeOfBrush(brush));
  };
  const cancel = (): void => setBrush(null);

  const onKeyDown = (event: KeyboardEvent): void => {
    // Up and Down lead to the filters above and below.
    if (event.ctrlKey || event.metaKey || event.altKey || event.key === 'ArrowUp' || event.key === 'ArrowDown') return;
    const to = stepTo(event.key, at, length);
    if (to !== null) {
      setActive(to);
      setBrush(event.shiftKey ? { anchor: brush?.anchor ?? at, at: to, drag: false } : null);
    } else if (event.key === 'Enter' || event.key === ' ') apply(brush ? rangeOfBrush(brush) : [at, at]);
    else if (event.key === 'Escape' && brush) setBrush(null);
    else if (event.key === 'Escape' && onClear) onClear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onEdgeKey = (event: KeyboardEvent, edge: Edge): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const place = range[edge === 'first' ? 0 : 1];
    const to = stepTo(event.key, place, length);
    if (to !== null) {
      const bounded = edge === 'first' ? Math.min(to, range[1]) : Math.max(to, range[0]);
      if (bounded !== place) apply(edge === 'first' ? [bounded, range[1]] : [range[0], bounded], { replace: true });
    } else if (event.key === 'Escape' && onClear) onClear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const shown = brush ? range : hovered === null ? null : ([hovered, hovered] as const);
  const tip = shown && text.when.tip(rangeName(shown, span), countIn(shown, span));
  const tipAt = shown ? (shown[0] + shown[1] + 1) / 2 / length : 0;
  return (
    <div className={styles.histogram}>
      <div className={styles.plot} data-limited={limited || undefined}>
        {tip && (
          <div
            className={styles.tip}
            aria-hidden="true"
            style={{ left: `${tipAt * 100}%`, transform: `translateX(${-tipAt * 100}%)` }}
          >
            {tip}
          </div>
        )}
        <div
          {...stop}
          ref={chart}
          role="listbox"
          tabIndex={0}
          aria-label={text.when.chart(by)}
          aria-describedby={`${id}-help`}
          aria-multiselectable="true"
          aria-orientation="horizontal"
          aria-activedescendant={`${id}-${at}`}
          className={styles.bars}
          onKeyDown={onKeyDown}
          onPointerDown={(event) => down(event, null)}
          onPointerMove={move}
          onPointerUp={up}
          onPointerCancel={cancel}
          onPointerLeave={() => setHovered(null)}
          onBlur={() => {
            setActive(null);
            if (brush && !brush.drag) setBrush(null);
          }}
        >
          {buckets.map((bucket, place) => (
            <span
              key={bucket.from}
              id={`${id}-${place}`}
              role="option"
              aria-selected={limited && place >= range[0] && place <= range[1]}
              aria-label={text.when.bar(nameOf(bucket, by), bucket.count)}
              className={styles.bar}
              data-out={place < range[0] || place > range[1] || undefined}
              data-active={place === at || undefined}
              data-hovered={place === hovered || undefined}
            >
              <span style={{ height: `${bucket.count === 0 ? 0 : Math.max(5, (bucket.count / highest) * 100)}%` }} />
            </span>
          ))}
        </div>
        {limited && (
          <span
            className={styles.window}
            aria-hidden="true"
            style={{ left: `${(range[0] / length) * 100}%`, right: `${(1 - (range[1] + 1) / length) * 100}%` }}
          />
        )}
        {edges.map((edge) => {
          const place = range[edge === 'first' ? 0 : 1];
          const bucket = buckets[place];
          return (
            <span
              key={edge}
              role="slider"
              tabIndex={0}
              aria-label={edge === 'first' ? text.when.since : text.when.until}
              aria-valuemin={0}
              aria-valuemax={length - 1}
              aria-valuenow={place}
              aria-valuetext={bucket ? nameOf(bucket, by) : ''}
              className={styles.edge}
              data-edge={edge}
              style={{ left: `${((edge === 'first' ? place : place + 1) / length) * 100}%` }}
              onKeyDown={(event) => onEdgeKey(event, edge)}
              onPointerDown={(event) => down(event, edge)}
              onPointerMove={move}
              onPointerUp={up}
              onPointerCancel={cancel}
              onPointerLeave={() => setHovered(null)}
            >
              <span className={styles.grip} />
            </span>
          );
        })}
      </div>
      <div className={styles.axis} aria-hidden="true">
        {ticksOf(span).map(({ place, date }) => {
          const isLast = 1 - place / length < roomOfTick;
          return (
            <span
              key={date}
              className={styles.tick}
              data-last={isLast || undefined}
              style={isLast ? undefined : { left: `${(place / length) * 100}%` }}
            >
              {tickName(date)}
            </span>
          );
        })}
      </div>
      <p id={`${id}-help`} className="visually-hidden">
        {text.when.chartHelp}
      </p>
      <Live text={brush ? text.when.bar(rangeName(range, span), countIn(range, span)) : ''} />
    </div>
  );
}
