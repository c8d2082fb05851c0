import { setImmediate } from 'node:timers/promises';
import type { Blob } from '../archive/blobs.ts';
import type { PreparedAttachment, PreparedRecord } from '../archive/prepared.ts';
import type { Stored } from '../archive/store-record.ts';
import { meetRecord, type RecordFile } from '../archive/known-records.ts';
import { keepCounted, type KnownElement } from './known-elements.ts';
import { countStored } from './count-stored.ts';
import { Outcomes } from './outcomes.ts';
import type { RecordResult } from './parsing/parse-task.ts';
import { FileFault, ParserBroken, ParserCrash, type RecordsTask } from './parsing/pool.ts';
import type { Run, Source } from './run.ts';

/** A batch on its way through a parser thread into the archive. */
export interface WriteJob {
  readonly task: RecordsTask | null;
  /** By record: where it came from, and where in that (`byte 123`, or empty). */
  readonly sources: readonly Source[];
  readonly places: readonly string[];
  /** Records beside those of the task, which need not be parsed. */
  readonly known?: readonly KnownElement[];
  /** The bytes of an attachment that is an entry beside the records; null where there is no such entry. */
  readonly blobOf: (source: Source, entry: string) => Promise<EntryBytes | null>;
  /** Sources of which this is the last. */
  readonly closes: readonly Source[];
}

/** An entry as an attachment. */
export interface EntryBytes {
  /** Null: they cannot be read, or are not to be kept. */
  readonly blob: Blob | null;
  readonly fingerprint: string | null;
}

/** What came of a record, with the bytes of its attachments. */
interface WholeResult extends RecordResult {
  /** See `keepCounted`. */
  readonly files: readonly RecordFile[] | null;
}

/** Milliseconds of work in one transaction; the commit comes on top, and others wait no longer than 50. */
export const SLICE_MS = 30;

/** Hands batches to the parser threads and writes their results in the order of submission, a bounded number at a time. */
export class WriteQueue {
  private readonly run: Run;
  private free: number;
  private readonly waiting: (() => void)[] = [];
  private tail: Promise<void> = Promise.resolve();
  private failure: Error | null = null;

  constructor(run: Run) {
    this.run = run;
    this.free = run.pool.size * 2;
  }

