/** A query as a tree. Every node knows its place in the text (UTF-16 offsets), for problems, completion and "what emptied it". */

interface Place {
  readonly from: number;
  readonly to: number;
}

/** All of `nodes`, any of them, or everything but one. */
export type Group = (
  { readonly kind: 'and'; readonly nodes: readonly Node[] } | { readonly kind: 'or'; readonly nodes: readonly Node[] }
) &
  Place;
export type Not = { readonly kind: 'not'; readonly node: Node } & Place;

/** One word as typed; `indexTerms` decides what it is in the index. */
export type Word = { readonly kind: 'word'; readonly text: string; readonly prefix: boolean } & Place;
export type Phrase = { readonly kind: 'phrase'; readonly text: string } & Place;
/** A regular expression: its source, and letters of `imsu`. */
export type Regex = { readonly kind: 'regex'; readonly text: string; readonly flags: string } & Place;

/** A filter. Several values mean any of them. */
export type Filter = { readonly kind: 'filter'; readonly field: FieldName; readonly values: readonly FilterValue[] } & Place;

export type FieldName =
  | 'provider'
  | 'model'
  | 'role'
  | 'in'
  | 'has'
  | 'is'
  | 'tag'
  | 'project'
  | 'title'
  | 'tool'
  | 'id'
  | 'since'
  | 'until'
  | 'on'
  | 'words'
  | 'messages'
  | 'turns'
  | 'import';

export type FilterValue =
  /** Compared whole and without case; `*` at the end makes it a beginning. */
  | { readonly kind: 'text'; readonly text: string; readonly prefix: boolean }
  /** Epoch milliseconds, local days: `from` inclusive, `to` exclusive. `text` is what was written. */
  | { readonly kind: 'time'; readonly from: number; readonly to: number; readonly text: string }
  /** Inclusive; an open end is null. */
  | { readonly kind: 'range'; readonly min: number | null; readonly max: number | null };

export type Leaf = Word | Phrase | Regex | Filter;
export type Node = Group | Not | Leaf;

export interface Query {
  /** Null: everything. */
  readonly root: Node | null;
}

/** The leaves in order, each with whether an odd number of nots stands above it. */
export function leavesOf(query: Query): readonly { readonly leaf: Leaf; readonly negated: boolean }[] {
  const leaves: { leaf: Leaf; negated: boolean }[] = [];
  const visit = (node: Node, negated: boolean): void => {
    switch (node.kind) {
      case 'and':
      case 'or':
        for (const child of node.nodes) visit(child, negated);
        break;
      case 'not':
        visit(node.node, !negated);
        break;
      default:
        leaves.push({ leaf: node, negated });
    }
  };
  if (query.root !== null) visit(query.root, false);
  return leaves;
}
