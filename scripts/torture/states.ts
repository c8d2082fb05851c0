import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { addTally, addsUp, noTally, type Receipt } from '../../src/shared/receipt.ts';
import { receiptFigures } from '../../src/shared/requests.ts';
import { checkArchive } from '../../src/main/archive/check/doctor.ts';
import { indexCheck } from '../../src/main/archive/index/index-check.ts';
import { isArchive, openArchive, type Archive } from '../../src/main/archive/open.ts';
import { readRecords } from '../../src/main/archive/outcomes.ts';
import { readReceipt, readRuns } from '../../src/main/archive/runs.ts';
import { sql, type Db } from '../../src/main/archive/sql.ts';
import { archiveContent } from '../../src/main/import/archive-content.ts';

/** Everything that is compared, as lists of lines. */
export type Content = Readonly<Record<string, readonly string[]>>;

/** The archives in a folder of a trial. While one is moved it is at one of two places. */
export function archivesIn(folder: string): readonly string[] {
  return ['archive', 'moved'].map((name) => join(folder, name)).filter(isArchive);
}

/** What an archive is when its action has come to its end. */
export function contentOf(folder: string, withIndex: boolean): Content {
  const [dir, ...more] = archivesIn(folder);
  if (dir === undefined || more.length > 0) return { archives: archivesIn(folder).map((one) => relative(folder, one)) };
  const { db, close } = openArchive(dir, 'read');
  try {
    return {
      ...archiveContent(dir),
      // Every run that met an element that is too large refers to it; the doctor counts the references.
      blobs: rowsOf(db.all<object>(sql`select hex(hash) as hash, size from blob where refs > 0`)),
      ...beyond(db),
      ...(withIndex ? indexContent(db) : {}),
      archives: [relative(folder, dir)],
      files: filesIn(folder),
    };
  } finally {
    close();
  }
}

function rowsOf(found: readonly object[]): readonly string[] {
  return found.map((row) => JSON.stringify(row)).toSorted();
}

/** What is known of inputs, and what the person said. */
function beyond(db: Db): Content {
  return {
    sources: rowsOf(
      db.all<object>(sql`select fingerprint, provider, parser_version, name, bytes, complete, export_time, account from source`),
    ),
    sourceRecords: rowsOf(
      db.all<object>(sql`
        select s.fingerprint, hex(r.hash) as record from source_record l join source s on s.id = l.source_id join record r on r.id = l.record_id`),
    ),
    shipments: rowsOf(
      db.all<object>(sql`
        select s.fingerprint, hex(r.hash) as record, h.native_id, hex(h.hash) as hash from shipment h
        join source s on s.id = h.source_id join record r on r.id = h.record_id`),
    ),
    figures: rowsOf(
      db.all<object>(sql`
        select hex(r.hash) as record, hex(f.hash) as hash, f.parser_version, f.figures from record_figures f join record r on r.id = f.record_id`),
    ),
    fileStates: rowsOf(db.all<object>(sql`select path, stamp, fingerprint, part from file_state`)),
    withheld: rowsOf(
      db.all<object>(sql`
        select w.conversation, s.fingerprint, hex(r.hash) as record from withheld w join source s on s.id = w.source_id
        left join record r on r.id = w.record_id`),
    ),
    gone: rowsOf(db.all<object>(sql`select c.native_id from gone g join conversation c on c.id = g.conversation_id`)),
    drift: rowsOf(
      db.all<object>(sql`select s.fingerprint, d.kind, d.path, d.count from drift d join source s on s.id = d.source_id`),
    ),
    running: rowsOf(db.all<object>(sql`select id from run where status = 'running'`)),
    ...words(db),
  };
}

function words(db: Db): Content {
  return {
    kept: rowsOf(
      db.all<object>(sql`
        select conversation, starred_at is not null as starred, unstarred_at is not null as unstarred, title, note, archived_at is not null as archived,
          trashed_at is not null as trashed, purged_at is not null as purged from user.kept`),
    ),
    tags: rowsOf(
      db.all<object>(sql`select c.conversation, t.name, t.color from user.conversation_tag c join user.tag t on t.id = c.tag_id`),
    ),
    searches: rowsOf(db.all<object>(sql`select id, name, query, sort, reverse, position from user.saved_search`)),
    changes: rowsOf(db.all<object>(sql`select id, name, undone_at is not null as undone from user.change`)),
  };
}

