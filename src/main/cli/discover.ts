import type { Command } from 'commander';
import { bytesText } from '../../shared/bytes-text.ts';
import { providerNames, type FoundPlace } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { isArchive } from '../archive/open.ts';
import { nothingKnown } from '../discover/compare.ts';
import { discover } from '../discover/discover.ts';
import { surroundingsOf } from '../discover/surroundings.ts';
import { exitCodes, type Cli, type ExitCode } from './cli.ts';
import { grouped } from './figures.ts';
import { followImport } from './import.ts';
import { tableText } from './table.ts';

interface DiscoverOptions {
  readonly import?: boolean;
  readonly update?: boolean;
}

export function addDiscover(program: Command, cli: Cli, run: (code: Promise<ExitCode>) => Promise<void>): void {
  program
    .command('discover')
    .summary('what tools keep on this computer')
    .description(
      'Lists the places on this computer where tools keep conversations, with sizes and what of them is new. Only names and sizes are looked at; nothing is opened.',
    )
    .option('--import', 'import what is new or has grown in all of them')
    .option('--update', 'import what is new or has grown in those of which something is archived')
    .action((options: DiscoverOptions) => run(discoverCommand(cli, options)));
}

async function discoverCommand(cli: Cli, options: DiscoverOptions): Promise<ExitCode> {
  const all = options.import === true;
  if (all && options.update === true) throw new ArchiveError('BadInput', 'Give --import or --update, not both.');
  if (all || options.update === true) {
    return cli.withApp(async (app) => {
      const places = all ? (await app.handlers.discover({}, cli.signal)).places.filter(isTool).map(({ id }) => id) : null;
      const { jobId } = await app.handlers.importFound(places === null ? {} : { places }, cli.signal);
      if (jobId !== null) return followImport(cli, app, jobId, { wait: true }, 'all');
      cli.output.note('Everything that was found is up to date.');
      if (cli.globals().json) await cli.output.write('null\n');
      return exitCodes.done;
    });
  }
  const places = isArchive(cli.globals().dir)
    ? await cli.withApp(async ({ handlers }) => (await handlers.discover({}, cli.signal)).places)
    : (await discover(surroundingsOf(), nothingKnown, null, undefined, cli.signal)).map(({ place }) => place);
  const { output } = cli;
  if (cli.globals().json) {
    await output.write(`${JSON.stringify(places.map(rowOf), null, 2)}\n`);
    return exitCodes.done;
  }
  if (places.length === 0) {
    output.note('No tool whose conversations are known keeps any here.');
    return exitCodes.done;
  }
  const columns = ['tool', 'sessions', 'size', 'new', 'grown', 'deleted after', 'folder'].map((name) => ({
    name,
    align: ['sessions', 'size', 'new', 'grown'].includes(name) ? ('right' as const) : ('left' as const),
  }));
  await output.write(tableText(columns, places.map(lineOf), output.width));
  return exitCodes.done;
}

/** Exports in the downloads are a hint: they may be anybody's, and are imported by their names. */
function isTool({ provider }: FoundPlace): boolean {
  return provider !== null;
}

function rowOf(place: FoundPlace): object {
  const { id, changedAt, ...rest } = place;
  return { place: id, ...rest, changedAt: changedAt === null ? null : new Date(changedAt).toISOString() };
}

function lineOf(place: FoundPlace): readonly string[] {
  const { provider, variant, sessions, bytes, deletedAfterDays, missing, partly, path } = place;
  const least = partly ? '≥ ' : '';
  const name = provider === null ? 'export zips' : providerNames[provider];
  return [
    variant === null ? name : `${name} (${variant})`,
    missing ? 'not there' : sessions === null ? '' : least + grouped(sessions),
    missing ? '' : least + bytesText(bytes),
    grouped(place.new),
    grouped(place.grown),
    deletedAfterDays === null ? '' : `${grouped(deletedAfterDays)} days`,
    path,
  ];
}
