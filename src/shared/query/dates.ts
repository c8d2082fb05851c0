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

const monthNames = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];

/**
 * What a written date means, in local time; null when it is none. `2025`, `2025-03`, `2025-03-01`, `today`, `yesterday`, `this week`,
 * `last month`, `march` (the latest that has begun), `March 2025`; `7d` and `last 7 days` (from then until now), `3 weeks ago` (that day);
 * and two of them with `..` between. Weeks begin on Monday. A span that ends before it begins is given as it is.
 * @param isEnd only the end counts: `7d` is that day, where it would reach until now
 */
export function spanOf(text: string, now: number, isEnd = false): Span | null {
  const written = text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const [first = '', second, ...more] = written.split('..');
  if (second === undefined) return oneSpan(written, now, isEnd);
  const from = oneSpan(first.trim(), now, false);
  const to = oneSpan(second.trim(), now, true);
  return from === null || to === null || more.length > 0 ? null : { from: from.from, to: to.to };
}

function oneSpan(written: string, now: number, isEnd: boolean): Span | null {
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
  return monthSpan(written, now) ?? agoSpan(written, today, isEnd);
}

/** `march`, `mar 2025`, `2025 March`. */
function monthSpan(written: string, now: number): Span | null {
  const [, before, name = '', after] = /^(?:(\d{4}) )?([a-z]{3,9})(?: (\d{4}))?$/.exec(written) ?? [];
  const month = name === '' ? -1 : monthNames.findIndex((known) => known === name || known.slice(0, 3) === name);
  if (month < 0 || (before !== undefined && after !== undefined)) return null;
  const today = new Date(now);
  const latest = today.getFullYear() - (month > today.getMonth() ? 1 : 0);
  return calendarSpan(Number(before ?? after ?? latest), String(month + 1), undefined);
}

function agoSpan(written: string, today: number, isEnd: boolean): Span | null {
  const [, last, count, name = '', ago] = /^(last )?(\d{1,4}) ?([a-z]+)( ago)?$/.exec(written) ?? [];
  const unit = units[name];
  if (count === undefined || unit === undefined || (last !== undefined && ago !== undefined)) return null;
  const from = shift(unit, today, -Number(count));
  const isDay = ago !== undefined || (isEnd && last === undefined);
  return { from, to: shift('day', isDay ? from : today, 1) };
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
  const months = date.getMonth() + (unit === 'month' ? by : 12 * by);
  // A month before 31 March ends earlier.
  const lastDay = new Date(date.getFullYear(), months + 1, 0).getDate();
  return at(date.getFullYear(), months, Math.min(date.getDate(), lastDay));
}
