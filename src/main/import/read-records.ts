import { statSync } from 'node:fs';
import type { ProviderId } from '../../shared/model.ts';
import { blobPath, putBlob, type Blob } from '../archive/blobs.ts';
import { entryBlobs } from '../archive/entry-blobs.ts';
import type { Provider } from '../providers/provider.ts';
import { Batcher, type BadElement, type Batch } from './batch.ts';
import { limits, ReadError, viewOf, type Bundle, type BundleEntry, type BundleProblem } from './bundle.ts';
import { allOf } from './bytes.ts';
import { utf8Bytes, utf8Chunks } from './encoding.ts';
import { isFileError, reasonOf } from './folder.ts';
import type { Run, Source } from './run.ts';
import { ElementScanner } from './scan.ts';
import type { WriteQueue } from './write-queue.ts';

/** Small session files in one batch. */
const BATCH_FILES = 200;
/** Small session files that wait for company. */
interface Gathered {
  readonly provider: Provider;
  readonly side: number | null;
  readonly pieces: Uint8Array[];
  readonly names: string[];
  readonly sources: Source[];
  size: number;
}

/** What is known of the bundle that is being read. */
export interface Reading {
  readonly bundle: Bundle;
  readonly sides: Map<Provider, { readonly side: number | null; readonly account: string | null }>;
  readonly blobs: Map<string, Promise<Blob | null>>;
  /** By name, once an attachment is looked for. */
  entries: ReadonlyMap<string, BundleEntry> | null;
  gathered: Gathered | null;
  recognised: boolean;
}

/** Reads the records of sources and sends them on their way. */
export class RecordReader {
  private readonly run: Run;
  private readonly queue: WriteQueue;
  private readonly trouble: (trouble: BundleProblem) => void;
  private readonly known = new Map<ProviderId, ReadonlyMap<string, Blob>>();

  /** @param trouble hears of what belongs to no record */
  constructor(run: Run, queue: WriteQueue, trouble: (trouble: BundleProblem) => void) {
    this.run = run;
    this.queue = queue;
    this.trouble = trouble;
  }

  /** Each element of an array is a record. */
  async readElements(
    reading: Reading,
    entry: BundleEntry,
    source: Source,
    provider: Provider,
    side: number | null,
    at: string | null,
  ): Promise<void> {
    await this.flush(reading);
    const batcher = new Batcher(this.run.buffers);
    const scanner = new ElementScanner(at, batcher);
    let complete = true;
    const send = async (rest: boolean): Promise<void> => {
      for (const bad of batcher.takeBad()) this.quarantine(source, bad);
      for (const batch of batcher.take(rest)) await this.send(reading, source, provider, side, entry, batch);
    };
    try {
      for await (const chunk of utf8Chunks(entry.open())) {
        this.run.signal.throwIfAborted();
        scanner.push(chunk);
        await send(false);
      }
    } catch (error) {
      source.cut = true;
      if (error instanceof ReadError) this.sourceTrouble(source, error.code, error.message);
      else if (isFileError(error)) {
        // It may be readable next time.
        complete = false;
        this.sourceTrouble(source, 'unreadable', `Reading stopped: ${reasonOf(error)}.`);
      } else throw error;
    }
    scanner.end();
    await send(true);
    batcher.close();
    if (!scanner.closed) {
      source.cut = true;
      this.sourceTrouble(
        source,
        'cut-off',
        'The file ends in the middle: the export or its download is not complete. What is whole was read.',
      );
    }
    await this.queue.submit({ task: null, sources: [], places: [], blobOf: noBlob, closes: complete ? [source] : [] });
  }

  /** The entry is one record. */
  async readWhole(reading: Reading, entry: BundleEntry, source: Source, provider: Provider, side: number | null): Promise<void> {
    let bytes: Uint8Array;
    try {
      bytes = utf8Bytes(await allOf(entry.open(), limits.whole));
    } catch (error) {
      if (error instanceof RangeError) {
        this.sourceTrouble(source, 'too-large', `This file is larger than ${limits.whole / 1024 ** 2} MB; it was not read.`);
      } else if (error instanceof ReadError) this.sourceTrouble(source, error.code, error.message);
      else if (isFileError(error)) this.sourceTrouble(source, 'unreadable', `This file cannot be read: ${reasonOf(error)}.`);
      else throw error;
      source.count('conversation', 'quarantined');
      // What is not there today may be there tomorrow; the rest will not be better.
      if (!isFileError(error)) await this.queue.submit({ task: null, sources: [], places: [], blobOf: noBlob, closes: [source] });
      return;
    }
    let { gathered } = reading;
    if (
      gathered !== null &&
      (gathered.provider !== provider ||
        gathered.size + bytes.length > this.run.buffers.size ||
        gathered.names.length >= BATCH_FILES)
    ) {
      await this.flush(reading);
      gathered = null;
    }
    gathered ??= { provider, side, pieces: [], names: [], sources: [], size: 0 };
    gathered.pieces.push(bytes);
    gathered.names.push(entry.name);
    gathered.sources.push(source);
    gathered.size += bytes.length;
    reading.gathered = gathered;
    if (gathered.size >= this.run.buffers.size) await this.flush(reading);
  }

