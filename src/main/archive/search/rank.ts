import { leavesOf, type Node } from '../../../shared/query/ast.ts';
import type { Mask } from './filters.ts';
import { eachMessage, estimateMessages, ownMatches, rowsHeld, scanMessages, titleMatch, type SearchContext } from './sets.ts';
import { conjuncts, leafTerms, matchWhere, whereOf, type TextLeaf, type TextTerms } from './terms.ts';
import { sql } from '../sql.ts';

/** How the words of a query are asked of messages. Each is null when it says nothing, or would cost too much. */
export interface MessageMatches {
  /** The words stand close together. */
  readonly near: string | null;
  /** All that must be there is in one message. */
  readonly all: string | null;
  /** A beginning of words is among them: FTS5 gathers all its words before it gives the first, however short the range. */
  readonly prefix: boolean;
  /** A beginning that many conversations have was left out of them. */
  readonly wide: boolean;
  /** What is asked for passages, the best first: nothing with a beginning of words is among them. */
  readonly plain: readonly PlainMatch[];
  /** Messages that have one of the beginnings. */
  readonly begun: string | null;
}

export interface PlainMatch {
  readonly match: string;
  /**
   * More than one term must meet in a message. FTS5 looks for their first meeting from the beginning of the table before it goes to the
   * range that was asked for (3 ms a conversation at 1,000,000 messages), so the messages are asked for once, for all conversations.
   */
  readonly meets: boolean;
  /** Any of several words will do, in whichever message: a short conversation is read faster than asked. */
  readonly either: boolean;
}

/** Conversations that may have a beginning of words for it to take part in ranking and passages. */
export const prefixAtMost = 5000;
/** Messages that may have all the words; beyond, that they have says nothing. */
export const evidenceAtMost = rowsHeld;
const closeTogether = 10;
const leavesAtMost = 100;

/** The message expressions for what a query wants (what it excludes is no matter here). */
export function messageMatches(context: SearchContext, root: Node | null): MessageMatches {
  const where = whereOf(root);
  if (where.places?.length === 0) return nothingInMessages;
  const said = (match: string): string => matchWhere(match, where) ?? match;
  const plain: TextTerms[] = [];
  const begun: TextTerms[] = [];
  let wide = false;
  for (const leaf of wantedLeaves(root)) {
    const terms = leafTerms(leaf);
    if (terms === null) continue;
    if (!terms.prefix) plain.push(terms);
    else if (conversationsWith(context, terms.conversation) <= prefixAtMost) begun.push(terms);
    else wide = true;
  }
  const all = allMatch(root, new Set([...plain, ...begun].map(({ message }) => message)));
  const plainAll = allMatch(root, new Set(plain.map(({ message }) => message)));
  const close = (among: readonly TextTerms[]): string | null => {
    const top = new Set(
      conjuncts(root).flatMap((node) => (node.kind === 'word' || node.kind === 'phrase' ? [leafTerms(node)?.message] : [])),
    );
    const items = among.filter(({ message }) => top.has(message)).map(({ near }) => near);
    return items.length < 2 ? null : `NEAR(${items.join(' ')}, ${closeTogether})`;
  };
  const near = close([...plain, ...begun]);
  const any = plain.length < 2 ? null : plain.map(({ message }) => `(${message})`).join(' OR ');
  return {
    near: near === null ? null : said(near),
    all: all === null ? null : said(all),
    prefix: begun.length > 0,
    wide,
    plain: [
      ...[close(plain), plainAll]
        .filter((match) => match !== null)
        .map((match) => ({ match: said(match), meets: /\s/.test(said(match)), either: false })),
      ...(any === null ? [] : [{ match: said(any), meets: said(any) !== any, either: said(any) === any }]),
    ],
    begun: begun.length === 0 ? null : said(begun.map(({ message }) => `(${message})`).join(' OR ')),
  };
}

/** For what no message is asked. */
export const nothingInMessages: MessageMatches = { near: null, all: null, prefix: false, wide: false, plain: [], begun: null };

/** Words and phrases that are not excluded. */
export function wantedLeaves(root: Node | null): readonly TextLeaf[] {
  const leaves: TextLeaf[] = [];
  const visit = (node: Node): void => {
    if (node.kind === 'word' || node.kind === 'phrase') leaves.push(node);
    else if (node.kind === 'and' || node.kind === 'or') node.nodes.forEach(visit);
  };
  if (root !== null) visit(root);
  return leaves.slice(0, leavesAtMost);
}

/** Messages that have any of what is wanted. */
export interface AnyMatch {
  readonly match: string;
  /** A beginning of words is among them. */
  readonly prefix: boolean;
  /** FTS5 gives the first of a range at once: no words have to meet, nor is a beginning gathered. */
  readonly seeks: boolean;
}

