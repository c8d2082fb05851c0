import type { Histogram } from '../../shared/contract.ts';
import { parse } from '../../shared/query/parse.ts';

/** The unbroken row of days, weeks, months or years from the first to the last in which there is anything. */
export interface Bucket {
  /** Local date on which it begins, `YYYY-MM-DD`. */
  readonly from: string;
  /** Conversations that were going on in it. */
  readonly count: number;
  /** Those of them that began in it. */
  readonly begun: number;
}

/** Bars that fit into the filters; a longer span is drawn in years. */
const mostBars = 200;

export interface Span {
  readonly by: Histogram['by'];
  readonly buckets: readonly Bucket[];
}

/** Fills the gaps between the non-empty buckets. Null when there is nothing to choose between. */
export function spanOf({ by, buckets }: Omit<Histogram, 'reading'>): Span | null {
  const sorted = buckets.filter((bucket) => /^\d{4}-\d{2}-\d{2}$/.test(bucket.from)).sort((a, b) => a.from.localeCompare(b.from));
  const first = sorted[0];
  const last = sorted.at(-1);
  if (!first || !last || first.from === last.from) return null;
  const known = new Map(sorted.map((bucket) => [bucket.from, bucket]));
  const filled: Bucket[] = [];
  for (let at = first.from; at <= last.from; at = next(at, by)) {
    filled.push(known.get(at) ?? { from: at, count: 0, begun: 0 });
    if (filled.length > mostBars) return by === 'year' ? null : spanOf(inYears(sorted));
  }
  return { by, buckets: filled };
}

function inYears(buckets: readonly Bucket[]): Omit<Histogram, 'reading'> {
  const years = new Map<string, Bucket>();
  for (const bucket of buckets) {
    const from = `${bucket.from.slice(0, 4)}-01-01`;
    const year = years.get(from);
    years.set(from, year ? { from, count: year.count + bucket.begun, begun: year.begun + bucket.begun } : { ...bucket, from });
  }
  return { by: 'year', buckets: [...years.values()] };
}

/** The local date on which the following bucket begins. */
function next(from: string, by: Histogram['by']): string {
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  if (by === 'year') date.setUTCFullYear(year + 1);
  else if (by === 'month') date.setUTCMonth(month);
  else date.setUTCDate(day + (by === 'week' ? 7 : 1));
  return date.toISOString().slice(0, 10);
}

/** A bucket as the query language writes it: `2025`, `2025-03`, `2025-03-01`. */
export function dateOf(bucket: Bucket, by: Histogram['by']): string {
  return by === 'year' ? bucket.from.slice(0, 4) : by === 'month' ? bucket.from.slice(0, 7) : bucket.from;
}

/** The last day of a bucket as the query language writes it; a week is written by its days. */
export function endOf(bucket: Bucket, by: Histogram['by']): string {
  if (by !== 'week') return dateOf(bucket, by);
  const after = new Date(`${next(bucket.from, by)}T00:00:00Z`);
  after.setUTCDate(after.getUTCDate() - 1);
  return after.toISOString().slice(0, 10);
}

/** Local time at which a bucket begins, and at which the next does. */
function boundsOf(bucket: Bucket, by: Histogram['by']): readonly [from: number, to: number] {
  return [localTime(bucket.from), localTime(next(bucket.from, by))];
}

function localTime(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, day).getTime();
}

/** The time that a query asks for, epoch milliseconds, `from` inclusive and `to` exclusive; an open end is null. */
export interface Times {
  readonly from: number | null;
  readonly to: number | null;
}

/** What `since:`, `until:` and `on:` ask of everything that is found, taken together. Null: nothing. */
export function timesIn(query: string, now = Date.now()): Times | null {
  const { root } = parse(query, { now }).query;
  const nodes = root === null ? [] : root.kind === 'and' ? root.nodes : [root];
  let from: number | null = null;
  let to: number | null = null;
  for (const node of nodes) {
    if (node.kind !== 'filter') continue;
    const spans = node.values.flatMap((value) => (value.kind === 'time' ? [value] : []));
    if (spans.length === 0) continue;
    if (node.field !== 'until') from = Math.max(from ?? -Infinity, Math.min(...spans.map((span) => span.from)));
    if (node.field !== 'since') to = Math.min(to ?? Infinity, Math.max(...spans.map((span) => span.to)));
  }
  return from === null && to === null ? null : { from, to };
}

/** The places in the row that the times touch, first and last; null where they touch none of it. */
export function rangeOf({ from, to }: Times, { by, buckets }: Span): Range | null {
  const low = from === null ? 0 : buckets.findIndex((bucket) => boundsOf(bucket, by)[1] > from);
  const high = to === null ? buckets.length - 1 : buckets.findLastIndex((bucket) => boundsOf(bucket, by)[0] < to);
  return low === -1 || high === -1 || low > high ? null : [low, high];
}

/** Places of the first and the last bucket. */
export type Range = readonly [first: number, last: number];

/** The range as terms of a query. An end at the end of the row stays open: what comes later is meant too. */
export function termsFor([first, last]: Range, { by, buckets }: Span): readonly string[] {
  const low = buckets[first];
  const high = buckets[last];
  if (!low || !high) return [];
  return [...(first > 0 ? [`since:${dateOf(low, by)}`] : []), ...(last < buckets.length - 1 ? [`until:${endOf(high, by)}`] : [])];
}

/** Conversations in the range: those that were going on at its beginning, and those that began later. */
export function countIn([first, last]: Range, { buckets }: Span): number {
  return buckets.slice(first + 1, last + 1).reduce((sum, { begun }) => sum + begun, buckets[first]?.count ?? 0);
}

/** Where the axis is written on: the beginnings of years, or of months, never closer than `gap` of its width. */
export function ticksOf({ by, buckets }: Span, gap = 0.24): readonly { readonly place: number; readonly date: string }[] {
  const width = by === 'year' || by === 'month' ? 4 : 7;
  const begins = buckets.flatMap(({ from }, place) =>
    place === 0 || from.slice(0, width) !== buckets[place - 1]?.from.slice(0, width)
      ? [{ place, date: from.slice(0, width) }]
      : [],
  );
  const ticks: { place: number; date: string }[] = [];
  // From the end: the newest years are looked for most. One that begins too near to the edge has no room for its name.
  for (const tick of begins.toReversed()) {
    const right = ticks.at(-1)?.place ?? buckets.length;
    if ((right - tick.place) / buckets.length >= (ticks.length === 0 ? gap * 0.6 : gap)) ticks.push(tick);
  }
  return ticks.toReversed();
}
