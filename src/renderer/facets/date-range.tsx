/* oxlint-disable jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the handles below do the same from the keyboard */
import { Slider } from '@base-ui/react/slider';
import { useState } from 'react';
import type { Histogram } from '../../shared/contract.ts';
import { useHistogram } from '../archive.ts';
import { count, formatNumber } from '../ui/format.ts';
import { go, usePlace, useTyping } from '../view.ts';
import { dateOf, endOf, rangeIn, spanOf, type Bucket, type Span } from './buckets.ts';
import styles from './date-range.module.css';
import { Group } from './group.tsx';
import { withoutField } from './toggle-term.ts';

const dateFields = ['since', 'until', 'on'] as const;

/** When: a bar for each month (or day, or year), and two handles that put `since:` and `until:` into the query. */
export function DateRange() {
  const query = usePlace((place) => place.query);
  const rest = dateFields.reduce<string>(withoutField, query);
  const { data } = useHistogram(
    rest,
    useTyping((state) => state.is),
  );
  const span = data ? spanOf(data) : null;
  if (!span) return null;
  return <Chart key={rangeIn(query, span).join()} span={span} query={query} rest={rest} />;
}

function Chart({ span, query, rest }: { readonly span: Span; readonly query: string; readonly rest: string }) {
  const { by, buckets } = span;
  const [[from, to], setRange] = useState(() => rangeIn(query, span));
  const highest = Math.max(...buckets.map((bucket) => bucket.count));
  const last = buckets.length - 1;
  const begin = buckets[from];
  const end = buckets[to];
  const chosen = query !== rest;
  const choose = (first: number, final: number): void => {
    const low = buckets[first];
    const high = buckets[final];
    if (!low || !high) return;
    const terms = [first > 0 && `since:${dateOf(low, by)}`, final < last && `until:${endOf(high, by)}`];
    go({ query: [rest, ...terms].filter(Boolean).join(' '), page: 'browse', run: null });
  };
  return (
    <Group title="When" onAny={chosen ? () => go({ query: rest }) : null}>
      <Slider.Root
        className={styles.range}
        value={[from, to]}
        min={0}
        max={last}
        largeStep={12}
        thumbCollisionBehavior="none"
        onValueChange={([low = 0, high = last]) => setRange([low, high])}
        onValueCommitted={([low = 0, high = last]) => choose(low, high)}
      >
        <div className={styles.bars} aria-hidden="true">
          {buckets.map((bucket, place) => (
            <span
              key={bucket.from}
              className={styles.bar}
              data-out={place < from || place > to || undefined}
              title={`${nameOf(bucket, by)}: ${count(bucket.count, 'conversation')}`}
              onClick={() => choose(place, place)}
            >
              <span style={{ height: `${bucket.count === 0 ? 0 : Math.max(6, (bucket.count / highest) * 100)}%` }} />
            </span>
          ))}
        </div>
        <Slider.Control className={styles.control}>
          <Slider.Track className={styles.track}>
            <Slider.Indicator className={styles.indicator} />
            {[0, 1].map((thumb) => (
              <Slider.Thumb
                key={thumb}
                index={thumb}
                className={styles.thumb}
                getAriaLabel={(index) => (index === 0 ? 'From' : 'Until')}
                getAriaValueText={(_, value) => {
                  const bucket = buckets[value];
                  return bucket ? `${nameOf(bucket, by)}, ${formatNumber(bucket.count)}` : '';
                }}
              />
            ))}
          </Slider.Track>
        </Slider.Control>
      </Slider.Root>
      <p className={styles.ends}>
        <span>{begin && nameOf(begin, by)}</span>
        <span>{end && nameOf(end, by)}</span>
      </p>
    </Group>
  );
}

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', timeZone: 'UTC' });

function nameOf(bucket: Bucket, by: Histogram['by']): string {
  if (by === 'year') return bucket.from.slice(0, 4);
  return (by === 'month' ? month : day).format(new Date(`${bucket.from}T00:00:00Z`));
}
