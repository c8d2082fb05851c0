import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ArchiveError } from '../../shared/errors.ts';
import type { ProviderId } from '../../shared/model.ts';
import type { Receipt, RunStatus } from '../../shared/receipt.ts';
import { addsUp } from '../../shared/receipt.ts';
import { faultText, isRefused } from '../archive/faults.ts';
import { openImportWriter, type ImportWriter } from '../archive/import-writer.ts';
import { isArchive } from '../archive/open.ts';
import { providers as allProviders } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import { Buffers } from './parsing/buffers.ts';
import { Pool } from './parsing/pool.ts';
import { Meter, type ImportProgress } from './progress.ts';
import { measureInput, readInput, type Measured } from './read-input.ts';
import { ReceiptBuilder } from './receipt.ts';
import type { Run, Work } from './run.ts';
import { settleFamilies } from './settle-families.ts';
import { WriteQueue } from './write-queue.ts';

/** Bytes of records that go to a parser thread at once. */
const BATCH = 1024 * 1024;

/** Milliseconds between two savings of the receipt. */
const SAVE_MS = 2000;

export interface ImportOptions {
  /** The archive's directory. */
  readonly dir: string;
  /** Paths of files, zips and folders. */
  readonly inputs: readonly string[];
  /** Only this provider is asked; null: all. */
  readonly provider: ProviderId | null;
  /** The receipt without the import: everything is rolled back. */
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Path of the entry `parser.ts`, or its built file. */
  readonly parser: string;
  /** Others than Polylogue's, for tests; the parser threads must know them. */
  readonly providers?: readonly Provider[];
  /** Counts what is really done, for tests. */
  readonly work?: Work;
  /** Parser threads; by default one less than the cores, two to three. */
  readonly threads?: number;
}

/**
 * Imports and returns the receipt, also when it was cancelled (`status`); that of a dry run has the number 0. What was committed stays,
 * whatever happens.
 *
 * @throws ArchiveError when nothing could be begun, or the archive cannot be written (disk full, read-only)
 */
export async function runImport(options: ImportOptions): Promise<Receipt> {
  const scratch = options.dryRun && !isArchive(options.dir) ? await mkdtemp(join(tmpdir(), 'polylogue-dry-run-')) : null;
  try {
    return await importInto(scratch ?? options.dir, options);
  } finally {
    if (scratch !== null) await rm(scratch, { recursive: true, force: true });
  }
}

async function importInto(dir: string, options: ImportOptions): Promise<Receipt> {
  const { signal, dryRun } = options;
  const writer = await openWriter(dir, signal);
  const pool = new Pool(options.parser, { dir: dryRun ? null : dir }, options.threads ?? threadCount());
  const startedAt = Date.now();
  const receipt = new ReceiptBuilder();
  const meter = new Meter();
  let label = '';
  let saved = 0;
  try {
    // Appending needs few pages at hand; the rest of the memory is for the threads.
    writer.db.exec('pragma main.cache_size = -12000');
    // 64 MB: pages that every transaction touches are copied into the file less often.
    writer.db.exec('pragma wal_autocheckpoint = 16000');
    // Everything is done, and then not: exact, whatever the input holds twice.
    if (dryRun) writer.db.exec('begin immediate');
    const id = writer.begin();
    const providers = options.providers ?? allProviders;
    const run: Run = {
      id,
      dir,
      dryRun,
      providers: options.provider === null ? providers : providers.filter((provider) => provider.id === options.provider),
      writer,
      pool,
      buffers: new Buffers(BATCH),
      receipt,
      meter,
      signal,
      due: new Map(),
      work: options.work ?? { hashed: 0, parsed: 0 },
      report: (said) => {
        if (said !== undefined) label = said;
        options.onProgress({ runId: dryRun ? null : id, label, ...meter.read(), tally: receipt.tally });
      },
      saveProgress: () => {
        if (Date.now() - saved < SAVE_MS) return;
        saved = Date.now();
        writer.saveProgress(id, receipt.plain(id, 'running', startedAt));
      },
    };
    const queue = new WriteQueue(run);
    let status: RunStatus = 'completed';
    try {
      const measured: Measured[] = [];
      for (const input of options.inputs) {
        const found = await measureInput(input);
        meter.total += found.worth;
        measured.push(found);
      }
      for (const [at, input] of options.inputs.entries())
        await readInput(run, queue, input, measured[at] ?? { worth: 0, bundle: null });
      await queue.idle();
      await settleFamilies(run);
      writer.applyTitles();
    } catch (error) {
      status = signal.aborted ? 'cancelled' : 'failed';
      await queue.idle().catch(() => undefined);
      if (status === 'failed') {
        const { added, updated } = receipt.tally.conversations;
        const failed = explain(error, added + updated);
        if (!dryRun) finishQuietly(writer, id, receipt.plain(id, status, startedAt));
        throw failed;
      }
    }
    const plain = receipt.plain(dryRun ? 0 : id, status, startedAt);
    const wrong = plain.inputs.filter((input) => !addsUp(input));
    if (wrong.length > 0) {
      // A fault of ours, said in the run instead of losing it.
      for (const { path } of wrong) {
        writer.addIssue(id, null, {
          code: 'sum',
          message: 'Internal error: the figures of this input do not add up.',
          path,
          place: '',
          unit: 'input',
          raw: JSON.stringify(plain),
        });
      }
    }
    writer.finish(id, status, plain);
    return plain;
  } finally {
    await pool.close();
    if (dryRun && writer.db.inTransaction) writer.db.exec('rollback');
    writer.close();
  }
}

/** One import at a time; another waits for its turn. */
export async function openWriter(dir: string, signal: AbortSignal): Promise<ImportWriter> {
  for (;;) {
    signal.throwIfAborted();
    try {
      return openImportWriter(dir);
    } catch (error) {
      if (!(error instanceof ArchiveError && error.code === 'Conflict' && error.data !== null)) throw error;
    }
    await setTimeout(250, undefined, { signal });
  }
}

/** One core is the coordinator's, which also writes; below three cores two threads fill its pauses. */
export function threadCount(): number {
  return Math.max(2, Math.min(3, availableParallelism() - 1));
}

function finishQuietly(writer: ImportWriter, runId: number, receipt: Receipt): void {
  try {
    writer.finish(runId, 'failed', receipt);
  } catch {
    // The disk that failed the import fails its record, too; the next run marks this one as interrupted.
  }
}

function explain(error: unknown, conversations: number): ArchiveError {
  if (error instanceof ArchiveError) return error;
  const kept =
    conversations === 0
      ? 'Nothing of this import was stored'
      : `${conversations.toLocaleString('en')} ${conversations === 1 ? 'conversation is' : 'conversations are'} stored and kept`;
  const fault = faultText(error) ?? `The import failed: ${error instanceof Error ? error.message : String(error)}.`;
  const help = isRefused(error) ? 'make room and import the same again' : 'import the same again';
  return new ArchiveError('Internal', `${fault} ${kept}; ${help}, and it goes on from there.`);
}
