/** A span of local time: `from` inclusive, `to` exclusive, epoch milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const units: Readonly<Record<string, 'day' | 'week' | 'month' | 'year'>> = {
  d: 'day',
  day: 'day',
  days: 'day',
  w: 'week',
  week: 'week',
  weeks: 'week',
  m: 'month',
  month: 'month',
  months: 'month',
  y: 'year',
  year: 'year',
  years: 'year',
};

/**
 * What a written date means, in local time; null when it is none. `2025`, `2025-03`, `2025-03-01`, `today`, `yesterday`, `this week`,
 * `last month`, `7d` and `3 weeks ago` (from then until now). Weeks begin on Monday.
 */
export function spanOf(text: string, now: number): Span | null {
  const written = text.trim().toLowerCase();
  const date = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(written);
  if (date !== null) return calendarSpan(Number(date[1]), date[2], date[3]);
  const today = startOf('day', now);
  if (written === 'today') return { from: today, to: shift('day', today, 1) };
  if (written === 'yesterday') return { from: shift('day', today, -1), to: today };
  const named = /^(this|last)[ -](day|week|month|year)$/.exec(written);
  const namedUnit = named === null ? undefined : units[named[2] ?? ''];
  if (named !== null && namedUnit !== undefined) {
    const start = startOf(namedUnit, now);
    return named[1] === 'this'
      ? { from: start, to: shift(namedUnit, start, 1) }
      : { from: shift(namedUnit, start, -1), to: start };
  }
  const ago = /^(\d{1,4}) ?([a-z]+)(?: ago)?$/.exec(written);
  const agoUnit = ago === null ? undefined : units[ago[2] ?? ''];
  if (ago !== null && agoUnit !== undefined) return { from: shift(agoUnit, today, -Number(ago[1])), to: shift('day', today, 1) };
  return null;
}

function calendarSpan(year: number, monthText: string | undefined, dayText: string | undefined): Span | null {
  if (year < 1970 || year > 9998) return null;
  if (monthText === undefined) return { from: at(year, 0, 1), to: at(year + 1, 0, 1) };
  const month = Number(monthText) - 1;
  if (month < 0 || month > 11) return null;
  if (dayText === undefined) return { from: at(year, month, 1), to: at(year, month + 1, 1) };
  const day = Number(dayText);
  if (day < 1 || new Date(year, month, day).getMonth() !== month) return null;
  return { from: at(year, month, day), to: at(year, month, day + 1) };
}

function at(year: number, month: number, day: number): number {
  return new Date(year, month, day).getTime();
}

/** Beginning of the local day, week (Monday), month or year that holds `time`. */
export function startOf(unit: 'day' | 'week' | 'month' | 'year', time: number): number {
  const date = new Date(time);
  if (unit === 'day') return at(date.getFullYear(), date.getMonth(), date.getDate());
  if (unit === 'week') return at(date.getFullYear(), date.getMonth(), date.getDate() - ((date.getDay() + 6) % 7));
  if (unit === 'month') return at(date.getFullYear(), date.getMonth(), 1);
  return at(date.getFullYear(), 0, 1);
}

function shift(unit: 'day' | 'week' | 'month' | 'year', time: number, by: number): number {
  const date = new Date(time);
  if (unit === 'day') return at(date.getFullYear(), date.getMonth(), date.getDate() + by);
  if (unit === 'week') return at(date.getFullYear(), date.getMonth(), date.getDate() + 7 * by);
  if (unit === 'month') return at(date.getFullYear(), date.getMonth() + by, date.getDate());
  return at(date.getFullYear() + by, date.getMonth(), date.getDate());
}
