import { readGone } from '../gone.ts';
import {
  conversationRows,
  greatestId,
  keptRows,
  namedRows,
  taggedRows,
  type ConversationColumns,
  type KeptColumns,
} from './column-rows.ts';
import { KeptOrder, type Ordering } from './kept-order.ts';
import { Names, NumberSets, takeSets, type Named } from './names.ts';
import { OwnWords } from './own-words.ts';
import { sql, type Db } from '../sql.ts';

/**
 * What filters, facets and orders look at, one array per column, by conversation.id. Held in memory (some 100 bytes per conversation)
 * and brought up to date by generation, so that a filter or a facet is a walk over numbers.
 */
export class Columns {
  /** Greatest conversation.id plus one. */
  size = 0;
  /** How many conversations there are. */
  count = 0;
  /** 1 for every conversation of the archive that was not emptied from the trash. */
  live = new Uint8Array(0);
  flags = new Uint32Array(0);
  provider = new Uint32Array(0);
  project = new Uint32Array(0);
  folder = new Uint32Array(0);
  models = new Uint32Array(0);
  /** The model that answered most. */
  mainModel = new Uint32Array(0);
  tools = new Uint32Array(0);
  tags = new Uint32Array(0);
  sortAt = new Float64Array(0);
  createdAt = new Float64Array(0);
  words = new Uint32Array(0);
  messages = new Uint32Array(0);
  turns = new Uint32Array(0);
  toolCalls = new Uint32Array(0);
  firstMessage = new Float64Array(0);
  /** Counts changes of the archive: at which of them the conversation got its present form. */
  generation = new Float64Array(0);

  readonly providerNames = new Names();
  readonly projectNames = new Names();
  readonly modelNames = new Names();
  readonly toolNames = new Names();
  readonly tagNames = new Names();
  readonly modelSets = new NumberSets();
  readonly toolSets = new NumberSets();
  readonly tagSets = new NumberSets();
  /** Titles and notes of the person's own: they are few, and searched as they stand. */
  readonly own = new Map<number, OwnWords>();

  /** Tags of providers, of the few conversations that have any. */
  readonly #tagsThere = new Map<number, string[]>();
  #generation = 0;
  #seen: { readonly main: number; readonly user: number } | null = null;
  #gone: Uint8Array | null = null;
  /** What changed, one after the other; each order remembers how far it has read. */
  #changed: number[] = [];
  readonly #orders = new Map<string, { readonly order: KeptOrder; read: number }>();

  /** Raised when anything here changed. */
  version = 0;

