import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { objectOf } from '../../shared/json.ts';
import { checkArchive } from './check/doctor.ts';
import { openImportWriter } from './import-writer.ts';
import { purge, trash } from './words/kept.ts';
import { keeperOf, takeKeeper } from './keeper.ts';
import { holderOf } from './lock.ts';
import { migrations } from './migrations.ts';
import { importedKeys, readRecords } from './outcomes.ts';
import { archiveFile, isArchive, migrate, openArchive, openIndex, openUser } from './open.ts';
import { importRecords, sampleConversation, sampleRecord } from './sample-records.ts';
import { Db, sql } from './sql.ts';
import { temporaryFolder } from './temporary-folder.ts';

test('a new archive is made, and reading never writes', () => {
  const dir = join(temporaryFolder(), 'new', 'archive');
  expect(isArchive(dir)).toBe(false);
  const archive = openArchive(dir, 'read');
  expect(archive.db.all(sql`select conversation from user.kept`)).toEqual([]);
  expect(() => archive.db.run(sql`update counter set value = 5`)).toThrow('readonly');
  expect(() => archive.db.run(sql`insert into user.setting values ('a', 'b')`)).toThrow('readonly');
  archive.close();
});

test('an archive whose making was killed half-way is opened and made whole', () => {
  const from = temporaryFolder();
  const dir = temporaryFolder();
  const making = new Db(archiveFile(from, 'archive'), { readonly: false });
  making.exec('pragma cache_size = 1');
  making.exec('create table begun (text text)');
  making.exec('begin');
  // More than the cache holds: the file is written to, and its journal is what a kill leaves behind.
  for (let n = 0; n < 500; n++) making.run(sql`insert into begun values (${'half '.repeat(1000)})`);
  for (const suffix of ['', '-journal'])
    copyFileSync(archiveFile(from, 'archive') + suffix, archiveFile(dir, 'archive') + suffix);
  making.exec('rollback');
  making.exec('drop table begun');
  making.close();
  const archive = openArchive(dir, 'read');
  expect(archive.db.all(sql`select value from counter where name = 'generation'`)).toEqual([{ value: 0 }]);
  archive.close();
});

test('the three files see each other', () => {
  const dir = temporaryFolder();
  const user = openUser(dir);
  user.run(sql`insert into setting values ('theme', 'dark')`);
  const index = openIndex(dir);
  expect(index.all(sql`select value from user.setting`)).toEqual([{ value: 'dark' }]);
  expect(index.all(sql`select name from archive.counter where name = 'generation'`)).toHaveLength(1);
  index.close();
  user.close();
});

test('index.db may be deleted at any time', () => {
  const dir = temporaryFolder();
  openArchive(dir, 'read').close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(archiveFile(dir, 'index') + suffix, { force: true });
  openArchive(dir, 'read').close();
  expect(existsSync(archiveFile(dir, 'index'))).toBe(true);
});

test('an archive of a newer version is refused and left alone', () => {
  const dir = temporaryFolder();
  const archive = openArchive(dir, 'keep');
  archive.db.exec('pragma user_version = 99');
  archive.close();
  expect(() => openArchive(dir, 'read')).toThrow('newer version of Polylogue');
});

test('every step of the schema keeps the data of the step before', () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  importRecords(writer, 'zip', [sampleRecord([sampleConversation('one')])]);
  writer.close();
  // With more steps than one this begins at each of them; the step after the last stands for the next.
  const file = archiveFile(dir, 'archive');
  migrate(file, [
    ...migrations.archive,
    'alter table conversation add column later text; create index later on conversation (later)',
  ]);
  const db = new Db(file);
  expect(db.all(sql`select native_id, later from conversation`)).toEqual([{ native_id: 'one', later: null }]);
  expect(db.pragma('user_version')).toBe(migrations.archive.length + 1);
  db.close();
});

