import { leavesOf } from './ast.ts';
import { choiceOf, fieldOf } from './fields.ts';
import { parse } from './parse.ts';

/** Which of the places where conversations are kept a query shows. */
export type Shelf = 'starred' | 'archived' | 'trashed' | 'gone';

const shelves: readonly Shelf[] = ['trashed', 'archived', 'starred', 'gone'];

/** The shelf that a query asks for; null: none. `alone`: it asks for nothing else. */
export function shelfOf(query: string): { readonly shelf: Shelf | null; readonly alone: boolean } {
  const leaves = leavesOf(parse(query).query);
  const field = fieldOf('is');
  const asked = new Set(
    leaves.flatMap(({ leaf, negated }) =>
      negated || leaf.kind !== 'filter' || leaf.field !== 'is' || field === null
        ? []
        : leaf.values.flatMap((value) => (value.kind === 'text' ? (choiceOf(field, value.text) ?? []) : [])),
    ),
  );
  return { shelf: shelves.find((shelf) => asked.has(shelf)) ?? null, alone: leaves.length <= 1 };
}
