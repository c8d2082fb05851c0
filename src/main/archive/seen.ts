import { sql, type Db } from './sql.ts';

/**
 * Notes in which whole-account export a conversation was last seen, for everything a source brought, also what it brought unchanged.
 * May be repeated.
 */
export function markSeen(db: Db, sourceId: number): void {
  let after = 0;
  for (;;) {
    const page = db.all<{ record_id: number }>(
      sql`select record_id from source_record where source_id = ${sourceId} and record_id > ${after} order by record_id limit 500`,
    );
    const last = page.at(-1);
    if (last === undefined) return;
    db.run(sql`
      update conversation set seen_export_time = source.export_time, account = source.account
      from source, (
        select distinct v.id from source_record l join contribution c on c.record_id = l.record_id join record r on r.id = l.record_id
        join conversation v on v.provider = r.provider and v.native_id = c.native_id
        where l.source_id = ${sourceId} and l.record_id > ${after} and l.record_id <= ${last.record_id}) as brought
      where source.id = ${sourceId} and conversation.id = brought.id
        and (conversation.seen_export_time is null or conversation.seen_export_time < source.export_time)`);
    after = last.record_id;
  }
}

/** The same for one conversation, from what is left after an undo. */
export function deriveSeen(db: Db, key: number, provider: string, nativeId: string): void {
  const newest = db.get<{ export_time: number; account: string | null }>(sql`
    select s.export_time, s.account from contribution c join record r on r.id = c.record_id
    join source_record l on l.record_id = r.id join source s on s.id = l.source_id
    where c.native_id = ${nativeId} and r.provider = ${provider} and s.export_time is not null
      and exists (select 1 from run_source where source_id = s.id)
    order by s.export_time desc limit 1`);
  db.run(
    sql`update conversation set seen_export_time = ${newest?.export_time ?? null}, account = ${newest?.account ?? null} where id = ${key}`,
  );
}
