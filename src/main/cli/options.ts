import { InvalidArgumentError, Option, type Command } from 'commander';
import { providerIds } from '../../shared/model.ts';
import { nearest } from '../../shared/nearest.ts';
import { roles } from '../../shared/model.ts';
import { sortOrders, type SortOrder } from '../../shared/requests.ts';
import { transforms } from '../../shared/transforms/index.ts';
import { unmarked, type Shorthands } from './query-words.ts';

/** Options that `view` and `export` share. */
export interface SelectionOptions extends Shorthands {
  readonly limit?: number;
  readonly sort?: SortOrder;
  readonly reverse?: boolean;
  readonly transform?: readonly string[];
  readonly fields?: string;
  readonly branches?: 'active' | 'all';
}

/** Refuses what is not in the list, with the nearest that is. */
export function oneOf<Value extends string>(known: readonly Value[]): (given: string) => Value {
  return (given) => {
    const value = unmarked(given);
    const found = known.find((one) => one === value);
    if (found !== undefined) return found;
    const near = nearest(value, known);
    throw new InvalidArgumentError(near === null ? `Known: ${known.join(', ')}.` : `Did you mean ${near}?`);
  };
}

/** The same for an option that may be repeated, or hold several values between commas. */
function someOf<Value extends string>(known: readonly Value[]): (given: string, before?: readonly Value[]) => readonly Value[] {
  const one = oneOf(known);
  return (given, before = []) => [...before, ...given.split(',').map(one)];
}

function repeated(given: string, before: readonly string[] = []): readonly string[] {
  return [...before, unmarked(given)];
}

export function wholeNumber(given: string): number {
  if (!/^\d{1,15}$/.test(unmarked(given))) throw new InvalidArgumentError('It takes a whole number, 0 or more.');
  return Number(unmarked(given));
}

function option<Value>(flags: string, description: string, parse: (given: string, before: Value | undefined) => Value): Option {
  return new Option(flags, description).argParser<Value | undefined>((given, before) => parse(given, before));
}

export function addSelectionOptions(command: Command): Command {
  return command
    .addOption(option('--provider <id>', 'only from this provider (repeatable)', someOf(providerIds)))
    .addOption(option('--since <when>', 'only since a day, e.g. 2025-03-01, 7d, "last week"', unmarked))
    .addOption(option('--until <when>', 'only until a day', unmarked))
    .addOption(option('--role <role>', `only with messages of a role: ${roles.join(', ')} (repeatable)`, someOf(roles)))
    .addOption(option('--model <name>', 'only with a model (repeatable)', repeated))
    .addOption(option('--tag <name>', 'only with a tag (repeatable)', repeated))
    .addOption(
      option('--id <id>', 'one conversation: its id, its native id, or a unique beginning of either (repeatable)', repeated),
    )
    .addOption(option('--limit <n>', 'at most so many; 0: all', wholeNumber))
    .addOption(option('--sort <order>', sortOrders.join(', '), oneOf(sortOrders)))
    .addOption(new Option('--reverse', 'the other way round'))
    .addOption(
      option(
        '--transform <name>',
        `hide or rewrite parts: ${transforms.map((transform) => transform.name).join(', ')} (repeatable, applied in that order)`,
        someOf(transforms.map((transform) => transform.name)),
      ),
    )
    .addOption(option('--fields <list>', 'a,b,c, minimal or full', unmarked))
    .addOption(
      option('--branches <which>', 'active: what the provider shows; all: every alternative', oneOf(['active', 'all'] as const)),
    );
}
