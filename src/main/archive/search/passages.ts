import type { Hits, Passage } from '../../../shared/contract.ts';
import type { Part } from '../../../shared/model.ts';
import { matchesIn, type Match, type Needle } from '../../../shared/query/needles.ts';
import { partTexts } from '../../../shared/query/part-texts.ts';
import { createBlockReader, type Place } from '../blocks.ts';
import { messageFlag } from '../prepared.ts';
import type { MessageMatches, PlainMatch } from './rank.ts';
import { numbersIn, type SearchContext } from './sets.ts';
import { sql } from '../sql.ts';

/** A conversation of a page. */
export interface PageEntry {
  readonly key: number;
  readonly title: string;
}

export interface Sought {
  readonly matches: MessageMatches;
  readonly needles: readonly Needle[];
  readonly titleNeedles: readonly Needle[];
  /** Messages of a match in order of id, asked once for all pages; `many` when there are too many, null when each conversation is asked as fast. */
  readonly meeting: (match: PlainMatch) => Float64Array | 'many' | null;
  /** For beginnings of words, messages in order of id, asked once for all pages: those that have all words, and those that have one. */
  readonly begun: { readonly all: Float64Array; readonly any: Float64Array } | null;
}

/** Passages by conversation, the best first, at most `limit` each, and one of the title and of the note where it was found there. */
export function readPassages(
  context: SearchContext,
  page: readonly PageEntry[],
  sought: Sought,
  limit: number,
): ReadonlyMap<number, readonly Passage[]> {
  const result = new Map<number, Passage[]>();
  const rows = new Map<number, number>();
  for (const { key, title } of page) {
    const marks = matchesIn(title, sought.titleNeedles, marksAtMost).map(markOf);
    result.set(
      key,
      marks.length === 0 ? [] : [{ messageIndex: -1, partIndex: -1, in: 'title', onActivePath: true, text: title, marks }],
    );
    const note = limit === 0 ? null : noteIn(context.columns.own.get(key)?.note ?? null, sought.needles);
    if (note !== null) result.get(key)?.push(note);
    if (limit > 0 && sought.needles.length > 0) for (const row of rowsOf(context, key, sought, limit)) rows.set(row, key);
  }
  const blocks = createBlockReader(context.db, 4);
  const places = context.db.all<MessagePlace>(sql`
    select id, conversation_id, flags, block, offset, length from message
    where id in (select value from json_each(${JSON.stringify([...rows.keys()])}))`);
  const byId = new Map(places.map((place) => [place.id, place]));
  for (const [row, key] of rows) {
    const place = byId.get(row);
    if (place === undefined) continue;
    const index = row - (context.columns.firstMessage[key] ?? 0);
    const found = passageIn(blocks.parts(place), index, (place.flags & messageFlag.active) !== 0, sought.needles);
    if (found !== null) result.get(key)?.push(found);
  }
  const read = sought.matches.plain.some((match) => isRead(match, sought));
  for (const { key } of page) {
    const passages = result.get(key) ?? [];
    const shown = new Set(passages.filter((passage) => passage.messageIndex >= 0).map((passage) => passage.messageIndex));
    const wanted = (shown.size === 0 && sought.matches.wide) || (read && isShort(context.columns, key)) ? limit - shown.size : 0;
    if (wanted > 0) passages.push(...firstMessages(context, key, sought.needles, wanted, shown));
  }
  return result;
}

const marksAtMost = 200;

/** Of the person's own note. */
function noteIn(note: string | null, needles: readonly Needle[]): Passage | null {
  const cut = bestCut(note === null ? [] : matchesIn(note, needles, marksAtMost));
  if (note === null || cut.length === 0) return null;
  return { messageIndex: -1, partIndex: -1, in: 'note', onActivePath: true, ...excerpt(note, cut) };
}

interface MessagePlace extends Place {
  readonly id: number;
  readonly flags: number;
}

/** Messages of a conversation to show: first those with the words close together, then with all, then with any. */
function rowsOf({ db, columns }: SearchContext, key: number, sought: Sought, limit: number): readonly number[] {
  const { matches, begun } = sought;
  const first = columns.firstMessage[key] ?? 0;
  const end = first + (columns.messages[key] ?? 0);
  const found = new Set<number>();
  const take = (rows: Iterable<number>): void => {
    for (const row of rows) if (found.size < limit) found.add(row);
  };
  if (begun !== null) take(between(begun.all, first, end, limit));
  const statement = db.prepare<{ ids: string }>(`
    select json_group_array(id) as ids from (
      select rowid as id from ix.ft_message
      where ft_message match ? and rowid >= cast(? as integer) and rowid < cast(? as integer) limit cast(? as integer))`);
  for (const plain of matches.plain) {
    if (found.size >= limit) break;
    if (isRead(plain, sought) && isShort(columns, key)) continue;
    const rows = sought.meeting(plain);
    const isHeld = rows !== null && rows !== 'many';
    take(isHeld ? between(rows, first, end, limit) : numbersIn(statement.get(plain.match, first, end, limit)?.ids));
  }
  if (begun !== null) take(between(begun.any, first, end, limit));
  return [...found];
}

