import type { FilterValue } from './ast.ts';

// Months in English like the sentence that they stand in.
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
const month = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric' });

const ago = /^(\d{1,4}) ?([a-z])[a-z]*(?: ago)?$/;
const units: Readonly<Record<string, string>> = { d: 'day', w: 'week', m: 'month', y: 'year' };

/** What `since:`, `until:` or `on:` says of a span: “since March 2025”, “until the end of last week”, “in the last 7 days”. */
export function spokenSpan(
  field: 'since' | 'until' | 'on',
  { from, text }: Extract<FilterValue, { readonly kind: 'time' }>,
): string {
  const written = text.trim().toLowerCase();
  const date = /^\d{4}(?:[-/.]\d{1,2}([-/.]\d{1,2})?)?$/.exec(written);
  if (date !== null) {
    const isDay = date[1] !== undefined;
    const isYear = written.length === 4;
    const name = isYear ? written : (isDay ? day : month).format(from);
    if (field === 'until' && !isDay) return `until the end of ${name}`;
    return field === 'on' ? `${isDay ? 'on' : 'in'} ${name}` : `${field} ${name}`;
  }
  const [, count, letter] = ago.exec(written) ?? [];
  if (count !== undefined && letter !== undefined) {
    const long = `${Number(count)} ${units[letter] ?? 'day'}${Number(count) === 1 ? '' : 's'}`;
    return field === 'on' && !written.endsWith('ago') ? `in the last ${long}` : `${field === 'on' ? '' : `${field} `}${long} ago`;
  }
  const isDay = written === 'today' || written === 'yesterday';
  if (field === 'on') return written;
  return field === 'until' && !isDay ? `until the end of ${written}` : `${field} ${written}`;
}
