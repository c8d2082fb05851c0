import type { Problem } from '../../../shared/contract.ts';
import { roles as allRoles, type Role } from '../../../shared/model.ts';
import type { FieldName, Filter, Node, Phrase, Query, Word } from '../../../shared/query/ast.ts';
import { joins, queryTerms } from '../../../shared/query/index-terms.ts';
import { textPlaces, type TextPlace } from '../../../shared/query/part-texts.ts';
import { roleMark } from '../index/term-source.ts';
import { expressionOf } from './regex/expression.ts';

/** FTS5 expressions for the words of a query. Terms hold letters, digits and signs beyond ASCII, so that quoting them is enough. */

export type TextLeaf = Word | Phrase;

export function isTextLeaf(node: Node): node is TextLeaf {
  return node.kind === 'word' || node.kind === 'phrase';
}

export interface TextTerms {
  /** What a conversation must have to come into question. */
  readonly conversation: string;
  /** What a message (or a title) has when it has the whole. */
  readonly message: string;
  /** `conversation` says it all. */
  readonly exact: boolean;
  readonly prefix: boolean;
  /** The parts as one item of NEAR. */
  readonly near: string;
}

const quote = (term: string): string => `"${term}"`;
const last = (terms: readonly string[], prefix: boolean): string =>
  terms.map((term, at) => quote(term) + (prefix && at === terms.length - 1 ? '*' : '')).join(' AND ');

/** Null for a text that holds nothing that is indexed. */
export function termsOf(text: string, prefix: boolean): TextTerms | null {
  const { parts, joints, joined, exact } = queryTerms(text);
  if (parts.length === 0) return null;
  const near = quote(parts.join(' ')) + (prefix && parts.length === 1 ? '*' : '');
  const inOrder = joined && joints.length > 0 ? joints : [];
  if (parts.length === 1 || (joined && (exact || prefix))) {
    const conversation = last(inOrder.length > 0 ? inOrder : parts, prefix);
    return { conversation, message: conversation, exact: true, prefix, near };
  }
  if (prefix) {
    // The order of parts is not checked for what is still being typed; what joins the last two goes on with it.
    const end = parts.at(-1) ?? '';
    const before = parts.slice(0, -1);
    const whole = joints.filter((joint) => !joins(joint, before.at(-1) ?? '', end));
    const conversation = last([...before, ...whole, end], true);
    return { conversation, message: conversation, exact: true, prefix, near };
  }
  const conversation = last(joined ? joints : [...parts, ...joints], false);
  const message = [quote(parts.join(' ')), ...joints.map(quote)].join(' AND ');
  return { conversation, message, exact: false, prefix, near };
}

export function leafTerms(leaf: TextLeaf): TextTerms | null {
  return termsOf(leaf.text, leaf.kind === 'word' && leaf.prefix);
}

/** The query without words that hold nothing that is indexed; each of them is a problem. */
export function searchable(query: Query): { readonly root: Node | null; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const prune = (node: Node): Node | null => {
    switch (node.kind) {
      case 'word':
      case 'phrase':
        if (leafTerms(node) !== null) return node;
        problems.push({ from: node.from, to: node.to, message: 'This has no letters, digits or signs that could be searched.' });
        return null;
      case 'not': {
        const inner = prune(node.node);
        return inner === null ? null : { ...node, node: inner };
      }
      case 'and':
      case 'or': {
        const nodes = node.nodes.map(prune).filter((child) => child !== null);
        return nodes.length > 1 ? { ...node, nodes } : (nodes[0] ?? null);
      }
      case 'regex': {
        const expression = expressionOf(node);
        if (typeof expression !== 'string') return node;
        problems.push({ from: node.from, to: node.to, message: expression });
        return null;
      }
      case 'filter':
        return node;
    }
  };
  return { root: query.root === null ? null : prune(query.root), problems };
}

