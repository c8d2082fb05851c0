import type { Filter, Node, Regex } from '../../../../shared/query/ast.ts';
import { expressionOf, type Expression } from '../regex/expression.ts';
import { whereOf, type TextLeaf, type Where } from '../terms.ts';
import type { Role } from '../../../../shared/model.ts';
import { wantedTerms, type WantedTerms } from './wanted-terms.ts';

/** What of a query is looked for in the texts of a conversation, in place of asking the index. */
export type Sought =
  | { readonly kind: 'terms'; readonly wanted: WantedTerms }
  | { readonly kind: 'title'; readonly anyOf: readonly WantedTerms[] }
  | { readonly kind: 'role'; readonly roles: readonly Role[] }
  | { readonly kind: 'expression'; readonly expression: Expression };

export type ReadLeaf = TextLeaf | Regex | Filter;

/** Everything of a query that is decided by reading, each once. */
export interface Leaves {
  readonly where: Where;
  readonly sought: readonly Sought[];
  /** The same for the same leaves, whatever filters stand beside them. */
  readonly key: string;
  readonly placeOf: (leaf: ReadLeaf) => number;
}

/** True of what texts decide: not of filters that look at what is known of a conversation as a whole. */
export function isRead(node: Node): node is ReadLeaf {
  if (node.kind === 'filter') return node.field === 'title' || node.field === 'role';
  return node.kind === 'word' || node.kind === 'phrase' || node.kind === 'regex';
}

export function leavesRead(root: Node): Leaves {
  const keys = new Map<string, Sought>();
  const visit = (node: Node): void => {
    if (node.kind === 'and' || node.kind === 'or') node.nodes.forEach(visit);
    else if (node.kind === 'not') visit(node.node);
    else if (isRead(node)) keys.set(keyOf(node), soughtBy(node));
  };
  visit(root);
  const sorted = [...keys.keys()].sort();
  const places = new Map(sorted.map((key, at) => [key, at]));
  const where = whereOf(root);
  return {
    where,
    sought: sorted.flatMap((key) => keys.get(key) ?? []),
    key: JSON.stringify([where, sorted]),
    placeOf: (leaf) => places.get(keyOf(leaf)) ?? -1,
  };
}

function keyOf(leaf: ReadLeaf): string {
  switch (leaf.kind) {
    case 'word':
      return `word ${leaf.prefix} ${leaf.text}`;
    case 'phrase':
      return `word false ${leaf.text}`;
    case 'regex':
      return `regex ${leaf.flags}/${leaf.text}`;
    case 'filter':
      return `${leaf.field} ${JSON.stringify(leaf.values)}`;
  }
}

function soughtBy(leaf: ReadLeaf): Sought {
  switch (leaf.kind) {
    case 'word':
    case 'phrase':
      return { kind: 'terms', wanted: wantedTerms(leaf.text, leaf.kind === 'word' && leaf.prefix) ?? never };
    case 'regex': {
      const expression = expressionOf(leaf);
      return typeof expression === 'string' ? { kind: 'terms', wanted: never } : { kind: 'expression', expression };
    }
    case 'filter':
      return leaf.field === 'role'
        ? { kind: 'role', roles: whereOf(leaf).roles ?? [] }
        : {
            kind: 'title',
            anyOf: leaf.values.flatMap((value) => (value.kind === 'text' ? (wantedTerms(value.text, value.prefix) ?? []) : [])),
          };
  }
}

/** Something that no text has. */
const never: WantedTerms = { terms: ['\u0000'], prefix: false, inOrder: null };
