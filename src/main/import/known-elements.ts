import { hash } from 'node:crypto';
import { hasFigures, keepFigures, knownRecord, type KnownRecord } from '../archive/known-records.ts';
import type { Stored } from '../archive/store-record.ts';
import type { Provider } from '../providers/provider.ts';
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

/** Records in a row that were not known, after which only one batch in so many is looked at: it is not an export that grew. */
const STRANGE = 500;
const SOMETIMES = 8;
const hopesOf = new WeakMap<Source, { batches: number; strange: number }>();

/**
 * Takes the records out of a batch that are in the archive byte for byte, where parsing them would find the same again: records of
 * exports that nothing beside them has a say in. What is left moves together in the buffer of the batch.
 *
 * @param side whether there are facts beside the records
 */
export function siftKnown(
  run: Run,
  source: Source,
  provider: Provider,
  side: boolean,
  batch: Batch,
): { readonly batch: Batch; readonly known: readonly KnownElement[] } {
  if (provider.kind !== 'export' || (side && provider.asksBeside === undefined)) return { batch, known: [] };
  const { db } = run.writer;
  const hopes = hopesOf.get(source) ?? { batches: 0, strange: 0 };
  hopesOf.set(source, hopes);
  hopes.batches++;
  if ((hopes.strange >= STRANGE && hopes.batches % SOMETIMES !== 0) || !hasFigures(db)) return { batch, known: [] };
  const known: KnownElement[] = [];
  const ends: number[] = [];
  const places: string[] = [];
  let from = 0;
  let used = 0;
  batch.ends.forEach((end, at) => {
    const bytes = batch.bytes.subarray(from, end);
    const place = batch.places[at] ?? '';
    const asks = side && provider.asksBeside?.(bytes) !== false;
    const found = asks ? null : knownRecord(db, provider.id, provider.version, hash('sha256', bytes, 'buffer'));
    // Bytes of its attachments may lie beside it this time.
    const record = side && found !== null && found.attachments > 0 ? null : found;
    if (record === null) {
      if (used < from) batch.bytes.copyWithin(used, from, end);
      used += end - from;
      ends.push(used);
      places.push(place);
    } else known.push({ record, source, place, bytes: end - from });
    if (!asks) hopes.strange = found === null ? hopes.strange + 1 : 0;
    from = end;
  });
  return { batch: { bytes: batch.bytes.subarray(0, used), ends, places }, known };
}

/** Keeps what a record counted, where that can be said again without parsing it; in the transaction that stored it. */
export function keepCounted(run: Run, result: RecordResult, stored: readonly Stored[]): void {
  const { record, issues, entries, drift, ignored, account } = result;
  if (record === null || record.kind !== 'export' || record.side !== null || issues.length > 0 || entries.length > 0) return;
  const [conversation, ...others] = record.conversations;
  const [outcome] = stored;
  if (conversation === undefined || others.length > 0 || record.titles.length > 0) return;
  if (outcome === undefined || outcome.recordId === null || outcome.outcome === 'due') return;
  // Bytes that come with a record are noted with every source they came from.
  if (conversation.attachments.some(({ blob }) => blob !== null)) return;
  keepFigures(run.writer.db, outcome.recordId, record.raw.hash, record.parserVersion, {
    messages: conversation.counts.messages,
    attachments: conversation.attachments.length,
    ignored,
    drift,
    time: conversation.updatedAt ?? conversation.createdAt,
    account,
  });
}
