import type { Named } from './names.ts';
import { rawSql, sql, type Db, type Sql } from '../sql.ts';

/** What columns are filled from. */

export function greatestId(db: Db): number {
  return db.get<{ id: number | null }>(sql`select max(id) as id from conversation`)?.id ?? 0;
}

/** The conversation that a key of user.db names. */
const named = (column: 'k.conversation' | 'l.conversation'): Sql => {
  const name = rawSql(column);
  return sql`c.provider = substr(${name}, 1, instr(${name}, ':') - 1) and c.native_id = substr(${name}, instr(${name}, ':') + 1)`;
};

/** From the few rows of user.db to their conversations; of some conversations, the other way round. */
export function keptRows(keys: readonly number[] | null): Sql {
  const columns = sql`c.id, k.starred_at, k.unstarred_at, k.title, k.note, k.archived_at, k.trashed_at, k.purged_at`;
  return keys === null
    ? sql`select ${columns} from user.kept k cross join conversation c on ${named('k.conversation')}`
    : sql`
      select ${columns} from json_each(${JSON.stringify(keys)}) wanted cross join conversation c on c.id = wanted.value
      cross join user.kept k on k.conversation = c.provider || ':' || c.native_id`;
}

export function taggedRows(keys: readonly number[] | null): Sql {
  return keys === null
    ? sql`
      select c.id, t.name from user.conversation_tag l cross join user.tag t on t.id = l.tag_id
      cross join conversation c on ${named('l.conversation')}`
    : sql`
      select c.id, t.name from json_each(${JSON.stringify(keys)}) wanted cross join conversation c on c.id = wanted.value
      cross join user.conversation_tag l on l.conversation = c.provider || ':' || c.native_id
      cross join user.tag t on t.id = l.tag_id`;
}

export interface ConversationColumns {
  readonly id: number;
  readonly generation: number;
  readonly provider: string;
  readonly sort_at: number;
  readonly created_at: number | null;
  readonly first_message: number;
  readonly messages: number;
  readonly words: number;
  readonly turns: number;
  readonly project: string | null;
  readonly cwd: string | null;
  readonly tool_calls: number;
  readonly tool_errors: number;
  readonly thinking_parts: number;
  readonly code_parts: number;
  readonly attachments: number;
  readonly branches: number;
  readonly archived: number;
  readonly starred: number;
  readonly relation: string | null;
}

export interface KeptColumns {
  readonly id: number;
  readonly starred_at: number | null;
  readonly unstarred_at: number | null;
  readonly title: string | null;
  readonly note: string | null;
  readonly archived_at: number | null;
  readonly trashed_at: number | null;
  readonly purged_at: number | null;
}

const conversationColumns = [
  'id',
  'generation',
  'provider',
  'sort_at',
  'created_at',
  'first_message',
  'messages',
  'words',
  'turns',
  'project',
  'cwd',
  'tool_calls',
  'tool_errors',
  'thinking_parts',
  'code_parts',
  'attachments',
  'branches',
  'archived',
  'starred',
  'relation',
] as const satisfies readonly (keyof ConversationColumns)[];

/** Ids read at once: the texts of one column stay below a megabyte. */
const idsAtOnce = 10_000;

/** The rows of a newer generation, in its order; after 0 all, in order of id. */
export function conversationRows(db: Db, after: number, size: number): Iterable<ConversationColumns> {
  return after === 0 ? allConversations(db, size) : changedConversations(db, after);
}

function changedConversations(db: Db, after: number): Iterable<ConversationColumns> {
  const columns = rawSql(conversationColumns.join(', '));
  return db.iterate<ConversationColumns>(
    sql`select ${columns} from conversation where generation > ${after} order by generation`,
  );
}

/** A text per column crosses from SQLite at once: half the time that an object per row takes. */
function* allConversations(db: Db, size: number): Generator<ConversationColumns> {
  const texts = rawSql(conversationColumns.map((column) => `json_group_array(${column}) as ${column}`).join(', '));
  for (let from = 0; from < size; from += idsAtOnce) {
    const read = db.get<Readonly<Record<keyof ConversationColumns, string>>>(
      sql`select ${texts} from conversation where id >= ${from} and id < ${from + idsAtOnce}`,
    );
    if (read === undefined) continue;
    const numbers = (column: keyof ConversationColumns): readonly number[] => JSON.parse(read[column]);
    const words = (column: keyof ConversationColumns): readonly (string | null)[] => JSON.parse(read[column]);
    const createdAt: readonly (number | null)[] = JSON.parse(read.created_at);
    const lists = {
      id: numbers('id'),
      generation: numbers('generation'),
      sort_at: numbers('sort_at'),
      first_message: numbers('first_message'),
      messages: numbers('messages'),
      words: numbers('words'),
      turns: numbers('turns'),
      tool_calls: numbers('tool_calls'),
      tool_errors: numbers('tool_errors'),
      thinking_parts: numbers('thinking_parts'),
      code_parts: numbers('code_parts'),
      attachments: numbers('attachments'),
      branches: numbers('branches'),
      archived: numbers('archived'),
      starred: numbers('starred'),
      provider: words('provider'),
      project: words('project'),
      cwd: words('cwd'),
      relation: words('relation'),
    };
    for (const [at, id] of lists.id.entries())
      yield {
        id,
        created_at: createdAt[at] ?? null,
        generation: lists.generation[at] ?? 0,
        sort_at: lists.sort_at[at] ?? 0,
        first_message: lists.first_message[at] ?? 0,
        messages: lists.messages[at] ?? 0,
        words: lists.words[at] ?? 0,
        turns: lists.turns[at] ?? 0,
        tool_calls: lists.tool_calls[at] ?? 0,
        tool_errors: lists.tool_errors[at] ?? 0,
        thinking_parts: lists.thinking_parts[at] ?? 0,
        code_parts: lists.code_parts[at] ?? 0,
        attachments: lists.attachments[at] ?? 0,
        branches: lists.branches[at] ?? 0,
        archived: lists.archived[at] ?? 0,
        starred: lists.starred[at] ?? 0,
        provider: lists.provider[at] ?? '',
        project: lists.project[at] ?? null,
        cwd: lists.cwd[at] ?? null,
        relation: lists.relation[at] ?? null,
      };
  }
}

/** Rows of conversations with a name each, in the order of `query`, as two texts. */
export function* namedRows(db: Db, query: Sql): Generator<Named> {
  const read = db.get<{ ids: string; names: string }>(
    sql`select json_group_array(id) as ids, json_group_array(name) as names from (${query})`,
  );
  const ids: readonly number[] = JSON.parse(read?.ids ?? '[]');
  const names: readonly string[] = JSON.parse(read?.names ?? '[]');
  for (const [at, id] of ids.entries()) yield { id, name: names[at] ?? '' };
}
