import { origins, roles, type Message, type Origin, type Role } from '../../shared/model.ts';
import { indexTerms, indexTermsVersion, splitTerms } from '../../shared/query/index-terms.ts';
import { partTexts, textPlaces, type TextPlace } from '../../shared/query/part-texts.ts';
import { streamMessages } from './messages.ts';
import { migrations } from './migrations.ts';
import { openIndex } from './open.ts';
import { sql, type Db } from './sql.ts';

/** The one writer of index.db. It reads archive.db and never writes to it. */
export interface IndexWriter {
  /** One transaction of about `ms` milliseconds, newest conversations first. False when everything is in the index. */
  readonly step: (ms: number) => boolean;
  /** One step of putting the index in order, some 30 ms. False when there is nothing left to do. */
  readonly tidy: () => boolean;
  readonly progress: () => IndexProgress;
  readonly close: () => void;
}

export interface IndexProgress {
  /** Conversations whose words can be found. */
  readonly done: number;
  readonly of: number;
  /** The index is being made anew. */
  readonly rebuilding: boolean;
}

/** Opens index.db to be written. An index that another version of `indexTerms` made is emptied first. */
export function openIndexWriter(dir: string): IndexWriter {
  const db = openIndex(dir);
  prepareIndex(db);
  const statements = prepareStatements(db);
  let seen = -1;
  let due: Due[] = [];
  let current: Iterator<void> | null = null;
  let last: Due = { id: 0, first: 0 };
  /** Segments begun since they were last merged, at most. */
  let segments = 0;

  const refresh = (): void => {
    const version = db.dataVersion('archive');
    if (version === seen) return;
    seen = version;
    due = inRuns(db.all<Due>(dueConversations));
  };

  const work = (until: number): boolean => {
    refresh();
    const most = segments + segmentsInOne;
    while (performance.now() < until && (current !== null || segments < most)) {
      if (current !== null) {
        if (current.next().done === true) current = null;
        continue;
      }
      const next = due.pop();
      if (next === undefined) break;
      if (next.id <= last.id || next.first <= last.first) segments++;
      last = next;
      current = indexConversation(db, statements, next.id);
    }
    const busy = current !== null || due.length > 0;
    if (!busy) db.run(sql`delete from state where name = 'rebuilding'`);
    return busy;
  };

  const step = (ms: number): boolean => {
    try {
      const busy = db.transaction(() => work(performance.now() + ms));
      segments++;
      if (busy && segments >= mergeAfter) {
        while (tidy(db)) continue;
        segments = 0;
      }
      return busy;
    } catch (error) {
      current = null;
      seen = -1;
      throw error;
    }
  };

  return { step, tidy: () => tidy(db), progress: () => readIndexProgress(db, 'main'), close: () => db.close() };
}

/** A conversation that is not in the index as it is now, and its first message. */
interface Due {
  readonly id: number;
  readonly first: number;
}

/**
 * FTS5 bears 2,000 segments (then it says that the disk is full), and begins one with every transaction and with every row id that is not
 * greater than the one before: how many of them one transaction may begin, and after how many they are merged in the middle of the work.
 */
const segmentsInOne = 300;
const mergeAfter = 600;
/** Conversations that are indexed in order of row id, which makes few segments; some seconds of work. */
const runLength = 4096;

/** The newest, which a person looks at first, are indexed strictly in their order. */
const newest = 24;

/** Newest first as a whole, and rising by row id within a run. Taken from the end, as given. */
function inRuns(due: readonly Due[]): Due[] {
  const rest = Math.max(0, due.length - newest);
  const runs: Due[] = [];
  for (let from = rest % runLength, to = 0; to < rest; to = from, from += runLength) {
    runs.push(...due.slice(to, from).sort((a, b) => b.id - a.id));
  }
  return runs.concat(due.slice(rest));
}

/** How much of the archive is in the index. @param schema the name of index.db on this connection */
export function readIndexProgress(db: Db, schema: 'main' | 'ix'): IndexProgress {
  const indexed = schema === 'main' ? sql`main.indexed` : sql`ix.indexed`;
  const state = schema === 'main' ? sql`main.state` : sql`ix.state`;
  const row = db.get<{ done: number; of: number; rebuilding: number }>(sql`
    select (select count(*) from conversation) as "of",
      (select count(*) from conversation c join ${indexed} i on i.conversation_id = c.id and i.generation = c.generation) as done,
      exists (select 1 from ${state} where name = 'rebuilding') as rebuilding`);
  return { done: row?.done ?? 0, of: row?.of ?? 0, rebuilding: row?.rebuilding === 1 };
}

// Taken from the end: the newest conversation last, what is gone after all.
const dueConversations = sql`
  select id, first from (
    select c.id, c.first_message as first, 1 as there, c.sort_at from archive.conversation c
      left join main.indexed i on i.conversation_id = c.id where i.generation is null or i.generation <> c.generation
    union all
    select i.conversation_id, i.first_message, 0, 0 from main.indexed i
      where not exists (select 1 from archive.conversation c where c.id = i.conversation_id)
  ) order by there desc, sort_at, id`;

