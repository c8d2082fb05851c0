import type { Command } from 'commander';
import type { Tombstone } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { archiveExists } from './archive-exists.ts';
import { exitCodes, type Cli, type ExitCode } from './cli.ts';
import { counted } from './figures.ts';

/** Conversations that are asked for at once. */
const PAGE = 1000;

export function addDeleted(program: Command, cli: Cli, run: (code: Promise<ExitCode>) => Promise<void>): void {
  program
    .command('deleted')
    .summary('what was deleted for good, and the way back')
    .description('Lists what was deleted for good: imports leave it out.')
    .argument('[id...]', 'only these: their ids, native ids, or unique beginnings of either')
    .option('--let-in', 'let them in again, or all, with the next import of their files')
    .action((ids: string[], options: { readonly letIn?: boolean }) => run(deleted(cli, ids, options.letIn === true)));
}

async function deleted(cli: Cli, ids: readonly string[], letIn: boolean): Promise<ExitCode> {
  const { output } = cli;
  const { json } = cli.globals();
  const say = async (conversations: number, list: readonly Tombstone[]): Promise<ExitCode> => {
    const several = counted(conversations, 'conversation');
    const lines = letIn
      ? [`Let in again: ${several}. Import the files that have them to bring them back.`]
      : [
          ...list.map(lineOf),
          `Deleted for good: ${several}.${conversations > 0 ? ' To let them in again: polylogue deleted --let-in, for some with their ids.' : ''}`,
        ];
    await output.write(`${json ? JSON.stringify({ conversations, letIn, deleted: list.map(asJson) }) : lines.join('\n')}\n`);
    return exitCodes.done;
  };
  if (!archiveExists(cli)) {
    if (ids.length > 0) throw notThere(ids[0]);
    return say(0, []);
  }
  return cli.withApp(async ({ handlers }) => {
    const all: Tombstone[] = [];
    for (let more = true; more;) {
      const page = await handlers.tombstones({ after: all.length, limit: PAGE }, cli.signal);
      all.push(...page.deleted);
      ({ more } = page);
    }
    const list = ids.length === 0 ? all : [...new Set(ids.map((id) => among(all, id)))];
    if (!letIn) return say(list.length, list);
    const { conversations } = await handlers.letIn(ids.length === 0 ? {} : { ids: list.map(({ id }) => id) }, cli.signal);
    return say(conversations, list);
  });
}

/** @throws ArchiveError `NotFound`; `BadInput` for a beginning of several, naming some */
function among(all: readonly Tombstone[], given: string): Tombstone {
  const exact = all.filter(({ id, nativeId }) => id === given || nativeId === given);
  const found = exact.length > 0 ? exact : all.filter(({ id, nativeId }) => id.startsWith(given) || nativeId.startsWith(given));
  const [only, ...more] = found;
  if (only === undefined) throw notThere(given);
  if (more.length === 0) return only;
  const names = found.slice(0, 5).map(({ id }) => id);
  throw new ArchiveError('BadInput', `“${given}” begins the ids of ${found.length} deleted conversations: ${names.join(', ')}.`);
}

function notThere(id = ''): ArchiveError {
  return new ArchiveError('NotFound', `“${id}” is no conversation that was deleted for good.`);
}

function lineOf({ id, title, deletedAt }: Tombstone): string {
  return `${new Date(deletedAt).toISOString().slice(0, 10)}  ${id}${title === null ? '' : `  ${title}`}`;
}

function asJson({ deletedAt, ...one }: Tombstone): object {
  return { ...one, deletedAt: new Date(deletedAt).toISOString() };
}
