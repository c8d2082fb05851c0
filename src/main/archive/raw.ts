import type { RawMessage, RawSource, RawText } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import type { ProviderId } from '../../shared/model.ts';
import type { RawRecord } from '../../shared/parsed.ts';
import { spanOfId, spansOfLines, type Span } from './json-span.ts';
import { getRecord, loadRecord, providerOfName, readRecord, type RecordRow } from './records.ts';
import { sql, type Db } from './sql.ts';

/** Bytes of an original that are given at once. */
const mostBytes = 1_000_000;
/** A record above this is not searched for a message: it would have to be in memory as a whole. */
const mostSearched = 128 * 1024 * 1024;

/** The originals that a conversation was read from: what it is shown from first, the largest before others; then its earlier versions. */
export function readRawSources(db: Db, key: number): RawSource[] {
  return db
    .all<{ record: number; name: string; bytes: number; current: number }>(
      sql`
        select r.id as record, r.name, r.bytes, max(c.current) as current
        from conversation v join contribution c on c.native_id = v.native_id join record r on r.id = c.record_id and r.provider = v.provider
        where v.id = ${key} and r.prefix_of is null group by r.id order by 4 desc, r.bytes desc, r.id limit 100`,
    )
    .map(({ record, name, bytes, current }) => ({ record, name, bytes, current: current === 1 }));
}

/**
 * A stretch of an original. `offset` counts bytes; the next stretch begins at `offset` plus the bytes of `text`, which ends between two
 * characters.
 *
 * @param record one of `readRawSources`; undefined: the first
 * @throws ArchiveError `NotFound`
 */
export function readRaw(db: Db, key: number, offset: number, record?: number): RawText {
  return db.snapshot(() => {
    const sources = readRawSources(db, key);
    const source = record === undefined ? sources[0] : sources.find((other) => other.record === record);
    if (source === undefined) throw new ArchiveError('NotFound', 'The conversation is not in the archive any more.');
    return { ...stretch(db, getRecord(db, source.record), { from: offset, to: source.bytes }), offset, total: source.bytes };
  });
}

/** The lines of a record that a message comes from, as its provider tells them; none where a message carries its id. */
export type LinesOf = (provider: ProviderId, record: RawRecord, messageId: string) => readonly number[];

/**
 * A message's own piece of the originals its conversation is shown from. @throws ArchiveError `NotFound` when there is no such
 * message
 */
export function readRawMessage(db: Db, key: number, index: number, linesOf: LinesOf): RawMessage {
  return db.snapshot(() => {
    const message = db.get<{ id: string; provider: string }>(sql`
      select m.native_id as id, v.provider from conversation v join message m on m.id = v.first_message + ${index}
      where v.id = ${key} and ${index} < v.messages`);
    if (message === undefined) throw new ArchiveError('NotFound', 'The message is not in the archive any more.');
    const provider = providerOfName(message.provider);
    let source: RawSource | null = null;
    for (const each of readRawSources(db, key).filter((other) => other.current && other.bytes <= mostSearched)) {
      source = each;
      const record = loadRecord(db, each.record);
      const lines = linesOf(provider, record, message.id);
      const bySearch = lines.length === 0 ? spanOfMessage(record.bytes, message.id) : null;
      const spans = bySearch === null ? spansOfLines(record.bytes, lines) : [{ ...bySearch, line: null }];
      if (spans.length > 0) return { pieces: piecesOf(db, getRecord(db, each.record), spans), source };
    }
    return { pieces: [], source };
  });
}

/** The object of a message; of `request/response` that of the request, which holds both, where the response bears no id. */
function spanOfMessage(bytes: Uint8Array, id: string): Span | null {
  const found = spanOfId(bytes, id);
  return found === null && id.endsWith('/response') ? spanOfId(bytes, id.slice(0, -'/response'.length)) : found;
}

function piecesOf(db: Db, record: RecordRow, spans: readonly (Span & { readonly line: number | null })[]): RawMessage['pieces'] {
  let left = mostBytes;
  return spans.map(({ from, to, line }) => {
    const { text } = stretch(db, record, { from, to: Math.min(to, from + left) });
    left = Math.max(0, left - (to - from));
    return { text, bytes: to - from, offset: from, line };
  });
}

function stretch(db: Db, record: RecordRow, { from, to }: Span): { readonly text: string } {
  const bytes = readRecord(db, record, from, Math.min(to, from + mostBytes));
  const end = from + bytes.length < to || to < record.bytes ? wholeCharacters(bytes) : bytes.length;
  return { text: bytes.toString('utf8', 0, end) };
}

function wholeCharacters(bytes: Buffer): number {
  for (let end = bytes.length; end > Math.max(0, bytes.length - 4); end--) {
    const byte = bytes[end - 1] ?? 0;
    if (byte < 0x80) return end;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return bytes.length - (end - 1) >= length ? end - 1 + length : end - 1;
  }
  return bytes.length;
}
