import type { Command } from 'commander';
import type { ArchiveClient } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { markdownWriter } from '../../shared/markdown.ts';
import type { Message } from '../../shared/model.ts';
import { nearest } from '../../shared/nearest.ts';
import { everything } from '../../shared/query/scope.ts';
import type { SortOrder } from '../../shared/requests.ts';
import { conversationRow, entities, fieldsNamed, pickFields } from '../../shared/rows.ts';
import { transformsNamed, type Transform } from '../../shared/transforms/index.ts';
import { messageRows } from '../export/json.ts';
import { archiveExists } from './archive-exists.ts';
import { exitCodes, type Cli, type ExitCode } from './cli.ts';
import { messageFilter } from './message-filter.ts';
import { addSelectionOptions, oneOf, type SelectionOptions } from './options.ts';
import { isMarked, queryWith, type Shorthands } from './query-words.ts';
import { findRows, indexesOf, openFound, wholeIds, type Pick } from './read.ts';
import { rowPrinter } from './row-printer.ts';
import { textWriter } from './text-document.ts';
import { withoutControls } from './text-width.ts';

export const viewFormats = ['table', 'json', 'jsonl', 'markdown', 'csv', 'text'] as const;
export type ViewFormat = (typeof viewFormats)[number];

const entityNames = ['conversations', 'messages'] as const;
type EntityName = (typeof entityNames)[number];
/** Named by the command line's contract, and not in this version: never a query by mistake. */
const laterEntities = new Set(['turns', 'stats']);

/** Rows of a table where no limit is asked for: what a person looks through. Other formats give everything. */
const tableRows = 100;

interface View {
  readonly entity: EntityName;
  /** Without the ids, which are resolved once the archive is open. */
  readonly words: readonly string[];
  readonly shorthands: Shorthands;
  readonly sort: SortOrder;
  readonly reverse: boolean;
  readonly limit: number;
  readonly format: ViewFormat;
  readonly fields: readonly string[] | null;
  readonly transforms: readonly Transform[];
  readonly branches: 'active' | 'all';
}

interface Asked extends View {
  readonly query: string;
}

interface ViewOptions extends SelectionOptions {
  readonly format?: ViewFormat;
}

export function addView(program: Command, cli: Cli, run: (code: Promise<ExitCode>) => Promise<void>): void {
  const command = program
    .command('view')
    .summary('conversations or messages, as rows or to be read')
    .description('Shows what a query finds: conversations (also when nothing is named) or messages.')
    .argument('[entity]', entityNames.join(', '))
    .argument('[query...]', "the search box's language; after -- everything is query");
  addSelectionOptions(command)
    .option('--format <format>', viewFormats.join(', '), oneOf(viewFormats))
    .action((entity: string | undefined, words: string[], options: ViewOptions) =>
      run(view(cli, viewOf(entity === undefined ? words : [entity, ...words], options, cli))),
    );
}

function viewOf(words: readonly string[], options: ViewOptions, cli: Cli): View {
  const [first, ...rest] = words;
  const named = entityNames.find((name) => name === first);
  if (first !== undefined && laterEntities.has(first)) {
    throw new ArchiveError(
      'BadInput',
      `“view ${first}” is not in this version. To search for the word: view -- ${words.join(' ')}`,
    );
  }
  const entity = named ?? 'conversations';
  if (named === undefined && first !== undefined && !isMarked(first)) {
    const near = nearest(first, entityNames);
    if (near !== null) cli.output.note(`Searching for “${first}”. Did you mean view ${near}?`);
  }
  const { json } = cli.globals();
  const format = options.format ?? (json ? 'json' : 'table');
  if (json && format !== 'json')
    throw new ArchiveError('BadInput', `--json prints one JSON document; it cannot be --format ${format} as well.`);
  const forReading = format === 'table' || format === 'markdown' || format === 'text';
  return {
    entity,
    words: named === undefined ? words : rest,
    shorthands: options,
    sort: options.sort ?? 'newest',
    reverse: options.reverse ?? false,
    limit: options.limit ?? (format === 'table' ? tableRows : 0),
    format,
    fields: options.fields === undefined ? null : fieldsNamed(entities[entity], options.fields),
    transforms: transformsNamed(options.transform ?? []),
    branches: options.branches ?? (forReading ? 'active' : 'all'),
  };
}

async function view(cli: Cli, plan: View): Promise<ExitCode> {
  const asDocuments = (plan.format === 'markdown' || plan.format === 'text') && plan.fields === null;
  if (!archiveExists(cli)) {
    if (!asDocuments) await rowPrinter(cli.output, plan.format, columnsOf(plan)).end();
    return exitCodes.done;
  }
  await cli.withApp(async ({ handlers }) => {
    const id = await wholeIds(handlers, plan.shorthands.id, cli.signal);
    const asked: Asked = { ...plan, query: queryWith(plan.words, { ...plan.shorthands, ...id }) };
    if (asDocuments) return viewDocuments(cli, handlers, asked);
    await (plan.entity === 'conversations' ? viewConversations(cli, handlers, asked) : viewMessages(cli, handlers, asked));
    if (plan.words.length === 0) return;
    const { index } = await handlers.status({}, cli.signal);
    if (index.done < index.of)
      cli.output.note(
        `${index.of - index.done} of ${index.of} conversations are not in the search index yet; words in them were not found.`,
      );
  });
  return exitCodes.done;
}

