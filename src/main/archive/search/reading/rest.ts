import type { Reading } from '../../../../shared/contract.ts';
import { leavesOf, type Filter, type Node, type Regex } from '../../../../shared/query/ast.ts';
import { filterMask, type Mask } from '../filters.ts';
import { expressionOf } from '../regex/expression.ts';
import { both, conversationMask, countOf, either, indexMask, lookedInto, ownMatches, type SearchContext } from '../sets.ts';
import { leafTerms, type TextLeaf, type Where } from '../terms.ts';
import { isRead, type ReadLeaf } from './leaves.ts';
import type { Reads } from './reads.ts';

/** What is surely found, and what may be as far as is known. */
interface Known {
  readonly yes: Mask;
  readonly maybe: Mask;
}

/** True when the index alone cannot answer: an expression stands in the query. */
export function hasExpression(root: Node | null): boolean {
  return root !== null && leavesOf({ root }).some(({ leaf }) => leaf.kind === 'regex');
}

/**
 * A query of which some is read: expressions, and everything of conversations that the index cannot speak for. What was not read yet is
 * neither found nor excluded. Holds what the index and the filters say, for as long as the archive stays as it is.
 */
export class Rest {
  readonly reads: Reads;
  readonly #context: SearchContext;
  readonly root: Node;
  readonly #unindexed: Mask | null;
  readonly #asksIndex: boolean;
  readonly #groups = new Map<Node, Node>();
  readonly #byIndex = new Map<Node, Mask>();
  readonly #byOwn = new Map<Node, Mask>();
  readonly #byWords = new Map<Node, Mask | null>();
  /** What must be read for this query, the newest first, and how far it was. */
  readonly #due: Uint32Array;
  readonly #needed: Mask;
  #at = 0;

  /** @param unindexed conversations that are read whole; null: none, `all`: every one */
  constructor(context: SearchContext, root: Node, reads: Reads, unindexed: Mask | 'all' | null) {
    this.#context = context;
    this.root = root;
    this.reads = reads;
    this.#unindexed = unindexed === 'all' ? this.#live() : unindexed;
    this.#asksIndex = unindexed !== 'all';
    const { yes, maybe } = this.#known(root, false);
    const needed = lookedInto(context, root);
    for (let id = 0; id < needed.length; id++) if (maybe[id] === 0 || yes[id] === 1) needed[id] = 0;
    this.#needed = needed;
    const due = new Uint32Array(countOf(needed));
    let at = due.length;
    for (const id of context.columns.byTime()) if (needed[id] === 1) due[--at] = id;
    this.#due = due;
  }

  /** Reads on. @param until of performance.now() */
  read(until: number): void {
    this.#at = this.reads.read(this.#context, this.#due, this.#at, until);
  }

