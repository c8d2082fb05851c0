import type { Hits, Passage } from '../../../shared/contract.ts';
import { roles, type Part } from '../../../shared/model.ts';
import { matchesIn, type Match, type Needle } from '../../../shared/query/needles.ts';
import { partTexts, type PartText } from '../../../shared/query/part-texts.ts';
import { createBlockReader, type Place } from '../blocks.ts';
import { messageFlag } from '../prepared.ts';
import type { MessageMatches, PlainMatch } from './rank.ts';
import type { Expression } from './regex/expression.ts';
import { withExpressions } from './regex/marks.ts';
import { numbersIn, type SearchContext } from './sets.ts';
import type { Where } from './terms.ts';
import { sql } from '../sql.ts';

/** A conversation of a page. */
export interface PageEntry {
  readonly key: number;
  readonly title: string;
}

/** What is marked, and where it counts. */
export interface Marked {
  readonly needles: readonly Needle[];
  readonly expressions: readonly Expression[];
  /** None where words do not count in titles, but those of `title:`. */
  readonly titleNeedles: readonly Needle[];
  readonly where: Where;
}

export interface Sought extends Marked {
  readonly matches: MessageMatches;
  /** Of a conversation that was read: the message in which it was found; null: the index knows. */
  readonly readFrom: (key: number) => number | null;
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
    result.set(key, [...titlePassages(title, sought), ...(limit === 0 ? [] : notePassages(context, key, sought, 1))]);
    const isAsked =
      sought.needles.length > 0 && (sought.expressions.length === 0 || sought.readFrom(key) === null) && context.isIndexed(key);
    if (limit > 0 && isAsked) for (const row of rowsOf(context, key, sought, limit)) rows.set(row, key);
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
    const found = passageIn(blocks.parts(place), index, (place.flags & messageFlag.active) !== 0, sought);
    if (found !== null) result.get(key)?.push(found);
  }
  const read = sought.matches.plain.some((match) => isRead(match, sought));
  for (const { key } of page) {
    const passages = result.get(key) ?? [];
    const shown = new Set(passages.filter((passage) => passage.messageIndex >= 0).map((passage) => passage.messageIndex));
    const from = sought.readFrom(key);
    const isDue = shown.size === 0 && (sought.matches.wide || from !== null || (read && isShort(context.columns, key)));
    const wanted = isDue ? limit : 0;
    if (wanted > 0) passages.push(...firstMessages(context, key, sought, wanted, shown, from ?? 0));
  }
  return result;
}

export const marksAtMost = 200;

export function titlePassages(title: string, { titleNeedles, expressions, where }: Marked): readonly Passage[] {
  const words = matchesIn(title, titleNeedles, marksAtMost);
  const marks = withExpressions(title, words, where.title ? expressions : [], titleNeedles.length, marksAtMost).map(markOf);
  return marks.length === 0 ? [] : [{ messageIndex: -1, partIndex: -1, in: 'title', onActivePath: true, text: title, marks }];
}

/** Of the person's own note, which was said by nobody. */
export function notePassages({ columns }: SearchContext, key: number, marked: Marked, limit: number): readonly Passage[] {
  const note = columns.own.get(key)?.note ?? null;
  if (note === null || !marked.where.notes) return [];
  const words = matchesIn(note, marked.needles, marksAtMost);
  const found = withExpressions(note, words, marked.expressions, marked.needles.length, marksAtMost);
  const cuts = limit === 1 ? [bestCut(found)].filter((cut) => cut.length > 0) : cutsOf(found);
  return cuts
    .slice(0, limit)
    .map((cut) => passageOf({ messageIndex: -1, partIndex: -1, in: 'note', onActivePath: true }, note, cut));
}

/** Where a passage stands. */
type Spot = Omit<Passage, 'text' | 'marks'>;

function passageOf(spot: Spot, text: string, cut: readonly Match[]): Passage {
  return Object.assign({}, spot, excerpt(text, cut));
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
    // One word alone is shown only where nothing better is.
    if (found.size >= limit || (plain.either && found.size > 0)) break;
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
  marked: Marked,
  limit: number,
  shown: ReadonlySet<number>,
  from = 0,
): readonly Passage[] {
  const first = context.columns.firstMessage[key] ?? 0;
  const blocks = createBlockReader(context.db, 1);
  const found: Passage[] = [];
  const said = marked.where.roles?.map((role) => roles.indexOf(role)) ?? null;
  for (const place of context.db.all<MessagePlace & { readonly role: number }>(sql`
    select id, conversation_id, role, flags, block, offset, length from message
    where id >= ${first + from} and id < ${first + from + messagesTried} and conversation_id = ${key} order by id`)) {
    if (shown.has(place.id - first) || said?.includes(place.role) === false) continue;
    const passage = passageIn(blocks.parts(place), place.id - first, (place.flags & messageFlag.active) !== 0, marked);
    if (passage !== null) found.push(passage);
    if (found.length >= limit) break;
  }
  return found;
}

