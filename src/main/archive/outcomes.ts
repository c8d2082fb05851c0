import type { RawText, RecordRow } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { arrayOf, numberOf, stringOf } from '../../shared/json.ts';
import { originalsInput, type Receipt, type RunKind } from '../../shared/receipt.ts';
import type { ReceiptFigure, RecordUnit, Request } from '../../shared/requests.ts';
import { readBlob } from './blobs.ts';
import type { Archive } from './open.ts';
import { unpack } from './pack.ts';
import { providerOfName } from './records.ts';
import { readReceipt } from './runs.ts';
import { sql, type Db, type Sql } from './sql.ts';

/** What of a conversation that was read leads from a figure to it; what was quarantined is an issue instead. */
export type OutcomeFigure = Exclude<ReceiptFigure, 'quarantined'>;

/** Conversations of one source that came to the same in one transaction. */
export interface Outcome {
  readonly sourceId: number;
  readonly figure: OutcomeFigure;
  /** conversation.id; 0 for what is none. */
  readonly conversations: readonly number[];
  /** Where each was in the source; empty for the whole of it. */
  readonly places: readonly string[];
}

/** Keeps what became of conversations, in the transaction that stores them. */
export function addOutcomes(db: Db, runId: number, outcomes: Iterable<Outcome>): void {
  for (const { sourceId, figure, conversations, places } of outcomes) {
    const where = places.every((place) => place === '') ? null : JSON.stringify(places);
    db.run(sql`
      insert into outcome (run_id, source_id, figure, count, conversations, places)
      values (${runId}, ${sourceId}, ${figure}, ${conversations.length}, ${JSON.stringify(conversations)}, ${where})`);
  }
}

/** conversation.id of what an import added or updated; null: of the latest that was not undone. */
export function importedKeys(db: Db, runId: number | null): readonly number[] {
  const run = runId === null ? sql`(select max(id) from run where undone_at is null and kind = 'import')` : sql`${runId}`;
  return db
    .all<{ id: number }>(
      sql`
        select distinct k.value as id from outcome o, json_each(o.conversations) k
        where o.run_id = ${run} and o.figure in ('added', 'updated')`,
    )
    .map(({ id }) => id);
}

/** Imports that brought something, the newest first, with how many conversations they added or updated then. */
export function importCounts(db: Db, limit: number): readonly (readonly [run: string, conversations: number])[] {
  return db
    .all<{ run: number; count: number }>(
      sql`
        select o.run_id as run, sum(o.count) as count from outcome o
        where o.figure in ('added', 'updated') and o.run_id in (select id from run where undone_at is null and kind = 'import' order by id desc limit ${limit})
        group by o.run_id order by o.run_id desc`,
    )
    .map(({ run, count }) => [String(run), count]);
}

/** A page of what a figure of a receipt counts. @throws ArchiveError `NotFound` */
export function readRecords(
  archive: Pick<Archive, 'db' | 'dir'>,
  { runId, figure, unit, input, after, limit }: Request<'records'>,
): { readonly records: readonly RecordRow[]; readonly more: boolean } {
  const receipt = readReceipt(archive, runId);
  const line = input === undefined ? null : receipt.inputs[input];
  if (line === undefined) throw new ArchiveError('NotFound', `The receipt of import ${runId} has no input ${input}.`);
  const { db } = archive;
  return db.snapshot(() => {
    const rows =
      figure === 'quarantined'
        ? issueRows(db, runId, unit, line, after, limit + 1)
        : outcomeRows(db, receipt, figure, unit, line, after, limit + 1);
    return { records: rows.slice(0, limit), more: rows.length > limit };
  });
}

/** One line of a receipt, or all. */
type Line = { readonly path: string; readonly provider: string | null } | null;

interface Place {
  readonly key: number;
  readonly where: string;
}

function outcomeRows(
  db: Db,
  { runId, kind }: Pick<Receipt, 'runId' | 'kind'>,
  figure: OutcomeFigure,
  unit: RecordUnit,
  line: Line,
  after: number,
  limit: number,
): RecordRow[] {
  const places: Place[] = [];
  let skipped = 0;
  for (const row of db.iterate<OutcomeRow>(outcomesOf(runId, kind, figure, unit, line))) {
    if (skipped + row.count <= after) {
      skipped += row.count;
      continue;
    }
    const keys = arrayOf(JSON.parse(row.conversations));
    const where = row.places === null ? null : arrayOf(JSON.parse(row.places));
    const from = after - skipped;
    skipped = after;
    for (let at = from; at < keys.length && places.length < limit; at++) {
      const inEntry = [row.entry, stringOf(where?.[at]) ?? ''].filter((text) => text !== '').join(', ');
      places.push({ key: numberOf(keys[at]) ?? 0, where: [row.path, inEntry].filter((text) => text !== '').join(' ') });
    }
    if (places.length >= limit) break;
  }
  const shown = conversationsOf(db, places);
  return places.map(({ key, where }, at): RecordRow => {
    const conversation = shown.get(key) ?? null;
    return { place: after + at + 1, conversation, where, reason: reasonOf(figure, conversation), issue: null };
  });
}

/** What may have become of a conversation whose messages or attachments had this outcome. */
const holders: Readonly<Record<OutcomeFigure, readonly OutcomeFigure[]>> = {
  added: ['added', 'updated'],
  updated: ['updated'],
  unchanged: ['unchanged', 'updated'],
  hidden: ['hidden'],
  ignored: ['added', 'updated', 'unchanged', 'ignored'],
};

