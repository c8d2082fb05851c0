import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkArchive } from './check/doctor.ts';
import { faultText, isRefused } from './faults.ts';
import { openImportWriter } from './import-writer.ts';
import { archiveFile, openArchive } from './open.ts';
import { takeLock } from './lock.ts';
import { Db } from './sql.ts';
import { temporaryFolder } from './temporary-folder.ts';

function archive(): string {
  const dir = temporaryFolder();
  openArchive(dir, 'keep').close();
  return dir;
}

test.each(['archive', 'user'] as const)('a damaged %s.db is said to be damaged, and left as it is', (name) => {
  const garbled = archive();
  const file = archiveFile(garbled, name);
  const bytes = readFileSync(file);
  bytes.fill('garbage', 0, 100);
  writeFileSync(file, bytes);
  const cut = archive();
  truncateSync(archiveFile(cut, name), 5000);
  for (const dir of [garbled, cut]) {
    const what = new RegExp(`${name}\\.db is damaged: .*Restore a backup`);
    for (const open of [() => openArchive(dir, 'read'), () => openImportWriter(dir), () => checkArchive(dir)])
      expect(open).toThrow(what);
  }
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('a damaged index.db is made anew when the archive is opened', () => {
  const dir = archive();
  writeFileSync(archiveFile(dir, 'index'), 'no database at all');
  openArchive(dir, 'read').close();
  expect(checkArchive(dir).ok).toBe(true);
});

test('a folder in the place of a file is named', () => {
  for (const name of ['archive.db', 'user.db', 'index.db', 'import.lock']) {
    const dir = archive();
    rmSync(join(dir, name), { force: true });
    mkdirSync(join(dir, name));
    expect(() => openImportWriter(dir)).toThrow(`where ${name} should be, there is a folder`);
  }
});

test('an archive of a newer version is left alone', () => {
  const dir = archive();
  const db = new Db(archiveFile(dir, 'archive'));
  db.exec('pragma user_version = 9999');
  db.close();
  expect(() => openArchive(dir, 'read')).toThrow(/made by a newer version .* Please update/);
});

test('an archive that another imports into says who does', () => {
  const dir = archive();
  const lock = takeLock(dir, 'import');
  expect(() => openImportWriter(dir)).toThrow(`Process ${process.pid} on `);
  lock?.release();
  openImportWriter(dir).close();
});

test('what SQLite refuses is said in words', () => {
  const dir = temporaryFolder();
  mkdirSync(dir, { recursive: true });
  const db = new Db(join(dir, 'small.db'));
  db.exec('create table some (text)');
  db.exec('pragma max_page_count = 3');
  const full = thrown(() => db.exec('insert into some values (hex(zeroblob(100000)))'));
  expect([faultText(full), isRefused(full)]).toEqual(['The disk is full.', true]);
  db.close();
  const readonly = new Db(join(dir, 'small.db'), { readonly: true });
  expect(faultText(thrown(() => readonly.exec('delete from some')))).toContain('is read-only');
  readonly.close();
  expect(faultText(new Error('something else'))).toBeNull();
});

function thrown(work: () => void): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
}
