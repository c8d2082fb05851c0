import { setImmediate } from 'node:timers/promises';
import { providerNames } from '../../shared/contract.ts';
import type { ProviderId } from '../../shared/model.ts';
import { noTally, originalsInput, type RunStatus } from '../../shared/receipt.ts';
import { getRecord, providerOfName, sourceOfRecord } from '../archive/records.ts';
import { isReparseOpen } from '../archive/runs.ts';
import { providers as allProviders } from '../providers/index.ts';
import type { Provider } from '../providers/provider.ts';
import { Buffers } from './parsing/buffers.ts';
import { countStored } from './count-stored.ts';
import { openWriter, threadCount } from './import.ts';
import { Outcomes } from './outcomes.ts';
import type { RecordResult } from './parsing/parse-task.ts';
import { Pool } from './parsing/pool.ts';
import { Meter, type ImportProgress } from './progress.ts';
import { ReceiptBuilder } from './receipt.ts';
import { Source, type Run } from './run.ts';
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

export interface Reparsed {
  /** Null when there was nothing to read. */
  readonly runId: number | null;
  readonly status: RunStatus;
  readonly records: number;
  /** Conversations that were added or changed. */
  readonly changed: number;
}

/**
 * Reads records again that an older parser read, or that hold a conversation which was let in again, from the originals in the archive: the
 * person's files are not needed. A run with a receipt of its own. May be ended at any time; the next time goes on with what is left, in the
 * same run. A record that the parser now refuses stays as it was, and counts as quarantined.
 */
export async function reparse(options: ReparseOptions): Promise<Reparsed> {
  const { dir, signal, providers = allProviders } = options;
  const writer = await openWriter(dir, signal);
  const pool = new Pool(options.parser, { dir }, threadCount());
  try {
    const meter = new Meter();
    const stale = providers.map((provider) => [provider, writer.staleRecords(provider.id, provider.version)] as const);
    for (const [, ids] of stale) meter.total += ids.length;
    // All may be read, and not resolved.
    if (meter.total === 0 && !isReparseOpen(writer.db)) return { runId: null, status: 'completed', records: 0, changed: 0 };
    const receipt = new ReceiptBuilder();
    const { runId, startedAt, before } = writer.beginReparse();
    if (before !== null) receipt.resume(before);
    let label = '';
    const run: Run = {
      id: runId,
      dir,
      dryRun: false,
      providers,
      writer,
      pool,
      buffers: new Buffers(1),
      receipt,
      meter,
      signal,
      due: new Map(),
      work: { hashed: 0, parsed: 0 },
      again: true,
      saveProgress: () => writer.saveProgress(runId, receipt.plain(runId, 'running', startedAt, 'reparse')),
      report: (said) => {
        if (said !== undefined) label = said;
        options.onProgress({ runId, label, ...meter.read(), tally: receipt.tally });
      },
    };
    let records = 0;
    let status: RunStatus = 'completed';
    try {
      for (const [provider, ids] of stale) {
        if (ids.length > 0) run.report(providerNames[provider.id]);
        records += await readAgain(run, provider, ids);
      }
      if (before !== null) expectFamilies(run);
      await settleFamilies(run);
      writer.applyTitles();
    } catch (error) {
      status = signal.aborted ? 'cancelled' : 'failed';
      if (status === 'failed') {
        writer.finish(runId, status, receipt.plain(runId, status, startedAt, 'reparse'));
        throw error;
      }
    }
    writer.finish(runId, status, receipt.plain(runId, status, startedAt, 'reparse'));
    writer.sweep();
    const { added, updated } = (receipt.tally ?? noTally).conversations;
    return { runId, status, records, changed: added + updated };
  } finally {
    await pool.close();
    writer.close();
  }
}

/** Reads the records of one provider, a few at a time; each transaction keeps the receipt as it is after it. */
async function readAgain(run: Run, provider: Provider, ids: readonly number[]): Promise<number> {
  const { writer, pool, signal } = run;
  const sources = new Map<number, Source>();
  const reading: { readonly id: number; readonly result: Promise<RecordResult>; readonly bytes: number }[] = [];
  let next = 0;
  let records = 0;
  while (next < ids.length || reading.length > 0) {
    signal.throwIfAborted();
    const ahead = ids[next];
    if (ahead !== undefined && reading.length < pool.size) {
      next++;
      const raw = writer.loadRecord(ahead);
      const result = pool.again(raw);
      // Looked at when its turn comes; until then a failure must not count as unhandled.
      result.catch(() => undefined);
      reading.push({ id: ahead, result, bytes: raw.bytes.length });
      continue;
    }
    const first = reading.shift();
    if (first === undefined) break;
    const result = await first.result;
    const source = sourceOf(run, provider.id, first.id, sources);
    writer.transact(() => {
      store(run, source, first.id, provider.version, result);
      source.addBytes(first.bytes);
      run.saveProgress();
    });
    records++;
    run.meter.done++;
    run.report();
    await setImmediate();
  }
  return records;
}

/** What the run read before it was broken off and what still waits for its family counts in its receipt, too. */
function expectFamilies(run: Run): void {
  for (const { due } of run.writer.dueFamilies()) {
    for (const id of due) {
      if (run.due.has(id)) continue;
      const provider = providerOfName(getRecord(run.writer.db, id).provider);
      run.due.set(id, [sourceOf(run, provider, id, new Map())]);
    }
  }
}

function sourceOf(run: Run, provider: ProviderId, recordId: number, sources: Map<number, Source>): Source {
  const id = sourceOfRecord(run.writer.db, recordId);
  const held = sources.get(id);
  if (held !== undefined) return held;
  const source = new Source(id, provider, '', run.receipt.line(originalsInput, provider));
  sources.set(id, source);
  return source;
}

function store(run: Run, source: Source, id: number, version: number, result: RecordResult): void {
  const { writer } = run;
  const { record, issues, ignored, drift } = result;
  const outcomes = new Outcomes();
  if (record === null) writer.markRead(id, version);
  else {
    const stored = writer.replaceParsed(id, record);
    for (const { outcome, key } of stored) if (outcome !== 'due') outcomes.add(source, outcome, key, '');
    countStored(run, stored, record, source);
  }
  for (let n = 0; n < ignored.conversations; n++) outcomes.add(source, 'ignored', null, '');
  writer.addOutcomes(run.id, outcomes);
  for (const { code, message, unit, raw, where } of issues) {
    writer.addIssue(run.id, source.id, { code, message, path: source.line.path, place: where, unit, raw });
    source.count(unit, 'quarantined');
    source.issue({ code, message, where, raw });
  }
  source.count('conversation', 'ignored', ignored.conversations);
  source.count('message', 'ignored', ignored.messages);
  for (const one of drift) source.line.figures.drift(one);
}
