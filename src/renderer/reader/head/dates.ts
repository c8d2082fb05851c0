const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** When a conversation was held: a day with its times, or from which day to which. */
export function spanText(from: number, to: number | null): string {
  const same = to === null || new Date(from).toDateString() === new Date(to).toDateString();
  return same ? dayAndTime.format(from) : day.formatRange(from, Math.max(from, to));
}

const wholeDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });

/** A day with its name. */
export function dayText(time: number): string {
  return wholeDay.format(time);
}
