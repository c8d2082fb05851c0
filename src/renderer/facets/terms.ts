import type { FieldName } from '../../shared/query/ast.ts';
import { choiceOf, fieldOf } from '../../shared/query/fields.ts';
import { quote } from '../../shared/query/format.ts';
import { lex, type Token } from '../../shared/query/lex.ts';

/**
 * The filters inside a query's text, read and changed in place: every character that is not about the value stays as it was typed.
 * Values of one field share a term (`provider:claude,codex`: either); a value that is excluded stands in a term of its own
 * (`-provider:grok`). Terms in brackets, or beside an `OR`, are the person's own and stay.
 */

/** How a value stands in a query: asked for, excluded, or not spoken of. */
export type Standing = 'in' | 'out' | null;

export function standingOf(query: string, field: FieldName, value: string): Standing {
  const spoken = termsOf(query, field).filter((term) => term.values.some((written) => means(field, written, value)));
  if (spoken.length === 0) return null;
  return spoken.some(({ negated }) => negated) ? 'out' : 'in';
}

/** The query in which the value stands so. */
export function withStanding(query: string, field: FieldName, value: string, standing: Standing): string {
  if (standing === null) return withoutValue(query, field, value, null);
  if (standingOf(query, field, value) === standing) return query;
  const left = withoutValue(query, field, value, null);
  const beside = termsOf(left, field).find(({ negated }) => negated === (standing === 'out'));
  if (beside === undefined) return withTerm(left, `${standing === 'out' ? '-' : ''}${field}:${quote(value)}`);
  return `${left.slice(0, beside.to)}${beside.open ? '' : ','}${quote(value)}${left.slice(beside.to)}`;
}

/** The values of a field that the query excludes, as they are written. */
export function excludedOf(query: string, field: FieldName): readonly string[] {
  const written = termsOf(query, field)
    .filter(({ negated }) => negated)
    .flatMap(({ values }) => values.map((value) => nameOf(field, value)));
  return [...new Set(written)];
}

/** The query without any term of the fields, or without those that exclude. */
export function withoutFields(query: string, fields: readonly FieldName[], which: 'all' | 'excluding' = 'all'): string {
  return fields
    .flatMap((field) => termsOf(query, field))
    .filter(({ negated }) => which === 'all' || negated)
    .sort((a, b) => b.from - a.from)
    .reduce((left, { from, to }) => cut(left, from, to), query);
}

/** True when the query has a term of one of the fields that can be taken away. */
export function hasFields(query: string, fields: readonly FieldName[]): boolean {
  return fields.some((field) => termsOf(query, field).length > 0);
}

/** The query with one more term, that holds of all of it: brackets around an `OR`, a quote closed that never was. */
export function withTerm(query: string, term: string): string {
  const tokens = tokensOf(query);
  const trimmed = query.trim();
  const closed = tokens.some((token) => token.unclosed) ? `${trimmed}"` : trimmed;
  if (tokens.length === 0) return term;
  return `${hasOr(tokens) ? `(${closed}${')'.repeat(openOf(tokens) + 1)}` : `${closed}${')'.repeat(openOf(tokens))}`} ${term}`;
}

interface Term {
  /** From its first `-`. */
  readonly from: number;
  readonly to: number;
  readonly negated: boolean;
  readonly values: NonNullable<Token['values']>;
  /** It ends in a comma. */
  readonly open: boolean;
}

/** A thousand values ask about one query. */
let latest: { readonly query: string; readonly tokens: readonly Token[] } = { query: '', tokens: [] };

function tokensOf(query: string): readonly Token[] {
  if (latest.query !== query) latest = { query, tokens: lex(query, (name) => fieldOf(name) !== null) };
  return latest.tokens;
}

/** The terms of a field that hold of everything that is found. */
function termsOf(query: string, field: FieldName): readonly Term[] {
  const tokens = tokensOf(query);
  if (hasOr(tokens)) return [];
  const terms: Term[] = [];
  let depth = 0;
  let nots: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'not') {
      nots.push(token);
      continue;
    }
    if (token.kind === 'open') depth++;
    if (token.kind === 'close') depth = Math.max(0, depth - 1);
    if (token.kind === 'field' && depth === 0 && token.name?.toLowerCase() === field && (token.values?.length ?? 0) > 0)
      terms.push({
        from: nots[0]?.from ?? token.from,
        to: token.to,
        negated: nots.length % 2 === 1,
        values: token.values ?? [],
        open: query.charAt(token.to - 1) === ',' && !token.values?.some(({ to }) => to === token.to),
      });
    nots = [];
  }
  return terms;
}

/** An `OR` outside of brackets: then no term alone decides. */
function hasOr(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const { kind } of tokens) {
    if (kind === 'open') depth++;
    else if (kind === 'close') depth = Math.max(0, depth - 1);
    else if (kind === 'or' && depth === 0) return true;
  }
  return false;
}

/** Brackets that are never closed. */
function openOf(tokens: readonly Token[]): number {
  return tokens.reduce((depth, { kind }) => (kind === 'open' ? depth + 1 : kind === 'close' ? Math.max(0, depth - 1) : depth), 0);
}

type Written = Term['values'][number];

/** What a written value is called among the values of its field. */
function nameOf(field: FieldName, { text }: Written): string {
  const known = fieldOf(field);
  return (known?.kind === 'choice' ? choiceOf(known, text) : null) ?? text;
}

/** As the archive understands it: whole or a beginning, by any spelling, never minding case. */
function means(field: FieldName, written: Written, value: string): boolean {
  const wanted = nameOf(field, written).toLowerCase();
  const known = value.toLowerCase();
  return !written.quoted && wanted.length > 1 && wanted.endsWith('*') ? known.startsWith(wanted.slice(0, -1)) : known === wanted;
}

function withoutValue(query: string, field: FieldName, value: string, negated: boolean | null): string {
  return termsOf(query, field)
    .filter((term) => negated === null || term.negated === negated)
    .reduceRight((left, term) => {
      const kept = term.values.filter((written) => !means(field, written, value));
      if (kept.length === term.values.length) return left;
      const [first] = term.values;
      if (kept.length === 0 || first === undefined) return cut(left, term.from, term.to);
      const written = kept.map(({ from, to }) => left.slice(from, to)).join(',');
      return `${left.slice(0, first.from)}${written}${left.slice(term.to)}`;
    }, query);
}

function cut(query: string, from: number, to: number): string {
  return `${query.slice(0, from).trimEnd()} ${query.slice(to).trimStart()}`.trim();
}