  /** Sends the session files that were gathered. */
  async flush(reading: Reading): Promise<void> {
    const { gathered } = reading;
    if (gathered === null) return;
    reading.gathered = null;
    const buffer = this.run.buffers.take(gathered.size);
    let end = 0;
    const ends = gathered.pieces.map((piece) => {
      buffer.set(piece, end);
      end += piece.length;
      return end;
    });
    await this.queue.submit({
      task: {
        provider: gathered.provider.id,
        side: gathered.side,
        bytes: buffer.subarray(0, end),
        ends,
        names: gathered.names,
      },
      sources: gathered.sources,
      places: gathered.sources.map(() => ''),
      blobOf: (source, name) => this.blobOf(reading, source, name),
      closes: gathered.sources,
    });
  }

  /** Facts from beside the records, gathered once for a bundle. */
  async sideOf(reading: Reading, provider: Provider): Promise<{ readonly side: number | null; readonly account: string | null }> {
    const held = reading.sides.get(provider);
    if (held !== undefined) return held;
    let side: number | null = null;
    let account: string | null = null;
    try {
      const facts = await provider.gather?.(viewOf(reading.bundle));
      if (facts !== undefined) side = this.run.pool.addSide(facts.shared, facts.byEntry);
      account = facts?.account ?? null;
    } catch (error) {
      const message = `What stands beside the conversations (names of attachments and the like) could not be read: ${error instanceof Error ? error.message : String(error)}`;
      this.trouble({ code: 'side-unreadable', message, where: reading.bundle.prefix });
    }
    const found = { side, account };
    reading.sides.set(provider, found);
    return found;
  }

  private async send(
    reading: Reading,
    source: Source,
    provider: Provider,
    side: number | null,
    entry: BundleEntry,
    batch: Batch,
  ): Promise<void> {
    await this.queue.submit({
      task: { provider: provider.id, side, bytes: batch.bytes, ends: batch.ends, names: batch.ends.map(() => entry.name) },
      sources: batch.ends.map(() => source),
      places: batch.offsets.map((offset) => `byte ${offset}`),
      blobOf: (source, name) => this.blobOf(reading, source, name),
      closes: [],
    });
  }

  private async blobOf(reading: Reading, source: Source, name: string): Promise<Blob | null> {
    if (this.run.dryRun) return null;
    let blob = reading.blobs.get(name);
    if (blob === undefined) {
      reading.entries ??= new Map(reading.bundle.entries.map((entry) => [entry.name, entry]));
      const entry = reading.entries.get(name);
      blob = entry === undefined ? Promise.resolve(null) : this.putEntry(reading.bundle, entry, source.provider);
      reading.blobs.set(name, blob);
    }
    const found = await blob;
    const fingerprint = reading.entries?.get(name)?.fingerprint ?? null;
    if (found !== null && fingerprint !== null) source.blobs.set(fingerprint, [found.hash, found.size]);
    return found;
  }

  private async putEntry(bundle: Bundle, entry: BundleEntry, provider: ProviderId): Promise<Blob | null> {
    if (entry.fingerprint !== null) {
      const known = this.knownBlobs(provider).get(entry.fingerprint);
      if (known !== undefined && statSync(blobPath(this.run.dir, known.hash), { throwIfNoEntry: false })?.size === known.size)
        return known;
    }
    try {
      return await putBlob(this.run.dir, entry.open());
    } catch (error) {
      if (!(error instanceof ReadError) && !(isFileError(error) && error.code !== 'ENOSPC')) throw error;
      const message = `The bytes of this attachment cannot be read: ${reasonOf(error)}`;
      this.trouble({ code: 'attachment-unreadable', message, where: bundle.prefix + entry.name });
      return null;
    }
  }

  private knownBlobs(provider: ProviderId): ReadonlyMap<string, Blob> {
    let known = this.known.get(provider);
    if (known === undefined) {
      known = entryBlobs(this.run.writer.db, provider);
      this.known.set(provider, known);
    }
    return known;
  }

  private quarantine(source: Source, bad: BadElement): void {
    const text = new TextDecoder().decode(bad.bytes);
    const message =
      bad.reason === 'too-large'
        ? `This record is ${Math.round(bad.size / 1024 ** 2)} MB long, more than is read at once (${limits.element / 1024 ** 2} MB); its beginning is kept.`
        : 'The file ends in the middle of this record; what is there is kept.';
    const place = `${source.place}, byte ${bad.offset}`;
    source.count('conversation', 'quarantined');
    source.issue({ code: bad.reason, message, where: place, raw: text });
    this.run.writer.addIssue(this.run.id, source.id, {
      code: bad.reason,
      message,
      path: source.line.path,
      place,
      unit: 'conversation',
      raw: text,
    });
  }

  private sourceTrouble(source: Source, code: string, message: string): void {
    source.issue({ code, message, where: source.place, raw: '' });
    this.run.writer.addIssue(this.run.id, source.id, {
      code,
      message,
      path: source.line.path,
      place: source.place,
      unit: 'input',
      raw: null,
    });
  }
}

async function noBlob(): Promise<null> {
  return Promise.resolve(null);
}
