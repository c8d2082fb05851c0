import { leavesOf } from '../../shared/query/ast.ts';
import { choiceOf, fieldOf } from '../../shared/query/fields.ts';
import { parse } from '../../shared/query/parse.ts';

export type State = 'starred' | 'archived' | 'trashed';

/** Whether a query asks for conversations in this state. */
export function asksFor(query: string, state: State): boolean {
  const field = fieldOf('is');
  return leavesOf(parse(query).query).some(
    ({ leaf, negated }) =>
      !negated &&
      leaf.kind === 'filter' &&
      leaf.field === 'is' &&
      field !== null &&
      leaf.values.some((value) => value.kind === 'text' && choiceOf(field, value.text) === state),
  );
}

/** Whether a query's list leaves out what is archived: it does unless it has words, `is:` or `id:`. */
export function hidesArchived(query: string): boolean {
  return leavesOf(parse(query).query).every(
    ({ leaf }) => leaf.kind === 'filter' && leaf.field !== 'is' && leaf.field !== 'id' && leaf.field !== 'title',
  );
}

/** Whether a conversation that comes into a state, or out of it, is no longer found by a query that found it. */
export function leaves(query: string, state: State, into: boolean): boolean {
  if (!into) return asksFor(query, state);
  if (state === 'trashed') return !asksFor(query, 'trashed');
  return state === 'archived' && hidesArchived(query);
}

/** The query for what it finds and that is not in a state. */
export function notIn(query: string, state: State): string {
  return query.trim() === '' ? `-is:${state}` : `(${query}) -is:${state}`;
}
