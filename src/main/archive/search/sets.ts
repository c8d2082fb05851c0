import { ArchiveError } from '../../../shared/errors.ts';
import type { Filter, Node } from '../../../shared/query/ast.ts';
import { needlesOf } from '../../../shared/query/needles.ts';
import { scopeOf, type Scope } from '../../../shared/query/scope.ts';
import type { Columns } from './columns.ts';
import { filterMask, type Mask } from './filters.ts';
import {
  andMatch,
  conjuncts,
  conversationMatch,
  type IsIndexed,
  isAnywhere,
  leafTerms,
  matchWhere,
  rolesMatch,
  termsOf,
  whereOf,
  type TextLeaf,
  type Where,
} from './terms.ts';
import { flag } from './columns.ts';
import type { OwnPlace } from './own-words.ts';
import { sql, type Db } from '../sql.ts';

/** What every step of a search looks at. `stopped` says that nobody waits for the answer any more. */
export interface SearchContext {
  readonly db: Db;
  readonly columns: Columns;
  readonly stopped: () => boolean;
  /** Scans of this answer, by what was asked of messages: a phrase both decides what is found and ranks it. */
  readonly scans: Map<string, Scan>;
  /** What so many messages have that they were not looked for. */
  readonly many: Set<string>;
  /** Likewise what was found among the person's own titles and notes. */
  readonly own: Map<string, readonly number[]>;
  /** Whether the index has the words of a conversation as they are now. */
  readonly isIndexed: (id: number) => boolean;
  /** What answers in place of the index, when some of the query is read in the conversations themselves. */
  readonly rest?: { readonly found: (node: Node) => Mask } | undefined;
}

/** How many messages of each conversation match, and of all together. */
export interface Scan {
  readonly counts: Uint32Array;
  readonly found: number;
  /** The messages, in order of id; null when there are more than `rowsHeld`. */
  readonly rows: Float64Array | null;
}

/** Messages of a match that are held together. */
export const rowsHeld = 200_000;

/** The conversations that a query finds. */
export function findConversations(context: SearchContext, root: Node | null, all = lookedInto(context, root)): Mask {
  return root === null ? all : both(all, maskOf(context, root, whereOf(root)));
}

/** Everything a query looks into: not the trash, nor what the person archived, unless it asks for them. */
export function lookedInto(context: SearchContext, root: Node | null): Mask {
  return within(context, scopeOf(root));
}

export function within({ columns }: SearchContext, scope: Scope): Mask {
  const mask = columns.live.slice(0, columns.size);
  const leftOut = (scope.trash ? 0 : flag.trashed) | (scope.archived ? 0 : flag.archivedHere);
  if (leftOut === 0) return mask;
  for (let id = 0; id < columns.size; id++) if (((columns.flags[id] ?? 0) & leftOut) !== 0) mask[id] = 0;
  return mask;
}

export function countOf(mask: Mask): number {
  let count = 0;
  for (const one of mask) count += one;
  return count;
}

function maskOf(context: SearchContext, node: Node, where: Where): Mask {
  return context.rest?.found(node) ?? indexMask(context, node, where);
}

/** What the index and the columns say. Expressions are not for them: they hold everywhere here. */
export function indexMask(context: SearchContext, node: Node, where: Where): Mask {
  if (context.stopped()) throw new ArchiveError('Cancelled', 'Cancelled.');
  const match = isAnywhere(where) ? conversationMatch(node, only(context)) : null;
  if (match !== null) return conversationMask(context, match);
  switch (node.kind) {
    case 'word':
    case 'phrase':
      return textMask(context, node, where);
    case 'regex':
      return context.columns.live.slice(0, context.columns.size);
    case 'filter':
      if (node.field === 'in') return context.columns.live.slice(0, context.columns.size);
      return node.field === 'title'
        ? titleMask(context, node)
        : node.field === 'role'
          ? roleMask(context, node)
          : filterMask(context.db, context.columns, node);
    case 'not':
      return without(context.columns.live.slice(0, context.columns.size), indexMask(context, node.node, where));
    case 'or':
      return node.nodes.map((child) => indexMask(context, child, where)).reduce((left, right) => either(left, right));
    case 'and':
      return allOf(context, node.nodes, where);
  }
}

