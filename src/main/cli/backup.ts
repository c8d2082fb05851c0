import { resolve } from 'node:path';
import type { Command } from 'commander';
import { bytesText } from '../../shared/bytes-text.ts';
import { backup } from '../archive/backup.ts';
import { exitCodes, type Cli, type ExitCode } from './cli.ts';
import { durationText } from './figures.ts';

export function addBackup(program: Command, cli: Cli, run: (code: Promise<ExitCode>) => Promise<void>): void {
  program
    .command('backup')
    .summary('the whole archive in one file')
    .description('Writes a consistent copy of the whole archive into one file, while it is in use.')
    .argument('<file>', 'the file to write; an older backup of that name is replaced')
    .action((file: string) => run(backupCommand(cli, resolve(file))));
}

async function backupCommand(cli: Cli, path: string): Promise<ExitCode> {
  const { output } = cli;
  const { dir, json } = cli.globals();
  const started = performance.now();
  const { bytes } = await backup(
    dir,
    path,
    (done, total) => output.progress(`Backing up ${bytesText(done)} of ${bytesText(total)}`),
    cli.signal,
  );
  output.progress(null);
  if (json) await output.write(`${JSON.stringify({ path, bytes })}\n`);
  else output.note(`Wrote ${path}, ${bytesText(bytes)}, in ${durationText(performance.now() - started)}.`);
  return exitCodes.done;
}