function indexContent(db: Db): Content {
  return {
    indexed: rowsOf(
      db.all<object>(sql`
        select c.native_id, i.messages, i.generation = c.generation as current from ix.indexed i join conversation c on c.id = i.conversation_id`),
    ),
    indexedMessages: rowsOf(
      db.all<object>(sql`
        select m.native_id, hex(d.sz) as words from ix.ft_message_docsize d join message m on m.id = d.id`),
    ),
    indexCounts: rowsOf(
      db.all<object>(sql`
        select (select count(*) from ix.ft_message_docsize) as messages, (select count(*) from ix.ft_title_docsize) as titles,
          (select count(*) from ix.ft_conversation_docsize) as conversations, (select count(*) from ix.indexed) as indexed`),
    ),
  };
}

const passing = /(?:-wal|-shm|-journal|\.lock)$/;

/** Every file and folder that stays, blobs among them. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(relative(folder, entry.parentPath), entry.isDirectory() ? `${entry.name}/` : entry.name))
    .filter((path) => !passing.test(path) && !isFrame(folder, path))
    .toSorted();
}

/** Folders that may be there with nothing in them. */
function isFrame(folder: string, path: string): boolean {
  if (!/\/(?:inbox|exports|blobs|blobs\/..|blobs\/new)\/$/.test(`/${path}`)) return false;
  return existsSync(join(folder, path)) && statSync(join(folder, path)).isDirectory();
}

/** What of an archive may not get less. */
export interface Held {
  readonly records: ReadonlySet<string>;
  readonly words: string;
  /** Runs that no process works on any more, and that are not marked yet. */
  readonly running: readonly number[];
}

export function heldIn(dir: string): Held {
  const { db, close } = openArchive(dir, 'read');
  try {
    return {
      records: new Set(db.all<{ hash: string }>(sql`select provider || hex(hash) as hash from record`).map(({ hash }) => hash)),
      words: JSON.stringify(words(db)),
      running: db.all<{ id: number }>(sql`select id from run where status = 'running' and kind = 'import'`).map(({ id }) => id),
    };
  } finally {
    close();
  }
}

/** What the doctor finds wrong. */
export function faultsOf(dir: string): readonly string[] {
  return checkArchive(dir, { more: [indexCheck] }).checks.flatMap((check) =>
    check.problems.map((problem) => `${check.name}: ${problem}`),
  );
}

/** What is wrong with the runs and their receipts: nothing works, so none may say it is running, and all figures are sums. */
export function wrongReceipts(dir: string): readonly string[] {
  const archive = openArchive(dir, 'read');
  try {
    return readRuns(archive, 1000).flatMap(({ runId, status }) => {
      const running = status === 'running' ? [`run ${runId} is said to be running`] : [];
      const receipt = readReceipt(archive, runId);
      return [...running, ...wrongSums(receipt), ...(status === 'completed' ? wrongLists(archive, receipt) : [])];
    });
  } finally {
    archive.close();
  }
}

function wrongSums(receipt: Receipt): readonly string[] {
  const wrong = receipt.inputs
    .filter((input) => !addsUp(input))
    .map(({ path }) => `run ${receipt.runId}: ${path} does not add up`);
  const total = receipt.inputs.reduce(addTally, noTally);
  if (JSON.stringify(total) !== JSON.stringify(receipt.totals)) wrong.push(`run ${receipt.runId}: the totals are no sum`);
  return wrong;
}

/** Figures that do not lead to as many conversations. */
function wrongLists(archive: Archive, { runId, inputs, undone }: Receipt): readonly string[] {
  if (undone) return [];
  return inputs.flatMap(({ path, provider, conversations }, input) =>
    receiptFigures.flatMap((figure) => {
      const { records } = readRecords(archive, { runId, figure, unit: 'conversation', input, after: 0, limit: 1000 });
      if (records.length === conversations[figure]) return [];
      return [`run ${runId}: ${path} of ${provider}: ${conversations[figure]} ${figure}, ${records.length} are listed`];
    }),
  );
}

/** What the last run read, whatever of it was new. */
export function lastRead(dir: string): readonly string[] {
  const archive = openArchive(dir, 'read');
  try {
    const [last] = readRuns(archive, 1);
    if (last === undefined) return [];
    return readReceipt(archive, last.runId).inputs.map(({ path, provider, conversations, messages, attachments, issueCount }) =>
      JSON.stringify([
        path,
        provider,
        issueCount,
        ...[conversations, messages, attachments].map(({ read, hidden, ignored, quarantined }) => [
          read,
          hidden,
          ignored,
          quarantined,
        ]),
      ]),
    );
  } finally {
    archive.close();
  }
}

export function statusOf(dir: string, runId: number): string {
  const { db, close } = openArchive(dir, 'read');
  try {
    return db.get<{ status: string }>(sql`select status from run where id = ${runId}`)?.status ?? 'gone';
  } finally {
    close();
  }
}