/** What was read, in its order. A source that was known is read as it was then, and nothing of it is new. */
function outcomesOf(runId: number, kind: RunKind, figure: OutcomeFigure, unit: RecordUnit, line: Line): Sql {
  const figures = JSON.stringify(unit === 'conversation' ? [figure] : holders[figure]);
  if (kind === 'reparse') {
    const ofProvider = line === null ? sql`` : sql`and s.provider = ${line.provider}`;
    return sql`
      select o.count, o.conversations, o.places, ${originalsInput} as path, s.name as entry from outcome o join source s on s.id = o.source_id
      where o.run_id = ${runId} ${ofProvider} and o.figure in (select value from json_each(${figures})) order by o.id`;
  }
  const isNew = figure === 'added' || figure === 'updated';
  const known = figure === 'unchanged' ? sql`o.figure in ('added', 'updated', 'unchanged')` : sql`o.figure = ${figure}`;
  const inLine = line === null ? sql`` : sql`and r.path = ${line.path} and s.provider = ${line.provider}`;
  return sql`
    select o.count, o.conversations, o.places, r.path, r.entry
    from run_source r join source s on s.id = r.source_id join outcome o on o.source_id = r.source_id
    where r.run_id = ${runId} ${inLine} and case when r.repeated = 0 then o.run_id = r.run_id and o.figure in (select value from json_each(${figures}))
      else ${isNew ? 0 : 1} and ${known}
        and o.run_id = (
          select max(b.run_id) from outcome b join run u on u.id = b.run_id and u.kind = 'import'
          where b.source_id = r.source_id and b.run_id <= r.run_id) end
    order by o.id, r.path, r.entry`;
}

function conversationsOf(db: Db, places: readonly Place[]): ReadonlyMap<number, NonNullable<RecordRow['conversation']>> {
  const rows = db.all<{ key: number; id: string; title: string; provider: string }>(sql`
    select c.id as key, c.provider || ':' || c.native_id as id, coalesce(k.title, c.title) as title, c.provider
    from conversation c left join user.kept k on k.conversation = c.provider || ':' || c.native_id
    where c.id in (select value from json_each(${JSON.stringify(places.map(({ key }) => key))}))`);
  return new Map(rows.map(({ key, id, title, provider }) => [key, { id, title, provider: providerOfName(provider) }]));
}

function reasonOf(figure: OutcomeFigure, conversation: RecordRow['conversation']): string | null {
  if (figure === 'hidden') return 'You deleted this conversation; it is in the trash, or was emptied out of it.';
  if (figure === 'ignored') return 'It is known and holds no messages.';
  if (conversation !== null) return null;
  return figure === 'unchanged'
    ? 'What it holds is part of another conversation, or is no longer in the archive.'
    : 'It is no longer in the archive.';
}

function issueRows(db: Db, runId: number, unit: RecordUnit, line: Line, after: number, limit: number): RecordRow[] {
  const inLine = line === null ? sql`` : sql`and i.path = ${line.path} and s.provider is ${line.provider}`;
  const inRun = line === null ? sql`` : sql`and r.path = ${line.path} and s.provider = ${line.provider}`;
  // Of a source that was known: what was wrong with it when it was last read.
  return db
    .all<{ id: number; message: string; path: string; place: string }>(
      sql`
        select i.id, i.message, i.path, i.place from issue i left join source s on s.id = i.source_id
        where i.run_id = ${runId} and i.unit = ${unit} ${inLine}
        union all
        select i.id, i.message, r.path, i.place from run_source r join source s on s.id = r.source_id join issue i on i.source_id = s.id
        where r.run_id = ${runId} and r.repeated = 1 and i.unit = ${unit} ${inRun}
          and i.run_id = (
            select max(b.run_id) from issue b join run u on u.id = b.run_id and u.kind = 'import'
            where b.source_id = s.id and b.run_id < ${runId})
        order by 1 limit ${limit} offset ${after}`,
    )
    .map(({ id, message, path, place }, at) => ({
      place: after + at + 1,
      conversation: null,
      where: place === '' ? path : `${path} ${place}`,
      reason: message,
      issue: id,
    }));
}

/** The raw text of an issue, a megabyte from `offset`. @throws ArchiveError `NotFound` when there is none */
export function readIssueText({ db, dir }: Pick<Archive, 'db' | 'dir'>, issue: number, offset: number): RawText {
  const row = db.get<{ raw: Uint8Array | null; hash: string; size: number | null }>(sql`
    select i.raw, lower(hex(i.hash)) as hash, b.size from issue i left join blob b on b.hash = i.hash where i.id = ${issue}`);
  if (row === undefined) throw new ArchiveError('NotFound', 'This issue is not in the archive any more.');
  if (row.raw === null) throw new ArchiveError('NotFound', 'Nothing could be read here, so that no text is kept.');
  if (row.size !== null) {
    const stretch = readBlob(dir, row.hash, offset, Math.min(row.size, offset + textBytes));
    const whole = offset + stretch.length < row.size ? wholeCharacters(stretch) : stretch;
    return { text: whole.toString('utf8'), offset, total: row.size };
  }
  const bytes = unpack(row.raw);
  let end = Math.min(bytes.length, offset + textBytes);
  // Never in the middle of a character.
  while (end < bytes.length && end > offset && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--;
  return { text: bytes.toString('utf8', offset, end), offset, total: bytes.length };
}

/** Bytes without a character that is cut at their end. */
function wholeCharacters(bytes: Buffer): Buffer {
  let end = bytes.length;
  // A character has at most four bytes.
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (length > back) end = bytes.length - back;
    break;
  }
  return bytes.subarray(0, end);
}

const textBytes = 1_000_000;

interface OutcomeRow {
  readonly count: number;
  readonly conversations: string;
  readonly places: string | null;
  readonly path: string;
  readonly entry: string;
}
