/* oxlint-disable react/incompatible-library -- nothing here is compiled by the React compiler, which the rule is for */
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useMemo, useRef, type ReactNode } from 'react';
import { useMetrics } from '../../ui/metrics.ts';
import styles from './raw-lines.module.css';
import { coloured, type RawRow } from './raw-rows.ts';

/** Height of a line, and width of a character, in rem; the first stands in the styles, too. */
const lineHeight = 1.25;
const letterWidth = 0.45;

/** Numbered lines of an original: only what is in sight is drawn. */
export function RawLines({
  rows,
  wrap,
  label,
  end,
  className,
}: {
  readonly rows: readonly RawRow[];
  readonly wrap: boolean;
  readonly label: string;
  /** Below the last line. */
  readonly end?: ReactNode;
  readonly className?: string | undefined;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const { rem } = useMetrics();
  const { digits, longest } = useMemo(() => extentOf(rows), [rows]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => {
      const width = (scroller.current?.clientWidth ?? 700) - (digits + 4) * letterWidth * rem;
      const letters = Math.max(10, Math.floor(width / (letterWidth * rem)));
      return lineHeight * rem * (wrap ? Math.max(1, Math.ceil((rows[at]?.text.length ?? 0) / letters)) : 1);
    },
    overscan: 20,
    // Other heights in other layouts.
    getItemKey: (at) => `${at}${wrap ? 'w' : ''}`,
  });
  return (
    <div
      ref={scroller}
      className={[styles.scroller, className].filter(Boolean).join(' ')}
      tabIndex={0}
      role="region"
      aria-label={label}
      data-reader-scroller=""
    >
      <div
        className={styles.lines}
        data-wrap={wrap || undefined}
        style={{ height: virtual.getTotalSize(), ...(!wrap && { minWidth: `calc(${longest + digits}ch + 4rem)` }) }}
      >
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows[index];
          return (
            row && (
              <div
                key={key}
                ref={wrap ? virtual.measureElement : undefined}
                data-index={index}
                className={styles.line}
                style={{ transform: `translateY(${start}px)` }}
              >
                <span className={styles.number} style={{ minWidth: `${digits}ch` }} aria-hidden="true">
                  {row.line}
                </span>
                <RawLine row={row} />
              </div>
            )
          );
        })}
      </div>
      {end}
    </div>
  );
}

const RawLine = memo(function RawLine({ row }: { readonly row: RawRow }) {
  return (
    <code className={styles.text}>
      {coloured(row).map(([text, colour], at) =>
        colour === null ? (
          text
        ) : (
          <span key={at} data-colour={colour}>
            {text}
          </span>
        ),
      )}
      {/* An empty line is a line, also when it is copied. */}
      {row.text === '' && '\n'}
    </code>
  );
});

function extentOf(rows: readonly RawRow[]): { readonly digits: number; readonly longest: number } {
  let longest = 0;
  let last = 1;
  for (const { text, line } of rows) {
    if (text.length > longest) longest = text.length;
    if (line !== null) last = line;
  }
  return { digits: Math.max(3, String(last).length), longest };
}