  /** Reads what has changed since the last call. Call it inside the snapshot that the answer is made in. */
  refresh(db: Db): void {
    const seen = { main: db.dataVersion('main'), user: db.dataVersion('user') };
    const before = this.#seen;
    if (before?.main === seen.main && before.user === seen.user) return;
    this.#seen = seen;
    this.version++;
    this.#gone = null;
    const from = this.#changed.length;
    if (before?.main !== seen.main) this.#readConversations(db);
    this.#readKept(db, before?.user === seen.user ? [...new Set(this.#changed.slice(from))] : null);
    this.#countLive();
    if (this.#changed.length <= this.size) return;
    this.#changed = [];
    this.#orders.clear();
  }

  /** Ids of live conversations, the oldest first; those without a time before all. */
  byTime(): Uint32Array {
    return this.order('time', () => ({ compare: (a, b) => (this.sortAt[a] ?? 0) - (this.sortAt[b] ?? 0) || a - b }));
  }

  /** Ids of live conversations in order of their messages. */
  byMessages(): Uint32Array {
    return this.order('messages', () => ({
      compare: (a, b) => (this.firstMessage[a] ?? 0) - (this.firstMessage[b] ?? 0) || a - b,
    }));
  }

  /** An order of all live conversations, sorted once and kept from then on. */
  order(name: string, make: () => Ordering): Uint32Array {
    const known = this.#orders.get(name);
    const kept = known ?? { order: new KeptOrder(make()), read: 0 };
    kept.order.update(known === undefined ? null : this.#changed.slice(kept.read), this.live, this.size);
    kept.read = this.#changed.length;
    this.#orders.set(name, kept);
    return kept.order.ids;
  }

  /** 1 for live conversations that are kept here alone: no longer in the newest export of their account, or their files were deleted. */
  gone(db: Db): Uint8Array {
    if (this.#gone !== null) return this.#gone;
    const gone = new Uint8Array(this.size);
    for (const { id } of db.iterate<{ id: number }>(sql`
      with newest as materialized (
        select provider, account, max(export_time) as export_time from source where export_time is not null
        group by provider, account)
      select c.id from newest n join conversation c on c.provider = n.provider and c.account is n.account
      where c.seen_export_time < n.export_time`))
      if (this.live[id] === 1) gone[id] = 1;
    for (const id of readGone(db)) if (this.live[id] === 1) gone[id] = 1;
    this.#gone = gone;
    return gone;
  }

  #readConversations(db: Db): void {
    const after = this.#generation;
    for (const row of db.all<{ id: number; generation: number }>(
      sql`select conversation_id as id, generation from removed where generation > ${after}`,
    )) {
      this.live[row.id] = 0;
      this.#changed.push(row.id);
      this.#tagsThere.delete(row.id);
      this.#generation = Math.max(this.#generation, row.generation);
    }
    const taken: number[] = [];
    this.#grow(greatestId(db) + 1);
    for (const row of conversationRows(db, after, this.size)) {
      this.#take(row);
      taken.push(row.id);
    }
    if (taken.length === 0) return;
    const ids = JSON.stringify(after === 0 ? [] : taken);
    const only = after === 0 ? sql`` : sql`where l.conversation_id in (select value from json_each(${ids}))`;
    const models = sql`select l.conversation_id as id, m.name from conversation_model l join model m on m.id = l.model_id ${only} order by id, l.messages desc, m.name`;
    const tools = sql`select l.conversation_id as id, t.name from conversation_tool l join tool t on t.id = l.tool_id ${only} order by id`;
    for (const id of taken) this.models[id] = this.mainModel[id] = this.tools[id] = 0;
    takeSets(namedRows(db, models), this.models, this.modelNames, this.modelSets, this.mainModel);
    takeSets(namedRows(db, tools), this.tools, this.toolNames, this.toolSets);
    for (const id of taken) this.#tagsThere.delete(id);
    for (const { id, name } of db.iterate<Named>(
      sql`select l.conversation_id as id, l.name from tag_there l ${only} order by 1, 2`,
    )) {
      const names = this.#tagsThere.get(id);
      if (names === undefined) this.#tagsThere.set(id, [name]);
      else names.push(name);
    }
  }

  #take(row: ConversationColumns): void {
    const { id } = row;
    this.#generation = Math.max(this.#generation, row.generation);
    this.#changed.push(id);
    this.live[id] = 1;
    this.provider[id] = this.providerNames.idOf(row.provider);
    this.project[id] = row.project === null ? 0 : this.projectNames.idOf(row.project);
    this.folder[id] = row.cwd === null ? 0 : this.projectNames.idOf(row.cwd);
    this.sortAt[id] = row.sort_at;
    this.createdAt[id] = row.created_at ?? 0;
    this.words[id] = row.words;
    this.messages[id] = row.messages;
    this.turns[id] = row.turns;
    this.toolCalls[id] = row.tool_calls;
    this.firstMessage[id] = row.first_message;
    this.generation[id] = row.generation;
    this.flags[id] =
      (row.tool_calls > 0 ? flag.tools : 0) |
      (row.tool_errors > 0 ? flag.errors : 0) |
      (row.thinking_parts > 0 ? flag.thinking : 0) |
      (row.code_parts > 0 ? flag.code : 0) |
      (row.attachments > 0 ? flag.attachments : 0) |
      (row.branches > 1 ? flag.branches : 0) |
      (row.archived === 1 ? flag.archivedThere : 0) |
      (row.starred === 1 ? flag.starredThere : 0) |
      (row.relation === 'subagent' ? flag.subagent : 0) |
      (row.relation === 'fork' ? flag.fork : 0);
  }

  /** What the person gave to these conversations; null: to any. */
  #readKept(db: Db, keys: readonly number[] | null): void {
    if (keys?.length === 0) return;
    const before = new Map(this.own);
    const clear = (id: number): void => {
      const flags = this.flags[id] ?? 0;
      this.flags[id] = (flags & ~keptFlags) | ((flags & flag.starredThere) === 0 ? 0 : flag.starred);
      this.own.delete(id);
    };
    if (keys === null) for (let id = 0; id < this.size; id++) clear(id);
    else for (const id of keys) clear(id);
    for (const row of db.iterate<KeptColumns>(keptRows(keys))) {
      this.flags[row.id] =
        ((this.flags[row.id] ?? 0) & ~(row.unstarred_at === null ? 0 : flag.starred)) |
        (row.starred_at === null ? 0 : flag.starred) |
        (row.note === null ? 0 : flag.note) |
        (row.archived_at === null ? 0 : flag.archivedHere) |
        (row.trashed_at === null && row.purged_at === null ? 0 : flag.trashed);
      if (row.title !== null || row.note !== null) {
        const own = before.get(row.id);
        const same = own !== undefined && own.title === row.title && own.note === row.note;
        this.own.set(row.id, same ? own : new OwnWords(row.title, row.note));
      }
      if (row.purged_at !== null && this.live[row.id] === 1) {
        this.live[row.id] = 0;
        this.#changed.push(row.id);
      }
    }
    for (const id of keys ?? new Set([...before.keys(), ...this.own.keys()]))
      if (before.get(id)?.title !== this.own.get(id)?.title) this.#changed.push(id);
    if (keys === null || keys.some((id) => this.tags[id] !== 0 || this.#tagsThere.has(id)) || db.all(taggedRows(keys)).length > 0)
      this.#readTags(db, db.iterate<Named>(taggedRows(null)));
  }

  /** The person's tags and those of providers, which are one where they differ in case alone: the person's spelling, else the first. */
  #readTags(db: Db, own: Iterable<Named>): void {
    this.tags.fill(0);
    const spellings = new Map<string, number>();
    for (const { name } of db.iterate<Pick<Named, 'name'>>(sql`select name from user.tag order by name desc`))
      spellings.set(name.toLowerCase(), this.tagNames.idOf(name));
    const sets = new Map<number, Set<number>>();
    const add = (id: number, number: number): void => {
      const set = sets.get(id);
      if (set === undefined) sets.set(id, new Set([number]));
      else set.add(number);
    };
    for (const { id, name } of own) add(id, this.tagNames.idOf(name));
    for (const [id, names] of this.#tagsThere) {
      for (const name of names) {
        const number = spellings.get(name.toLowerCase()) ?? this.tagNames.idOf(name);
        spellings.set(name.toLowerCase(), number);
        add(id, number);
      }
    }
    for (const [id, set] of sets) this.tags[id] = this.tagSets.idOf([...set].sort((a, b) => a - b));
  }

  #countLive(): void {
    this.count = 0;
    for (let id = 0; id < this.size; id++) this.count += this.live[id] ?? 0;
  }

