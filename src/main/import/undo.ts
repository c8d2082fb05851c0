import { setImmediate } from 'node:timers/promises';
import { noTally, type Receipt } from '../../shared/receipt.ts';
import type { ImportWriter } from '../archive/import-writer.ts';
import { readReceipt } from '../archive/runs.ts';
import { openWriter, threadCount } from './import.ts';
import { Buffers } from './parsing/buffers.ts';
import { Pool } from './parsing/pool.ts';
import { Meter, type ImportProgress } from './progress.ts';
import { ReceiptBuilder } from './receipt.ts';
import { settleFamilies } from './settle-families.ts';

export interface PurgeOptions {
  /** The archive's directory. */
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Path of the entry `parser.ts`, or its built file. */
  readonly parser: string;
}

export interface UndoOptions extends PurgeOptions {
  readonly runId: number;
}

/**
 * Takes back what an import alone brought, and shows again what it had replaced. Returns the import's receipt. Once begun it is not
 * cancelled: ended in between, the next import or undo goes on with it.
 *
 * @throws ArchiveError `NotFound` when there is no such import
 */
export async function undoImport(options: UndoOptions): Promise<Receipt> {
  const { dir, runId } = options;
  return removing(options, runId, async (writer, settle) => {
    await settle(writer.undoRun(runId));
    return readReceipt({ db: writer.db, dir }, runId);
  });
}

/** Removes from the disk what was emptied from the trash. Ended in between, the next import goes on with it. */
export async function purgeTrash(options: PurgeOptions): Promise<null> {
  return removing(options, null, async (writer, settle) => {
    await settle(writer.purge());
    return null;
  });
}

/** @param work is given the way to go through steps and to resolve what is due after them */
async function removing<Result>(
  options: PurgeOptions,
  runId: number | null,
  work: (writer: ImportWriter, settle: (steps: Iterable<number>) => Promise<void>) => Promise<Result>,
): Promise<Result> {
  const { dir, signal } = options;
  const writer = await openWriter(dir, signal);
  const pool = new Pool(options.parser, { dir }, threadCount());
  const meter = new Meter();
  const report = (label = ''): void => options.onProgress({ runId, label, ...meter.read(), tally: noTally });
  const settle = async (steps: Iterable<number>): Promise<void> => {
    for (const removed of steps) {
      meter.done = removed;
      meter.total = removed;
      report();
      await setImmediate();
    }
    const run = {
      id: runId ?? 0,
      dir,
      dryRun: false,
      providers: [],
      writer,
      pool,
      buffers: new Buffers(1),
      receipt: new ReceiptBuilder(),
      meter,
      due: new Map(),
      work: { hashed: 0, parsed: 0 },
      saveProgress: () => undefined,
    };
    await settleFamilies({ ...run, signal: new AbortController().signal, report });
    writer.applyTitles();
    writer.sweep();
  };
  try {
    return await work(writer, settle);
  } finally {
    await pool.close();
    writer.close();
  }
}
