import type { HitCounts, Hits, Passage, Passages } from '../../../shared/contract.ts';
import { ArchiveError } from '../../../shared/errors.ts';
import type { Part } from '../../../shared/model.ts';
import type { Node } from '../../../shared/query/ast.ts';
import { needlesOf } from '../../../shared/query/needles.ts';
import { createBlockReader, type Place } from '../blocks.ts';
import { streamMessages } from '../messages.ts';
import { messageFlag } from '../prepared.ts';
import { sql } from '../sql.ts';
import { expressionsOf } from './regex/marks.ts';
import { hitsIn, notePassages, passagesIn, titlePassages, type Marked } from './passages.ts';
import { anyMatch, prefixAtMost, conversationsWith, wantedLeaves, type AnyMatch } from './rank.ts';
import { numbersIn, scanMessages, type SearchContext } from './sets.ts';
import { conjuncts, leafTerms, whereOf } from './terms.ts';

/** A query as it is looked for in the messages of single conversations. */
export interface LookedFor extends Marked {
  readonly root: Node | null;
  readonly any: AnyMatch | 'read' | null;
}

export function lookFor(root: Node | null): LookedFor {
  const where = whereOf(root);
  const inTitles: Node[] = conjuncts(root).filter((node) => node.kind === 'filter' && node.field === 'title');
  const titles: Node | null = where.title ? root : { kind: 'and', nodes: inTitles, from: 0, to: 0 };
  return {
    root,
    where,
    any: anyMatch(root),
    expressions: expressionsOf(root),
    needles: needlesOf({ root }, 'text'),
    titleNeedles: needlesOf({ root: titles }, 'title'),
  };
}

/** A conversation whose words with a beginning are faster read than gathered from the whole index. */
const readAtMost = 2000;

/**
 * Message indexes of a conversation that hit, in order. The index says it; what it does not know yet, and what it cannot be asked, is
 * read.
 */
export function messagesThatHit(context: SearchContext, key: number, looked: LookedFor): Float64Array {
  const { any } = looked;
  const { db, columns } = context;
  if (any === null) return new Float64Array(0);
  const count = columns.messages[key] ?? 0;
  if (any === 'read' || (any.prefix && count <= readAtMost) || !context.isIndexed(key)) return readThrough(context, key, looked);
  const first = columns.firstMessage[key] ?? 0;
  const rows = numbersIn(
    db
      .prepare<{ ids: string }>(
        `
        select json_group_array(rowid) as ids from ix.ft_message
        where ft_message match ? and rowid >= cast(? as integer) and rowid < cast(? as integer)`,
      )
      .get(any.match, first, first + count)?.ids,
  );
  return Float64Array.from(rows, (row) => row - first);
}

function readThrough({ db, stopped }: SearchContext, key: number, looked: LookedFor): Float64Array {
  const found: number[] = [];
  for (const { index, role, parts } of streamMessages(db, key)) {
    if (index % 64 === 0 && stopped()) throw new ArchiveError('Cancelled', 'Cancelled.');
    if (looked.where.roles?.includes(role) === false) continue;
    if (hitsIn(parts, index, looked).length > 0) found.push(index);
  }
  return Float64Array.from(found);
}

/** Passages of the title and the note, then of the messages of `rows` after one of them; `limit` messages. */
export function passagesAfter(
  context: SearchContext,
  { key, title }: { readonly key: number; readonly title: string },
  looked: LookedFor,
  rows: Float64Array,
  { after, limit }: { readonly after?: number | undefined; readonly limit: number },
): Passages {
  const before = [...titlePassages(title, looked), ...notePassages(context, key, looked, Number.POSITIVE_INFINITY)];
  const passages: Passage[] = after === undefined ? [...before] : [];
  const from = after === undefined ? 0 : firstAfter(rows, after);
  const end = Math.min(rows.length, from + limit);
  for (const { index, onActivePath, parts } of partsOfRows(context, key, rows.subarray(from, end)))
    passages.push(...passagesIn(parts, index, onActivePath, looked));
  const places = new Set(before.map((passage) => passage.in)).size;
  return { passages, total: places + rows.length, more: end < rows.length };
}