  #grow(size: number): void {
    if (size <= this.size) return;
    const room = size <= this.live.length ? this.live.length : Math.ceil(size * 1.2) + 1000;
    this.size = size;
    if (room === this.live.length) return;
    this.live = grown(new Uint8Array(room), this.live);
    this.flags = grown(new Uint32Array(room), this.flags);
    this.provider = grown(new Uint32Array(room), this.provider);
    this.project = grown(new Uint32Array(room), this.project);
    this.folder = grown(new Uint32Array(room), this.folder);
    this.models = grown(new Uint32Array(room), this.models);
    this.tools = grown(new Uint32Array(room), this.tools);
    this.tags = grown(new Uint32Array(room), this.tags);
    this.sortAt = grown(new Float64Array(room), this.sortAt);
    this.createdAt = grown(new Float64Array(room), this.createdAt);
    this.words = grown(new Uint32Array(room), this.words);
    this.messages = grown(new Uint32Array(room), this.messages);
    this.turns = grown(new Uint32Array(room), this.turns);
    this.toolCalls = grown(new Uint32Array(room), this.toolCalls);
    this.mainModel = grown(new Uint32Array(room), this.mainModel);
    this.firstMessage = grown(new Float64Array(room), this.firstMessage);
    this.generation = grown(new Float64Array(room), this.generation);
  }
}

/** Bits of `Columns.flags`. */
export const flag = {
  tools: 1,
  errors: 2,
  thinking: 4,
  code: 8,
  attachments: 16,
  branches: 32,
  archivedThere: 64,
  subagent: 128,
  fork: 256,
  starred: 512,
  note: 1024,
  archivedHere: 2048,
  trashed: 4096,
  starredThere: 8192,
} as const;

const keptFlags = flag.starred | flag.note | flag.archivedHere | flag.trashed;

function grown<List extends Uint8Array | Uint32Array | Float64Array>(to: List, from: List): List {
  to.set(from);
  return to;
}