function prepareIndex(db: Db): void {
  const made = db.get<{ value: number }>(sql`select value from main.state where name = 'terms'`)?.value;
  if (made === indexTermsVersion) return;
  db.transaction(() => {
    if (made !== undefined) {
      for (const table of ['ft_conversation', 'ft_title', 'ft_message', 'indexed', 'state']) db.exec(`drop table main.${table}`);
      for (const migration of migrations.index) db.exec(migration);
    }
    db.run(sql`insert into main.state values ('terms', ${indexTermsVersion})`);
    db.run(
      sql`insert into main.state select 'rebuilding', 1 where exists (select 1 from archive.conversation) on conflict do nothing`,
    );
  });
}

function prepareStatements(db: Db) {
  const columns = textPlaces.join(', ');
  return {
    dropMessage: db.prepare('delete from main.ft_message where rowid = ?'),
    dropConversation: db.prepare('delete from main.ft_conversation where rowid = ?'),
    dropTitle: db.prepare('delete from main.ft_title where rowid = ?'),
    message: db.prepare(`insert into main.ft_message (rowid, ${columns}, marks) values (?, ?, ?, ?, ?, ?, ?)`),
    conversation: db.prepare('insert into main.ft_conversation (rowid, terms) values (?, ?)'),
    title: db.prepare('insert into main.ft_title (rowid, terms) values (?, ?)'),
    forget: db.prepare('delete from main.indexed where conversation_id = ?'),
    remember: db.prepare('insert or replace into main.indexed values (?, ?, ?, ?)'),
  };
}

type Statements = ReturnType<typeof prepareStatements>;

interface Range {
  readonly first_message: number;
  readonly messages: number;
}

/** Pauses after every message, so that a long conversation may take several transactions. */
function* indexConversation(db: Db, statements: Statements, key: number): Generator<void> {
  const before = db.get<Range>(sql`select first_message, messages from main.indexed where conversation_id = ${key}`);
  if (before !== undefined) {
    for (let row = before.first_message; row < before.first_message + before.messages; row++) {
      statements.dropMessage.run(row);
      if (row % 1000 === 0) yield;
    }
    statements.dropConversation.run(key);
    statements.dropTitle.run(key);
    statements.forget.run(key);
  }
  const now = db.get<Range & { readonly generation: number; readonly title: string }>(
    sql`select generation, title, first_message, messages from archive.conversation where id = ${key}`,
  );
  if (now === undefined) return;
  statements.remember.run(key, 0, now.first_message, now.messages);
  const title = indexTerms(now.title);
  const terms = new TermCollector();
  terms.add(title);
  for (const message of streamMessages(db, key)) {
    const [values, all] = messageTerms(message);
    statements.message.run(now.first_message + message.index, ...values, messageMarks(message.role, message.origin));
    terms.add(all);
    yield;
  }
  statements.conversation.run(key, terms.text());
  statements.title.run(key, title);
  statements.remember.run(key, now.generation, now.first_message, now.messages);
}

/** The terms of a message by place, and of all places together. Parts of one place run on, so that a phrase may cross them. */
function messageTerms(message: Message): readonly [values: readonly (string | null)[], all: string] {
  const texts = new Map<TextPlace, string>();
  for (const part of message.parts) {
    for (const { in: place, text } of partTexts(part)) {
      const before = texts.get(place);
      texts.set(place, before === undefined ? text : `${before}\n${text}`);
    }
  }
  const values = textPlaces.map((place) => {
    const text = texts.get(place);
    return text === undefined ? null : indexTerms(text);
  });
  return [values, values.filter((value) => value !== null).join('\n')];
}

/** Role and origin of a message as terms that no text has: nothing but `@user` itself gives a part that begins with a joiner. */
export function messageMarks(role: Role, origin: Origin): string {
  return `${roleMark(role)} ${originMark(origin)}`;
}

export function roleMark(role: Role): string {
  return `\uff20${roles.indexOf(role)}`;
}

export function originMark(origin: Origin): string {
  return `\uff20\uff20${origins.indexOf(origin)}`;
}

/** The terms of a conversation. Beyond some megabytes only different ones are kept. */
class TermCollector {
  readonly #different = new Set<string>();
  #texts: string[] = [];
  #length = 0;

  add(terms: string): void {
    this.#texts.push(terms);
    this.#length += terms.length;
    if (this.#length > 2_000_000) this.#fold();
  }

  text(): string {
    if (this.#different.size === 0) return this.#texts.join('\n');
    this.#fold();
    return [...this.#different].join(' ');
  }

  #fold(): void {
    for (const text of this.#texts) for (const term of splitTerms(text)) this.#different.add(term);
    this.#texts = [];
    this.#length = 0;
  }
}

function tidy(db: Db): boolean {
  for (const table of ['ft_message', 'ft_conversation', 'ft_title']) {
    const before = totalChanges(db);
    db.exec(`insert into main.${table} (${table}, rank) values ('merge', 200)`);
    // One row changes when there is nothing to merge: the command itself.
    if (totalChanges(db) - before > 1) return true;
  }
  const free = Number(db.pragma('main.freelist_count'));
  if (free > 2000 && free > Number(db.pragma('main.page_count')) / 20) {
    db.pragmaRows('main.incremental_vacuum(2000)');
    return Number(db.pragma('main.freelist_count')) < free;
  }
  return false;
}

function totalChanges(db: Db): number {
  return db.get<{ changes: number }>(sql`select total_changes() as changes`)?.changes ?? 0;
}