function between(rows: Float64Array, first: number, end: number, limit: number): Float64Array {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) < first) low = middle + 1;
    else high = middle;
  }
  let stop = low;
  while (stop < rows.length && stop - low < limit && (rows[stop] ?? 0) < end) stop++;
  return rows.subarray(low, stop);
}

/** What one of several words decides, and what a great part of all messages has: a short conversation is read faster than asked. */
function isRead(match: PlainMatch, { meeting }: Sought): boolean {
  return match.either || meeting(match) === 'many';
}

function isShort(columns: SearchContext['columns'], key: number): boolean {
  return (columns.messages[key] ?? 0) <= messagesTried;
}

/** For a beginning of words that nearly everything has, and for short conversations: messages are read until enough have it. */
function firstMessages(
  context: SearchContext,
  key: number,
  needles: readonly Needle[],
  limit: number,
  shown: ReadonlySet<number>,
): readonly Passage[] {
  const first = context.columns.firstMessage[key] ?? 0;
  const blocks = createBlockReader(context.db, 1);
  const found: Passage[] = [];
  for (const place of context.db.all<MessagePlace>(sql`
    select id, conversation_id, flags, block, offset, length from message where id >= ${first} and id < ${first + messagesTried}
    and conversation_id = ${key} order by id`)) {
    if (shown.has(place.id - first)) continue;
    const passage = passageIn(blocks.parts(place), place.id - first, (place.flags & messageFlag.active) !== 0, needles);
    if (passage !== null) found.push(passage);
    if (found.length >= limit) break;
  }
  return found;
}

const messagesTried = 30;

/** The passage of a message that shows most of what was looked for. */
function passageIn(
  parts: readonly Part[],
  messageIndex: number,
  onActivePath: boolean,
  needles: readonly Needle[],
): Passage | null {
  let best: Passage | null = null;
  let most = 0;
  for (const [partIndex, part] of parts.entries()) {
    for (const { in: place, text } of partTexts(part)) {
      const searched = text.length > searchedAtMost ? text.slice(0, searchedAtMost) : text;
      const found = matchesIn(searched, needles, marksAtMost);
      if (found.length === 0) continue;
      const cut = bestCut(found);
      const different = new Set(cut.map(({ needle }) => needle)).size;
      if (different <= most) continue;
      most = different;
      best = { messageIndex, partIndex, in: place, onActivePath, ...excerpt(searched, cut) };
    }
  }
  return best;
}

/** UTF-16 units of a text in which a passage is looked for. */
const searchedAtMost = 400_000;
const excerptLength = 220;
const before = 50;

/** The run of matches, as long as an excerpt, that has most different words. */
function bestCut(found: readonly Match[]): readonly Match[] {
  let best: readonly Match[] = found.slice(0, 1);
  let most = 0;
  found.forEach((match, at) => {
    const run = found.slice(at, at + 12).filter(({ to }) => to - match.from <= excerptLength - 2 * before);
    const different = new Set(run.map(({ needle }) => needle)).size;
    if (different > most) {
      most = different;
      best = run;
    }
  });
  return best;
}

/** The text around the first match, cut at white space where there is some, on one line. */
function excerpt(text: string, cut: readonly Match[]): { readonly text: string; readonly marks: Passage['marks'] } {
  const [first] = cut;
  const last = cut.at(-1);
  if (first === undefined || last === undefined) return { text: '', marks: [] };
  let from = Math.max(0, first.from - before);
  if (from > 0) from = afterSpace(text, from, first.from);
  let to = Math.min(text.length, Math.max(from + excerptLength, last.to));
  if (to < text.length) to = beforeSpace(text, to, last.to);
  const lead = from > 0 ? '… ' : '';
  const shown = text.slice(from, to).replaceAll(/[\n\r\t]/g, ' ');
  return {
    text: lead + shown + (to < text.length ? ' …' : ''),
    marks: cut.map((match) => [match.from - from + lead.length, Math.min(match.to, to) - from + lead.length] as const),
  };
}

function afterSpace(text: string, from: number, end: number): number {
  for (let at = from; at < end; at++) if (/\s/.test(text[at] ?? '')) return at + 1;
  return isLowSurrogate(text, from) ? from - 1 : from;
}

function beforeSpace(text: string, to: number, start: number): number {
  for (let at = to; at > Math.max(start, to - 40); at--) if (/\s/.test(text[at] ?? '')) return at;
  return isLowSurrogate(text, to) ? to + 1 : to;
}

function isLowSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000;
}

function markOf({ from, to }: Match): readonly [number, number] {
  return [from, to];
}

/** Where the needles are in a message, by part. A part found by what is not its own text (a name, an input) has no marks. */
export function hitsIn(parts: readonly Part[], messageIndex: number, needles: readonly Needle[]): Hits['hits'] {
  return parts.flatMap((part, partIndex) => {
    let there = false;
    const marks: (readonly [number, number])[] = [];
    for (const { text, own } of partTexts(part)) {
      const found = matchesIn(text, needles, own ? marksAtMost : 1);
      there ||= found.length > 0;
      if (own) marks.push(...found.map(markOf));
    }
    return there ? [{ messageIndex, partIndex, marks }] : [];
  });
}