  /** Null: everything that this query needs is read. */
  get reading(): Reading | null {
    const of = this.#due.length;
    if (of === 0 || this.#at >= of) return null;
    const done = countOf(this.reads.among(this.#context.columns, this.#needed));
    return done >= of ? null : { done, of };
  }

  /** What is found by what is known so far. */
  found(node: Node = this.root): Mask {
    return this.#known(node, true).yes;
  }

  /** @param withReads false: as if nothing had been read */
  #known(node: Node, withReads: boolean): Known {
    const unindexed = this.#unindexed;
    if (!this.#asksIndex) return this.#inTexts(node, withReads);
    const indexed = this.#inIndex(node, withReads);
    if (unindexed === null) return indexed;
    const read = this.#inTexts(node, withReads);
    return { yes: chosen(unindexed, read.yes, indexed.yes), maybe: chosen(unindexed, read.maybe, indexed.maybe) };
  }

  /** As the index has it, but for expressions. */
  #inIndex(node: Node, withReads: boolean): Known {
    if (!hasExpression(node)) {
      return certain(this.#asked(node));
    }
    switch (node.kind) {
      case 'and': {
        const plain = node.nodes.filter((child) => !hasExpression(child));
        const rest = node.nodes.filter((child) => hasExpression(child)).map((child) => this.#inIndex(child, withReads));
        if (plain.length === 0) return allOf(rest);
        return allOf([certain(this.#asked(this.#together(node, plain))), ...rest]);
      }
      case 'or':
        return anyOf(node.nodes.map((child) => this.#inIndex(child, withReads)));
      case 'not':
        return opposite(this.#live(), this.#inIndex(node.node, withReads));
      case 'regex':
        return this.#expression(node, withReads, this.#worded(node));
      default:
        return certain(this.#live());
    }
  }

  /** As it is read in the texts themselves. */
  #inTexts(node: Node, withReads: boolean): Known {
    switch (node.kind) {
      case 'and':
        return allOf(node.nodes.map((child) => this.#inTexts(child, withReads)));
      case 'or':
        return anyOf(node.nodes.map((child) => this.#inTexts(child, withReads)));
      case 'not':
        return opposite(this.#live(), this.#inTexts(node.node, withReads));
      case 'regex':
        return this.#expression(node, withReads, null);
      case 'word':
      case 'phrase':
        return this.#leaf(node, withReads, this.#own(node));
      case 'filter': {
        if (node.field === 'in') return certain(this.#live());
        if (isRead(node)) return this.#leaf(node, withReads, this.#own(node));
        return certain(this.#filtered(node));
      }
    }
  }

  #expression(node: Regex, withReads: boolean, worded: Mask | null): Known {
    const { yes, maybe } = this.#leaf(node, withReads, this.#own(node));
    if (worded === null) return { yes, maybe };
    // What has not all of its words is not read; the person's own titles and notes are known.
    return { yes, maybe: maybe.map((one, id) => (one === 1 && (yes[id] === 1 || worded[id] === 1) ? 1 : 0)) };
  }

  #leaf(leaf: ReadLeaf, withReads: boolean, own: Mask | null): Known {
    const { columns } = this.#context;
    const place = this.reads.leaves.placeOf(leaf);
    const yes = new Uint8Array(columns.size);
    const maybe = new Uint8Array(columns.size);
    for (let id = 0; id < columns.size; id++) {
      if (columns.live[id] !== 1) continue;
      const isKnown = withReads && this.reads.isRead(columns, id);
      const found = own?.[id] === 1 || (isKnown && this.reads.has(id, place));
      if (found) yes[id] = 1;
      if (found || !isKnown) maybe[id] = 1;
    }
    return { yes, maybe };
  }

  #asked(node: Node): Mask {
    return held(this.#byIndex, node, () => indexMask(this.#context, node, this.reads.leaves.where)).slice();
  }

  #filtered(node: Filter): Mask {
    return held(this.#byIndex, node, () => filterMask(this.#context.db, this.#context.columns, node)).slice();
  }

  /** Nodes of a group that are asked together, the same object each time. */
  #together(group: Node, nodes: readonly Node[]): Node {
    const known = this.#groups.get(group);
    if (known !== undefined) return known;
    const [only] = nodes;
    const made: Node = nodes.length === 1 && only !== undefined ? only : { kind: 'and', nodes, from: group.from, to: group.to };
    this.#groups.set(group, made);
    return made;
  }

  /** Conversations that have the words that an expression needs; null: it needs none. */
  #worded(node: Regex): Mask | null {
    return held(this.#byWords, node, () => {
      const expression = expressionOf(node);
      if (typeof expression === 'string') return null;
      const words = expression.words
        .slice(0, wordsAsked)
        .flatMap((text) => leafTerms({ kind: 'word', text, prefix: false, from: 0, to: 0 })?.conversation ?? []);
      return words.length === 0 ? null : conversationMask(this.#context, words.map((match) => `(${match})`).join(' AND '));
    });
  }

  /** Where the person's own title or note has it; null: nowhere. */
  #own(leaf: ReadLeaf): Mask | null {
    const { columns } = this.#context;
    if (columns.own.size === 0) return null;
    return held(this.#byOwn, leaf, () => {
      const mask = new Uint8Array(columns.size);
      for (const id of this.#ownOf(leaf, this.reads.leaves.where)) mask[id] = 1;
      return mask;
    });
  }

  #ownOf(leaf: ReadLeaf, { title, notes }: Where): readonly number[] {
    const { columns } = this.#context;
    switch (leaf.kind) {
      case 'word':
      case 'phrase':
        return this.#ownWords(leaf, title, notes);
      case 'regex': {
        const expression = expressionOf(leaf);
        if (typeof expression === 'string') return [];
        const has = (text: string | null): boolean => text !== null && text !== '' && expression.test(text);
        return [...columns.own].flatMap(([id, own]) =>
          columns.live[id] === 1 && ((title && has(own.title)) || (notes && has(own.note))) ? [id] : [],
        );
      }
      case 'filter':
        if (leaf.field !== 'title') return [];
        return leaf.values.flatMap((value) =>
          value.kind === 'text'
            ? this.#ownWords({ kind: 'word', text: value.text, prefix: value.prefix, from: 0, to: 0 }, true, false)
            : [],
        );
    }
  }

  #ownWords(leaf: TextLeaf, title: boolean, notes: boolean): readonly number[] {
    return [
      ...(title ? ownMatches(this.#context, leaf, 'title') : []),
      ...(notes ? ownMatches(this.#context, leaf, 'note') : []),
    ];
  }

  #live(): Mask {
    return this.#context.columns.live.slice(0, this.#context.columns.size);
  }
}

/** Words of an expression that the index is asked for. */
const wordsAsked = 8;

function held<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

function certain(mask: Mask): Known {
  return { yes: mask, maybe: mask.slice() };
}

function allOf(known: readonly Known[]): Known {
  return known.reduce((left, right) => ({ yes: both(left.yes, right.yes), maybe: both(left.maybe, right.maybe) }));
}

function anyOf(known: readonly Known[]): Known {
  return known.reduce((left, right) => ({ yes: either(left.yes, right.yes), maybe: either(left.maybe, right.maybe) }));
}

function opposite(live: Mask, { yes, maybe }: Known): Known {
  return {
    yes: live.map((one, id) => one & (maybe[id] === 1 ? 0 : 1)),
    maybe: live.map((one, id) => one & (yes[id] === 1 ? 0 : 1)),
  };
}

function chosen(which: Mask, there: Mask, elsewhere: Mask): Mask {
  return which.map((one, id) => (one === 1 ? (there[id] ?? 0) : (elsewhere[id] ?? 0)));
}