/** What one expression can say is asked at once, in groups; the rest is cut out of it one by one. */
function allOf(context: SearchContext, nodes: readonly Node[], where: Where): Mask {
  const indexed = only(context);
  const sayable = isAnywhere(where)
    ? nodes.filter((node) => conversationMatch(node.kind === 'not' ? node.node : node, indexed) !== null)
    : [];
  const wanted = sayable.filter((node) => node.kind !== 'not');
  const masks: Mask[] = [];
  // Words that are there are there in a message of the role.
  const implied = where.roles !== null && nodes.some(({ kind }) => kind === 'word' || kind === 'phrase');
  let rest = nodes.filter((node) => !(implied && node.kind === 'filter' && node.field === 'role'));
  if (wanted.length > 0) {
    rest = rest.filter((node) => !sayable.includes(node));
    const unwanted = sayable.filter((node) => node.kind === 'not');
    for (let at = 0; at < wanted.length; at += atOnce) {
      const match = andMatch([...wanted.slice(at, at + atOnce), ...(at === 0 ? unwanted.slice(0, atOnce) : [])], indexed);
      if (match !== null) masks.push(conversationMask(context, match));
    }
    rest = [...rest, ...unwanted.slice(atOnce)];
  }
  // Filters cost little, phrases much.
  const ordered = [...rest.filter(({ kind }) => kind === 'filter'), ...rest.filter(({ kind }) => kind !== 'filter')];
  let result = masks.reduce<Mask | null>((left, right) => (left === null ? right : both(left, right)), null);
  for (const node of ordered) {
    if (result !== null && !result.includes(1)) return result;
    const mask = indexMask(context, node, where);
    result = result === null ? mask : both(result, mask);
  }
  return result ?? context.columns.live.slice(0, context.columns.size);
}

const atOnce = 50;

/** The live conversations that an expression holds in. */
export function conversationMask({ db, columns }: SearchContext, match: string): Mask {
  const found = db.get<{ ids: string }>(sql`
    select json_group_array(rowid) as ids from ix.ft_conversation where ft_conversation match ${match}`);
  return maskOfIds(columns, found?.ids);
}

function maskOfIds(columns: Columns, json: string | undefined): Mask {
  const mask = new Uint8Array(columns.size);
  for (const id of numbersIn(json)) if (columns.live[id] === 1) mask[id] = 1;
  return mask;
}

export function numbersIn(json: string | undefined): readonly number[] {
  const list: readonly number[] = JSON.parse(json ?? '[]');
  return list;
}

/** The leaves that the index alone decides: none of the person's own titles and notes has them. */
function only(context: SearchContext): IsIndexed {
  return (leaf) => ownMatches(context, leaf, 'any').length === 0;
}

/** Conversations whose own title or note (given by the person; they are not in the index) has the word or phrase. */
export function ownMatches({ columns, own }: SearchContext, leaf: TextLeaf, where: OwnPlace): readonly number[] {
  if (columns.own.size === 0) return [];
  const key = `${where} ${leaf.kind} ${leaf.kind === 'word' && leaf.prefix} ${leaf.text}`;
  const known = own.get(key);
  if (known !== undefined) return known;
  const [needle] = needlesOf({ root: leaf }, 'text');
  const found: number[] = [];
  if (needle !== undefined)
    for (const [id, words] of columns.own) if (columns.live[id] === 1 && words.has(needle, where)) found.push(id);
  own.set(key, found);
  return found;
}

/** A word or phrase that the conversation level cannot decide. */
function textMask(context: SearchContext, leaf: TextLeaf, where: Where): Mask {
  const mask = new Uint8Array(context.columns.size);
  const terms = leafTerms(leaf);
  if (terms === null) return mask;
  if (where.title) for (const id of ownMatches(context, leaf, 'title')) mask[id] = 1;
  if (where.notes) for (const id of ownMatches(context, leaf, 'note')) mask[id] = 1;
  if (isAnywhere(where) && terms.exact) return either(mask, conversationMask(context, terms.conversation));
  const match = matchWhere(terms.message, where);
  const counts = match === null ? null : scanMessages(context, match, terms.prefix).counts;
  for (let id = 0; id < mask.length; id++) if ((counts?.[id] ?? 0) > 0) mask[id] = 1;
  return where.title ? either(mask, titleMatch(context, terms.message)) : mask;
}

export function titleMatch({ db, columns }: SearchContext, match: string): Mask {
  const found = db.get<{ ids: string }>(sql`
    select json_group_array(rowid) as ids from ix.ft_title where ft_title match ${match}`);
  return maskOfIds(columns, found?.ids);
}

function titleMask(context: SearchContext, { values }: Filter): Mask {
  let mask: Mask = new Uint8Array(context.columns.size);
  for (const value of values) {
    const terms = value.kind === 'text' ? termsOf(value.text, value.prefix) : null;
    if (terms === null || value.kind !== 'text') continue;
    mask = either(mask, titleMatch(context, terms.message));
    const { text, prefix } = value;
    for (const id of ownMatches(context, { kind: 'word', text, prefix, from: 0, to: 0 }, 'title')) mask[id] = 1;
  }
  return mask;
}

/** Conversations that have a message of the role. */
function roleMask(context: SearchContext, filter: Filter): Mask {
  const mask = new Uint8Array(context.columns.size);
  eachMessage(context, rolesMatch(whereOf(filter).roles ?? []), false, (id) => (mask[id] = 1));
  return mask;
}

