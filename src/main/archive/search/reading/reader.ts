import type { Reading } from '../../../../shared/contract.ts';
import type { Node } from '../../../../shared/query/ast.ts';
import type { Mask } from '../filters.ts';
import { Lately } from '../lately.ts';
import { both, lookedInto, type SearchContext } from '../sets.ts';
import { conjuncts } from '../terms.ts';
import { isRead, leavesRead } from './leaves.ts';
import { Reads } from './reads.ts';
import { hasExpression, Rest } from './rest.ts';
import type { Unindexed } from './unindexed.ts';

/** Milliseconds of reading in one answer. The first is given as soon as the index has spoken. */
const sliceOfFirst = 30;
const slice = 150;
/** Queries whose reading is held; a query that narrows another by filters shares what was read for it. */
const readsHeld = 6;
const restsHeld = 16;

/** What is known of a query of which some is read. */
export interface FoundSoFar {
  readonly mask: Mask;
  readonly reading: Reading | null;
  /** The same as long as nothing more was read. */
  readonly stamp: number;
  readonly rest: Rest;
}

/** Reads what the index cannot answer, a slice at a time. */
export class RestReader {
  readonly #context: SearchContext;
  readonly #unindexed: Unindexed;
  readonly #reads = new Lately<Reads>(readsHeld);
  readonly #rests = new Lately<Rest>(restsHeld);
  readonly #masks = new WeakMap<Rest, { readonly stamp: number; readonly mask: Mask }>();

  constructor(context: SearchContext, unindexed: Unindexed) {
    this.#context = context;
    this.#unindexed = unindexed;
  }

  /**
   * Null: the index can answer it all.
   *
   * @param key the same as long as query and archive are
   */
  restOf(key: string, root: Node | null): Rest | null {
    if (root === null || !this.#isRead(root)) return null;
    return this.#rests.get(key, () => {
      const leaves = leavesRead(root);
      return this.#rest(
        root,
        this.#reads.get(leaves.key, () => new Reads(leaves)),
      );
    });
  }

  /** Reads on for this query, or for `wider`, which needs all that it does. */
  readOn(rest: Rest, wider: Rest = rest, toEnd = false): FoundSoFar {
    for (let left = wider.reading; left !== null; left = wider.reading) {
      wider.read(performance.now() + (rest.reads.version === 0 ? sliceOfFirst : slice));
      if (!toEnd) break;
    }
    const stamp = rest.reads.version;
    const known = this.#masks.get(rest);
    const mask = known?.stamp === stamp ? known.mask : both(lookedInto(this.#context, rest.root), rest.found());
    this.#masks.set(rest, { stamp, mask });
    return { mask, reading: wider.reading, stamp, rest };
  }

  /** How many a query would find without one of the nodes that must hold; null where that was not read. */
  countWithout(rest: Rest, node: Node): number | null {
    const nodes = conjuncts(rest.root).filter((one) => one !== node);
    const [only] = nodes;
    const saysWhere = node.kind === 'filter' && (node.field === 'in' || node.field === 'role');
    if (only === undefined || saysWhere) return null;
    const { from, to } = rest.root;
    const other = this.#rest(nodes.length === 1 ? only : { kind: 'and', nodes, from, to }, rest.reads);
    if (other.reading !== null) return null;
    let count = 0;
    for (const one of both(lookedInto(this.#context, rest.root), other.found())) count += one;
    return count;
  }

  #rest(root: Node, reads: Reads): Rest {
    return new Rest(this.#context, root, reads, this.#unindexed.all ? 'all' : this.#unindexed.mask);
  }

  #isRead(root: Node): boolean {
    return hasExpression(root) || ((this.#unindexed.all || this.#unindexed.mask !== null) && hasTexts(root));
  }
}

function hasTexts(node: Node): boolean {
  if (node.kind === 'and' || node.kind === 'or') return node.nodes.some(hasTexts);
  return node.kind === 'not' ? hasTexts(node.node) : isRead(node);
}