/** Where the words are in the messages of `rows`, up to `limit` parts. */
export function hitsOf(context: SearchContext, key: number, looked: LookedFor, rows: Float64Array, limit: number): Hits {
  const hits: Hits['hits'][number][] = [];
  for (const { index, parts } of partsOfRows(context, key, rows)) {
    hits.push(...hitsIn(parts, index, looked));
    if (hits.length > limit) return { hits: hits.slice(0, limit), more: true };
  }
  return { hits, more: false };
}

function firstAfter(rows: Float64Array, after: number): number {
  const at = rows.findIndex((index) => index > after);
  return at < 0 ? rows.length : at;
}

/** Rows looked up at once. */
const rowsAtOnce = 200;

function* partsOfRows(
  { db, columns, stopped }: SearchContext,
  key: number,
  rows: Float64Array,
): Generator<{ readonly index: number; readonly onActivePath: boolean; readonly parts: readonly Part[] }> {
  const first = columns.firstMessage[key] ?? 0;
  const blocks = createBlockReader(db, 2);
  for (let from = 0; from < rows.length; from += rowsAtOnce) {
    if (stopped()) throw new ArchiveError('Cancelled', 'Cancelled.');
    const ids = Array.from(rows.subarray(from, from + rowsAtOnce), (index) => first + index);
    const places = db.all<Place & { readonly id: number; readonly flags: number }>(sql`
      select id, conversation_id, flags, block, offset, length from message
      where id in (select value from json_each(${JSON.stringify(ids)})) order by id`);
    for (const place of places)
      yield {
        index: place.id - first,
        onActivePath: (place.flags & messageFlag.active) !== 0,
        parts: blocks.parts(place),
      };
  }
}

/** Messages that are read for all counts of one answer together. */
const readForCounts = 5000;

/**
 * How many messages hit, by conversation; null where it would cost too much: for a beginning that many conversations have, and for what
 * would have to be read and is long.
 */
export function countHits(context: SearchContext, keys: readonly (number | null)[], looked: LookedFor): HitCounts['counts'] {
  const { any, root } = looked;
  if (any === null) return keys.map((key) => (key === null ? null : 0));
  let toRead = readForCounts;
  const read = (key: number): number | null => {
    const messages = context.columns.messages[key] ?? 0;
    if (messages > toRead) return null;
    toRead -= messages;
    return readThrough(context, key, looked).length;
  };
  if (any === 'read') return keys.map((key) => (key === null ? null : read(key)));
  const count = counter(context, any, root);
  return keys.map((key) => {
    if (key === null) return null;
    if (!context.isIndexed(key)) return read(key);
    return count === null ? null : count(key);
  });
}

/** Counts in the index, each conversation for itself or all at once; null when that would cost too much. */
function counter(context: SearchContext, any: AnyMatch, root: Node | null): ((key: number) => number) | null {
  const { db, columns } = context;
  if (any.seeks) {
    const statement = db.prepare<{ count: number }>(`
      select count(*) as count from ix.ft_message
      where ft_message match ? and rowid >= cast(? as integer) and rowid < cast(? as integer)`);
    return (key) => {
      if (context.stopped()) throw new ArchiveError('Cancelled', 'Cancelled.');
      const first = columns.firstMessage[key] ?? 0;
      return statement.get(any.match, first, first + (columns.messages[key] ?? 0))?.count ?? 0;
    };
  }
  const isWide = wantedLeaves(root).some((leaf) => {
    const terms = leafTerms(leaf);
    return terms?.prefix === true && conversationsWith(context, terms.conversation) > prefixAtMost;
  });
  if (isWide) return null;
  const { counts } = scanMessages(context, any.match, any.prefix);
  return (key) => counts[key] ?? 0;
}
