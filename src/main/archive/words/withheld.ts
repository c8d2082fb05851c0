import type { ProviderId } from '../../../shared/model.ts';
import { sql, type Db } from '../sql.ts';

/**
 * What sources have of conversations that the person deleted for good. Once one is let in again, a source that has it is no longer known,
 * and a record that has it is read again.
 *
 * @param conversation text id of the tombstone
 * @param recordId whose bytes hold it, null when they are not kept
 */
export function withhold(db: Db, conversation: string, sourceId: number, recordId: number | null): void {
  db.run(sql`insert into withheld (conversation, source_id, record_id) values (${conversation}, ${sourceId}, ${recordId})
    on conflict do update set record_id = coalesce(excluded.record_id, record_id)`);
}

/** A row of `withheld` whose conversation may come again. */
export const letIn = sql`not exists (select 1 from user.kept k where k.conversation = w.conversation and k.purged_at is not null)`;

/** Records that hold a conversation that was let in again, as ids. */
export function recordsLetIn(db: Db, provider: ProviderId): readonly number[] {
  return db
    .all<{ id: number }>(
      sql`
        select distinct r.id from withheld w join record r on r.id = w.record_id
        where r.provider = ${provider} and r.prefix_of is null and ${letIn}`,
    )
    .map(({ id }) => id);
}

/** What the record has is in the archive again. */
export function forgetWithheld(db: Db, recordId: number): void {
  db.run(sql`delete from withheld as w where w.record_id = ${recordId} and ${letIn}`);
}
