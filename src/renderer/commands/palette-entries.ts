import { commands, type Command, type CommandId } from '../../shared/commands.ts';
import { providerNames, type SavedSearch, type SearchRow, type Tag } from '../../shared/contract.ts';
import type { ProviderId } from '../../shared/model.ts';
import { quote } from '../../shared/query/format.ts';
import { commands as text } from '../messages/index.ts';
import { ranked, type Match } from './fuzzy.ts';

/** A line of the palette. */
export type Entry = { readonly key: string; readonly label: string; readonly marks: Match['marks'] } & (
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'tag'; readonly tag: Tag; readonly query: string }
  | { readonly kind: 'provider'; readonly provider: ProviderId; readonly count: number; readonly query: string }
  | { readonly kind: 'conversation'; readonly row: SearchRow }
  | { readonly kind: 'saved'; readonly search: SavedSearch }
  | { readonly kind: 'search'; readonly query: string }
);

export interface EntryGroup {
  readonly value: string;
  readonly items: readonly Entry[];
}

export interface Known {
  readonly canRun: (id: CommandId) => boolean;
  readonly titleOf: (command: Command) => string;
  /** Commands used last, newest first. */
  readonly recent: readonly CommandId[];
  readonly tags: readonly Tag[];
  readonly saved: readonly SavedSearch[];
  readonly providers: readonly { readonly provider: ProviderId; readonly count: number }[];
  /** What is called as was typed. */
  readonly conversations: readonly SearchRow[];
}

/** Entries of one kind that are shown once something is typed. */
const most = { commands: 7, saved: 4, tags: 4, providers: 3 };

/** What the palette lists: before anything is typed the commands, those used last first; then what answers it, the best kind first. */
export function entryGroups(typed: string, known: Known): readonly EntryGroup[] {
  const usable = commands
    .filter(({ id }) => id !== 'palette' && id !== 'leave' && known.canRun(id))
    .map((command): Command => named(command, known.titleOf(command)));
  if (typed.trim() === '') return allCommands(usable, known.recent);

  const place = new Map(known.recent.map((id, at) => [id, at]));
  const byUse = usable.toSorted((a, b) => (place.get(a.id) ?? 99) - (place.get(b.id) ?? 99));
  const groups: { readonly group: EntryGroup; readonly best: number }[] = [];
  const add = (value: string, items: readonly { readonly entry: Entry; readonly score: number }[]): void => {
    if (items.length > 0) groups.push({ group: { value, items: items.map(({ entry }) => entry) }, best: items[0]?.score ?? 0 });
  };
  add(
    text.palette.commands,
    ranked(typed, byUse, ({ title }) => title)
      .slice(0, most.commands)
      .map(({ item, match }) => ({ entry: commandEntry(item, match.marks), score: match.score })),
  );
  add(
    text.palette.saved,
    ranked(typed, known.saved, ({ name }) => name)
      .slice(0, most.saved)
      .map(({ item, match }) => ({
        entry: { kind: 'saved', key: `saved ${item.id}`, label: item.name, marks: match.marks, search: item },
        score: match.score,
      })),
  );
  add(
    text.palette.tags,
    ranked(typed, known.tags, ({ name }) => name)
      .slice(0, most.tags)
      .map(({ item, match }) => ({
        entry: {
          kind: 'tag',
          key: `tag ${item.name}`,
          label: item.name,
          marks: match.marks,
          tag: item,
          query: `tag:${quote(item.name)}`,
        },
        score: match.score,
      })),
  );
  add(
    text.palette.providers,
    ranked(typed, known.providers, ({ provider }) => providerNames[provider])
      .slice(0, most.providers)
      .map(({ item, match }) => ({
        entry: {
          kind: 'provider',
          key: `provider ${item.provider}`,
          label: providerNames[item.provider],
          marks: match.marks,
          ...item,
          query: `provider:${item.provider}`,
        },
        score: match.score,
      })),
  );
  // What comes a moment later stands below, so that nothing moves under the cursor.
  return [
    ...groups.sort((a, b) => b.best - a.best).map(({ group }) => group),
    {
      value: text.palette.conversations,
      items: [
        ...known.conversations.map((row): Entry => ({
          kind: 'conversation',
          key: row.id,
          label: row.title,
          marks: titleMarks(row),
          row,
        })),
        { kind: 'search', key: 'search', label: text.palette.searchAll(typed), marks: [], query: typed.trim() },
      ],
    },
  ];
}

function named(command: Command, title: string): Command {
  return title === command.title ? command : { ...command, title };
}

function allCommands(usable: readonly Command[], recent: readonly CommandId[]): readonly EntryGroup[] {
  const last = recent.flatMap((id) => usable.find((command) => command.id === id) ?? []).slice(0, 5);
  const rest = usable.filter((command) => !last.includes(command));
  // What can be done with the conversation that one is at comes first.
  const groups = new Map<Command['group'], Command[]>([
    ['Keep', []],
    ['Anywhere', []],
  ]);
  for (const command of rest) groups.set(command.group, [...(groups.get(command.group) ?? []), command]);
  return [
    ...(last.length > 0 ? [{ value: text.palette.recent, items: last.map((command) => commandEntry(command, [])) }] : []),
    ...[...groups]
      .filter(([, items]) => items.length > 0)
      .map(([group, items]) => ({
        value: text.groups[group],
        items: items.map((command) => commandEntry(command, [])),
      })),
  ];
}

function commandEntry(command: Command, marks: Match['marks']): Entry {
  return { kind: 'command', key: command.id, label: command.title, marks, command };
}

function titleMarks(row: SearchRow): Match['marks'] {
  return row.passages.find((passage) => passage.in === 'title' && passage.text === row.title)?.marks ?? [];
}

/** The query for conversations whose titles have the typed words, the last of them begun. */
export function titleQuery(typed: string): string {
  return typed
    .trim()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => `title:${quote(word)}`)
    .join(' ');
}
