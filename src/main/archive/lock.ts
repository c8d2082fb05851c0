import { join } from 'node:path';
import { hostname } from 'node:os';
import { worded } from './faults.ts';
import { Db, isBusy, sql } from './sql.ts';

/** Who holds a lock, as it said of itself. */
export interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Epoch milliseconds. */
  readonly since: number;
}

export interface Lock {
  readonly release: () => void;
}

/**
 * Takes the lock `name` of an archive, or gives null when another connection holds it. The lock is SQLite's write lock on a small file of
 * its own, so the system lets go of it with the process, however that ends: a lock is never stale and never taken over by mistake.
 */
export function takeLock(dir: string, name: 'keeper' | 'import'): Lock | null {
  const db = openLock(lockFile(dir, name));
  try {
    db.exec('create table if not exists holder (pid integer not null, host text not null, since integer not null) strict');
    db.transaction(() => {
      db.run(sql`delete from holder`);
      db.run(sql`insert into holder values (${process.pid}, ${hostname()}, ${Date.now()})`);
    });
    db.exec('begin immediate');
  } catch (error) {
    db.close();
    if (isBusy(error)) return null;
    throw worded(error, lockFile(dir, name));
  }
  held.add(db);
  return {
    release: () => {
      held.delete(db);
      db.close();
    },
  };
}

/** Connections that nothing refers to are closed by the garbage collector, and their locks with them. */
const held = new Set<Db>();

/** Who holds the lock now; null when nobody does. */
export function holderOf(dir: string, name: 'keeper' | 'import'): Holder | null {
  const lock = takeLock(dir, name);
  if (lock !== null) {
    lock.release();
    return null;
  }
  const db = new Db(lockFile(dir, name), { readonly: true, waitMs: 1000 });
  try {
    return db.get<Holder>(sql`select pid, host, since from holder`) ?? null;
  } finally {
    db.close();
  }
}

function openLock(file: string): Db {
  try {
    return new Db(file, { waitMs: 0 });
  } catch (error) {
    throw worded(error, file);
  }
}

function lockFile(dir: string, name: string): string {
  return join(dir, `${name}.lock`);
}
