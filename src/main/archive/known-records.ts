import { z } from 'zod';
import type { ProviderId } from '../../shared/model.ts';
import type { Drift, Question } from '../../shared/parsed.ts';
import { driftSchema } from '../../shared/receipt-schema.ts';
import type { Blob } from './blobs.ts';
import { link, ship, tombstoneOf } from './contributions.ts';
import { deriveHashes } from './conversation-writer.ts';
import { sql, type Db } from './sql.ts';

/** What a record of one conversation, all of which could be read, counts in a receipt. */
export interface RecordFigures {
  readonly messages: number;
  readonly attachments: number;
  readonly ignored: { readonly conversations: number; readonly messages: number };
  readonly drift: readonly Drift[];
  /** When the conversation was changed, else made, as the record says. */
  readonly time: number | null;
  readonly account: string | null;
  /** What it asked of what lay beside it, and a digest of what it used of that; null where it may have asked anything. */
  readonly beside: { readonly asked: readonly Question[]; readonly used: string } | null;
  /** Its attachments that came with bytes, or might have. */
  readonly files: readonly RecordFile[];
}

/** Bytes of an attachment of a record. */
export interface RecordFile {
  readonly nativeId: string;
  /** The entry beside the record; null: they are in the record. */
  readonly entry: string | null;
  /** What that was known by; null: there was none. */
  readonly fingerprint: string | null;
  readonly blob: Blob | null;
}

/** A record that is in the archive, byte for byte and read by the parser of today. */
export interface KnownRecord extends RecordFigures {
  readonly recordId: number;
  /** conversation.id; null when nothing of it is shown. */
  readonly key: number | null;
  /** What the conversation is called. */
  readonly name: string;
  readonly provider: ProviderId;
}

/** Figures longer than this are not kept: reading the record again is as cheap. */
const longest = 16 * 1024;

const count = z.number();
const kept = z.object({
  messages: count,
  attachments: count,
  ignored: z.object({ conversations: count, messages: count }),
  drift: z.array(driftSchema),
  time: count.nullable(),
  account: z.string().nullable(),
  beside: z
    .object({ asked: z.array(z.tuple([z.string()], z.string())), used: z.string() })
    .nullable()
    .default(null),
  files: z
    .array(
      z.object({
        nativeId: z.string(),
        entry: z.string().nullable(),
        fingerprint: z.string().nullable(),
        blob: z.object({ hash: z.string(), size: count }).nullable(),
      }),
    )
    .default([]),
});

/** True when anything can be known at all. */
export function hasFigures(db: Db): boolean {
  return db.get(sql`select 1 from record_figures limit 1`) !== undefined;
}

/**
 * The record of these bytes, where reading them again would change nothing: same bytes, same parser, nothing due, and nothing that the
 * person deleted.
 *
 * @param hash SHA-256
 */
export function knownRecord(db: Db, provider: ProviderId, parserVersion: number, hash: Uint8Array): KnownRecord | null {
  const row = db.get<{ id: number; figures: string }>(sql`
    select r.id, f.figures from record r join record_figures f on f.record_id = r.id and f.hash = r.hash
    where r.hash = ${hash} and r.provider = ${provider} and r.parser_version = ${parserVersion} and f.parser_version = ${parserVersion}
      and r.prefix_of is null and not exists (select 1 from due d where d.record_id = r.id)`);
  if (row === undefined) return null;
  const [only, ...more] = db.all<{ native_id: string; plain_id: string | null; root: string | null }>(
    sql`select native_id, plain_id, root from contribution where record_id = ${row.id}`,
  );
  if (only === undefined || more.length > 0) return null;
  const { native_id: name, plain_id: plain, root } = only;
  const deleted = tombstoneOf(db, provider, plain ?? name, root) ?? tombstoneOf(db, provider, name, null);
  if (deleted !== null) return null;
  const figures = kept.safeParse(JSON.parse(row.figures)).data;
  if (figures === undefined) return null;
  const shown = db.get<{ id: number }>(sql`select id from conversation where provider = ${provider} and native_id = ${name}`);
  return { ...figures, recordId: row.id, key: shown?.id ?? null, name, provider };
}

/**
 * Notes that a source has the record, with the bytes of its attachments.
 *
 * @returns how many attachments of what is shown have other bytes by it
 */
export function meetRecord(db: Db, sourceId: number, { recordId, key, name, provider, attachments, files }: KnownRecord): number {
  link(db, sourceId, recordId);
  if (files.length === 0) return 0;
  ship(db, sourceId, recordId, { attachments: files });
  return key === null ? 0 : Math.min(attachments, deriveHashes(db, key, provider, name));
}

/** Keeps what a record counted, where its row holds these bytes (and not others of the same content). */
export function keepFigures(db: Db, recordId: number, hash: Uint8Array, parserVersion: number, figures: RecordFigures): void {
  const text = JSON.stringify(figures);
  if (text.length > longest) return;
  db.run(sql`
    insert or replace into record_figures (record_id, hash, parser_version, figures)
    select id, hash, ${parserVersion}, ${text} from record where id = ${recordId} and hash = ${hash}`);
}