async function viewConversations(cli: Cli, client: ArchiveClient, plan: Asked): Promise<void> {
  const columns = columnsOf(plan);
  const printer = rowPrinter(cli.output, plan.format, columns);
  let shown = 0;
  for await (const found of findRows(client, plan, cli.signal, cli.output.fail)) {
    await printer.row(pickFields(conversationRow(found), columns));
    shown++;
  }
  await printer.end();
  if (plan.format !== 'table' || (shown > 0 && (plan.limit === 0 || shown < plan.limit))) return;
  const { conversations, without } = await client.total({ query: plan.query }, cli.signal);
  if (conversations === 0) {
    const emptied = without
      .filter((one) => one.conversations > 0 && one.text !== everything)
      .map((one) => `without “${one.text}” ${one.conversations}`);
    cli.output.note(emptied.length === 0 ? 'Nothing found.' : `Nothing found; ${emptied.join(', ')}.`);
  } else if (conversations > shown) cli.output.note(`${shown} of ${conversations} conversations; --limit 0 shows all.`);
}

async function viewMessages(cli: Cli, client: ArchiveClient, plan: Asked): Promise<void> {
  const columns = columnsOf(plan);
  const printer = rowPrinter(cli.output, plan.format, columns);
  const { pick, wants } = selectionOf(plan);
  let shown = 0;
  const isFull = (): boolean => plan.limit > 0 && shown >= plan.limit;
  for await (const opened of openFound(client, { ...plan, limit: 0 }, pick, cli.signal, cli.output.fail)) {
    const rowOf = messageRows(opened.detail, { ...plan, fields: columns });
    for await (const message of opened.messages) {
      const row = rowOf(message);
      if (row === null || !wants(message)) continue;
      await printer.row(row);
      shown++;
      if (isFull()) break;
    }
    if (isFull()) break;
  }
  await printer.end();
  if (plan.format === 'table' && isFull()) cli.output.note(`The first ${shown} messages; --limit 0 shows all.`);
}

/** Whole conversations to be read, or what `view messages` selects of them. */
async function viewDocuments(cli: Cli, client: ArchiveClient, plan: Asked): Promise<void> {
  const { output } = cli;
  const write = (text: string): Promise<void> => output.write(output.onTerminal ? withoutControls(text) : text);
  const { pick, wants } = selectionOf(plan);
  const ofMessages = plan.entity === 'messages';
  const found = ofMessages ? { ...plan, limit: 0 } : plan;
  let shown = 0;
  const isFull = (): boolean => ofMessages && plan.limit > 0 && shown >= plan.limit;
  let first = true;
  for await (const opened of openFound(client, found, pick, cli.signal, output.fail)) {
    const writer = plan.format === 'text' ? textWriter(opened.detail, plan) : markdownWriter(opened.detail, plan);
    let begun = false;
    const begin = async (): Promise<void> => {
      if (!begun) await write((first ? '' : '\n') + writer.head());
      begun = true;
      first = false;
    };
    // A conversation of which no message is selected is not named either.
    if (!ofMessages) await begin();
    for await (const message of opened.messages) {
      if (!wants(message)) continue;
      const text = writer.message(message);
      if (text !== '') {
        await begin();
        await write(text);
      }
      shown++;
      if (isFull()) break;
    }
    if (begun) await write(writer.tail());
    if (isFull()) return;
  }
}

/** Which messages of a conversation are read, and which of them are shown: a parent is read for its id alone. */
function selectionOf({ entity, query, branches }: Asked): { readonly pick: Pick; readonly wants: (message: Message) => boolean } {
  if (entity === 'conversations') return { pick: (_detail, rows) => indexesOf(rows, branches), wants: () => true };
  const filter = messageFilter(query);
  return {
    pick: (_detail, rows) => {
      const read = new Set<number>();
      for (const index of indexesOf(rows, branches)) {
        const row = rows[index];
        if (row === undefined || !filter.selectsRow(row)) continue;
        read.add(index);
        if (row.parent !== -1) read.add(row.parent);
      }
      return [...read].sort((a, b) => a - b);
    },
    wants: (message) => (branches === 'all' || message.onActivePath) && filter.selects(message),
  };
}

function columnsOf({ entity, format, fields }: View): readonly string[] {
  if (fields !== null) return fields;
  if (format !== 'table') return entities[entity].fields;
  return entity === 'conversations'
    ? ['updatedAt', 'provider', 'title', 'messages', 'words', 'id']
    : ['conversationId', 'index', 'role', 'createdAt', 'text'];
}