const messagesTried = 30;

/** The passage of a message that shows most of what was looked for. */
function passageIn(parts: readonly Part[], messageIndex: number, onActivePath: boolean, marked: Marked): Passage | null {
  let best: Passage | null = null;
  let most = 0;
  for (const { partIndex, in: place, text, found } of foundIn(parts, marked)) {
    const cut = bestCut(found);
    const different = new Set(cut.map(({ needle }) => needle)).size;
    if (different <= most) continue;
    most = different;
    best = passageOf({ messageIndex, partIndex, in: place, onActivePath }, text, cut);
  }
  return best;
}

/** Every passage of a message, in order of its parts. */
export function passagesIn(
  parts: readonly Part[],
  messageIndex: number,
  onActivePath: boolean,
  marked: Marked,
): readonly Passage[] {
  return foundIn(parts, marked).flatMap(({ partIndex, in: place, text, found }) =>
    cutsOf(found).map((cut) => passageOf({ messageIndex, partIndex, in: place, onActivePath }, text, cut)),
  );
}

/** What was found in one text of a part. */
interface FoundText extends PartText {
  readonly partIndex: number;
  readonly found: readonly Match[];
}

/** Where the needles are in a message: in the texts of its parts or, when they are in none, where the texts of one place run on. */
function foundIn(parts: readonly Part[], { needles, expressions, where: { places } }: Marked): readonly FoundText[] {
  const texts: (PartText & { readonly partIndex: number })[] = [];
  const found: FoundText[] = [];
  for (const [partIndex, part] of parts.entries()) {
    for (const { in: place, text, own } of partTexts(part)) {
      if (places?.includes(place) === false) continue;
      texts.push({ in: place, text, own, partIndex });
      const words = matchesInLong(text, needles, marksAtMost);
      const matches = withExpressions(text, words, expressions, needles.length, marksAtMost);
      if (matches.length > 0) found.push({ in: place, text, own, partIndex, found: matches });
    }
  }
  if (found.length > 0 || texts.length < 2 || needles.every((needle) => needle.parts.length < 2)) return found;
  return texts.flatMap((text, at) => {
    const next = texts.slice(at + 1).find((other) => other.in === text.in);
    if (next === undefined) return [];
    // As many characters of each as a phrase may have.
    const left = text.text.slice(-acrossAtMost);
    const joined = `${left}\n${next.text.slice(0, acrossAtMost)}`;
    const across = matchesIn(joined, needles, 1).filter(({ from, to }) => from < left.length && to > left.length);
    return across.length === 0 ? [] : [{ ...text, own: false, text: joined, found: across }];
  });
}

const acrossAtMost = 2000;

/** In windows, so that the parts of a text of many megabytes are not all held at once. */
function matchesInLong(text: string, needles: readonly Needle[], limit: number): readonly Match[] {
  if (text.length <= windowLength) return matchesIn(text, needles, limit);
  const found: Match[] = [];
  let from = 0;
  while (from < text.length && found.length < limit) {
    const end = beforeSpace(text, Math.min(text.length, from + windowLength), from);
    // What begins in a window may end in the next.
    const window = text.slice(from, end + acrossAtMost);
    for (const match of matchesIn(window, needles, limit - found.length)) {
      if (match.from < end - from) found.push({ ...match, from: match.from + from, to: match.to + from });
    }
    from = end;
  }
  return found;
}

/** UTF-16 units that are looked through at once. */
const windowLength = 400_000;
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

/** All matches, in runs as long as an excerpt. */
function cutsOf(found: readonly Match[]): readonly (readonly Match[])[] {
  const cuts: Match[][] = [];
  for (const match of found) {
    const run = cuts.at(-1);
    const first = run?.[0];
    if (run !== undefined && first !== undefined && match.to - first.from <= excerptLength - 2 * before) run.push(match);
    else cuts.push([match]);
  }
  return cuts;
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
export function hitsIn(parts: readonly Part[], messageIndex: number, marked: Marked): Hits['hits'] {
  const hits = new Map<number, (readonly [number, number])[]>();
  for (const { partIndex, own, found } of foundIn(parts, marked)) {
    const marks = hits.get(partIndex) ?? [];
    if (own) marks.push(...found.map(markOf));
    hits.set(partIndex, marks);
  }
  return Array.from(hits, ([partIndex, marks]) => ({ messageIndex, partIndex, marks }));
}
