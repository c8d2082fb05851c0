import type { Node } from './ast.ts';
import { leavesOf } from './ast.ts';

/** What a query looks into when it does not say. */
export interface Scope {
  /** The trash: only when `is:trashed` is said, also to exclude it. */
  readonly trash: boolean;
  /** What the person archived: when the query has words, or names a state, ids or an import. */
  readonly archived: boolean;
}

export function scopeOf(root: Node | null): Scope {
  const leaves = leavesOf({ root }).map(({ leaf }) => leaf);
  return {
    trash: leaves.some(
      (leaf) =>
        leaf.kind === 'filter' &&
        leaf.field === 'is' &&
        leaf.values.some((value) => value.kind === 'text' && value.text === 'trashed'),
    ),
    archived: leaves.some((leaf) => leaf.kind !== 'filter' || namesConversations.has(leaf.field)),
  };
}

const namesConversations: ReadonlySet<string> = new Set(['title', 'is', 'id', 'import']);

/** Finds everything but the trash. */
export const everything = '-is:trashed';
