import { existsSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { JobProgress } from '../../shared/contract.ts';
import type { App } from '../app.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { exportFormats } from '../../shared/requests.ts';
import { entities, fieldsNamed } from '../../shared/rows.ts';
import { transformsNamed } from '../../shared/transforms/index.ts';
import { documentChunks, type ExportFormat, type ExportOptions } from '../export/export.ts';
import { archiveExists } from './archive-exists.ts';
import { exitCodes, type Cli, type ExitCode } from './cli.ts';
import { counted, durationText } from './figures.ts';
import { followJob } from './follow-job.ts';
import { addSelectionOptions, oneOf, type SelectionOptions } from './options.ts';
import { queryWith, unmarked } from './query-words.ts';
import { indexesOf, openFound, wholeIds, type Found, type Pick } from './read.ts';

interface ExportCommandOptions extends SelectionOptions {
  readonly to: string;
  readonly format?: ExportFormat;
}

export function addExport(program: Command, cli: Cli, run: (code: Promise<ExitCode>) => Promise<void>): void {
  const command = program
    .command('export')
    .summary('conversations as files')
    .description('Writes the selected conversations to a folder, a zip or standard output.')
    .argument('[query...]', "the search box's language; after -- everything is query")
    .requiredOption('--to <where>', 'a folder, FILE.zip, or - for standard output', unmarked);
  addSelectionOptions(command)
    .option('--format <format>', exportFormats.join(', '), oneOf(exportFormats))
    .action((words: string[], options: ExportCommandOptions) => run(exportCommand(cli, words, options)));
}

async function exportCommand(cli: Cli, words: readonly string[], options: ExportCommandOptions): Promise<ExitCode> {
  const { json } = cli.globals();
  const toStdout = options.to === '-';
  const format = options.format ?? (json && toStdout ? 'json' : 'markdown');
  if (json && toStdout && format !== 'json') {
    throw new ArchiveError('BadInput', `--json prints one JSON document; with --to - it cannot be --format ${format} as well.`);
  }
  if (options.fields !== undefined && format === 'markdown') {
    throw new ArchiveError('BadInput', '--fields chooses fields of messages for --format json or jsonl; Markdown has none.');
  }
  const wanted: ExportOptions = {
    format,
    transforms: transformsNamed(options.transform ?? []),
    // What is made to be read again by a program is whole; what is made for a person is what the provider shows.
    branches: options.branches ?? (format === 'markdown' ? 'active' : 'all'),
    fields: options.fields === undefined ? null : fieldsNamed(entities.messages, options.fields),
  };
  const to = toStdout ? null : target(options.to);
  if (!archiveExists(cli)) {
    if (toStdout && format === 'json') await cli.output.write('[]\n');
    if (json && !toStdout) await cli.output.write(`${JSON.stringify({ conversations: 0, path: to })}\n`);
    return exitCodes.done;
  }
  return cli.withApp(async (app) => {
    const id = await wholeIds(app.handlers, options.id, cli.signal);
    const query = queryWith(words, { ...options, ...id });
    const found = {
      query,
      sort: options.sort ?? 'newest',
      reverse: options.reverse ?? false,
      limit: options.limit ?? 0,
    } as const;
    return to === null ? toOutput(cli, app, found, wanted) : toFiles(cli, app, found, wanted, to);
  });
}

async function toOutput(cli: Cli, { handlers }: App, found: Found, options: ExportOptions): Promise<ExitCode> {
  let written = 0;
  const pick: Pick = (_detail, rows) => indexesOf(rows, options.branches);
  for await (const opened of openFound(handlers, found, pick, cli.signal, cli.output.fail)) {
    if (options.format === 'json') await cli.output.write(written === 0 ? '[\n' : ',\n');
    else if (options.format === 'markdown' && written > 0) await cli.output.write('\n');
    for await (const chunk of documentChunks(opened, options, () => null)) await cli.output.write(chunk);
    written++;
  }
  if (options.format === 'json') await cli.output.write(written === 0 ? '[]\n' : ']\n');
  return exitCodes.done;
}

async function toFiles(cli: Cli, app: App, found: Found, options: ExportOptions, to: string): Promise<ExitCode> {
  const { output } = cli;
  const total = await app.handlers.total({ query: found.query }, cli.signal);
  for (const one of total.problems) output.fail(`In the query, at “${found.query.slice(one.from, one.to)}”: ${one.message}`);
  const started = performance.now();
  const { jobId } = await app.handlers.export({
    selection: { query: found.query },
    format: options.format,
    transforms: options.transforms.map((transform) => transform.name),
    branches: options.branches,
    ...(options.fields === null ? {} : { fields: [...options.fields] }),
    sort: found.sort,
    reverse: found.reverse,
    limit: found.limit,
    to,
  });
  const { progress } = await followJob(cli, app, jobId, {
    text: progressText,
    cancel: () => app.handlers.cancelExport({ jobId }),
  });
  if (progress.state === 'cancelled')
    throw new ArchiveError('Cancelled', 'The export was cancelled; nothing half-written is left.');
  if (progress.state === 'failed') throw new ArchiveError('Internal', progress.error ?? 'The export failed.');
  if (cli.globals().json) await output.write(`${JSON.stringify({ conversations: progress.done, path: to })}\n`);
  else output.note(`Wrote ${counted(progress.done, 'conversation')} to ${to} in ${durationText(performance.now() - started)}.`);
  return exitCodes.done;
}

function progressText(job: JobProgress): string {
  const rate = job.rate === null ? '' : `  ${Math.round(job.rate)}/s`;
  const left = job.remainingMs === null ? '' : `  ${durationText(job.remainingMs)} left`;
  return `Exporting ${job.done} of ${job.total ?? '?'}${rate}${left}`;
}

/** The folder or zip, absolute. A name that looks like a single file is refused before anything is made of it. */
function target(to: string): string {
  const path = resolve(to);
  const isFolder = existsSync(path) && statSync(path).isDirectory();
  if (extname(path).toLowerCase() === '.zip' || isFolder) return path;
  if (existsSync(path))
    throw new ArchiveError('BadInput', `${path} is a file. Give a folder, a name ending in .zip, or - for standard output.`);
  if (['.md', '.json', '.jsonl', '.csv', '.txt', '.html'].includes(extname(path).toLowerCase())) {
    throw new ArchiveError(
      'BadInput',
      `${to} looks like a file, and --to takes a folder, a name ending in .zip, or -. For one file: --to - > ${to}`,
    );
  }
  return path;
}
