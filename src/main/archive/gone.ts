import { sql, type Db } from './sql.ts';

/** Conversations of which no file was left on this computer at the last look, by row id. */
export function readGone(db: Db): ReadonlySet<number> {
  return new Set(db.all<{ id: number }>(sql`select conversation_id as id from gone`).map(({ id }) => id));
}

/** What a look has found since the last one. */
export interface GoneChange {
  readonly gone: readonly number[];
  /** Their files are there again. */
  readonly back: readonly number[];
}

/** Conversations of one write transaction. */
const together = 2000;

/** Writes down a look, in short transactions. What is no conversation any more is left out. */
export function writeGone(db: Db, { gone, back }: GoneChange): void {
  for (let from = 0; from < gone.length; from += together) {
    db.run(sql`
      insert into gone (conversation_id) select id from conversation
      where id in (select value from json_each(${JSON.stringify(gone.slice(from, from + together))})) on conflict do nothing`);
  }
  for (let from = 0; from < back.length; from += together)
    db.run(
      sql`delete from gone where conversation_id in (select value from json_each(${JSON.stringify(back.slice(from, from + together))}))`,
    );
}