/** The nodes that must all hold: the children of an `and` at the top, or the one node there is. */
export function conjuncts(root: Node | null): readonly Node[] {
  return root === null ? [] : root.kind === 'and' ? root.nodes : [root];
}

/** Where words and phrases count: what `role:` and `in:` at the top say. */
export interface Where {
  /** In messages of these roles; null: of any. Titles and notes are said by nobody. */
  readonly roles: readonly Role[] | null;
  /** In these texts of a message; null: in all. */
  readonly places: readonly TextPlace[] | null;
  readonly title: boolean;
  /** The person's own notes. */
  readonly notes: boolean;
}

export function whereOf(root: Node | null): Where {
  const roles = chosenAtTop(root, 'role');
  const places = chosenAtTop(root, 'in');
  const spoken = roles !== null;
  return {
    roles: roles === null ? null : allRoles.filter((role) => roles.has(role)),
    places: places === null ? null : textPlaces.filter((place) => places.has(place)),
    title: !spoken && (places?.has('title') ?? true),
    notes: !spoken && (places?.has('notes') ?? true),
  };
}

/** Words count wherever they stand. */
export function isAnywhere({ roles, places }: Where): boolean {
  return roles === null && places === null;
}

/** The choices that every filter of the field at the top allows; null: there is none. */
function chosenAtTop(root: Node | null, field: FieldName): ReadonlySet<string> | null {
  const filters = conjuncts(root).filter((node): node is Filter => node.kind === 'filter' && node.field === field);
  const chosen = filters.map(({ values }) => new Set(values.flatMap((value) => (value.kind === 'text' ? [value.text] : []))));
  return chosen.length === 0 ? null : chosen.reduce((left, right) => left.intersection(right));
}

/** A message expression that holds in messages of these roles. */
export function rolesMatch(roles: readonly Role[]): string {
  return roles.length === 0 ? '"\uff20none"' : roles.map((role) => quote(roleMark(role))).join(' OR ');
}

/** A message expression said of where words count; null: they count in no message. */
export function matchWhere(match: string, { roles, places }: Where): string | null {
  if (places?.length === 0) return null;
  const placed = places === null ? match : `{${places.join(' ')}} : (${match})`;
  return roles === null ? placed : `(${placed}) AND (${rolesMatch(roles)})`;
}

/** Groups deeper than this are put together in memory: FTS5's parser has a small stack. */
const deepest = 6;
/** Leaves in one expression. */
const most = 60;

/** True of a word or phrase that the index alone decides. */
export type IsIndexed = (leaf: TextLeaf) => boolean;

/** One expression at the conversation level for the whole of `node`, or null when it cannot be said in one. */
export function conversationMatch(node: Node, indexed: IsIndexed, depth = 0): string | null {
  switch (node.kind) {
    case 'word':
    case 'phrase': {
      const terms = leafTerms(node);
      return terms?.exact === true && indexed(node) ? terms.conversation : null;
    }
    case 'or': {
      if (depth >= deepest || node.nodes.length > most) return null;
      const all = node.nodes.map((child) => conversationMatch(child, indexed, depth + 1));
      return all.includes(null) ? null : all.map((one) => `(${one})`).join(' OR ');
    }
    case 'and': {
      if (depth >= deepest || node.nodes.length > most) return null;
      return andMatch(node.nodes, indexed, depth);
    }
    case 'not':
    case 'regex':
    case 'filter':
      return null;
  }
}

/** The same for nodes that must all hold, `not`s among them; at least one must not be a `not`. */
export function andMatch(nodes: readonly Node[], indexed: IsIndexed, depth = 0): string | null {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  for (const node of nodes) {
    const match = conversationMatch(node.kind === 'not' ? node.node : node, indexed, depth + 1);
    if (match === null) return null;
    (node.kind === 'not' ? unwanted : wanted).push(`(${match})`);
  }
  if (wanted.length === 0) return null;
  return unwanted.reduce((left, right) => `(${left}) NOT ${right}`, wanted.join(' AND '));
}
