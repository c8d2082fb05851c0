import type { Command } from 'commander';
import { archiveExists } from './archive-exists.ts';
import { exitCodes, type Cli, type ExitCode } from './cli.ts';
import { counted } from './figures.ts';

export function addDeleted(program: Command, cli: Cli, run: (code: Promise<ExitCode>) => Promise<void>): void {
  program
    .command('deleted')
    .summary('what was deleted for good, and the way back')
    .description('Says how many conversations were deleted for good: imports leave them out.')
    .option('--let-in', 'let all of them in again with the next import of their files')
    .action((options: { readonly letIn?: boolean }) => run(deleted(cli, options.letIn === true)));
}

async function deleted(cli: Cli, letIn: boolean): Promise<ExitCode> {
  const { output } = cli;
  const { json } = cli.globals();
  const say = async (conversations: number): Promise<ExitCode> => {
    const several = counted(conversations, 'conversation');
    const text = letIn
      ? `Let in again: ${several}. Import the files that have them to bring them back.`
      : `Deleted for good: ${several}.${conversations > 0 ? ' To let them in again: polylogue deleted --let-in' : ''}`;
    await output.write(`${json ? JSON.stringify({ conversations, letIn }) : text}\n`);
    return exitCodes.done;
  };
  if (!archiveExists(cli)) return say(0);
  return cli.withApp(async ({ handlers }) => {
    const { conversations } = letIn ? await handlers.letIn({}, cli.signal) : await handlers.tombstones({}, cli.signal);
    return say(conversations);
  });
}
