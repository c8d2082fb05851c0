import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';
import { objectOf } from '../../shared/json.ts';
import { worded } from './faults.ts';
import { keeperOf } from './keeper.ts';
import { migrations, type FileName } from './migrations.ts';
import { Db, isBusy, rawSql, sql } from './sql.ts';

/** `read` never writes; `import` writes archive.db; `keep` may also repair. */
export type Mode = 'read' | 'import' | 'keep';

/** One connection on the three files: archive.db is `main`, user.db is `user`, index.db is `ix`. */
export interface Archive {
  readonly dir: string;
  readonly mode: Mode;
  readonly db: Db;
  readonly close: () => void;
}

/**
 * Opens the archive in `dir`, made and migrated when need be.
 *
 * @param index what stands for index.db when that is damaged
 * @throws ArchiveError `Unsupported` when a newer version of Polylogue made it; `Conflict` when it must be migrated and another process uses it
 */
export function openArchive(dir: string, mode: Mode, index = archiveFile(dir, 'index')): Archive {
  ensureArchive(dir);
  const readonly = mode === 'read';
  const main = archiveFile(dir, 'archive');
  const db = inWords(main, () => connect(main, readonly, readonly ? cache.read : cache.write));
  attach(db, archiveFile(dir, 'user'), 'user', cache.beside);
  attach(db, index, 'ix', readonly ? cache.read : cache.beside);
  return { dir, mode, db, close: () => db.close() };
}

/** A connection for the thread that writes what the person does: user.db is `main`; `archive` is attached to be read. */
export function openUser(dir: string): Db {
  ensureArchive(dir);
  const db = connect(archiveFile(dir, 'user'), false, cache.beside);
  attach(db, archiveFile(dir, 'archive'), 'archive', cache.beside);
  return db;
}

/** A connection for the writer of index.db: it is `main`; `archive` and `user` are attached to be read. */
export function openIndex(dir: string): Db {
  ensureArchive(dir);
  const db = connect(archiveFile(dir, 'index'), false, cache.write);
  attach(db, archiveFile(dir, 'archive'), 'archive', cache.beside);
  attach(db, archiveFile(dir, 'user'), 'user', cache.beside);
  return db;
}

/** The path of one of the three files. */
export function archiveFile(dir: string, name: FileName): string {
  return join(dir, `${name}.db`);
}

/** True when there is an archive in `dir`. */
export function isArchive(dir: string): boolean {
  return existsSync(archiveFile(dir, 'archive'));
}

/** Bytes of the three files with their logs. */
export function databaseBytes(dir: string): number {
  let bytes = 0;
  for (const name of fileNames) {
    for (const suffix of ['', '-wal', '-shm']) {
      bytes += statSync(archiveFile(dir, name) + suffix, { throwIfNoEntry: false })?.size ?? 0;
    }
  }
  return bytes;
}

const fileNames: readonly FileName[] = ['archive', 'user', 'index'];

/** Makes and migrates what is missing or old. Cheap when there is nothing to do. */
export function ensureArchive(dir: string): void {
  for (const name of fileNames) {
    const file = archiveFile(dir, name);
    const version = existsSync(file) ? inWords(file, () => (name === 'index' ? versionOfIndex(dir, file) : versionOf(file))) : 0;
    const wanted = migrations[name].length;
    if (version > wanted) {
      throw new ArchiveError(
        'Unsupported',
        `This archive was made by a newer version of Polylogue (${name}.db is at ${version}, this version knows ${wanted}). Please update.`,
      );
    }
    if (version === wanted) continue;
    if (version > 0) {
      const keeper = keeperOf(dir);
      if (keeper !== null && keeper.pid !== process.pid && keeper.pid !== process.ppid) {
        throw new ArchiveError(
          'Conflict',
          `The archive must be brought up to date, but process ${keeper.pid} on ${keeper.host} is using it. Please close it first.`,
        );
      }
    }
    inWords(file, () => {
      mkdirSync(dir, { recursive: true });
      migrate(file, migrations[name]);
    });
  }
}

/** Brings one file to the last of `steps`, each in a transaction of its own; two processes may try at once. */
export function migrate(file: string, steps: readonly string[]): void {
  const db = connect(file, false, cache.write);
  try {
    // Rebuilding a table must not run its ON DELETE actions; each step is checked as a whole instead.
    db.exec('pragma foreign_keys = off');
    for (;;) {
      const done = db.transaction(() => {
        const version = Number(db.pragma('user_version'));
        const step = steps[version];
        if (step === undefined) return true;
        db.exec(step);
        if (db.pragmaRows('foreign_key_check').length > 0)
          throw new Error(`Migration ${version + 1} of ${file} leaves rows without their parents.`);
        db.exec(`pragma user_version = ${version + 1}`);
        return false;
      });
      if (done) return;
    }
  } finally {
    db.close();
  }
}

/** The index is made again from the archive: one that is no database any more goes, unless another process has it open. */
function versionOfIndex(dir: string, file: string): number {
  try {
    return versionOf(file);
  } catch (error) {
    const keeper = keeperOf(dir);
    if (keeper !== null && keeper.pid !== process.pid && keeper.pid !== process.ppid) throw error;
    removeIndex(dir);
    return 0;
  }
}

/** Removes index.db with its logs. */
export function removeIndex(dir: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(archiveFile(dir, 'index') + suffix, { force: true });
}

function versionOf(file: string): number {
  try {
    return readVersion(file, true);
  } catch (error) {
    // Killed while the file was being made: the journal that undoes what was begun is there, and only a writer may play it back.
    const { code } = objectOf(error);
    if (typeof code === 'string' && code.startsWith('SQLITE_READONLY_')) return readVersion(file, false);
    throw error;
  }
}

function readVersion(file: string, readonly: boolean): number {
  const db = new Db(file, { readonly });
  try {
    return Number(db.pragma('user_version'));
  } finally {
    db.close();
  }
}

/**
 * Kilobytes of pages that a connection keeps of a file. There are up to six in the process that answers windows; what one reads again
 * comes from the system's memory in a microsecond or two, and each commit of another makes it do so anyway. What is written is kept until
 * the end of its transaction.
 */
const cache = { write: 32_000, read: 8000, beside: 2000 } as const;

function connect(file: string, readonly: boolean, kilobytes: number): Db {
  const db = new Db(file, { readonly });
  if (!readonly) {
    // What an undo or a merge of the index leaves free goes back to the disk. Taken by an empty file only.
    db.exec('pragma auto_vacuum = incremental');
    db.exec('pragma journal_mode = wal');
    db.exec('pragma synchronous = normal');
    // In pages of 4 KB. With 8 KB pages, blocks of a conversation's usual size leave a third of each page empty.
    db.exec('pragma wal_autocheckpoint = 4000');
    db.exec('pragma journal_size_limit = 67108864');
  }
  db.exec('pragma foreign_keys = on');
  db.exec(`pragma cache_size = -${kilobytes}`);
  db.exec('pragma temp_store = memory');
  return db;
}

// What is attached to a read-only connection is read-only too.
function attach(db: Db, file: string, name: string, kilobytes: number): void {
  inWords(file, () => db.run(sql`attach ${file} as ${rawSql(name)}`));
  db.exec(`pragma ${name}.cache_size = -${kilobytes}`);
}

/** Says in words what keeps a file from being opened. */
function inWords<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw isBusy(error) ? error : worded(error, file);
  }
}