/** Null: nothing that is wanted can be in a message; `read`: the index cannot say. */
export function anyMatch(root: Node | null): AnyMatch | 'read' | null {
  if (leavesOf({ root }).some(({ leaf, negated }) => leaf.kind === 'regex' && !negated)) return 'read';
  const terms = wantedLeaves(root).flatMap((leaf) => leafTerms(leaf) ?? []);
  const any = terms.map(({ message }) => `(${message})`).join(' OR ');
  const match = any === '' ? null : matchWhere(any, whereOf(root));
  if (match === null) return null;
  const prefix = terms.some((term) => term.prefix);
  return { match, prefix, seeks: !prefix && match === any && terms.every(({ message }) => !/\s/.test(message)) };
}

/** Everything that is wanted in one message, as far as it is among `usable`. */
function allMatch(node: Node | null, usable: ReadonlySet<string>): string | null {
  if (node === null) return null;
  if (node.kind === 'word' || node.kind === 'phrase') {
    const message = leafTerms(node)?.message;
    return message !== undefined && usable.has(message) ? message : null;
  }
  if (node.kind !== 'and' && node.kind !== 'or') return null;
  const matches = node.nodes
    .slice(0, leavesAtMost)
    .map((child) => allMatch(child, usable))
    .filter((match) => match !== null);
  const [only] = matches;
  if (only === undefined || matches.length === 1) return only ?? null;
  return matches.map((match) => `(${match})`).join(node.kind === 'and' ? ' AND ' : ' OR ');
}

/** Messages of live conversations that match, in order of id: the first 200,000. */
export function messageRows(context: SearchContext, match: string, prefix: boolean): Float64Array {
  const rows: number[] = [];
  eachMessage(context, match, prefix, (_id, message) => rows.push(message) < evidenceAtMost);
  return Float64Array.from(rows);
}

export function conversationsWith({ db }: SearchContext, match: string): number {
  return (
    db.get<{ count: number }>(sql`select count(*) as count from ix.ft_conversation where ft_conversation match ${match}`)
      ?.count ?? 0
  );
}

/** Points of a conversation: each kind of evidence saturates, so that no single one drowns the others. */
export function scores(context: SearchContext, root: Node | null, { near, all, prefix }: MessageMatches): Float32Array {
  const result = new Float32Array(context.columns.size);
  const words = conjuncts(root).flatMap((node) => (node.kind === 'word' || node.kind === 'phrase' ? [leafTerms(node)] : []));
  const asked = words.filter((terms) => terms !== null).slice(0, 50);
  if (asked.length > 0 && whereOf(root).title) {
    const inTitle = asked.map(({ message }) => `(${message})`);
    add(result, titleMatch(context, inTitle.join(' AND ')), 10);
    if (inTitle.length > 1) add(result, titleMatch(context, inTitle.join(' OR ')), 2);
    addOwnTitles(context, result, root);
  }
  if (all !== null) {
    const together = evidence(context, all, prefix);
    if (together !== null) {
      saturate(result, together, 4, 3);
      const close = near === null ? null : evidence(context, near, prefix);
      if (close !== null) saturate(result, close, 6, 2);
    }
  }
  return result;
}

/** A title of the person's own counts as much as the provider's. */
function addOwnTitles(context: SearchContext, points: Float32Array, root: Node | null): void {
  if (context.columns.own.size === 0) return;
  const words = conjuncts(root).filter((node) => node.kind === 'word' || node.kind === 'phrase');
  const found = new Map<number, number>();
  for (const word of words) for (const id of ownMatches(context, word, 'title')) found.set(id, (found.get(id) ?? 0) + 1);
  for (const [id, count] of found) points[id] = (points[id] ?? 0) + (count === words.length ? 10 : 2);
}

/** Messages per conversation that match; null when too many do, which samples tell for most. */
function evidence(context: SearchContext, match: string, prefix: boolean): Uint32Array | null {
  if (!prefix && !context.scans.has(match) && estimateMessages(context, match) > 2 * evidenceAtMost) {
    context.many.add(match);
    return null;
  }
  const { counts, found } = scanMessages(context, match, prefix, evidenceAtMost);
  return found <= evidenceAtMost ? counts : null;
}

function add(points: Float32Array, mask: Mask, by: number): void {
  for (let id = 0; id < mask.length; id++) if (mask[id] === 1) points[id] = (points[id] ?? 0) + by;
}

function saturate(points: Float32Array, counts: Uint32Array, most: number, half: number): void {
  for (let id = 0; id < counts.length; id++) {
    const count = counts[id] ?? 0;
    if (count > 0) points[id] = (points[id] ?? 0) + (most * count) / (count + half);
  }
}
