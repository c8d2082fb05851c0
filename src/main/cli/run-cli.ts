import { CommanderError, type Command } from 'commander';
import { toArchiveError } from '../../shared/errors.ts';
import { createApp } from '../app.ts';
import { worded } from '../archive/faults.ts';
import { nodeHost } from '../hosts/node/host.ts';
import type { Places } from '../places.ts';
import { archiveDir } from '../archive-dir.ts';
import { exitCodes, type Cli, type ExitCode } from './cli.ts';
import { createOutput, type Streams } from './output.ts';
import { createProgram } from './program.ts';
import { markQueryWords } from './query-words.ts';

/** Runs one command line; resolves with the exit code. The command line is one more client of the app. */
export async function runCli(given: readonly string[], places: Places, streams: Streams): Promise<ExitCode> {
  const interruption = new AbortController();
  const signals = onInterrupt(() => interruption.abort());
  const output = createOutput(
    streams,
    () => cli.globals().quiet,
    () => interruption.abort(),
  );
  let code: ExitCode = exitCodes.done;
  let program: Command | null = null;

  const cli: Cli = {
    output,
    places,
    signal: interruption.signal,
    globals: () => {
      const { archive, json, quiet } = program?.opts<{ archive?: string; json?: boolean; quiet?: boolean }>() ?? {};
      return { dir: archiveDir(archive), json: json === true, quiet: quiet === true };
    },
    untilKilled: (work) => {
      signals.ignore();
      try {
        return work();
      } finally {
        signals.listen();
      }
    },
    withApp: async (use, dir = cli.globals().dir) => {
      const app = await createApp({ host: nodeHost('cli'), dir, ...places });
      try {
        return await use(app);
      } finally {
        await app.close();
      }
    },
  };
  program = createProgram(cli, places.version, async (running) => {
    code = await running;
  });
  const asked = takesQuery(given) ? markQueryWords(given, longOptions(program)) : { args: given, notes: [] };
  signals.listen();
  try {
    if (given.length === 0) program.help({ error: true });
    await program.parseAsync(asked.args, { from: 'user' });
    return code;
  } catch (error) {
    return failure(error, cli);
  } finally {
    for (const note of asked.notes) output.note(note);
    output.progress(null);
    signals.ignore();
  }
}

/** Says what went wrong, and gives the exit code for it. */
function failure(error: unknown, { output }: Cli): ExitCode {
  // `polylogue view | head` has what it wanted.
  if (output.isClosed()) return exitCodes.done;
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage;
  const { code, message } = toArchiveError(worded(error));
  output.fail(code === 'Cancelled' ? message : `error: ${message}`);
  return code === 'BadInput' ? exitCodes.wrongUsage : exitCodes.failed;
}

/** The first Ctrl+C asks the command to stop, the second stops it. */
function onInterrupt(interrupt: () => void): { readonly listen: () => void; readonly ignore: () => void } {
  let asked = false;
  const listener = (): void => {
    if (asked) process.exit(130);
    asked = true;
    interrupt();
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  return {
    listen: () => {
      for (const name of names) process.on(name, listener);
    },
    ignore: () => {
      for (const name of names) process.off(name, listener);
    },
  };
}

/** Commands whose arguments are a query; the word before which only global options can stand. */
function takesQuery(args: readonly string[]): boolean {
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--archive') at++;
    else if (!word.startsWith('-')) return word === 'view' || word === 'export';
  }
  return false;
}

function longOptions(program: Command): readonly string[] {
  return [program, ...program.commands].flatMap((command) => command.options.flatMap((option) => option.long ?? []));
}
