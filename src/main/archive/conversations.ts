import { ArchiveError } from '../../shared/errors.ts';
import type { ConversationDetail } from '../../shared/contract.ts';
import { providerIds, type Attachment, type Conversation, type Relation } from '../../shared/model.ts';
import { providerOfName } from './records.ts';
import { rawSql, sql, type Db, type Sql } from './sql.ts';

/**
 * Conversations by row id (their key inside the archive), in the order of `keys`, each once; keys of what is gone are left out. One
 * statement, with what the person gave them.
 */
export function readConversations(db: Db, keys: readonly number[]): Conversation[] {
  return db.all<Row>(conversationRows(JSON.stringify(keys))).map(conversationOf);
}

/** The statement behind a page of conversations, for the test that looks at its plan. */
export function conversationRows(keys: string): Sql {
  return sql`
    select c.*, coalesce(k.title, c.title) as shown_title, k.starred_at is not null or (c.starred = 1 and k.unstarred_at is null) as shown_starred,
      (select json_group_array(name) from (
        select t.name from user.conversation_tag ct join user.tag t on t.id = ct.tag_id
        where ct.conversation = c.provider || ':' || c.native_id order by t.name)) as tags,
      (select json_group_array(name) from (select name from tag_there where conversation_id = c.id order by name)) as tags_there,
      (select json_group_array(name) from (
        select m.name from conversation_model cm join model m on m.id = cm.model_id
        where cm.conversation_id = c.id order by cm.messages desc, m.name)) as models,
      case when c.seen_export_time is null then null else c.seen_export_time >= (
        select max(s.export_time) from source s
        where s.provider = c.provider and s.account is c.account and s.export_time is not null) end as in_newest_export,
      exists (select 1 from gone g where g.conversation_id = c.id) as original_deleted,
      case when c.parent_native_id is null then c.native_id else (
        with recursive above (native_id, parent_native_id, depth) as (
          select c.native_id, c.parent_native_id, 0
          union all
          select p.native_id, p.parent_native_id, depth + 1 from above
          join conversation p on p.provider = c.provider and p.native_id = above.parent_native_id where depth < ${rawSql(String(deepestFamily))})
        select native_id from above order by depth desc limit 1) end as root_native_id
    from json_each(${keys}) wanted
    join conversation c on c.id = wanted.value
    left join user.kept k on k.conversation = c.provider || ':' || c.native_id
    order by wanted.key`;
}

/** Generations of subagents that are followed upwards; also the end of a circle. */
const deepestFamily = 50;

/**
 * The row id of a conversation by what a person types or links to: its id, the provider's own id, or a beginning of either that no other
 * has.
 *
 * @throws ArchiveError `NotFound`; `BadInput` with the candidates as `data`
 */
export function keyOf(db: Db, text: string): number {
  const colon = text.indexOf(':');
  if (colon > 0) {
    const exact = db.get<{ id: number }>(
      sql`select id from conversation where provider = ${text.slice(0, colon)} and native_id = ${text.slice(colon + 1)}`,
    );
    if (exact !== undefined) return exact.id;
  }
  const native = candidates(db, sql`${anyProvider} and native_id = ${text}`);
  const found = native.length > 0 ? native : text === '' ? [] : candidates(db, beginning(text, colon));
  const [only] = found;
  if (only === undefined) throw new ArchiveError('NotFound', `There is no conversation ${text}.`);
  if (found.length === 1) return only.key;
  const ids = found.map(({ id }) => id);
  const named = `${ids.slice(0, mostCandidates).join(', ')}${ids.length > mostCandidates ? ' …' : ''}`;
  throw new ArchiveError('BadInput', `${text} fits more than one conversation: ${named}`, {
    candidates: ids.slice(0, mostCandidates),
  });
}

const mostCandidates = 10;

/** Names all providers, so that their native ids are found by the index on both. */
const anyProvider = sql`provider in (select value from json_each(${JSON.stringify(providerIds)}))`;

function beginning(text: string, colon: number): Sql {
  const native = sql`${anyProvider} and native_id >= ${text} and native_id < ${text + last}`;
  if (colon <= 0) return native;
  const rest = text.slice(colon + 1);
  return sql`(provider = ${text.slice(0, colon)} and native_id >= ${rest} and native_id < ${rest + last}) or (${native})`;
}

const last = '\u{10ffff}';

function candidates(db: Db, condition: Sql): { key: number; id: string }[] {
  return db.all<{ key: number; id: string }>(
    sql`select id as key, provider || ':' || native_id as id from conversation where ${condition} limit ${mostCandidates + 1}`,
  );
}