/** Counts the messages that match; gives up, with what it has, after `atMost`. */
export function scanMessages(context: SearchContext, match: string, prefix: boolean, atMost = Number.POSITIVE_INFINITY): Scan {
  const known = context.scans.get(match);
  if (known !== undefined) return known;
  const counts = new Uint32Array(context.columns.size);
  const rows: number[] = [];
  let found = 0;
  eachMessage(context, match, prefix, (id, message) => {
    counts[id] = (counts[id] ?? 0) + 1;
    if (found < rowsHeld) rows.push(message);
    return ++found <= atMost;
  });
  const scan = { counts, found, rows: found > rowsHeld ? null : Float64Array.from(rows) };
  context.scans.set(match, scan);
  return scan;
}

/** How many messages match, as far as samples from three places tell; 0 where there are too few messages for samples to be worth it. */
export function estimateMessages({ db, columns }: SearchContext, match: string, sampleLength = sampleOf): number {
  const { start, stop } = messageRange(columns);
  const samples = 3;
  if (stop - start < 10 * samples * sampleLength) return 0;
  const statement = db.prepare<{ count: number }>(`
    select count(*) as count from ix.ft_message
    where ft_message match ? and rowid >= cast(? as integer) and rowid < cast(? as integer)`);
  let found = 0;
  for (let at = 0; at < samples; at++) {
    const from = Math.floor(start + ((stop - start) * (at + 0.5)) / samples);
    found += statement.get(match, from, from + sampleLength)?.count ?? 0;
  }
  return (found * (stop - start)) / (samples * sampleLength);
}

const sampleOf = 5000;

/** Of the ids of all messages. */
function messageRange(columns: Columns): { readonly start: number; readonly stop: number } {
  const ids = columns.byMessages();
  const last = ids.at(-1);
  const start = columns.firstMessage[ids[0] ?? 0] ?? 0;
  return { start, stop: last === undefined ? start : (columns.firstMessage[last] ?? 0) + (columns.messages[last] ?? 0) };
}

/** Message ids looked through before the first look at whether to stop. */
const slice = 250_000;
/** Milliseconds: while they take no longer, the next slice is twice as long. Each has FTS5 find its place in every segment anew. */
const shortSlice = 20;

/**
 * Tells of every message that matches, with its conversation, in slices of message ids. FTS5 gathers a prefix anew for every slice, so a
 * prefix is asked in one. `onMessage` returns false to end it.
 */
export function eachMessage(
  { db, columns, stopped }: SearchContext,
  match: string,
  prefix: boolean,
  onMessage: (id: number, message: number) => unknown,
): void {
  const ids = columns.byMessages();
  const { firstMessage, messages } = columns;
  const { start, stop } = messageRange(columns);
  // Numbers arrive as REAL, and FTS5 seeks to integers only.
  const statement = db.prepare<{ ids: string }>(`
    select json_group_array(rowid) as ids from ix.ft_message
    where ft_message match ? and rowid >= cast(? as integer) and rowid < cast(? as integer)`);
  let at = -1;
  let id = 0;
  let first = 0;
  let end = 0;
  let step = prefix ? Math.max(1, stop - start) : slice;
  for (let from = start; from < stop;) {
    if (stopped()) throw new ArchiveError('Cancelled', 'Cancelled.');
    const began = performance.now();
    const found = numbersIn(statement.get(match, from, from + step)?.ids);
    from += step;
    if (performance.now() - began <= shortSlice) step *= 2;
    for (const message of found) {
      while (end <= message) {
        if (++at >= ids.length) return;
        id = ids[at] ?? 0;
        first = firstMessage[id] ?? 0;
        end = first + (messages[id] ?? 0);
      }
      // A message of a version that is no more: its place in the index is still to be cleared.
      if (first > message) continue;
      if (onMessage(id, message) === false) return;
    }
  }
}

export function both(left: Mask, right: Mask): Mask {
  for (let id = 0; id < left.length; id++) left[id] = (left[id] ?? 0) & (right[id] ?? 0);
  return left;
}

export function either(left: Mask, right: Mask): Mask {
  for (let id = 0; id < left.length; id++) left[id] = (left[id] ?? 0) | (right[id] ?? 0);
  return left;
}

function without(left: Mask, right: Mask): Mask {
  for (let id = 0; id < left.length; id++) if (right[id] === 1) left[id] = 0;
  return left;
}

/** A query in pieces, so that each can be left out: by a facet of its own filter, or to say what emptied the result. */
export function masksByConjunct(context: SearchContext, root: Node | null): { readonly node: Node; readonly mask: Mask }[] {
  const where = whereOf(root);
  return conjuncts(root).map((node) => ({ node, mask: maskOf(context, node, where) }));
}
