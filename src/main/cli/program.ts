import { Command } from 'commander';
import { addBackup } from './backup.ts';
import type { Cli, ExitCode } from './cli.ts';
import { addDeleted } from './deleted.ts';
import { addDiscover } from './discover.ts';
import { addDoctor } from './doctor.ts';
import { addExport } from './export.ts';
import { addImport } from './import.ts';
import { addRestore } from './restore.ts';
import { addRuns } from './runs.ts';
import { addServe } from './serve.ts';
import { addView } from './view.ts';

/** Every command, in the order of the help and of docs/cli.md. */
const commands = [addImport, addDiscover, addView, addExport, addRuns, addDeleted, addDoctor, addServe, addBackup, addRestore];

/** The option parser with all commands. `run` is told the exit code of the one that was asked for. */
export function createProgram(cli: Cli, version: string, run: (code: Promise<ExitCode>) => Promise<void>): Command {
  const program = new Command('polylogue');
  program
    .description('Every conversation you ever had with an AI, in one local archive.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .option('--archive <dir>', "the archive's folder; else $POLYLOGUE_ARCHIVE, else the platform's data folder")
    .option('--json', 'one JSON document on standard output, nothing else there')
    .option('--quiet', 'no notices and no progress')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .configureOutput({ writeErr: (text) => cli.output.fail(text.trimEnd()) });
  for (const add of commands) add(program, cli, run);
  return program;
}
