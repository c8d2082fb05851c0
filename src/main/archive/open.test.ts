import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkArchive } from './doctor.ts';
import { openImportWriter } from './import-writer.ts';
import { keeperOf, takeKeeper } from './keeper.ts';
import { holderOf } from './lock.ts';
import { migrations } from './migrations.ts';
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
