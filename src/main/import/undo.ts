import { setImmediate } from 'node:timers/promises';
import { noTally, type Receipt } from '../../shared/receipt.ts';
import { readReceipt } from '../archive/runs.ts';
import { openWriter, threadCount } from './import.ts';
import { Buffers } from './buffers.ts';
import { Pool } from './pool.ts';
import { Meter, type ImportProgress } from './progress.ts';
import { ReceiptBuilder } from './receipt.ts';
import { settleFamilies } from './settle-families.ts';

export interface UndoOptions {
  /** The archive's directory. */
  readonly dir: string;
  readonly runId: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Path of the entry `parser.ts`, or its built file. */
  readonly parser: string;
}

/**
 * Takes back what an import alone brought, and shows again what it had replaced. Returns the import's receipt. Once begun it is not
 * cancelled: ended in between, the next import or undo goes on with it.
 *
 * @throws ArchiveError `NotFound` when there is no such import
 */
export async function undoImport(options: UndoOptions): Promise<Receipt> {
  const { dir, runId, signal } = options;
  const writer = await openWriter(dir, signal);
  const pool = new Pool(options.parser, { dir }, threadCount());
  const meter = new Meter();
  const report = (label = ''): void => options.onProgress({ runId, label, ...meter.read(), tally: noTally });
  try {
    for (const removed of writer.undoRun(runId)) {
      meter.done = removed;
      meter.total = removed;
      report();
      await setImmediate();
    }
    const run = {
      id: runId,
      dir,
      dryRun: false,
      providers: [],
      writer,
      pool,
      buffers: new Buffers(1),
      receipt: new ReceiptBuilder(),
      meter,
      due: new Map(),
      saveProgress: () => undefined,
    };
    await settleFamilies({ ...run, signal: new AbortController().signal, report });
    writer.applyTitles();
    writer.sweep();
    return readReceipt({ db: writer.db, dir }, runId);
  } finally {
    await pool.close();
    writer.close();
  }
}
