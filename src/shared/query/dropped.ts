import { leavesOf } from './ast.ts';
import { fieldOf } from './fields.ts';
import { lex, type Token } from './lex.ts';
import { parse } from './parse.ts';

interface Range {
  readonly from: number;
  readonly to: number;
}

/** The query without one of its parts, and without what would be left over of it: brackets around it, an operator beside it. */
export function dropped(query: string, { from, to }: Range): string {
  const tokens = lex(query, (name) => fieldOf(name) !== null);
  let first = tokens.findIndex((token) => token.to > from);
  if (first === -1) return query;
  let after = tokens.findIndex((token) => token.from >= to);
  if (after === -1) after = tokens.length;
  const is = (at: number, kind: Token['kind']): boolean => tokens[at]?.kind === kind;
  // A part begins and ends inside of its brackets.
  let open = 0;
  for (let at = first; at < after; at++) open += is(at, 'open') ? 1 : is(at, 'close') ? -1 : 0;
  for (; open > 0 && is(after, 'close'); open--) after++;
  for (; open < 0 && is(first - 1, 'open'); open++) first--;
  for (;;) {
    if (is(first - 1, 'open') && is(after, 'close')) {
      first--;
      after++;
    } else if (is(first - 1, 'not')) first--;
    else break;
  }
  if (is(after, 'and') || is(after, 'or')) after++;
  else if (is(first - 1, 'and') || is(first - 1, 'or')) first--;
  const before = query.slice(0, tokens[first]?.from ?? query.length);
  const rest = query.slice(tokens[after]?.from ?? query.length);
  const apart = before === '' || rest === '' || before.trimEnd().endsWith('(') || rest.startsWith(')') ? '' : ' ';
  return `${before.trimEnd()}${apart}${rest}`.trim();
}

/** The query with a whole word in place of one of its own, which may have been written as a beginning. */
export function replaced(query: string, { from, to }: Range, instead: string): string {
  return `${query.slice(0, from)}${instead}${query.slice(to).replace(/^\*/, '')}`;
}

/** The query without its filters; null where that says nothing: there are none, or nothing else is looked for. */
export function withoutFilters(query: string): string | null {
  const leaves = leavesOf(parse(query).query);
  const filters = leaves.flatMap(({ leaf }) => (leaf.kind === 'filter' ? [leaf] : []));
  const looksFor = leaves.some(({ leaf, negated }) => leaf.kind !== 'filter' && !negated);
  if (filters.length === 0 || !looksFor) return null;
  // From the end: what stands before keeps its place.
  return filters.reduceRight(dropped, query);
}