test('the imports of an archive of the first schema lead to what they read', () => {
  const dir = temporaryFolder();
  mkdirSync(dir, { recursive: true });
  const file = archiveFile(dir, 'archive');
  migrate(file, migrations.archive.slice(0, 1));
  const old = new Db(file);
  const conversation = (id: number, name: string): string => `
    insert into conversation (id, provider, native_id, generation, content_hash, title, title_given, own_title, own_title_given, sort_at,
      archived, messages, user_messages, assistant_messages, words, turns, branches, tool_calls, tool_errors, thinking_parts, code_parts,
      attachments, input_tokens, output_tokens, first_message)
    values (${id}, 'chatgpt', '${name}', ${id}, x'00', 'Title ${name}', 1, '', 0, ${id}, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, ${id});`;
  old.exec(`
    insert into run (id, status, started_at) values (1, 'completed', 1), (2, 'completed', 2);
    insert into source (id, fingerprint, provider, parser_version, name, bytes, complete)
      values (1, 'f', 'chatgpt', 1, 'conversations.json', 1, 1), (2, 'g', 'chatgpt', 1, 'empty.json', 1, 1);
    insert into run_source values (1, 1, '/in/a.zip', 'conversations.json'), (2, 1, '/in/a.zip', 'conversations.json'),
      (2, 2, '/in/b.zip', 'empty.json');
    insert into record (id, provider, kind, hash, bytes, name, parser_version)
      values (1, 'chatgpt', 'export', x'01', 1, 'one', 1), (2, 'chatgpt', 'export', x'02', 1, 'two', 1);
    insert into source_record values (1, 1), (1, 2);
    insert into contribution (record_id, native_id, current, messages, content_hash)
      values (1, 'x', 1, 0, x'00'), (2, 'x', 0, 0, x'01'), (2, 'y', 1, 0, x'00');
    ${conversation(1, 'x')} ${conversation(2, 'y')}`);
  old.close();
  const archive = openArchive(dir, 'read');
  const asked = { unit: 'conversation', after: 0, limit: 10 } as const;
  const ids = (runId: number, figure: 'added' | 'unchanged') =>
    readRecords(archive, { ...asked, runId, figure }).records.map((row) => `${row.where} ${row.conversation?.id}`);
  expect(ids(1, 'added')).toEqual(['/in/a.zip conversations.json chatgpt:x', '/in/a.zip conversations.json chatgpt:y']);
  expect([ids(1, 'unchanged'), ids(2, 'added')]).toEqual([[], []]);
  expect(ids(2, 'unchanged')).toEqual(ids(1, 'added'));
  // Messages lead to the conversations they were read in, which may have been added, updated or known.
  const holding = (figure: 'updated' | 'ignored') =>
    readRecords(archive, { ...asked, runId: 1, figure, unit: 'message' }).records.map((row) => row.conversation?.id);
  expect([holding('ignored'), holding('updated')]).toEqual([['chatgpt:x', 'chatgpt:y'], []]);
  expect(importedKeys(archive.db, 1)).toEqual([1, 2]);
  expect(importedKeys(archive.db, null)).toEqual([]);
  archive.close();
});

test('what was archived and starred before providers could star stays as it was', () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  importRecords(writer, 'zip', [sampleRecord([sampleConversation('one')])]);
  writer.close();
  // The rows of today in files of the steps before.
  const oldDir = temporaryFolder();
  for (const [name, steps] of [['archive', 6] as const, ['user', 1] as const]) {
    const file = archiveFile(oldDir, name);
    migrate(file, migrations[name].slice(0, steps));
    const old = new Db(file);
    old.run(sql`attach ${archiveFile(dir, name)} as today`);
    for (const table of name === 'archive' ? ['model', 'conversation', 'message', 'block'] : []) {
      const columns = old
        .pragmaRows(`main.table_info(${table})`)
        .map((row) => String(objectOf(row)['name']))
        .join(', ');
      old.exec(`insert into main.${table} (${columns}) select ${columns} from today.${table}`);
    }
    if (name === 'user') old.exec(`insert into kept (conversation, starred_at) values ('chatgpt:one', 5)`);
    old.close();
  }
  const archive = openArchive(oldDir, 'read');
  expect(archive.db.all(sql`select native_id, cost, starred from conversation`)).toEqual([
    { native_id: 'one', cost: null, starred: 0 },
  ]);
  expect(archive.db.all(sql`select distinct cost from message`)).toEqual([{ cost: null }]);
  expect(archive.db.all(sql`select conversation, starred_at, unstarred_at from user.kept`)).toEqual([
    { conversation: 'chatgpt:one', starred_at: 5, unstarred_at: null },
  ]);
  archive.close();
});

