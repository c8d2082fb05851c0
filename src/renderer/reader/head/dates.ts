const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** When a conversation was held: a day with its times, or from which day to which. */
export function spanText(from: number, to: number | null): string {
  const same = to === null || new Date(from).toDateString() === new Date(to).toDateString();
  return same ? dayAndTime.format(from) : day.formatRange(from, Math.max(from, to));
}

/** The day of a conversation that was held on one, as `toDateString` writes it. */
export function onlyDay(created: number | null, updated: number | null): string | null {
  const from = created ?? updated;
  if (from === null) return null;
  const day = new Date(from).toDateString();
  return updated === null || new Date(updated).toDateString() === day ? day : null;
}

const wholeDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });

/** A day with its name. */
export function dayText(time: number): string {
  return wholeDay.format(time);
}
