import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { z } from 'zod';
import { bytesText } from '../../shared/bytes-text.ts';
import type { JobProgress } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { providerIds, type ProviderId } from '../../shared/model.ts';
import type { Receipt } from '../../shared/receipt.ts';
import type { App } from '../app.ts';
import { isArchive } from '../archive/open.ts';
import { exitCodes, type Cli, type ExitCode } from './cli.ts';
import { durationText, grouped } from './figures.ts';
import { followJob } from './follow-job.ts';
import { oneOf } from './options.ts';
import { receiptExitCode, receiptLine, receiptText } from './receipt-text.ts';
import { waitUntilSearchable } from './searchable.ts';
import { watchPaths } from './watch-paths.ts';

interface ImportOptions {
  readonly provider?: ProviderId;
  readonly dryRun?: boolean;
  readonly watch?: boolean;
  readonly wait: boolean;
}

export function addImport(program: Command, cli: Cli, run: (code: Promise<ExitCode>) => Promise<void>): void {
  program
    .command('import')
    .summary('exports and logs into the archive')
    .description(
      'Imports files, zips and folders. What each is, is found out by its shape; the receipt accounts for everything that was read.',
    )
    .argument('<path...>', 'files, zips, folders')
    .option('--provider <id>', 'read everything as this provider', oneOf(providerIds))
    .option('--dry-run', 'print the receipt, write nothing')
    .option('--no-wait', 'return when everything is stored, before all of it is searchable')
    .option('--watch', 'go on importing what changes, until interrupted')
    .action((paths: string[], options: ImportOptions) => run(importCommand(cli, paths, options)));
}

async function importCommand(cli: Cli, given: readonly string[], options: ImportOptions): Promise<ExitCode> {
  const paths = given.map((path) => resolve(path));
  if (options.watch === true && options.dryRun === true)
    throw new ArchiveError('BadInput', '--watch imports what changes; --dry-run writes nothing. Give one of them.');
  if (options.dryRun === true && !isArchive(cli.globals().dir)) return dryRunIntoNothing(cli, paths, options);
  return cli.withApp(async (app) => {
    // Before the first import, so that what is written meanwhile is not missed.
    const watcher = options.watch === true ? watchPaths(paths, cli.signal) : null;
    try {
      let code = await importOnce(cli, app, paths, options, 'all');
      if (watcher === null) return code;
      cli.output.note('Watching for changes; Ctrl+C ends it.');
      while (await watcher.changed()) {
        try {
          code = await importOnce(cli, app, paths, options, 'changes');
        } catch (error) {
          if (cli.signal.aborted) break;
          throw error;
        }
      }
      return code === exitCodes.failed ? code : exitCodes.done;
    } finally {
      watcher?.close();
    }
  });
}

/** A dry run makes no archive where there is none; it reads beside an empty one that is thrown away. */
async function dryRunIntoNothing(cli: Cli, paths: readonly string[], options: ImportOptions): Promise<ExitCode> {
  const dir = mkdtempSync(join(tmpdir(), 'polylogue-dry-run-'));
  try {
    return await cli.withApp((app) => importOnce(cli, app, paths, options, 'all'), dir);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Imports and prints the receipt; when watching, of what changed a line. */
async function importOnce(
  cli: Cli,
  app: App,
  paths: readonly string[],
  options: ImportOptions,
  print: 'all' | 'changes',
): Promise<ExitCode> {
  const { jobId } = await app.handlers.import({
    inputs: paths.map((path) => ({ path })),
    dryRun: options.dryRun ?? false,
    ...(options.provider === undefined ? {} : { provider: options.provider }),
  });
  return followImport(cli, app, jobId, options, print);
}

/**
 * Waits until an import has ended and everything it added is searchable, and prints its receipt.
 *
 * @param print `changes`: only when it brought something, in one line
 */
export async function followImport(
  cli: Cli,
  app: App,
  jobId: string,
  options: Pick<ImportOptions, 'wait' | 'dryRun'>,
  print: 'all' | 'changes',
): Promise<ExitCode> {
  const { output } = cli;
  const end = await followJob(cli, app, jobId, { text: progressText, cancel: () => app.handlers.cancelImport({ jobId }) });

  const receipt = await receiptOf(app, end);
  if (receipt === null) {
    if (end.progress.state === 'cancelled')
      throw new ArchiveError('Cancelled', 'The import was cancelled. What was stored stays; the same import completes it.');
    throw new ArchiveError('Internal', end.progress.error ?? 'The import failed.');
  }
  const waiting = options.wait && options.dryRun !== true && receipt.status === 'completed';
  const fault = waiting ? await waitUntilSearchable(app, output, cli.signal) : null;
  const brought = [receipt.totals.conversations, receipt.totals.messages].some(
    (counts) => counts.added + counts.updated + counts.quarantined > 0,
  );
  if (print === 'all' || brought) {
    const text = print === 'all' ? receiptText(receipt) : `${receiptLine(receipt)}\n`;
    await output.write(cli.globals().json ? `${JSON.stringify(receipt)}\n` : text);
  }
  if (end.progress.state === 'failed' && end.progress.error !== null) throw new ArchiveError('Internal', end.progress.error);
  if (fault !== null) {
    const why =
      fault === '' ? `${join(cli.globals().dir, 'log')} may say why.` : `${fault} It goes on when the archive is next opened.`;
    throw new ArchiveError('Internal', `Everything is stored, but the search index does not get on. ${why}`);
  }
  return receiptExitCode(receipt);
}

const ended = z.object({ runId: z.number(), status: z.string(), inputs: z.array(z.unknown()), totals: z.unknown() });

/** The receipt that the importer gave with its last word; of a run that was interrupted, the one that it had written until then. */
async function receiptOf(app: App, end: Awaited<ReturnType<App['jobEnded']>>): Promise<Receipt | null> {
  if (isReceipt(end.result)) return end.result;
  const { runId } = end.progress;
  if (runId === null) return null;
  const kept = await app.handlers.run({ runId });
  // Where the disk was too full to write down how it ended.
  return kept.status === 'running' && end.progress.state === 'failed' ? { ...kept, status: 'failed' } : kept;
}

/** The importer is a part of this program: what it sends is looked at only to tell a receipt from nothing. */
function isReceipt(result: unknown): result is Receipt {
  return ended.safeParse(result).success;
}

function progressText(job: JobProgress): string {
  const percent = job.total === null || job.total === 0 ? '' : `${Math.floor((job.done / job.total) * 100)} %  `;
  const rate = job.rate === null ? '' : `  ${bytesText(job.rate)}/s`;
  const left = job.remainingMs === null ? '' : `  ${durationText(job.remainingMs)} left`;
  const read = job.tally === null ? '' : `  ${grouped(job.tally.conversations.read)} conversations`;
  return `${percent}${bytesText(job.done)}${read}${rate}${left}  ${job.label}`;
}