test('a saved search of an archive from before searches had an order stays, and its number is not given to another', () => {
  const dir = temporaryFolder();
  const file = archiveFile(dir, 'user');
  migrate(file, migrations.user.slice(0, 2));
  const old = new Db(file);
  old.exec(`insert into saved_search (id, name, query, position) values (7, 'Tides', 'tide is:starred', 1.5)`);
  old.close();
  const user = openUser(dir);
  const tides = { id: 7, name: 'Tides', query: 'tide is:starred', sort: null, reverse: 0, position: 1.5 };
  expect(user.all(sql`select id, name, query, sort, reverse, position from saved_search`)).toEqual([tides]);
  user.run(sql`delete from saved_search`);
  expect(user.run(sql`insert into saved_search (name, query, position) values ('Moon', 'moon', 1)`).lastId).toBe(8);
  user.close();
});

test('the number of a conversation that was emptied from the trash is not given to another', () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  const { runId } = importRecords(writer, 'zip', [sampleRecord([sampleConversation('first')])]);
  const user = openUser(dir);
  trash(user, ['chatgpt:first'], true);
  purge(user, ['chatgpt:first']);
  user.close();
  for (const step of writer.purge()) void step;
  importRecords(writer, 'another zip', [sampleRecord([sampleConversation('second')])]);
  const found = readRecords({ db: writer.db, dir }, { runId, figure: 'added', unit: 'conversation', after: 0, limit: 10 });
  expect(found.records.map(({ conversation }) => conversation)).toEqual([null]);
  expect(writer.db.all(sql`select id from conversation`)).toEqual(importedKeys(writer.db, null).map((id) => ({ id })));
  writer.close();
});

test('a step that fails leaves the file as it was', () => {
  const file = join(temporaryFolder(), 'some.db');
  migrate(file, ['create table a (x integer) strict']);
  expect(() => migrate(file, ['', 'create table b (x integer) strict; create table a (x integer) strict'])).toThrow(
    'already exists',
  );
  const db = new Db(file);
  expect(db.all(sql`select name from sqlite_schema`)).toEqual([{ name: 'a' }]);
  expect(db.pragma('user_version')).toBe(1);
  db.close();
});

test('one process keeps the archive; the next takes over when it is gone', async () => {
  const dir = temporaryFolder();
  mkdirSync(dir, { recursive: true });
  const lock = new URL('lock.ts', import.meta.url).href;
  const script = `import { takeLock } from ${JSON.stringify(lock)}; console.log(takeLock(${JSON.stringify(dir)}, 'keeper') !== null); globalThis.gc(); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--expose-gc', '--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  try {
    const [said] = await once(child.stdout, 'data');
    expect(String(said).trim()).toBe('true');
    expect(takeKeeper(dir)).toBeNull();
    expect(keeperOf(dir)).toMatchObject({ pid: child.pid });
  } finally {
    child.kill('SIGKILL');
  }
  await exited;
  expect(holderOf(dir, 'keeper')).toBeNull();
  const taken = takeKeeper(dir);
  expect(taken).not.toBeNull();
  expect(takeKeeper(dir)).toBeNull();
  taken?.release();
});

test('killed in the middle of a transaction, the archive is whole and has nothing of it', async () => {
  const dir = temporaryFolder();
  const writer = new URL('import-writer.ts', import.meta.url).href;
  const samples = new URL('sample-records.ts', import.meta.url).href;
  const script = `
    import { openImportWriter } from ${JSON.stringify(writer)};
    import { sampleConversation, sampleRecord, sampleSource } from ${JSON.stringify(samples)};
    const writer = openImportWriter(${JSON.stringify(dir)});
    const sourceId = writer.openSource(writer.begin(), sampleSource('zip'));
    writer.store(sourceId, sampleRecord([sampleConversation('committed')]));
    writer.transact(() => {
      for (let n = 0; n < 500; n++) writer.store(sourceId, sampleRecord([sampleConversation('lost ' + n)]));
      process.kill(process.pid, 'SIGKILL');
    });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
  const [, signal] = await once(child, 'exit');
  expect(signal === 'SIGKILL' || process.platform === 'win32').toBe(true);
  expect(checkArchive(dir)).toMatchObject({ ok: true });
  const { db, close } = openArchive(dir, 'read');
  expect(db.all(sql`select native_id from conversation`)).toEqual([{ native_id: 'committed' }]);
  close();
});