  /** Resolves as soon as there is room for the batch, not when it is written. Throws what an earlier batch failed with. */
  async submit(job: WriteJob): Promise<void> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    if (this.failure !== null) {
      this.release();
      throw this.failure;
    }
    const results = this.prepare(job);
    // Looked at when its turn comes; until then a failure must not count as unhandled.
    results.catch(() => undefined);
    this.tail = this.follow(this.tail, job, results);
  }

  /** Everything submitted is written. Throws what failed. */
  async idle(): Promise<void> {
    await this.tail;
    if (this.failure !== null) throw this.failure;
  }

  private async follow(before: Promise<void>, job: WriteJob, results: Promise<WholeResult[]>): Promise<void> {
    await before;
    try {
      const ready = await results;
      if (this.failure === null) await this.write(job, ready);
    } catch (error) {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
    } finally {
      this.release();
    }
  }

  private release(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.free++;
    else next();
  }

  private async prepare(job: WriteJob): Promise<WholeResult[]> {
    if (job.task === null) return [];
    const results = await this.parse(job.task);
    this.run.work.parsed += results.length;
    this.run.buffers.give(job.task.bytes);
    const whole: WholeResult[] = [];
    for (const [i, result] of results.entries()) {
      const source = job.sources[i];
      // One after the other: each is a file with its buffers, and a batch may hold thousands.
      whole.push(source === undefined ? { ...result, files: null } : await withBlobs(result, source, job.blobOf));
    }
    return whole;
  }

  /** A batch over which the parser died is tried record by record, to find the one. */
  private async parse(task: RecordsTask): Promise<readonly RecordResult[]> {
    try {
      return await this.run.pool.records(task);
    } catch (error) {
      if (error instanceof ParserBroken || error instanceof FileFault) throw error;
      if (task.ends.length === 1) return [unparsed(task, error)];
      const results: RecordResult[] = [];
      for (let i = 0; i < task.ends.length; i++) {
        const bytes = task.bytes.slice(task.ends[i - 1] ?? 0, task.ends[i]);
        results.push(...(await this.parse({ ...task, bytes, ends: [bytes.length], names: task.names.slice(i, i + 1) })));
      }
      return results;
    }
  }

  private async write(job: WriteJob, results: readonly WholeResult[]): Promise<void> {
    const { run } = this;
    let next = 0;
    while (next < results.length) {
      const began = performance.now();
      // Counted once it is committed.
      const counts: (() => void)[] = [];
      run.writer.transact(() => {
        const outcomes = new Outcomes();
        do {
          const result = results[next];
          const source = job.sources[next];
          if (result !== undefined && source !== undefined)
            counts.push(this.store(result, source, job.places[next] ?? '', outcomes));
          next++;
        } while (next < results.length && performance.now() - began < SLICE_MS);
        run.writer.addOutcomes(run.id, outcomes);
      });
      for (const count of counts) count();
      // Reading, unpacking and the other results go on in between.
      await setImmediate();
    }
    await this.writeKnown(job.known ?? []);
    let from = 0;
    job.sources.forEach((source, i) => {
      const to = job.task?.ends[i] ?? from;
      source.addBytes(to - from);
      run.meter.done += to - from;
      from = to;
    });
    if (job.closes.length > 0) {
      run.writer.transact(() => {
        for (const source of job.closes) completeSource(run, source);
      });
    }
    run.saveProgress();
    run.report();
  }

  /** Counts records that are as they were. */
  private async writeKnown(known: readonly KnownElement[]): Promise<void> {
    const { run } = this;
    let next = 0;
    while (next < known.length) {
      const began = performance.now();
      // Counted once it is committed.
      const counts: (() => void)[] = [];
      run.writer.transact(() => {
        const outcomes = new Outcomes();
        do {
          const element = known[next++];
          if (element === undefined) break;
          const { record, source, place } = element;
          const gained = meetRecord(run.writer.db, source.id, record);
          counts.push(() => countKnown(run, element, gained));
          outcomes.add(source, 'unchanged', record.key, place);
          for (let n = 0; n < record.ignored.conversations; n++) outcomes.add(source, 'ignored', null, place);
          if (record.drift.length > 0) run.writer.addDrift(source.id, record.drift);
        } while (next < known.length && performance.now() - began < SLICE_MS);
        run.writer.addOutcomes(run.id, outcomes);
      });
      for (const count of counts) count();
      await setImmediate();
    }
  }

  /** Stores one record inside the open transaction; what it returns does the counting after the commit. */
  private store(result: WholeResult, source: Source, at: string, outcomes: Outcomes): () => void {
    const { run } = this;
    const { record } = result;
    const stored = record === null ? [] : run.writer.store(source.id, record);
    keepCounted(run, result, result.files, stored);
    for (const { outcome, key } of stored) if (outcome !== 'due') outcomes.add(source, outcome, key, at);
    for (let n = 0; n < result.ignored.conversations; n++) outcomes.add(source, 'ignored', null, at);
    for (const issue of result.issues) {
      const { code, message, unit, raw } = issue;
      run.writer.addIssue(run.id, source.id, {
        code,
        message,
        path: source.line.path,
        place: joined(source.place, at, issue.where),
        unit,
        raw,
      });
    }
    if (result.drift.length > 0) run.writer.addDrift(source.id, result.drift);
    return () => {
      if (record !== null) this.countStored(stored, record, source);
      source.account ??= result.account;
      for (const issue of result.issues) {
        source.count(issue.unit, 'quarantined');
        source.issue({ code: issue.code, message: issue.message, where: joined(source.place, at, issue.where), raw: issue.raw });
      }
      source.count('conversation', 'ignored', result.ignored.conversations);
      source.count('message', 'ignored', result.ignored.messages);
      for (const drift of result.drift) {
        source.figures.drift(drift);
        source.line.figures.drift(drift);
      }
      if (result.reason !== null) source.line.reason ??= result.reason;
    };
  }

  private countStored(stored: readonly Stored[], record: PreparedRecord, source: Source): void {
    countStored(this.run, stored, record, source);
    if (source.wholeExport) {
      for (const { updatedAt, createdAt } of record.conversations) {
        const time = updatedAt ?? createdAt;
        if (time !== null && time > (source.exportTime ?? 0)) source.exportTime = time;
      }
    }
  }
}

