import { isUtf8 } from 'node:buffer';
import { statSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { ProviderId } from '../../shared/model.ts';
import { blobPath, openBlobSink, putBlob, type Blob, type BlobSink } from '../archive/blobs.ts';
import { entryBlobs } from '../archive/entry-blobs.ts';
import { ForeignError, type ForeignDatabase } from '../archive/foreign.ts';
import type { Claim, Provider, TableRecord } from '../providers/provider.ts';
import { Batcher, type BadElement, type Batch } from './parsing/batch.ts';
import { limits, ReadError, viewOf, type Bundle, type BundleEntry, type BundleProblem } from './inputs/bundle.ts';
import { allOf } from './inputs/bytes.ts';
import type { Databases } from './inputs/databases.ts';
import { utf8Bytes, utf8Chunks } from './inputs/encoding.ts';
import { isFileError, reasonOf } from './inputs/folder.ts';
import { joinedBytes, type JoinedEntry } from './claims/joined.ts';
import { siftKnown } from './known-elements.ts';
import type { Run, Source } from './run.ts';
import { BehindScanner } from './claims/scan-behind.ts';
import { LineScanner } from './claims/scan-lines.ts';
import { PieceScanner } from './claims/scan-pieces.ts';
import { ElementScanner, type ElementSink } from './claims/scan.ts';
import type { EntryBytes, WriteQueue } from './write-queue.ts';

/** Small session files in one batch. */
const BATCH_FILES = 200;
/** Milliseconds of reading a database, in which nothing else is heard. */
const PAUSE_MS = 20;

const notUtf8 =
  'Some bytes of this file are not UTF-8; in the text they are shown as \uFFFD, in the original they are kept as they are.';

const databaseChanged =
  'Another program changed this database while it was looked at: what it held at one moment was read, and the next import reads it again.';

/** Small session files that wait for company. */
interface Gathered {
  readonly provider: Provider;
  readonly side: number | null;
  readonly pieces: Uint8Array[];
  readonly names: string[];
  readonly sources: Source[];
  /** Those of the sources that are read to their end. */
  readonly closes: Source[];
  size: number;
}

/** A record that is a whole entry, or several. */
interface WholeRecord {
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly source: Source;
  readonly provider: Provider;
  readonly side: number | null;
  /** It need not be read again. */
  readonly complete: boolean;
}

/** Claims of entries that hold one record after the other. */
type PartsClaim = Extract<Claim, { as: 'elements' | 'lines' | 'pieces' }>;

/** What is known of the bundle that is being read. */
export interface Reading {
  readonly bundle: Bundle;
  readonly sides: Map<Provider, { readonly side: number | null; readonly account: string | null }>;
  readonly blobs: Map<string, Promise<Blob | null>>;
  gathered: Gathered | null;
  /** Records of several entries, whose entries are not all known yet: by provider and name. */
  readonly joined: Map<string, { readonly provider: Provider; readonly record: string; readonly parts: JoinedEntry[] }>;
  recognised: boolean;
  /** Folders with a list of a provider's conversations: its id and the folder. */
  readonly listed: Set<string>;
  /** Entries that stand in for such lists, until all others are known. */
  readonly standIns: BundleEntry[];
}

/** Reads the records of sources and sends them on their way. */
export class RecordReader {
  private readonly run: Run;
  /** Where elements go that are too large to be held; nowhere in a dry run. */
  private readonly spill: (() => BlobSink) | null;
  private readonly queue: WriteQueue;
  private readonly trouble: (trouble: BundleProblem) => void;
  private readonly known = new Map<ProviderId, ReadonlyMap<string, Blob>>();

  /** @param trouble hears of what belongs to no record */
  constructor(run: Run, queue: WriteQueue, trouble: (trouble: BundleProblem) => void) {
    this.run = run;
    this.spill = run.dryRun ? null : () => openBlobSink(run.dir);
    this.queue = queue;
    this.trouble = trouble;
  }

  /** Gives a source its row. Must come before anything is said of it. */
  private begin(source: Source): void {
    source.begin((opened) => this.run.writer.openSource(this.run.id, opened));
  }

  /** Each element, line or piece of the entry is a record. */
  async readParts(
    reading: Reading,
    entry: BundleEntry,
    source: Source,
    provider: Provider,
    side: number | null,
    claim: PartsClaim,
  ): Promise<void> {
    await this.flush(reading);
    this.begin(source);
    if (claim.as === 'elements' && claim.instead !== undefined) this.sourceTrouble(source, 'stand-in', claim.instead.read);
    const placeOf = (at: number): string => `${claim.as === 'lines' ? 'line' : 'byte'} ${at}`;
    const batcher = new Batcher(this.run.buffers, placeOf, this.spill);
    const scanner = scannerOf(claim, batcher);
    let complete = true;
    const send = async (rest: boolean): Promise<void> => {
      for (const bad of batcher.takeBad()) this.quarantine(source, bad);
      for (const batch of batcher.take(rest)) await this.send(reading, source, provider, side, entry, batch);
    };
    let invalid = false;
    try {
      for await (const chunk of utf8Chunks(entry.open(), () => (invalid = true))) {
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
    if (invalid) this.sourceTrouble(source, 'not-utf-8', notUtf8);
    if (!scanner.closed) {
      source.cut = true;
      this.sourceTrouble(
        source,
        'cut-off',
        'The file ends in the middle: the export or its download is not complete. What is whole was read.',
      );
    }
    await this.close(source, complete);
  }

  /**
   * The provider makes records of the rows of a database.
   *
   * @param isSteady tells whether it is still what the source is known by
   */
  async readTables(
    reading: Reading,
    databases: Databases,
    entry: BundleEntry,
    source: Source,
    provider: Provider,
    side: number | null,
    isSteady: () => Promise<boolean>,
  ): Promise<void> {
    await this.flush(reading);
    this.begin(source);
    source.database = true;
    let complete = true;
    const failed = (error: unknown): void => {
      source.cut = true;
      const [code, message, passing] = databaseTrouble(error);
      complete = !passing;
      source.line.reason ??= message;
      this.sourceTrouble(source, code, message);
    };
    try {
      await databases.read(reading.bundle, entry, async (database) => {
        if (!(await isSteady())) {
          complete = false;
          this.sourceTrouble(source, 'changed', databaseChanged);
        }
        const fault = await this.sendTables(reading, database, entry, source, provider, side);
        if (fault !== null) failed(fault.error);
        const tooLong = database.tooLong();
        if (tooLong > 0)
          this.sourceTrouble(source, 'too-large', `${tooLong} values of this database are too long and were left out.`);
      });
    } catch (error) {
      if (!(error instanceof ForeignError || error instanceof ReadError || isFileError(error))) throw error;
      failed(error);
    }
    await this.close(source, complete);
  }

  /** Sends the records of a database, as far as it can be read; returns what ended it. */
  private async sendTables(
    reading: Reading,
    database: ForeignDatabase,
    entry: BundleEntry,
    source: Source,
    provider: Provider,
    side: number | null,
  ): Promise<{ readonly error: unknown } | null> {
    let name = '';
    let paused = performance.now();
    let fault: { readonly error: unknown } | null = null;
    const batcher = new Batcher(this.run.buffers, () => name, this.spill);
    const send = async (rest: boolean): Promise<void> => {
      for (const bad of batcher.takeBad()) this.quarantine(source, bad);
      for (const batch of batcher.take(rest)) await this.send(reading, source, provider, side, entry, batch);
    };
    const records = (provider.readTables?.(database) ?? [])[Symbol.iterator]();
    try {
      for (;;) {
        this.run.signal.throwIfAborted();
        let next: IteratorResult<TableRecord>;
        try {
          next = records.next();
        } catch (error) {
          fault = { error };
          break;
        }
        if (next.done === true) break;
        name = next.value.name;
        batcher.begin(0);
        batcher.data(next.value.bytes);
        batcher.end(true);
        await send(false);
        if (performance.now() - paused > PAUSE_MS) {
          await setImmediate();
          paused = performance.now();
        }
      }
      await send(true);
    } finally {
      if (fault === null) records.return?.();
      batcher.close();
    }
    return fault;
  }

  private async close(source: Source, complete: boolean): Promise<void> {
    await this.queue.submit({ task: null, sources: [], places: [], blobOf: noBlob, closes: complete ? [source] : [] });
  }

  /** The entry is one record. */
  async readWhole(reading: Reading, entry: BundleEntry, source: Source, provider: Provider, side: number | null): Promise<void> {
    let bytes: Uint8Array;
    try {
      bytes = utf8Bytes(await allOf(entry.open(), limits.whole));
    } catch (error) {
      this.begin(source);
      if (error instanceof RangeError) {
        this.sourceTrouble(source, 'too-large', `This file is larger than ${limits.whole / 1024 ** 2} MB; it was not read.`);
      } else if (error instanceof ReadError) this.sourceTrouble(source, error.code, error.message);
      else if (isFileError(error)) this.sourceTrouble(source, 'unreadable', `This file cannot be read: ${reasonOf(error)}.`);
      else throw error;
      source.count('conversation', 'quarantined');
      // What is not there today may be there tomorrow; the rest will not be better.
      if (!isFileError(error)) await this.close(source, true);
      return;
    }
    if (!isUtf8(bytes)) {
      this.begin(source);
      this.sourceTrouble(source, 'not-utf-8', notUtf8);
    }
    await this.gather(reading, { bytes, name: entry.name, source, provider, side, complete: true });
  }

  /** Several entries are one record, which is called `name`. */
  async readJoined(
    reading: Reading,
    name: string,
    parts: readonly JoinedEntry[],
    source: Source,
    provider: Provider,
    side: number | null,
  ): Promise<void> {
    let joined: Awaited<ReturnType<typeof joinedBytes>>;
    try {
      joined = await joinedBytes(parts, this.run.signal);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      this.begin(source);
      const message = `The ${parts.length} files of this record are more than ${limits.whole / 1024 ** 2} MB together; they were not read.`;
      this.sourceTrouble(source, 'too-large', message);
      source.count('conversation', 'quarantined');
      await this.close(source, true);
      return;
    }
    const { bytes, lost } = joined;
    if (lost.length > 0) this.begin(source);
    for (const part of lost) this.sourceTrouble(source, part.code, part.message, reading.bundle.prefix + part.name);
    const complete = !lost.some(({ passing }) => passing);
    if (bytes.length > 0) await this.gather(reading, { bytes, name, source, provider, side, complete });
    else {
      this.begin(source);
      source.count('conversation', 'quarantined');
      await this.close(source, complete);
    }
  }

  private async gather(reading: Reading, record: WholeRecord): Promise<void> {
    const { bytes, name, source, provider, side, complete } = record;
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
    gathered ??= { provider, side, pieces: [], names: [], sources: [], closes: [], size: 0 };
    gathered.pieces.push(bytes);
    gathered.names.push(name);
    gathered.sources.push(source);
    if (complete) gathered.closes.push(source);
    gathered.size += bytes.length;
    reading.gathered = gathered;
    if (gathered.size >= this.run.buffers.size) await this.flush(reading);
  }

  /** Sends the session files that were gathered. */
  async flush(reading: Reading): Promise<void> {
    const { gathered } = reading;
    if (gathered === null) return;
    reading.gathered = null;
    // A folder of small files would be a transaction for each.
    this.run.writer.transact(() => {
      for (const source of gathered.sources) this.begin(source);
    });
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
      closes: gathered.closes,
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
      if (facts !== undefined && (facts.shared !== null || Object.keys(facts.byEntry).length > 0))
        side = this.run.pool.addSide(facts.shared, facts.byEntry);
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
    read: Batch,
  ): Promise<void> {
    const fingerprintOf = (name: string): string | null | undefined => reading.bundle.entries.get(name)?.fingerprint;
    const { batch, known } = await siftKnown(this.run, source, provider, { side, fingerprintOf }, read);
    if (batch.ends.length === 0) this.run.buffers.give(batch.bytes);
    await this.queue.submit({
      task:
        batch.ends.length === 0
          ? null
          : { provider: provider.id, side, bytes: batch.bytes, ends: batch.ends, names: batch.ends.map(() => entry.name) },
      sources: batch.ends.map(() => source),
      places: batch.places,
      known,
      blobOf: (source, name) => this.blobOf(reading, source, name),
      closes: [],
    });
  }

  private async blobOf(reading: Reading, source: Source, name: string): Promise<EntryBytes | null> {
    const entry = reading.bundle.entries.get(name);
    if (entry === undefined) return null;
    const { fingerprint } = entry;
    if (this.run.dryRun) return { blob: null, fingerprint };
    let found = reading.blobs.get(name);
    if (found === undefined) {
      found = this.putEntry(reading.bundle, entry, source.provider);
      reading.blobs.set(name, found);
    }
    const blob = await found;
    if (blob !== null && fingerprint !== null) source.blobs.set(fingerprint, [blob.hash, blob.size]);
    return { blob, fingerprint };
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
      if (!(error instanceof ReadError) && !isFileError(error)) throw error;
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
        ? `This record is ${Math.round(bad.size / 1024 ** 2)} MB long, more than is read at once (${limits.element / 1024 ** 2} MB); ${bad.blob === null ? 'its beginning is kept' : 'all its bytes are kept'}.`
        : 'The file ends in the middle of this record; what is there is kept.';
    const place = `${source.place}, ${bad.place}`;
    source.count('conversation', 'quarantined');
    source.issue({ code: bad.reason, message, where: place, raw: text });
    this.run.writer.addIssue(this.run.id, source.id, {
      code: bad.reason,
      message,
      path: source.line.path,
      place,
      unit: 'conversation',
      raw: text,
      blob: bad.blob,
    });
  }

  private sourceTrouble(source: Source, code: string, message: string, place = source.place): void {
    source.issue({ code, message, where: place, raw: '' });
    this.run.writer.addIssue(this.run.id, source.id, {
      code,
      message,
      path: source.line.path,
      place,
      unit: 'input',
      raw: null,
    });
  }
}

function scannerOf(claim: PartsClaim, sink: ElementSink): ElementScanner | BehindScanner | LineScanner | PieceScanner {
  switch (claim.as) {
    case 'elements':
      return claim.behind === undefined ? new ElementScanner(claim.at ?? null, sink) : new BehindScanner(claim.behind, sink);
    case 'lines':
      return new LineScanner(sink);
    case 'pieces':
      return new PieceScanner(claim.marker, sink);
  }
}

/** Code and sentence, and whether it may be otherwise another time. */
function databaseTrouble(error: unknown): readonly [code: string, message: string, passing: boolean] {
  if (error instanceof ForeignError) return [error.code, error.message, error.code !== 'database-damaged'];
  if (error instanceof ReadError) return [error.code, error.message, true];
  if (isFileError(error)) return ['unreadable', `This database cannot be read: ${reasonOf(error)}.`, true];
  const reason = error instanceof Error ? error.message : String(error);
  return ['parser-failed', `The rest of this database could not be read (${reason}).`, false];
}

async function noBlob(): Promise<null> {
  return Promise.resolve(null);
}
