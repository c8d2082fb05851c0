import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Db, isBusy, sql } from './sql.ts';
import { temporaryFolder } from './temporary-folder.ts';

function table(): { readonly db: Db; readonly file: string } {
  const file = join(temporaryFolder(), 'some.db');
  const db = new Db(file);
  db.exec('pragma journal_mode = wal; create table item (n integer not null) strict');
  return { db, file };
}

const all = (db: Db): readonly number[] => db.all<{ n: number }>(sql`select n from item order by n`).map(({ n }) => n);

test('a throw takes back the whole transaction, inner ones included', () => {
  const { db } = table();
  db.run(sql`insert into item values (${1})`);
  const failing = (): void =>
    db.transaction(() => {
      db.run(sql`insert into item values (${2})`);
      db.transaction(() => db.run(sql`insert into item values (${3})`));
      throw new Error('no');
    });
  expect(failing).toThrow('no');
  expect(all(db)).toEqual([1]);
  db.close();
});

test('a snapshot sees one state while another connection writes', () => {
  const { db, file } = table();
  const other = new Db(file);
  const before = other.dataVersion();
  db.snapshot(() => {
    expect(all(db)).toEqual([]);
    other.run(sql`insert into item values (${1})`);
    expect(all(db)).toEqual([]);
  });
  expect(all(db)).toEqual([1]);
  db.run(sql`insert into item values (${2})`);
  expect(other.dataVersion()).not.toBe(before);
  other.close();
  db.close();
});

test('waiting in vain for another writer is told from other errors', () => {
  const { db, file } = table();
  const other = new Db(file, { waitMs: 0 });
  db.exec('begin immediate');
  let thrown: unknown;
  try {
    other.run(sql`insert into item values (${1})`);
  } catch (error) {
    thrown = error;
  }
  expect(isBusy(thrown)).toBe(true);
  expect(isBusy(new Error('else'))).toBe(false);
  db.exec('rollback');
  other.close();
  db.close();
});
