import { fieldOf, fields, type Field } from '../../shared/query/fields.ts';
import { lex } from '../../shared/query/lex.ts';

/** What is being written where the caret stands: the name of a field, or one of its values. */
export type Writing =
  | { readonly kind: 'field'; readonly from: number; readonly to: number; readonly written: string }
  | {
      readonly kind: 'value';
      readonly field: Field;
      readonly from: number;
      readonly to: number;
      readonly written: string;
      /** Values that the term has besides, in lower case. */
      readonly others: ReadonlySet<string>;
    };

export interface Suggestion {
  /** What is put into the query. */
  readonly text: string;
  readonly label: string;
  /** What it is, in a few words. */
  readonly note: string | null;
  readonly count: number | null;
}

/** Letters of a name before names are offered: one letter begins too many words. */
const enough = 2;

/** @param asked the person asked what there is: names are offered where nothing is written too */
export function writingAt(text: string, caret: number, asked = false): Writing | null {
  const token = lex(text, (name) => fieldOf(name) !== null).find(({ from, to }) => from < caret && caret <= to);
  if (token?.kind === 'field') {
    const field = fieldOf(token.name ?? '');
    if (field === null || caret <= token.from + (token.name ?? '').length) return null;
    const value = token.values?.find(({ from, to }) => from <= caret && caret <= to);
    return {
      kind: 'value',
      field,
      from: value?.from ?? caret,
      to: value?.to ?? caret,
      written: (value === undefined ? '' : text.slice(value.from, caret)).replaceAll(/^["“”„]|["“”]$/g, ''),
      others: new Set((token.values ?? []).filter((other) => other !== value).map((other) => other.text.toLowerCase())),
    };
  }
  if (token?.kind === 'word' && token.text !== '-') {
    const written = text.slice(token.from, caret);
    const isName = /^[A-Za-z-]+$/.test(written) && (asked || written.length >= enough);
    return isName && named(written).length > 0 ? { kind: 'field', from: token.from, to: token.to, written } : null;
  }
  // A minus that nothing follows yet is a word to the lexer.
  return asked && (token === undefined || token.text === '-' || token.kind === 'not' || token.kind === 'open')
    ? { kind: 'field', from: caret, to: caret, written: '' }
    : null;
}

function named(written: string): readonly Field[] {
  return fields.filter(({ name }) => name.startsWith(written.toLowerCase()));
}

export function fieldSuggestions({ written }: { readonly written: string }): readonly Suggestion[] {
  return named(written).map(({ name, help }) => ({ text: `${name}:`, label: `${name}:`, note: help, count: null }));
}

/** What the archive gave for values, as it fits what is written by now. */
export function valueSuggestions(
  { written, others }: Extract<Writing, { readonly kind: 'value' }>,
  items: readonly { readonly text: string; readonly label: string; readonly count: number | null }[],
): readonly Suggestion[] {
  const wanted = written.toLowerCase();
  return items
    .filter(({ label }) => label.toLowerCase().includes(wanted) && !others.has(label.toLowerCase()))
    .map(({ text, label, count }) => ({ text, label, note: null, count }));
}

/** The query with the suggestion in place of what was being written, and where the caret goes. A value that is whole is followed by a space. */
export function taken(
  text: string,
  { from, to, kind }: Writing,
  suggestion: Suggestion,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(to);
  const space = kind === 'value' && !/^[\s,)]/.test(rest) ? ' ' : '';
  const before = `${text.slice(0, from)}${suggestion.text}${space}`;
  return { text: `${before}${rest}`, caret: before.length + (kind === 'value' && /^\s/.test(rest) ? 1 : 0) };
}
