import { existsSync, readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { fileState, keepFileStates, type FileState } from '../archive/file-states.ts';
import { scratchOf } from '../archive/scratch.ts';
import { completeSources, noteInputHash, repeatSources } from '../archive/known-sources.ts';
import { arrayOf } from '../../shared/json.ts';
import type { Entry, Provider } from '../providers/provider.ts';
import { limits, ReadError, type Budget, type Bundle, type BundleEntry, type BundleProblem } from './inputs/bundle.ts';
import { headOf } from './inputs/bytes.ts';
import { companionOf, Databases } from './inputs/databases.ts';
import { describe, detect, looksLikeAttachment, mayBeTitle } from './claims/detect.ts';
import { utf8Chunks } from './inputs/encoding.ts';
import { fileEntry, isFileError, reasonOf } from './inputs/folder.ts';
import { joinedFingerprint, type JoinedEntry } from './claims/joined.ts';
import { steadyEntry, type Hashed } from './inputs/steady.ts';
import { isNestedZip, newBudget, openInput, openNested } from './inputs/open-input.ts';
import { packingOf } from './inputs/packed.ts';
import { RecordReader, type Reading } from './read-records.ts';
import { IGNORED_ENTRIES, readSourceReceipt, repeated, type Line } from './receipt.ts';
import { Source, type Run } from './run.ts';
import { sampleOf } from './claims/sample.ts';
import { WholeExports } from './inputs/whole-exports.ts';
import type { WriteQueue } from './write-queue.ts';

/** Files up to this size are read once and hashed in memory. */
const SMALL = 8 * 1024 * 1024;
/** Files up to this size are read and hashed at once. */
const TINY = 128 * 1024;
/** Times that a file is hashed which grows meanwhile. */
const HASHED_AGAIN = 3;
/** Files and sources of which is noted what was found, before it is written. */
const NOTED = 1000;
/** Attachments that are looked into where nothing else was recognised. */
const LAST_RESORT = 200;

/** What is known of an input before it is read. */
export interface Measured {
  /** Bytes that it will be worth to the progress bar. Unreadable inputs are worth nothing here; reading says why. */
  readonly worth: number;
  /** What is in it, where nothing has to be held open for that. */
  readonly bundle: Bundle | null;
}

/** Looks at an input, without reading it. */
export async function measureInput(path: string): Promise<Measured> {
  try {
    const bundle = await openInput(path, newBudget());
    await bundle.close();
    return { worth: worthOf(bundle), bundle: bundle.kind === 'zip' ? null : bundle };
  } catch {
    return { worth: 0, bundle: null };
  }
}

function worthOf(bundle: Bundle): number {
  let sum = 0;
  for (const entry of bundle.entries) if (!isAttachment(bundle, entry)) sum += entry.size;
  return sum;
}

/** Reads one input: finds what is in it, sends records on their way, and says what became of the rest. */
export async function readInput(run: Run, queue: WriteQueue, path: string, { bundle }: Measured): Promise<void> {
  await new InputReader(run, queue, path).read(bundle);
}

interface Content {
  readonly fingerprint: string;
  /** Where they were read to be hashed. */
  readonly bytes: Uint8Array | null;
  /** See `FileState`. */
  readonly part: string | null;
  /** Where they have to be read from the disk: as they were when they were hashed. */
  readonly hashed: Hashed | null;
}

class InputReader {
  private readonly run: Run;
  private readonly queue: WriteQueue;
  private readonly path: string;
  private readonly budget: Budget = newBudget();
  private readonly scratch: string;
  private readonly records: RecordReader;
  private readonly exports: WholeExports;
  private sha256: Promise<string | null> | null = null;
  /** What all sources of the input know of it. */
  private readonly input: Source['input'] = { sha256: null };
  /** Of the source that was opened last. */
  private place: string | null = null;
  /** Entries nobody claims, and troubles that belong to no provider. */
  private readonly strangers: { readonly name: string; readonly reason: string }[] = [];
  private moreStrangers = 0;
  private readonly troubles: BundleProblem[] = [];
  /** Fingerprints of sources that are open: a second copy waits until the first is stored. */
  private readonly open = new Set<string>();
  private looked = 0;
  /** Not written yet: files that were hashed, and sources that are known. */
  private readonly states = new Map<string, FileState>();
  private met: { readonly sourceId: number; readonly entry: string }[] = [];
  private readonly databases: Databases;

  constructor(run: Run, queue: WriteQueue, path: string) {
    this.run = run;
    this.queue = queue;
    this.path = path;
    this.scratch = scratchOf(run.dir, run.id);
    this.databases = new Databases(this.scratch, run.signal);
    this.exports = new WholeExports(basename(path).normalize('NFC'));
    this.records = new RecordReader(run, queue, (trouble) => this.trouble(trouble));
  }

  /** @param known what is in the input, where that was looked at */
  async read(known: Bundle | null): Promise<void> {
    this.run.report(basename(this.path));
    let kind: Bundle['kind'] | null = null;
    try {
      kind = await this.readAll(known);
    } finally {
      this.keepNotes();
      await rm(this.scratch, { recursive: true, force: true });
    }
    await this.finish(kind);
  }

  private async readAll(known: Bundle | null): Promise<Bundle['kind'] | null> {
    let kind: Bundle['kind'] | null = null;
    try {
      const bundle = known ?? (await openInput(this.path, this.budget));
      kind = bundle.kind;
      await this.readBundle(bundle, 1);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      const line = this.run.receipt.line(this.path, null);
      line.reason = error.message;
      this.trouble({ code: error.code, message: error.message, where: '' });
    }
    await this.queue.idle();
    this.exports.claim(this.run);
    return kind;
  }

  private async readBundle(bundle: Bundle, depth: number): Promise<void> {
    const reading: Reading = {
      bundle,
      sides: new Map(),
      blobs: new Map(),
      gathered: null,
      joined: new Map(),
      recognised: false,
      listed: new Set(),
      standIns: [],
    };
    const nested: BundleEntry[] = [];
    const attachments: BundleEntry[] = [];
    try {
      for (const problem of bundle.problems) this.trouble(problem);
      for (const { name, reason } of bundle.passed ?? []) this.pass(bundle.prefix + name, reason);
      for (const entry of bundle.entries) {
        this.run.signal.throwIfAborted();
        if (bundle.kind !== 'file' && isNestedZip(entry)) nested.push(entry);
        else if (isAttachment(bundle, entry) && !(await isTitled(entry))) {
          if (attachments.length < LAST_RESORT) attachments.push(entry);
        } else if (!this.isCompanion(reading, entry)) await this.readEntry(reading, entry);
      }
      for (const entry of reading.standIns) await this.readEntry(reading, entry, true);
      if (!reading.recognised) for (const entry of attachments) await this.readEntry(reading, entry);
      await this.readJoined(reading);
      await this.records.flush(reading);
      await this.queue.idle();
      // Zips inside an export are what the person once uploaded; in folders, and in zips of zips, they are exports.
      if (bundle.kind === 'folder' || !reading.recognised)
        for (const entry of nested) await this.readNested(bundle, entry, depth);
    } finally {
      for (const { side } of reading.sides.values()) if (side !== null) this.run.pool.forget(side);
      await bundle.close();
    }
  }

  private async readNested(outer: Bundle, entry: BundleEntry, depth: number): Promise<void> {
    this.run.signal.throwIfAborted();
    if (depth > limits.depth) {
      this.trouble({
        code: 'too-deep',
        message: `Zips are opened ${limits.depth} deep, not deeper.`,
        where: outer.prefix + entry.name,
      });
      return;
    }
    try {
      const bundle = await openNested(outer, entry, this.scratch, this.budget);
      this.run.meter.total += worthOf(bundle) - entry.size;
      await this.readBundle(bundle, depth + 1);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      this.trouble({ code: error.code, message: error.message, where: outer.prefix + entry.name });
    }
  }

  /** @param last all other entries of the bundle are known */
  private async readEntry(reading: Reading, entry: BundleEntry, last = false): Promise<void> {
    const before = this.run.meter.done;
    if (!last) this.looked++;
    // A folder of thousands of known files must not keep the process from hearing "cancel".
    if (this.looked % 64 === 0) await setImmediate();
    let waits = false;
    try {
      waits = await this.identify(reading, entry, last);
    } catch (error) {
      const where = reading.bundle.prefix + entry.name;
      if (error instanceof ReadError) this.trouble({ code: error.code, message: error.message, where });
      else if (isFileError(error))
        this.trouble({ code: 'unreadable', message: `This file cannot be read: ${reasonOf(error)}.`, where });
      else throw error;
    }
    // What was passed over counts as done; what was sent is counted when it is written.
    if (!waits && this.run.meter.done === before && this.place !== reading.bundle.prefix + entry.name)
      this.run.meter.done += entry.size;
    this.run.report();
  }

  /** True when the entry waits for others that are one record with it. */
  private async identify(reading: Reading, entry: BundleEntry, last: boolean): Promise<boolean> {
    const { bundle } = reading;
    const { fingerprint, bytes, part, hashed } = await this.fingerprintOf(reading, entry);
    const joins = part === null ? null : readPart(part, entry.name, this.run.providers);
    if (joins !== null) {
      reading.recognised = true;
      this.join(reading, joins.provider, joins.record, { entry, fingerprint });
      return true;
    }
    if (await this.repeat(reading, entry.name, fingerprint)) return false;
    const { path } = entry;
    const steady = path === null || hashed === null ? entry : steadyEntry(entry, path, hashed);
    const readable: BundleEntry = bytes === null ? steady : { ...entry, size: bytes.length, open: () => once(bytes) };
    let fault: Error | null = null;
    const sample = await sampleOf(
      readable,
      async () => this.databases.columns(bundle, entry),
      (error) => (fault = error),
    );
    const detected = detect(sample, this.run.providers);
    if (detected === null) {
      // What can be told from its beginning is read, and says so itself.
      if (fault !== null) throw fault;
      this.pass(bundle.prefix + entry.name, describe(sample));
      return false;
    }
    const { claim, provider } = detected;
    if (claim.as === 'side' || claim.as === 'ignored') {
      this.lineOf(provider).ignore(bundle.prefix + entry.name, claim.reason);
      return false;
    }
    if (claim.as === 'elements' && claim.instead !== undefined) {
      if (!last) {
        reading.standIns.push(entry);
        return true;
      }
      if (reading.listed.has(listOf(provider, entry.name))) {
        this.lineOf(provider).ignore(bundle.prefix + entry.name, claim.instead.ignored);
        return false;
      }
    }
    reading.recognised = true;
    if (claim.as === 'joined') {
      const { stamp = null } = entry;
      if (path !== null && stamp !== null && !path.startsWith(this.run.dir)) {
        const part = JSON.stringify([provider.id, provider.version, entry.name, claim.record]);
        this.states.set(path, { stamp, fingerprint, part });
      }
      this.join(reading, provider, claim.record, { entry, fingerprint });
      return true;
    }
    const { source, side } = await this.openSource(reading, entry, fingerprint, provider);
    switch (claim.as) {
      case 'elements':
        if (this.exports.isList(source.place, provider)) {
          reading.listed.add(listOf(provider, entry.name));
          source.wholeExport = true;
          this.exports.add(source.place, source);
        }
        await this.records.readParts(reading, readable, source, provider, side, claim);
        break;
      case 'lines':
      case 'pieces':
        await this.records.readParts(reading, readable, source, provider, side, claim);
        break;
      case 'tables':
        // What was read into memory may be older than what stands beside it.
        await this.records.readTables(reading, this.databases, entry, source, provider, side, async () =>
          this.isSteady(entry, fingerprint),
        );
        break;
      case 'whole':
        await this.records.readWhole(reading, readable, source, provider, side);
        break;
    }
    return false;
  }

  private join(reading: Reading, provider: Provider, record: string, part: JoinedEntry): void {
    const key = `${provider.id} ${record}`;
    const group = reading.joined.get(key);
    if (group === undefined) reading.joined.set(key, { provider, record, parts: [part] });
    else group.parts.push(part);
  }

  /** True where a database, with what is not yet in it, is still what was hashed. */
  private async isSteady({ path, name }: BundleEntry, fingerprint: string): Promise<boolean> {
    if (path === null) return true;
    try {
      const own = await this.contentOf(fileEntry(path, name));
      const log = existsSync(`${path}-wal`) ? fileEntry(`${path}-wal`, `${name}-wal`) : null;
      const beside = log === null || log.size === 0 ? '' : `+${(await this.contentOf(log)).fingerprint}`;
      return own.fingerprint + beside === fingerprint;
    } catch (error) {
      if (isFileError(error)) return false;
      throw error;
    }
  }

  /** By content; with what else is at hand then. */
  private async fingerprintOf(reading: Reading, entry: BundleEntry): Promise<Content> {
    const own = await this.contentOf(entry);
    const log = logOf(reading, entry);
    if (log === null) return own;
    const { fingerprint } = await this.contentOf(log);
    return { ...own, fingerprint: `${own.fingerprint}+${fingerprint}` };
  }

  private async contentOf(entry: BundleEntry): Promise<Content> {
    const { path, stamp = null } = entry;
    if (entry.fingerprint !== null) return { fingerprint: entry.fingerprint, bytes: null, part: null, hashed: null };
    if (path === null) throw new Error('An entry has neither a path nor a fingerprint.');
    const noted = this.states.get(path);
    const state = stamp === null ? null : noted?.stamp === stamp ? noted : fileState(this.run.writer.db, path, stamp);
    if (state !== null) {
      const { fingerprint, part } = state;
      return { fingerprint, bytes: null, part, hashed: { size: entry.size, stamp, fingerprint } };
    }
    const { bytes, ...hashed } = await this.hashed(path, entry);
    const { fingerprint } = hashed;
    // What was uploaded is not there the next time.
    if (stamp !== null && !path.startsWith(this.run.dir)) {
      this.states.set(path, { stamp, fingerprint, part: null });
      if (this.states.size >= NOTED) this.keepNotes();
    }
    return { fingerprint, bytes: packingOf(entry.name) === null ? bytes : null, part: null, hashed };
  }

  private async hashed(
    path: string,
    { size, stamp = null }: BundleEntry,
  ): Promise<Hashed & { readonly bytes: Uint8Array | null }> {
    this.run.work.hashed++;
    if (size > SMALL) return { ...(await this.hashedLarge(path)), bytes: null };
    if (size <= TINY) {
      // Handing it to another thread would take longer.
      const bytes = readFileSync(path);
      return { size: bytes.length, stamp, fingerprint: hash('sha256', bytes, 'hex'), bytes };
    }
    const bytes = await readFile(path);
    const digest = await crypto.subtle.digest('SHA-256', copyForDigest(bytes));
    return { size: bytes.length, stamp, fingerprint: Buffer.from(digest).toString('hex'), bytes };
  }

  /** A log may grow meanwhile: then it is not known how much of it was hashed. */
  private async hashedLarge(path: string): Promise<Hashed> {
    for (let tried = 1; ; tried++) {
      const { size, stamp = null } = fileEntry(path, '');
      const fingerprint = await this.run.pool.hash(path);
      if (tried === HASHED_AGAIN || fileEntry(path, '').size === size) return { size, stamp, fingerprint };
    }
  }

  /** Writes what was noted of many files at once. */
  private keepNotes(): void {
    if (this.states.size > 0) keepFileStates(this.run.writer.db, this.states);
    this.states.clear();
    if (this.met.length > 0) repeatSources(this.run.writer.db, this.run.id, this.path, this.met);
    this.met = [];
  }

  /** Records of several entries, all of which are known now. */
  private async readJoined(reading: Reading): Promise<void> {
    for (const [key, { provider, record, parts }] of reading.joined) {
      this.run.signal.throwIfAborted();
      reading.joined.delete(key);
      const size = parts.reduce((sum, { entry }) => sum + entry.size, 0);
      const fingerprint = joinedFingerprint(record, parts);
      if (await this.repeat(reading, record, fingerprint)) {
        this.run.meter.done += size;
        continue;
      }
      const { source, side } = await this.openSource(reading, { name: record, size }, fingerprint, provider);
      await this.records.readJoined(reading, record, parts, source, provider, side);
    }
  }

  /** True for what stands beside a database of the bundle and is read with it. */
  private isCompanion(reading: Reading, entry: BundleEntry): boolean {
    const database = companionOf(entry.name);
    if (database === null || reading.bundle.entries.get(database) === undefined) return false;
    const { prefix } = reading.bundle;
    this.pass(prefix + entry.name, `it belongs to ${prefix + database} and is read with it`);
    return true;
  }

  /** True when the source is known whole: its figures count as unchanged. */
  private async repeat(reading: Reading, name: string, fingerprint: string): Promise<boolean> {
    if (this.open.has(fingerprint)) {
      await this.records.flush(reading);
      await this.queue.idle();
    }
    const sources = completeSources(this.run.writer.db, fingerprint);
    if (sources.length === 0) return false;
    for (const provider of this.run.providers) {
      const known = sources.find((source) => source.provider === provider.id && source.parserVersion === provider.version);
      if (known === undefined) continue;
      const figures = readSourceReceipt(known.receipt);
      if (figures === null) continue;
      if (figures.tally.attachments.read + figures.issueCount > 0 && this.run.writer.lacksBlobs(known.sourceId)) continue;
      const place = reading.bundle.prefix + name;
      if (this.exports.isList(place, provider)) reading.listed.add(listOf(provider, name));
      this.met.push({ sourceId: known.sourceId, entry: place });
      if (this.met.length >= NOTED) this.keepNotes();
      const line = this.lineOf(provider);
      line.figures.merge(repeated(figures));
      line.skipped++;
      line.sha256 ??= this.sourceHash(reading.bundle, fingerprint) ?? figures.sha256 ?? null;
      reading.recognised = true;
      if (figures.exportTime !== null || figures.cut) {
        const source = new Source(known.sourceId, provider.id, place, line);
        source.figures.merge(figures);
        source.input = { sha256: figures.sha256 };
        source.exportTime = figures.exportTime;
        source.cut = figures.cut;
        source.account = figures.account;
        for (const [fingerprint, blob] of Object.entries(figures.blobs)) source.blobs.set(fingerprint, blob);
        this.exports.add(place, source);
      }
      return true;
    }
    return false;
  }

  private async openSource(
    reading: Reading,
    { name, size }: Entry,
    fingerprint: string,
    provider: Provider,
  ): Promise<{ readonly source: Source; readonly side: number | null }> {
    const place = reading.bundle.prefix + name;
    const line = this.lineOf(provider);
    const { side, account } = await this.records.sideOf(reading, provider);
    const opened = {
      fingerprint,
      provider: provider.id,
      parserVersion: provider.version,
      name,
      bytes: size,
      path: this.path,
      entry: place,
    };
    const source = new Source(opened, provider.id, place, line);
    source.account = account;
    source.input = this.input;
    source.cut = reading.bundle.cut === true;
    this.open.add(fingerprint);
    this.place = place;
    line.read++;
    line.sha256 ??= this.sourceHash(reading.bundle, fingerprint);
    if (reading.bundle.kind === 'zip' && reading.bundle.prefix === '') this.sha256 ??= this.hashInput();
    return { source, side };
  }

  /** SHA-256 of a zip, beside the reading of it; null when the import ends before. */
  private async hashInput(): Promise<string | null> {
    try {
      return await this.run.pool.hash(this.path);
    } catch {
      return null;
    }
  }

  /** Notes an entry that is read by nobody. */
  private pass(name: string, reason: string): void {
    if (this.strangers.length < IGNORED_ENTRIES) this.strangers.push({ name, reason });
    else this.moreStrangers++;
  }

  private trouble(trouble: BundleProblem): void {
    this.troubles.push(trouble);
    this.exports.unreadable(trouble.where);
    const { code, message, where } = trouble;
    this.run.writer.addIssue(this.run.id, null, { code, message, path: this.path, place: where, unit: 'input', raw: null });
  }

  private lineOf(provider: Provider): Line {
    return this.run.receipt.line(this.path, provider.id);
  }

  /** A file that is itself the input has a hash of its own. */
  private sourceHash(bundle: Bundle, fingerprint: string): string | null {
    return bundle.kind === 'file' && /^[0-9a-f]{64}$/.test(fingerprint) ? fingerprint : null;
  }

  private async finish(kind: Bundle['kind'] | null): Promise<void> {
    const { receipt, work } = this.run;
    const unpacked = limits.unpacked - this.budget.left;
    if (unpacked > 0) work.unpacked = (work.unpacked ?? 0) + unpacked;
    if (this.sha256 !== null) {
      const sha256 = await this.sha256;
      this.input.sha256 = sha256;
      for (const line of receipt.linesOf(this.path)) line.sha256 ??= sha256;
      if (sha256 !== null) noteInputHash(this.run.writer.db, this.run.id, this.path, sha256);
    }
    const lines = receipt.linesOf(this.path);
    const main = lines.toSorted((a, b) => weight(b) - weight(a))[0] ?? receipt.line(this.path, null);
    for (const { name, reason } of this.strangers) main.ignore(name, reason);
    main.ignoreMore(this.moreStrangers);
    for (const trouble of this.troubles) main.figures.issue({ ...trouble, raw: '' });
    for (const line of receipt.linesOf(this.path)) line.reason ??= this.nothing(line, kind);
  }

  /** Why nothing came of the input, in a sentence. */
  private nothing(line: Line, kind: Bundle['kind'] | null): string {
    if (line.read + line.skipped > 0) return 'It is an export or log of this kind, but holds no conversations.';
    const [known] = line.plain().ignoredEntries;
    if (line.provider !== null && known !== undefined)
      return `There are no conversations in it, only what comes beside them (${known.name}: ${known.reason}).`;
    const [first] = this.strangers;
    if (kind === 'file' && first !== undefined) return `This is not an export or log that is known: ${first.reason}.`;
    if (this.looked === 0)
      return kind === 'folder' ? 'The folder holds no files that could be read.' : 'The zip holds no files that could be read.';
    const example = first === undefined ? '' : `; ${first.name}, for one: ${first.reason}`;
    return `None of the ${this.looked} files in it is an export or log that is known${example}.`;
  }
}

/** The key of a provider's list of conversations in the folder of an entry. */
function listOf(provider: Provider, name: string): string {
  return `${provider.id} ${name.slice(0, name.lastIndexOf('/') + 1)}`;
}

function weight(line: Line): number {
  return line.figures.tally.conversations.read * 1000 + line.read + line.skipped + (line.provider === null ? -1 : 0);
}

function isAttachment(bundle: Bundle, entry: BundleEntry): boolean {
  return bundle.kind !== 'file' && looksLikeAttachment(entry.name);
}

/** True for an attachment by name that holds JSON: where titles are names of files, they end in anything. */
async function isTitled(entry: BundleEntry): Promise<boolean> {
  if (!mayBeTitle(entry.name)) return false;
  try {
    const { bytes } = await headOf(utf8Chunks(entry.open()), 1);
    return bytes.find((byte) => byte > 0x20) === 0x7b;
  } catch {
    // What cannot be read is no attachment either, should it be asked for.
    return false;
  }
}

/** The record that a file is a part of; null when it was judged by another version, or under another name. */
function readPart(
  part: string,
  name: string,
  providers: readonly Provider[],
): { readonly provider: Provider; readonly record: string } | null {
  const [id, version, named, record] = arrayOf(JSON.parse(part));
  const provider = providers.find((each) => each.id === id && each.version === version);
  return provider === undefined || named !== name || typeof record !== 'string' ? null : { provider, record };
}

/** What of a database is not yet in its file. */
function logOf(reading: Reading, entry: BundleEntry): BundleEntry | null {
  const name = `${entry.name}-wal`;
  let found = reading.bundle.entries.get(name) ?? null;
  if (found === null && reading.bundle.kind === 'file' && entry.path !== null) {
    const path = `${entry.path}-wal`;
    if (existsSync(path)) found = fileEntry(path, name);
  }
  return found !== null && found.size > 0 ? found : null;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

function copyForDigest(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.buffer instanceof ArrayBuffer
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : Uint8Array.from(bytes);
}
