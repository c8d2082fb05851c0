import { resolve } from 'node:path';
import type { Command } from 'commander';
import { bytesText } from '../../shared/bytes-text.ts';
import { restore } from '../archive/backup.ts';
import { exitCodes, type Cli, type ExitCode } from './cli.ts';
import { durationText } from './figures.ts';

export function addRestore(program: Command, cli: Cli, run: (code: Promise<ExitCode>) => Promise<void>): void {
  program
    .command('restore')
    .summary('an archive out of a backup')
    .description(
      "Makes an archive out of a backup, in the archive's folder, which must be new or empty. It is there whole or not at all.",
    )
    .argument('<file>', 'a file that backup wrote')
    .action((file: string) => run(restoreCommand(cli, resolve(file))));
}

async function restoreCommand(cli: Cli, file: string): Promise<ExitCode> {
  const { output } = cli;
  const { dir, json } = cli.globals();
  const started = performance.now();
  await restore(file, dir, (done, total) => output.progress(`Restoring ${bytesText(done)} of ${bytesText(total)}`), cli.signal);
  output.progress(null);
  if (json) await output.write(`${JSON.stringify({ path: dir })}\n`);
  else output.note(`Restored ${file} into ${dir} in ${durationText(performance.now() - started)}.`);
  return exitCodes.done;
}
