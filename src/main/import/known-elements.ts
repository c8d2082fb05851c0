import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { blobPath } from '../archive/blobs.ts';
import { hasFigures, keepFigures, knownRecord, type KnownRecord, type RecordFile } from '../archive/known-records.ts';
import type { Stored } from '../archive/store-record.ts';
import type { Provider } from '../providers/provider.ts';
import { digestOfSide } from './parsing/answers.ts';
import type { Batch } from './parsing/batch.ts';
import type { RecordResult } from './parsing/parse-task.ts';
import type { Run, Source } from './run.ts';

/** A record of a source that is in the archive as it is: it is counted, not parsed. */
export interface KnownElement {
  readonly record: KnownRecord;
  readonly source: Source;
  readonly place: string;
  readonly bytes: number;
}

/** What lies beside records this time. */
export interface Beside {
  /** The facts that were gathered, by their number in the pool; null: none. */
  readonly side: number | null;
  /** By what the bytes of an entry are known, null where that is not known without reading them; undefined: there is none of this name. */
  readonly fingerprintOf: (entry: string) => string | null | undefined;
}

/** Records in a row that were not known, after which only one batch in so many is looked at: it is not an export that grew. */
const STRANGE = 500;
const SOMETIMES = 8;
const hopesOf = new WeakMap<Source, { batches: number; strange: number }>();

/**
 * Takes the records out of a batch that are in the archive byte for byte, where parsing them would find the same again: records of
 * exports beside which lies what lay there when they were parsed, as far as they ask. What is left moves together in the buffer of the
 * batch.
 */
export async function siftKnown(
  run: Run,
  source: Source,
  provider: Provider,
  beside: Beside,
  batch: Batch,
): Promise<{ readonly batch: Batch; readonly known: readonly KnownElement[] }> {
  if (provider.kind !== 'export' || (beside.side !== null && provider.answers === undefined)) return { batch, known: [] };
  const { db } = run.writer;
  const hopes = hopesOf.get(source) ?? { batches: 0, strange: 0 };
  hopesOf.set(source, hopes);
  hopes.batches++;
  if ((hopes.strange >= STRANGE && hopes.batches % SOMETIMES !== 0) || !hasFigures(db)) return { batch, known: [] };
  let from = 0;
  const found = batch.ends.map((end) => {
    const record = knownRecord(db, provider.id, provider.version, hash('sha256', batch.bytes.subarray(from, end), 'buffer'));
    from = end;
    hopes.strange = record === null ? hopes.strange + 1 : 0;
    return record;
  });
  const same = await withSameBeside(run, provider, beside, found);
  const known: KnownElement[] = [];
  const ends: number[] = [];
  const places: string[] = [];
  let used = 0;
  from = 0;
  batch.ends.forEach((end, at) => {
    const record = found[at] ?? null;
    const place = batch.places[at] ?? '';
    if (record === null || !same.has(record)) {
      if (used < from) batch.bytes.copyWithin(used, from, end);
      used += end - from;
      ends.push(used);
      places.push(place);
    } else known.push({ record, source, place, bytes: end - from });
    from = end;
  });
  return { batch: { bytes: batch.bytes.subarray(0, used), ends, places }, known };
}

/** Those beside which lies the same as then: facts, and the bytes of attachments. */
async function withSameBeside(
  run: Run,
  provider: Provider,
  { side, fingerprintOf }: Beside,
  found: readonly (KnownRecord | null)[],
): Promise<ReadonlySet<KnownRecord>> {
  const same = new Set<KnownRecord>();
  const asking: { readonly record: KnownRecord; readonly used: string }[] = [];
  for (const record of found) {
    if (record === null || !record.files.every((file) => isSame(run, file, fingerprintOf))) continue;
    const { beside } = record;
    if (beside === null ? side === null : beside.asked.length === 0) same.add(record);
    else if (beside !== null) asking.push({ record, used: beside.used });
  }
  if (asking.length === 0) return same;
  const asked = asking.map(({ record }) => record.beside?.asked ?? []);
  // Who cannot say is asked again with the records.
  const answers = await run.pool.answers(provider.id, side, asked).catch((): readonly string[] => []);
  asking.forEach(({ record, used }, at) => {
    if (answers[at] === used) same.add(record);
  });
  return same;
}

function isSame(run: Run, { entry, fingerprint, blob }: RecordFile, fingerprintOf: Beside['fingerprintOf']): boolean {
  if (entry !== null && fingerprintOf(entry) !== (fingerprint ?? undefined)) return false;
  return blob === null || statSync(blobPath(run.dir, blob.hash), { throwIfNoEntry: false })?.size === blob.size;
}

/**
 * Keeps what a record counted, where that can be said again without parsing it; in the transaction that stored it.
 *
 * @param files the attachments that have bytes, or might have had; null where some may be read another time
 */
export function keepCounted(
  run: Run,
  result: RecordResult,
  files: readonly RecordFile[] | null,
  stored: readonly Stored[],
): void {
  const { record, issues, asked, drift, ignored, account } = result;
  if (record === null || record.kind !== 'export' || issues.length > 0 || files === null) return;
  if (asked === null && (record.side !== null || files.some(({ entry }) => entry !== null))) return;
  const [conversation, ...others] = record.conversations;
  const [outcome] = stored;
  if (conversation === undefined || others.length > 0 || record.titles.length > 0) return;
  if (outcome === undefined || outcome.recordId === null || outcome.outcome === 'due') return;
  keepFigures(run.writer.db, outcome.recordId, record.raw.hash, record.parserVersion, {
    messages: conversation.counts.messages,
    attachments: conversation.attachments.length,
    ignored,
    drift,
    time: conversation.updatedAt ?? conversation.createdAt,
    account,
    beside: asked === null ? null : { asked, used: asked.length === 0 ? '' : digestOfSide(record.side) },
    files,
  });
}
