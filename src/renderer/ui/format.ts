/** How numbers and times are written, by the locale of the machine. */

const number = new Intl.NumberFormat();
const dollars = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD' });
const smallDollars = new Intl.NumberFormat(undefined, { style: 'currency', currency: 'USD', maximumSignificantDigits: 2 });
const compactDay = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const compactYear = new Intl.DateTimeFormat(undefined, { year: 'numeric', month: 'short', day: 'numeric' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });
const medium = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

export function formatNumber(value: number): string {
  return number.format(value);
}

/** US dollars: cents, and of less than a dollar as many digits as say something. */
export function formatDollars(value: number): string {
  return value !== 0 && value < 1 ? smallDollars.format(value) : dollars.format(value);
}

/** `1 message`, `1,204 messages`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number.format(value)} ${value === 1 ? one : many}`;
}

/** Today as a clock, this year as a day, else with the year. */
export function formatWhen(time: number, now = Date.now()): string {
  const date = new Date(time);
  const today = new Date(now);
  if (date.toDateString() === today.toDateString()) return clock.format(date);
  return date.getFullYear() === today.getFullYear() ? compactDay.format(date) : compactYear.format(date);
}

export function formatClock(time: number): string {
  return clock.format(new Date(time));
}

export function formatTime(time: number): string {
  return medium.format(new Date(time));
}

export function formatFullTime(time: number): string {
  return full.format(new Date(time));
}

/** `8 s`, `3 min`, `2 h 5 min`. */
export function formatDuration(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 1) return 'under 1 s';
  if (seconds < 59.5) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
