import { nearest } from '../nearest.ts';
import type { FilterValue } from './ast.ts';
import { spanOf } from './dates.ts';
import { choiceOf, type Field } from './fields.ts';

/** The value of a filter as it is meant, or a sentence that says what is wrong with it. */
export function valueOf(field: Field, text: string, isQuoted: boolean, now: number): FilterValue | string {
  if (text.trim() === '') return `“${field.name}:” needs a value, for example ${field.example}.`;
  switch (field.kind) {
    case 'time':
      return timeOf(field, text, now);
    case 'range':
      return rangeOf(field, text);
    case 'choice': {
      const choice = choiceOf(field, text);
      if (choice !== null) return { kind: 'text', text: choice, prefix: false };
      const choices = Object.keys(field.choices ?? {});
      const close = nearest(text.toLowerCase(), choices);
      return `${field.name}: knows no “${text}”${close === null ? `; it may be ${choices.join(', ')}` : `; did you mean “${close}”?`}`;
    }
    case 'run': {
      const run = text.trim().toLowerCase();
      if (run === 'latest' || /^\d{1,15}$/.test(run)) return { kind: 'text', text: run, prefix: false };
      return `“${text}” is no import; write its number, or ${field.name}:latest.`;
    }
    case 'text':
    case 'words': {
      const starred = !isQuoted && text.length > 1 && text.endsWith('*');
      return { kind: 'text', text: starred ? text.slice(0, -1) : text, prefix: starred };
    }
  }
}

function timeOf(field: Field, text: string, now: number): FilterValue | string {
  const span = spanOf(text, now, field.name === 'until');
  if (span === null) return `“${text}” is no date; write ${field.example}, 2025, today or 7d.`;
  if (span.from >= span.to) return `“${text}” ends before it begins.`;
  return { kind: 'time', ...span, text };
}

/** `500`, `>500`, `>=500`, `<500`, `<=500`, `10..50`, `10..` and `..50`. */
function rangeOf(field: Field, text: string): FilterValue | string {
  const trimmed = text.trim();
  const [whole, sign = '', first = '', dots = '', second = ''] = /^(>=|<=|>|<|=|≥|≤)?\s*(\d*)(\.\.)?(\d*)$/.exec(trimmed) ?? [];
  const isRead = dots === '' ? first !== '' : sign === '' && first + second !== '';
  if (whole === undefined || !isRead || !Number.isSafeInteger(Number(first)) || !Number.isSafeInteger(Number(second)))
    return `“${text}” is no number; write ${field.name}:500, ${field.name}:>500 or ${field.name}:10..50.`;
  const number = Number(first);
  const range = (min: number | null, max: number | null): FilterValue | string =>
    max !== null && max < (min ?? 0) ? `No number is “${text}”.` : { kind: 'range', min, max };
  if (dots !== '') return range(first === '' ? null : number, second === '' ? null : Number(second));
  switch (sign) {
    case '>':
      return range(number + 1, null);
    case '>=':
    case '≥':
      return range(number, null);
    case '<':
      return range(null, number - 1);
    case '<=':
    case '≤':
      return range(null, number);
    default:
      return range(number, number);
  }
}