/** A conversation with its attachments and relatives. @throws ArchiveError `NotFound` */
export function readDetail(db: Db, key: number): ConversationDetail {
  const [conversation] = readConversations(db, [key]);
  if (conversation === undefined) throw new ArchiveError('NotFound', 'The conversation is not in the archive any more.');
  const { provider, nativeId } = conversation;
  const attachments = db.all<Attachment>(sql`
    select a.native_id as id, a.name, a.mime, coalesce(a.size, b.size) as size, lower(hex(a.hash)) as hash
    from attachment a left join blob b on b.hash = a.hash where a.conversation_id = ${key} order by a.native_id`);
  const children = db.all<{ id: string; title: string; relation: string; messages: number }>(sql`
    select c.provider || ':' || c.native_id as id, coalesce(k.title, c.title) as title, c.relation, c.messages
    from conversation c left join user.kept k on k.conversation = c.provider || ':' || c.native_id
    where c.provider = ${provider} and c.parent_native_id = ${nativeId} order by c.created_at, c.id`);
  const parent = db.get<{ id: string; title: string }>(sql`
    select p.provider || ':' || p.native_id as id, coalesce(k.title, p.title) as title
    from conversation c join conversation p on p.provider = c.provider and p.native_id = c.parent_native_id
    left join user.kept k on k.conversation = p.provider || ':' || p.native_id where c.id = ${key}`);
  const kept = db.get<{ title: string; own_title: string | null; note: string | null; archived: number; trashed: number }>(sql`
    select c.title, k.title as own_title, k.note, k.archived_at is not null as archived, k.trashed_at is not null as trashed
    from conversation c left join user.kept k on k.conversation = c.provider || ':' || c.native_id where c.id = ${key}`);
  return {
    conversation,
    originalTitle: kept?.own_title == null ? null : kept.title,
    note: kept?.note ?? null,
    archived: kept?.archived === 1,
    trashed: kept?.trashed === 1,
    attachments: attachments.map((attachment) => ({ ...attachment, hash: attachment.hash === '' ? null : attachment.hash })),
    children,
    parent: parent ?? null,
  };
}

interface Row {
  readonly provider: string;
  readonly native_id: string;
  readonly shown_title: string;
  readonly created_at: number | null;
  readonly updated_at: number | null;
  readonly messages: number;
  readonly user_messages: number;
  readonly assistant_messages: number;
  readonly words: number;
  readonly turns: number;
  readonly branches: number;
  readonly tool_calls: number;
  readonly tool_errors: number;
  readonly thinking_parts: number;
  readonly attachments: number;
  readonly models: string;
  readonly project: string | null;
  readonly cwd: string | null;
  readonly git_branch: string | null;
  readonly parent_native_id: string | null;
  readonly relation: Relation | null;
  readonly root_native_id: string;
  readonly cost: number | null;
  readonly tags: string;
  readonly tags_there: string;
  readonly shown_starred: number;
  /** There. */
  readonly starred: number;
  readonly in_newest_export: number | null;
  readonly original_deleted: number;
}

function conversationOf(row: Row): Conversation {
  const provider = providerOfName(row.provider);
  return {
    id: `${provider}:${row.native_id}`,
    provider,
    nativeId: row.native_id,
    title: row.shown_title,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    messages: row.messages,
    userMessages: row.user_messages,
    assistantMessages: row.assistant_messages,
    words: row.words,
    turns: row.turns,
    branches: row.branches,
    toolCalls: row.tool_calls,
    toolErrors: row.tool_errors,
    thinkingParts: row.thinking_parts,
    attachments: row.attachments,
    models: names(row.models),
    project: row.project,
    cwd: row.cwd,
    gitBranch: row.git_branch,
    parentId: row.parent_native_id === null ? null : `${provider}:${row.parent_native_id}`,
    relation: row.relation,
    rootId: `${provider}:${row.root_native_id}`,
    cost: row.cost,
    tags: names(row.tags),
    tagsThere: names(row.tags_there),
    starred: row.shown_starred === 1,
    starredThere: row.starred === 1,
    inNewestExport: row.in_newest_export === null ? null : row.in_newest_export === 1,
    originalDeleted: row.original_deleted === 1,
  };
}

function names(json: string): readonly string[] {
  const list: unknown = JSON.parse(json);
  return Array.isArray(list) ? list.map(String) : [];
}
