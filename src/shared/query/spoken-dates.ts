import type { FilterValue } from './ast.ts';

// Months in English like the sentence that they stand in.
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric' });

const ago = /^(last )?(\d{1,4}) ?([dwmy])[a-z]*( ago)?$/;
const monthName = /^(?:\d{4} )?[a-z]{3,9}(?: \d{4})?$/;
const units: Readonly<Record<string, string>> = { d: 'day', w: 'week', m: 'month', y: 'year' };

/** What `since:`, `until:` or `on:` says of a span: “since March 2025”, “until the end of last week”, “in the last 7 days”. */
export function spokenSpan(field: 'since' | 'until' | 'on', value: Extract<FilterValue, { readonly kind: 'time' }>): string {
  const written = value.text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
  const [first = '', second] = written.split('..').map((part) => part.trim());
  if (second === undefined) return spoken(field, first, value.from, value.to);
  if (field !== 'on') return spoken(field, field === 'since' ? first : second, value.from, value.to);
  return `${spoken('since', first, value.from, value.to)} ${spoken('until', second, value.from, value.to)}`;
}

function spoken(field: 'since' | 'until' | 'on', written: string, from: number, to: number): string {
  const [, last, count, letter = '', isAgo] = ago.exec(written) ?? [];
  if (count !== undefined) {
    const long = `${Number(count)} ${units[letter] ?? ''}${Number(count) === 1 ? '' : 's'}`;
    if (field === 'on') return isAgo === undefined ? `in the last ${long}` : `${long} ago`;
    return last === undefined || field === 'since' ? `${field} ${long} ago` : 'until today';
  }
  if (written === 'today' || written === 'yesterday') return field === 'on' ? written : `${field} ${written}`;
  if (/^(?:this|last)\b/.test(written)) {
    const name = written.replace('-', ' ');
    return field === 'on' ? name : field === 'until' ? `until the end of ${name}` : `since ${name}`;
  }
  // The time that stands for the written date: the other end of the span may be another date's.
  const time = field === 'until' ? to - 1 : from;
  const isYear = /^\d{4}$/.test(written);
  const isMonth = /^\d{4}[-/.]\d{1,2}$/.test(written) || monthName.test(written);
  const name = isYear ? written : (isMonth ? month : day).format(time);
  if (field === 'until') return isYear || isMonth ? `until the end of ${name}` : `until ${name}`;
  return field === 'on' ? `${isYear || isMonth ? 'in' : 'on'} ${name}` : `since ${name}`;
}
