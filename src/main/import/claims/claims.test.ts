import {
  appendFileSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
  closeSync,
  existsSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { addsUp, type Receipt } from '../../../shared/receipt.ts';
import { openArchive } from '../../archive/open.ts';
import { sql } from '../../archive/sql.ts';
import { temporaryFolder } from '../../archive/temporary-folder.ts';
import { archiveContent } from '../archive-content.ts';
import { claimProviders, pieceMarker } from './claims.fixture.ts';
import { runImport, type ImportOptions } from '../import.ts';
import { problemsOf } from '../kill-trial.ts';
import { reparse } from '../reparse.ts';
import { writeZip } from '../sample-inputs.ts';

const parser = join(import.meta.dirname, 'claims.fixture.ts');

async function run(dir: string, input: string, more: Partial<ImportOptions> = {}): Promise<Receipt> {
  const receipt = await runImport({
    dir,
    inputs: [input],
    provider: null,
    dryRun: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    parser,
    providers: claimProviders,
    threads: 1,
    ...more,
  });
  for (const line of receipt.inputs) expect(addsUp(line), JSON.stringify(line)).toBe(true);
  return receipt;
}

function leftIn(dir: string): readonly unknown[] {
  const scratch = join(dir, 'inbox');
  return existsSync(scratch) ? readdirSync(scratch, { recursive: true }) : [];
}

/** Imports twice: the first figures, and that the second finds all of it unchanged. */
async function twice(dir: string, input: string): Promise<Receipt> {
  const first = await run(dir, input);
  const before = archiveContent(dir);
  const again = await run(dir, input);
  for (const [at, line] of again.inputs.entries()) {
    expect(line.skipped).toBe('unchanged');
    expect(line.conversations.read).toBe(first.inputs[at]?.conversations.read);
    expect(line.conversations.added + line.conversations.updated).toBe(0);
  }
  expect(archiveContent(dir)).toEqual(before);
  expect(problemsOf(dir)).toEqual([]);
  expect(leftIn(dir)).toEqual([]);
  return first;
}

/** Records are read again by what is kept of them, without the files. */
async function expectReparsed(dir: string, input: string): Promise<void> {
  rmSync(input, { recursive: true });
  const archive = openArchive(dir, 'import');
  const count = archive.db.run(sql`update record set parser_version = 0`).changes;
  archive.close();
  const before = archiveContent(dir);
  const options = { dir, signal: new AbortController().signal, onProgress: () => undefined, parser, providers: claimProviders };
  expect(await reparse(options)).toMatchObject({ records: count, changed: 0 });
  const after = archiveContent(dir);
  expect(after['conversations']).toEqual(before['conversations']);
  expect(after['messages']).toEqual(before['messages']);
}

function write(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const line = (id: string, ...words: string[]): string => JSON.stringify({ id, words });

describe('lines', () => {
  test('are records, told by their numbers; blank ones are passed over, broken and endless ones quarantined', async () => {
    const dir = join(temporaryFolder(), 'archive');
    const file = join(temporaryFolder(), 'all.jsonl');
    writeFileSync(file, `\uFEFF${line('a', 'x', 'y')}\r\n\n  \r\n${line('b', 'x')}\n{"id":broken\n${line('c', 'z')}\0\0`);
    const [first] = (await twice(dir, file)).inputs;
    expect(first?.conversations).toMatchObject({ read: 4, added: 2, quarantined: 2 });
    expect(first?.messages).toMatchObject({ read: 3, added: 3 });
    expect(first?.issues.map(({ where }) => where)).toEqual(['all.jsonl, line 5', 'all.jsonl, line 6']);
    await expectReparsed(dir, file);
  });

  test('too long for memory are kept by their beginning', async () => {
    const dir = join(temporaryFolder(), 'archive');
    const file = join(temporaryFolder(), 'long.jsonl');
    writeFileSync(file, `${line('a', 'x')}\n{"id":"long","words":["`);
    truncateSync(file, 70 * 1024 ** 2);
    appendFileSync(file, `"]}\n${line('b', 'x')}\n`);
    const [first] = (await run(dir, file)).inputs;
    expect(first?.conversations).toMatchObject({ read: 3, added: 2, quarantined: 1 });
    expect(first?.issues[0]).toMatchObject({ code: 'too-large', where: 'long.jsonl, line 2' });
  });
});

describe('pieces', () => {
  test('begin at their marker, wherever it is cut', async () => {
    const dir = join(temporaryFolder(), 'archive');
    const file = join(temporaryFolder(), 'activity.html');
    const all = Array.from({ length: 40 }, (_, at) => `${pieceMarker}p${at}: ${'words '.repeat(at * 700)}</p>`);
    writeFileSync(file, `<!doctype html><html><body>nothing ${all.join('\n')}</body></html>`);
    const [first] = (await twice(dir, file)).inputs;
    expect(first?.conversations).toMatchObject({ read: 40, added: 40 });
    await expectReparsed(dir, file);
  });

  test('of a large file are read without holding it', async () => {
    const dir = join(temporaryFolder(), 'archive');
    const file = join(temporaryFolder(), 'activity.html');
    const out = openSync(file, 'w');
    writeSync(out, '<html>');
    const filler = 'and more words '.repeat(70_000);
    for (let at = 0; at < 120; at++) writeSync(out, `${pieceMarker}p${at}: ${filler}`);
    closeSync(out);
    expect(statSync(file).size).toBeGreaterThan(100 * 1024 ** 2);
    const [first] = (await run(dir, file)).inputs;
    expect(first?.conversations).toMatchObject({ read: 120, added: 120 });
  });
});

describe('joined entries', () => {
  const files = (sessions: number): Record<string, string> => {
    const made: Record<string, string> = {};
    for (let s = 0; s < sessions; s++) {
      made[`storage/session/s${s}.json`] = JSON.stringify({ id: `s${s}`, big: '§' }, null, 2).replace(
        '"§"',
        '12345678901234567890',
      );
      for (let p = 0; p < 3; p++) made[`storage/part/s${s}/${p}.json`] = JSON.stringify({ word: `${s}.${p}` });
    }
    return made;
  };

  test('are one record and one source, whatever the order they come in', async () => {
    const dir = join(temporaryFolder(), 'archive');
    const folder = write(temporaryFolder(), files(30));
    const first = await twice(dir, folder);
    expect(first.inputs).toHaveLength(1);
    expect(first.totals.conversations).toMatchObject({ read: 30, added: 30 });
    expect(first.totals.messages).toMatchObject({ read: 90, added: 90 });
    const archive = openArchive(dir, 'read');
    expect(archive.db.get(sql`select count(*) as sources from source`)).toEqual({ sources: 30 });
    archive.close();

    // One file of one record: that record is read again, the others are not.
    write(folder, { 'storage/part/s7/3.json': '{"word":"new"}' });
    const second = await run(dir, folder);
    expect(second.totals.conversations).toMatchObject({ read: 30, updated: 1, unchanged: 29 });
    expect(second.totals.messages).toMatchObject({ read: 91, added: 1, unchanged: 90 });
    const counts = openArchive(dir, 'read');
    expect(counts.db.get(sql`select count(*) as n from run_source where run_id = 3 and repeated = 0`)).toEqual({ n: 1 });
    counts.close();
    await expectReparsed(dir, folder);
  });

  test('come from a zip as well, and what is no JSON comes as text', async () => {
    const dir = join(temporaryFolder(), 'archive');
    const zip = join(temporaryFolder(), 'storage.zip');
    await writeZip(zip, { ...files(2), 'storage/part/s0/9.json': '{"word": cut' });
    expect((await twice(dir, zip)).totals.messages).toMatchObject({ read: 7, added: 7 });
  });

  test('that vanish are told, and the record is read again once they are back', async () => {
    const dir = join(temporaryFolder(), 'archive');
    const folder = write(temporaryFolder(), files(2));
    const gone = join(folder, 'storage/session/s1.json');
    const text = readFileSync(gone);
    const receipt = await run(dir, folder, {
      // The first report comes before anything is read; the last file is judged before any record is made.
      onProgress: ({ done }) => {
        if (done > 0) rmSync(gone, { force: true });
      },
    });
    expect(receipt.status).toBe('completed');
    writeFileSync(gone, text);
    const again = await run(dir, folder);
    expect(again.totals.conversations.read).toBe(2);
    expect(archiveContent(dir)['conversations']).toHaveLength(2);
  });
});

describe('a database', () => {
  const make = (file: string, chats: number, mode = 'delete'): Database.Database => {
    const db = new Database(file);
    db.pragma(`journal_mode = ${mode}`);
    db.exec('create table kv (key text unique on conflict replace, value blob); create view v as select * from kv');
    const insert = db.prepare('insert into kv values (?, ?)');
    db.exec('begin');
    for (let chat = 0; chat < chats; chat++) {
      insert.run(`chat:${chat}`, `c${chat}`);
      insert.run(`word:c${chat}:0`, `asks ${chat}`);
      insert.run(`word:c${chat}:1`, Buffer.from(`answers ${chat}`));
    }
    insert.run('word:elsewhere', null);
    db.exec('commit');
    return db;
  };

  test('is read row by row, and nothing of it is touched', async () => {
    const dir = join(temporaryFolder(), 'archive');
    const folder = temporaryFolder();
    make(join(folder, 'state.vscdb'), 50).close();
    const before = readFileSync(join(folder, 'state.vscdb'));
    const { mtimeNs } = statSync(join(folder, 'state.vscdb'), { bigint: true });
    const first = await twice(dir, folder);
    expect(first.totals.conversations).toMatchObject({ read: 50, added: 50 });
    expect(first.totals.messages).toMatchObject({ read: 100, added: 100 });
    expect(readdirSync(folder)).toEqual(['state.vscdb']);
    expect(readFileSync(join(folder, 'state.vscdb')).equals(before)).toBe(true);
    expect(statSync(join(folder, 'state.vscdb'), { bigint: true }).mtimeNs).toBe(mtimeNs);
    await expectReparsed(dir, folder);
  });

  test('that a program has open is read with what is only in its log, alone and in a folder', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'state.vscdb');
    const db = make(file, 3, 'wal');
    expect(readdirSync(folder)).toHaveLength(3);
    // Also while it holds the lock to write.
    db.exec(`begin immediate; insert into kv values ('chat:9', 'not yet')`);
    for (const input of [folder, file]) {
      const dir = join(temporaryFolder(), 'archive');
      const first = await twice(dir, input);
      expect(first.totals.conversations).toMatchObject({ read: 3, added: 3 });
      expect(first.inputs[0]?.ignoredEntries.map(({ name }) => name)).toEqual(
        input === folder ? ['state.vscdb-shm', 'state.vscdb-wal'] : [],
      );
      expect(readdirSync(folder)).toHaveLength(3);
    }
    const dir = join(temporaryFolder(), 'archive');
    await run(dir, file);
    db.exec('commit');
    expect((await run(dir, file)).totals.conversations).toMatchObject({ read: 4, added: 1, unchanged: 3 });
    db.close();
  });

  test('in WAL mode that nobody has open gets no files beside it', async () => {
    const folder = temporaryFolder();
    make(join(folder, 'a.db'), 2, 'wal').close();
    expect(readdirSync(folder)).toEqual(['a.db']);
    expect((await run(join(temporaryFolder(), 'archive'), folder)).totals.conversations.added).toBe(2);
    expect(readdirSync(folder)).toEqual(['a.db']);
  });

  test('is known by its tables also where these were made when it was large', async () => {
    const folder = temporaryFolder();
    const db = make(join(folder, 'a.db'), 2);
    db.exec('create table big (data blob); insert into big values (zeroblob(12000000))');
    for (let n = 0; n < 40; n++)
      db.exec(`create table later_${n} (${Array.from({ length: 20 }, (_, at) => `column_of_a_long_name_${at}`).join(', ')})`);
    db.close();
    expect((await run(join(temporaryFolder(), 'archive'), folder)).totals.conversations.added).toBe(2);
  });

  test('comes out of a zip with its log', async () => {
    const folder = temporaryFolder();
    const db = make(join(folder, 'a.db'), 2, 'wal');
    const zip = join(temporaryFolder(), 'a.zip');
    await writeZip(zip, Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))])));
    db.close();
    expect((await twice(join(temporaryFolder(), 'archive'), zip)).totals.conversations).toMatchObject({ read: 2, added: 2 });
  });

  test('whose program ended in the middle of writing is read as it was before', async () => {
    const folder = temporaryFolder();
    const live = join(folder, 'live.db');
    const db = make(live, 400);
    db.pragma('cache_size = 5');
    // Spilled: the file is changed, and the journal says how it was.
    db.exec(
      `begin; update kv set key = 'chat:x' || key where key like 'word%'; update kv set value = value || 'half' where key like 'chat:%'`,
    );
    const dead = join(temporaryFolder(), 'dead.db');
    cpSync(live, dead);
    cpSync(`${live}-journal`, `${dead}-journal`);
    db.exec('rollback');
    db.close();
    const before = readFileSync(dead);
    const receipt = await run(join(temporaryFolder(), 'archive'), dead);
    expect(receipt.totals.conversations).toMatchObject({ read: 400, added: 400 });
    expect(receipt.totals.messages.added).toBe(800);
    expect(readFileSync(dead).equals(before)).toBe(true);
  });

  test('that is damaged gives what comes before the damage, and says so; what only looks like one says that', async () => {
    const folder = temporaryFolder();
    make(join(folder, 'a.db'), 3000).close();
    const bytes = readFileSync(join(folder, 'a.db'));
    bytes.fill(0x5a, Math.floor(bytes.length / 2));
    writeFileSync(join(folder, 'a.db'), bytes);
    writeFileSync(join(folder, 'b.db'), Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(9000, 7)]));
    writeFileSync(join(folder, 'c.db'), Buffer.alloc(9000, 7));
    const [first] = (await run(join(temporaryFolder(), 'archive'), folder)).inputs;
    expect(first?.issues.map(({ code }) => code)).toEqual(['database-damaged']);
    expect(first?.ignoredEntries).toEqual([
      { name: 'b.db', reason: expect.stringContaining('cannot be opened') },
      { name: 'c.db', reason: expect.stringContaining('damaged or encrypted') },
    ]);
  });

  test('stops where it is cancelled', async () => {
    const folder = temporaryFolder();
    const db = make(join(folder, 'a.db'), 3_000);
    // More than is on its way at once.
    db.exec("update kv set value = printf('%.*c', 3000, 'x') where key like 'word:%:0'");
    db.close();
    const dir = join(temporaryFolder(), 'archive');
    const controller = new AbortController();
    const receipt = await run(dir, folder, {
      signal: controller.signal,
      onProgress: ({ tally }) => {
        if (tally.conversations.read > 0) controller.abort();
      },
    });
    expect(receipt.status).toBe('cancelled');
    expect(receipt.totals.conversations.read).toBeLessThan(3_000);
    expect(leftIn(dir)).toEqual([]);
    expect((await run(dir, folder)).totals.conversations.read).toBe(3_000);
  });
});
