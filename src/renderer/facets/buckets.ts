import type { Histogram } from '../../shared/contract.ts';

/** The unbroken row of days, weeks, months or years from the first to the last in which there is anything. */
export interface Bucket {
  /** Local date on which it begins, `YYYY-MM-DD`. */
  readonly from: string;
  readonly count: number;
}

/** Bars that fit into the filters; a longer span is drawn in years. */
const mostBars = 200;

export interface Span {
  readonly by: Histogram['by'];
  readonly buckets: readonly Bucket[];
}

/** Fills the gaps between the non-empty buckets. Null when there is nothing to choose between. */
export function spanOf({ by, buckets }: Histogram): Span | null {
  const sorted = buckets.filter((bucket) => /^\d{4}-\d{2}-\d{2}$/.test(bucket.from)).sort((a, b) => a.from.localeCompare(b.from));
  const first = sorted[0];
  const last = sorted.at(-1);
  if (!first || !last || first.from === last.from) return null;
  const counts = new Map(sorted.map((bucket) => [bucket.from, bucket.count]));
  const filled: Bucket[] = [];
  for (let at = first.from; at <= last.from; at = next(at, by)) {
    filled.push({ from: at, count: counts.get(at) ?? 0 });
    if (filled.length > mostBars) return by === 'year' ? null : spanOf(inYears(sorted));
  }
  return { by, buckets: filled };
}

function inYears(buckets: readonly Bucket[]): Histogram {
  const years = new Map<string, number>();
  for (const { from, count } of buckets) {
    const year = `${from.slice(0, 4)}-01-01`;
    years.set(year, (years.get(year) ?? 0) + count);
  }
  return { by: 'year', buckets: [...years].map(([from, count]) => ({ from, count })) };
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

const chosen = { since: /(?:^|\s)since:(\d{4}(?:-\d{2}){0,2})(?=\s|$)/i, until: /(?:^|\s)until:(\d{4}(?:-\d{2}){0,2})(?=\s|$)/i };

/** The places in the row that a query's `since:` and `until:` mean; the ends where it has none. */
export function rangeIn(query: string, { buckets }: Span): readonly [from: number, to: number] {
  const since = chosen.since.exec(query)?.[1];
  const until = chosen.until.exec(query)?.[1];
  const end = buckets.length - 1;
  const from = since === undefined ? 0 : buckets.findLastIndex((bucket) => bucket.from <= padded(since));
  const to = until === undefined ? end : buckets.findLastIndex((bucket) => bucket.from.slice(0, until.length) <= until);
  const low = Math.max(0, from);
  return [low, Math.max(low, to === -1 ? low : to)];
}

function padded(date: string): string {
  return `${date}-01-01`.slice(0, 10);
}
