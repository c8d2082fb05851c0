import type { Command } from 'commander';
import { ArchiveError } from '../../shared/errors.ts';
import type { Receipt } from '../../shared/receipt.ts';
import { driftOf, shapeReport } from '../../shared/shape-report.ts';
import { archiveExists } from './archive-exists.ts';
import { exitCodes, type Cli, type ExitCode } from './cli.ts';
import { durationText, grouped, localTime } from './figures.ts';
import { wholeNumber } from './options.ts';
import { receiptText } from './receipt-text.ts';
import { tableText } from './table.ts';

/** Runs that are listed. */
const listed = 1000;

export function addRuns(program: Command, cli: Cli, run: (code: Promise<ExitCode>) => Promise<void>): void {
  program
    .command('runs')
    .summary('imports and their receipts')
    .description('Lists the imports, newest first; with a run, or --latest, its receipt.')
    .argument('[run]', 'number of a run', wholeNumber)
    .option('--latest', 'the newest run')
    .option('--shapes', 'what its files had that this version does not know, as shapes without content')
    .action((runId: number | undefined, options: { readonly latest?: boolean; readonly shapes?: boolean }) =>
      run(runs(cli, runId, options.latest === true, options.shapes === true)),
    );
}

async function runs(cli: Cli, runId: number | undefined, latest: boolean, shapes: boolean): Promise<ExitCode> {
  const { output } = cli;
  const { json } = cli.globals();
  const { version } = cli.places;
  if (latest && runId !== undefined) throw new ArchiveError('BadInput', 'Give a run or --latest, not both.');
  if (shapes && !latest && runId === undefined) throw new ArchiveError('BadInput', 'Give a run or --latest with --shapes.');
  const print = async (receipt: Receipt): Promise<void> => {
    if (!shapes) return output.write(json ? `${JSON.stringify(receipt)}\n` : receiptText(receipt));
    const rows = driftOf(receipt.inputs);
    await output.write(json ? `${JSON.stringify(rows)}\n` : shapeReport(version, rows));
  };
  const none = async (): Promise<ExitCode> => {
    if (latest || runId !== undefined)
      throw new ArchiveError('NotFound', runId === undefined ? 'Nothing has been imported yet.' : `There is no run ${runId}.`);
    await output.write(json ? '[]\n' : '');
    return exitCodes.done;
  };
  if (!archiveExists(cli)) return none();
  return cli.withApp(async ({ handlers }) => {
    if (runId !== undefined) {
      await print(await handlers.run({ runId }, cli.signal));
      return exitCodes.done;
    }
    const found = await handlers.runs({ limit: latest ? 1 : listed }, cli.signal);
    const [newest] = found.runs;
    if (newest === undefined) return none();
    if (latest) {
      await print(await handlers.run({ runId: newest.runId }, cli.signal));
      return exitCodes.done;
    }
    if (json) {
      for (const [at, one] of found.runs.entries()) {
        await output.write(`${at === 0 ? '[' : ','}\n${JSON.stringify(await handlers.run({ runId: one.runId }, cli.signal))}`);
      }
      await output.write('\n]\n');
      return exitCodes.done;
    }
    const rows = found.runs.map((one) => [
      String(one.runId),
      one.undone ? `${one.status}, undone` : one.status,
      localTime(new Date(one.startedAt).toISOString()),
      durationText(one.durationMs),
      grouped(one.totals.conversations.added),
      grouped(one.totals.conversations.updated),
      grouped(one.totals.conversations.quarantined),
      one.inputs.join(', '),
    ]);
    const right = new Set(['run', 'added', 'updated', 'quarantined']);
    const columns = ['run', 'status', 'started', 'took', 'added', 'updated', 'quarantined', 'inputs'].map((name) => ({
      name,
      align: right.has(name) ? ('right' as const) : ('left' as const),
    }));
    await output.write(tableText(columns, rows, output.width));
    return exitCodes.done;
  });
}