/** @param gained attachments that have other bytes than before */
function countKnown(run: Run, { record, source, bytes }: KnownElement, gained: number): void {
  source.count('conversation', 'unchanged');
  source.count('message', 'unchanged', record.messages);
  source.count('attachment', 'updated', gained);
  source.count('attachment', 'unchanged', record.attachments - gained);
  for (const { fingerprint, blob } of record.files)
    if (fingerprint !== null && blob !== null) source.blobs.set(fingerprint, [blob.hash, blob.size]);
  source.count('conversation', 'ignored', record.ignored.conversations);
  source.count('message', 'ignored', record.ignored.messages);
  source.account ??= record.account;
  for (const drift of record.drift) {
    source.figures.drift(drift);
    source.line.figures.drift(drift);
  }
  if (source.wholeExport && record.time !== null && record.time > (source.exportTime ?? 0)) source.exportTime = record.time;
  source.addBytes(bytes);
  run.meter.done += bytes;
}

/** Says that a source is stored whole, with its figures. Again after they changed. */
export function completeSource(run: Run, source: Source): void {
  run.writer.completeSource(source.id, { receipt: source.kept(), exportTime: source.claimed, account: source.account });
}

async function withBlobs(result: RecordResult, source: Source, blobOf: WriteJob['blobOf']): Promise<WholeResult> {
  const { record } = result;
  if (record === null) return { ...result, files: null };
  const inside = record.conversations.flatMap(({ attachments }) =>
    attachments.flatMap(({ nativeId, blob }): RecordFile[] =>
      blob === null ? [] : [{ nativeId, entry: null, fingerprint: null, blob }],
    ),
  );
  if (result.entries.length === 0) return { ...result, files: inside };
  const blobs = new Map<string, Blob>();
  const files: RecordFile[] = [...inside];
  let sayable = true;
  for (const { conversation, nativeId, entry } of result.entries) {
    const found = await blobOf(source, entry);
    const blob = found?.blob ?? null;
    const fingerprint = found?.fingerprint ?? null;
    if (blob !== null) blobs.set(`${conversation} ${nativeId}`, blob);
    files.push({ nativeId, entry, fingerprint, blob });
    // What could not be read, or is known by reading it alone, may be otherwise another time.
    sayable &&= found === null || (blob !== null && fingerprint !== null);
  }
  const conversations = record.conversations.map((conversation, place) => ({
    ...conversation,
    attachments: conversation.attachments.map((attachment): PreparedAttachment => ({
      ...attachment,
      blob: attachment.blob ?? blobs.get(`${place} ${attachment.nativeId}`) ?? null,
    })),
  }));
  return { ...result, record: { ...record, conversations }, files: sayable ? files : null };
}

function unparsed(task: RecordsTask, error: unknown): RecordResult {
  const message =
    error instanceof ParserCrash
      ? 'This record needs more memory than an import may take; its text is kept.'
      : `This record could not be read (${error instanceof Error ? error.message : String(error)}); its text is kept.`;
  return {
    record: null,
    entries: [],
    asked: null,
    issues: [
      {
        code: 'parser-failed',
        message,
        where: '',
        raw: new TextDecoder().decode(task.bytes.subarray(0, task.ends[0])),
        unit: 'conversation',
      },
    ],
    drift: [],
    ignored: { conversations: 0, messages: 0 },
    reason: null,
    account: null,
  };
}

function joined(...places: readonly string[]): string {
  return places.filter((place) => place !== '').join(', ');
}
