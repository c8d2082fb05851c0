import type { Total } from '../../../shared/contract.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import { nearest } from '../../../shared/nearest.ts';
import { leavesOf, type Node } from '../../../shared/query/ast.ts';
import { partsIn } from '../../../shared/query/index-terms.ts';
import { scopeOf } from '../../../shared/query/scope.ts';
import { sql } from '../sql.ts';
import { both, conversationMask, countOf, findConversations, lookedInto, masksByConjunct, ownMatches, within } from './sets.ts';
import type { SearchContext } from './sets.ts';
import { conjuncts, isTextLeaf } from './terms.ts';

/** Why nothing was found: what of a query emptied it, and how its words may have been meant. */

const nodesAtMost = 20;

/** For each word or filter that must hold, what is found when it alone is dropped. */
export function whatEmptied(context: SearchContext, query: string, root: Node | null): Total['without'] {
  const nodes = conjuncts(root);
  if (nodes.length > nodesAtMost) return [];
  const masks = masksByConjunct(context, root);
  return nodes.map((node) => {
    const text = query.slice(node.from, node.to);
    const conversations = saysWhere(node)
      ? countOf(findConversations(context, without(root, node), lookedInto(context, root)))
      : countOf(
          masks.filter((one) => one.node !== node).reduce((left, { mask }) => both(left, mask), within(context, scopeOf(root))),
        );
    return { from: node.from, to: node.to, text, conversations };
  });
}

/** Dropping it changes what the words beside it find. */
function saysWhere(node: Node): boolean {
  return node.kind === 'filter' && (node.field === 'in' || node.field === 'role');
}

function without(root: Node | null, dropped: Node): Node | null {
  if (root?.kind !== 'and') return null;
  return { ...root, nodes: root.nodes.filter((node) => node !== dropped) };
}

const wordsAtMost = 10;
const shortest = 3;
const longest = 40;
/** Words of the vocabulary that are compared with one. */
const comparedAtMost = 20_000;
/** Letters that a first one may have been. */
const letters = 'abcdefghijklmnopqrstuvwxyz';
/** The greatest character. */
const end = '\u{10ffff}';
/** Of a joint: what joined two parts, in full width. */
const isJoint = /[\uff01-\uff5e]/;

/** Words that no conversation has, each with the nearest that some have: by edits, then by how many have it. */
export function nearestWords(context: SearchContext, query: string, root: Node | null): Total['nearest'] {
  const found: Total['nearest'][number][] = [];
  const wanted = leavesOf({ root }).flatMap(({ leaf, negated }) => (!negated && isTextLeaf(leaf) ? [leaf] : []));
  let looked = 0;
  for (const leaf of wanted) {
    const begin = leaf.from + query.slice(leaf.from, leaf.to).indexOf(leaf.text);
    if (begin < leaf.from || ownMatches(context, leaf, 'any').length > 0) continue;
    const parts = partsIn(leaf.text);
    for (const [at, { term, from, to }] of parts.entries()) {
      if (term.length < shortest || term.length > longest || isJoint.test(term)) continue;
      const open = leaf.kind === 'word' && leaf.prefix && at === parts.length - 1;
      if (isThere(context, open ? `"${term}"*` : `"${term}"`)) continue;
      if (++looked > wordsAtMost) return found;
      const instead = nearestTo(context, term);
      if (instead === null) continue;
      const conversations = countOf(both(conversationMask(context, `"${instead}"`), lookedInto(context, root)));
      if (conversations === 0) continue;
      found.push({ from: begin + from, to: begin + to, text: leaf.text.slice(from, to), instead, conversations });
    }
  }
  return found;
}

function isThere({ db }: SearchContext, match: string): boolean {
  return db.get(sql`select 1 from ix.ft_conversation where ft_conversation match ${match} limit 1`) !== undefined;
}

/** The word of the archive that was probably meant by one that is not in it. */
function nearestTo(context: SearchContext, term: string): string | null {
  const [first = '', second = '', third = ''] = term;
  // The first two letters are right, swapped, or one too many; only the first is right; it was left out, or is another.
  const guesses = [
    [first + second, second + first, second + third],
    [first],
    Array.from(letters, (letter) => [letter + first + second, letter + second + third]).flat(),
  ];
  for (const beginnings of guesses) {
    const close = nearest(term, vocabulary(context, term, beginnings));
    if (close !== null) return close;
  }
  return null;
}

/** Words of the archive that begin so and are about as long, those that most conversations have first. */
function vocabulary({ db, stopped }: SearchContext, term: string, beginnings: readonly string[]): readonly string[] {
  db.exec('create virtual table if not exists temp.vocabulary using fts5vocab(ix, ft_conversation, row)');
  const words: { readonly term: string; readonly doc: number }[] = [];
  for (const beginning of new Set(beginnings)) {
    if (stopped()) throw new ArchiveError('Cancelled', 'Cancelled.');
    words.push(
      ...db.all<{ term: string; doc: number }>(sql`
        select term, doc from temp.vocabulary
        where term >= ${beginning} and term < ${beginning + end} and length(term) between ${term.length - 2} and ${term.length + 2}
        limit ${comparedAtMost}`),
    );
  }
  return words
    .filter((word) => !isJoint.test(word.term))
    .sort((left, right) => right.doc - left.doc || (left.term < right.term ? -1 : 1))
    .slice(0, comparedAtMost)
    .map((word) => word.term);
}
