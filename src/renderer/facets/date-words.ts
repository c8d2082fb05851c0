import type { Histogram } from '../../shared/contract.ts';
import { startOf } from '../../shared/query/dates.ts';
import { facets as text } from '../messages/index.ts';
import type { Bucket, Range, Span, Times } from './buckets.ts';

// Buckets are named by dates without a time: written in UTC, they are the same day everywhere.
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', timeZone: 'UTC' });
const monthAlone = new Intl.DateTimeFormat(undefined, { month: 'short', timeZone: 'UTC' });
const localDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const localMonth = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short' });

/** What a bar is called: `2025`, `Mar 2025`, `Week of 3 Mar 2025`, `3 Mar 2025`. */
export function nameOf({ from }: Bucket, by: Histogram['by']): string {
  if (by === 'year') return from.slice(0, 4);
  const date = new Date(`${from}T00:00:00Z`);
  return by === 'month' ? month.format(date) : by === 'week' ? text.when.weekOf(day.format(date)) : day.format(date);
}

/** What stands under the axis: a year, or a month. */
export function tickName(date: string): string {
  return date.length === 4 ? date : monthAlone.format(new Date(`${date}-01T00:00:00Z`));
}

/** A range of bars as it is read. */
export function rangeName([first, last]: Range, { by, buckets }: Span): string {
  const low = buckets[first];
  const high = buckets[last];
  return low && high ? text.when.between(nameOf(low, by), nameOf(high, by)) : '';
}

/** The times of a query as they are read, by the largest unit that says them wholly. */
export function timesName({ from, to }: Times): string {
  const end = to === null ? null : to - 1;
  const whole = (unit: 'month' | 'year'): boolean =>
    (from === null || startOf(unit, from) === from) && (to === null || startOf(unit, to) === to);
  const write = (time: number): string =>
    whole('year') ? String(new Date(time).getFullYear()) : whole('month') ? localMonth.format(time) : localDay.format(time);
  if (from !== null && end !== null) return text.when.between(write(from), write(end));
  if (from !== null) return text.when.sinceDay(write(from));
  return end === null ? text.when.any : text.when.untilDay(write(end));
}
