import { indexTermsVersion } from '../../../shared/query/index-terms.ts';
import { textPlaces } from '../../../shared/query/part-texts.ts';
import { migrations } from '../migrations.ts';
import { openIndex } from '../open.ts';
import { isImporting } from '../runs.ts';
import { sql, type Db } from '../sql.ts';
import { termSource, type TermsChunk, type TermSource } from './term-source.ts';

/** The one writer of index.db. It reads archive.db and never writes to it. */
export interface IndexWriter {
  /** One transaction of about `ms` milliseconds, newest conversations first. False when everything is in the index. */
  readonly step: (ms: number) => boolean;
  /** One step of putting the index in order, some 30 ms. False when there is nothing left to do. */
  readonly tidy: () => boolean;
  readonly progress: () => IndexProgress;
  /** Whether a process imports into the archive, undoes or reads again. */
  readonly importing: () => boolean;
  readonly close: () => void;
}

export interface IndexProgress {
  /** Conversations whose words can be found. */
  readonly done: number;
  readonly of: number;
  /** The index is being made anew. */
  readonly rebuilding: boolean;
}

/**
 * Opens index.db to be written. An index that another version of `indexTerms` made is emptied first.
 *
 * @param given where terms come from, closed with the writer; without it, they are read here
 * @param stopped true ends a step early: what it has written by then is committed
 */
export function openIndexWriter(dir: string, given?: TermSource, stopped: () => boolean = () => false): IndexWriter {
  const db = openIndex(dir);
  prepareIndex(db);
  const statements = prepareStatements(db);
  const source = given ?? termSource(db);
  let seen = -1;
  let asked = 0;
  let busy = true;
  let last: Due = { id: 0, first: 0 };
  /** The conversation whose first chunk was taken and whose last was not. */
  let open = 0;
  /** Segments begun since they were last merged, at most. */
  let segments = 0;

  const refresh = (): void => {
    const version = db.dataVersion('archive');
    if (version === seen || (busy && seen !== -1 && performance.now() - asked < askEvery)) return;
    const order = inRuns(db.all<Due>(dueConversations), seen === -1 ? newest : 0);
    seen = version;
    asked = performance.now();
    open = 0;
    busy = order.length > 0;
    source.ask(order.map(({ id }) => id));
  };

  const take = (chunk: TermsChunk): void => {
    const { key, conversation, from, rows, all } = chunk;
    if (open !== key) {
      // Its old rows stand before what was written last.
      const wasThere = forget(db, statements, key);
      if (wasThere) segments++;
      if (conversation === null) return;
      const { firstMessage, messages } = conversation;
      if (!wasThere && (key <= last.id || firstMessage <= last.first)) segments++;
      last = { id: key, first: firstMessage };
      statements.remember.run(key, 0, firstMessage, messages);
    }
    if (conversation === null) return;
    const { generation, firstMessage, messages, title } = conversation;
    rows.forEach((values, at) => statements.message.run(firstMessage + from + at, ...values));
    open = all === null ? key : 0;
    if (all === null) return;
    statements.conversation.run(key, all);
    statements.title.run(key, title);
    statements.remember.run(key, generation, firstMessage, messages);
  };

  const takeUntil = (until: number): void => {
    const most = segments + segmentsInOne;
    for (;;) {
      const now = performance.now();
      if (!busy || segments >= most || now >= until || stopped()) return;
      const chunk = source.next(Math.min(until, now + lookEvery));
      if (chunk === 'pending') continue;
      if (chunk === 'done') busy = false;
      else take(chunk);
    }
  };

  const work = (until: number): void => {
    refresh();
    takeUntil(until);
    if (busy) return;
    if (db.dataVersion('archive') === seen) db.run(sql`delete from state where name = 'rebuilding'`);
    else {
      // What changed meanwhile is asked for by the next step.
      busy = true;
      asked = Number.NEGATIVE_INFINITY;
    }
  };

  const step = (ms: number): boolean => {
    try {
      db.transaction(() => work(performance.now() + ms));
      segments++;
      if (busy && segments >= mergeAfter) {
        while (tidy(db)) if (stopped()) return busy;
        segments = 0;
      }
      return busy;
    } catch (error) {
      seen = -1;
      throw error;
    }
  };

  /** Runs that nobody goes on with: the lock of imports is looked at once for each, not to be in the way of the next. */
  const left = new Set<number>();
  const importing = (): boolean => {
    const running = db
      .all<{ id: number }>(sql`select id from archive.run where status = 'running'`)
      .filter(({ id }) => !left.has(id));
    if (running.length === 0) return false;
    if (isImporting(dir)) return true;
    for (const { id } of running) left.add(id);
    return false;
  };

  const close = (): void => {
    source.close();
    db.close();
  };

  return { step, tidy: () => tidy(db), progress: () => readIndexProgress(db, 'main'), importing, close };
}

/** A conversation that is not in the index as it is now, and its first message. */
interface Due {
  readonly id: number;
  readonly first: number;
}

/**
 * FTS5 bears 2,000 segments (then it says that the disk is full), and begins one with every transaction and with every row id that is not
 * greater than the one before: how many of them one transaction may begin, and after how many they are merged in the middle of the work.
 * A search looks into each of them, for each word and each conversation of a page: 200 take it four times as long as a dozen.
 */
const segmentsInOne = 300;
const mergeAfter = 64;
/** Milliseconds after which what changed while there was still work is looked for again. */
const askEvery = 3000;
/** Milliseconds of waiting for terms after which `stopped` is asked again. */
const lookEvery = 20;
/** Conversations that are indexed in order of row id, which makes few segments; some seconds of work. */
const runLength = 4096;

/** The newest, which a person looks at first, are indexed strictly in their order; each may begin a segment. */
const newest = 24;

/** Newest first as a whole, and rising by row id within a run. @param strict how many come one by one before the first run */
function inRuns(due: readonly Due[], strict: number): readonly Due[] {
  const runs = due.slice(0, strict);
  for (let from = strict; from < due.length; from += runLength) {
    runs.push(...due.slice(from, from + runLength).sort((a, b) => a.id - b.id));
  }
  return runs;
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

// What is gone first, then the newest.
const dueConversations = sql`
  select id, first from (
    select c.id, c.first_message as first, 1 as there, c.sort_at from archive.conversation c
      left join main.indexed i on i.conversation_id = c.id where i.generation is null or i.generation <> c.generation
    union all
    select i.conversation_id, i.first_message, 0, 0 from main.indexed i
      where not exists (select 1 from archive.conversation c where c.id = i.conversation_id)
  ) order by there, sort_at desc, id desc`;

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

/** Takes what is in the index of a conversation out of it, also of one that was begun only. False: there was nothing. */
function forget(db: Db, statements: Statements, key: number): boolean {
  const before = db.get<{ first_message: number; messages: number }>(
    sql`select first_message, messages from main.indexed where conversation_id = ${key}`,
  );
  if (before === undefined) return false;
  for (let row = before.first_message; row < before.first_message + before.messages; row++) statements.dropMessage.run(row);
  statements.dropConversation.run(key);
  statements.dropTitle.run(key);
  statements.forget.run(key);
  return true;
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
