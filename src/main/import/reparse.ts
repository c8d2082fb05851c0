import { setImmediate } from 'node:timers/promises';
import { providerNames } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { noTally } from '../../shared/receipt.ts';
import { providers as allProviders } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import { Buffers } from './buffers.ts';
import { openWriter, threadCount } from './import.ts';
import { Pool } from './pool.ts';
import { Meter, type ImportProgress } from './progress.ts';
import { ReceiptBuilder } from './receipt.ts';
import { settleFamilies } from './settle-families.ts';

export interface ReparseOptions {
  /** The archive's directory. */
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ImportProgress) => void;
  /** Path of the entry `parser.ts`, or its built file. */
  readonly parser: string;
  /** Others than Polylogue's, for tests; the parser threads must know them. */
  readonly providers?: readonly Provider[];
}

/**
 * Reads records again that an older parser read, from the originals in the archive: the person's files are not needed. May be ended at
 * any time; the next time goes on with what is left. A record that the parser now refuses stays as it was.
 *
 * @returns records read again, and conversations that changed by it
 * @throws ArchiveError `Cancelled`
 */
export async function reparse(options: ReparseOptions): Promise<{ readonly records: number; readonly changed: number }> {
  const { dir, signal, providers = allProviders } = options;
  const writer = await openWriter(dir, signal);
  const pool = new Pool(options.parser, { dir }, threadCount());
  const meter = new Meter();
  const report = (label = ''): void => options.onProgress({ runId: null, label, ...meter.read(), tally: noTally });
  let records = 0;
  let changed = 0;
  try {
    for (const provider of providers) {
      const stale = writer.staleRecords(provider.id, provider.version);
      meter.total += stale.length;
      for (const id of stale) {
        if (signal.aborted) throw new ArchiveError('Cancelled', 'What is left is read again the next time.');
        const result = await pool.again(writer.loadRecord(id));
        if (result.record !== null) {
          const { record } = result;
          const stored = writer.transact(() => writer.replaceParsed(id, record));
          changed += stored.filter(({ outcome }) => outcome === 'updated' || outcome === 'added').length;
          records++;
        }
        meter.done++;
        report(providerNames[provider.id]);
        await setImmediate();
      }
    }
    await settleFamilies({
      id: 0,
      dir,
      dryRun: false,
      providers,
      writer,
      pool,
      buffers: new Buffers(1),
      receipt: new ReceiptBuilder(),
      meter,
      signal,
      due: new Map(),
      work: { hashed: 0, parsed: 0 },
      saveProgress: () => undefined,
      report,
    });
    writer.applyTitles();
    writer.sweep();
    return { records, changed };
  } finally {
    await pool.close();
    writer.close();
  }
}
