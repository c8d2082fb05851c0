import { sql, type Db } from './sql.ts';
import { letIn } from './words/withheld.ts';

/** A source that was read to its end, by whichever parser. */
export interface CompleteSource {
  readonly sourceId: number;
  readonly provider: string;
  readonly parserVersion: number;
  /** As it was given to `completeSource`. */
  readonly receipt: unknown;
}

/** Every source of this content: of several providers, or of several versions of one. */
export function completeSources(db: Db, fingerprint: string): readonly CompleteSource[] {
  return db
    .all<{ id: number; provider: string; parser_version: number; receipt: string }>(
      sql`
        select id, provider, parser_version, receipt from source where fingerprint = ${fingerprint} and complete = 1
          and not exists (select 1 from withheld w where w.source_id = source.id and ${letIn})`,
    )
    .map(({ id, provider, parser_version, receipt }) => ({
      sourceId: id,
      provider,
      parserVersion: parser_version,
      receipt: JSON.parse(receipt),
    }));
}

/** Notes that a run met sources that are known, in one transaction. */
export function repeatSources(
  db: Db,
  runId: number,
  path: string,
  met: readonly { readonly sourceId: number; readonly entry: string }[],
): void {
  const insert = db.prepare(
    'insert into run_source (run_id, source_id, path, entry, repeated) values (?, ?, ?, ?, 1) on conflict do nothing',
  );
  db.transaction(() => {
    for (const { sourceId, entry } of met) insert.run(runId, sourceId, path, entry);
  });
}

/** Sources in one transaction: a zip may hold a hundred thousand. */
const atOnce = 500;

/** Notes the SHA-256 of an input with the sources that were read of it to their ends. */
export function noteInputHash(db: Db, runId: number, path: string, sha256: string): void {
  for (let after = 0; ;) {
    const some = db.all<{ id: number }>(sql`
      select s.id from run_source r join source s on s.id = r.source_id
      where r.run_id = ${runId} and r.source_id > ${after} and r.path = ${path} and r.repeated = 0 and s.complete = 1
      group by s.id order by s.id limit ${atOnce}`);
    const last = some.at(-1);
    if (last === undefined) return;
    db.transaction(() => {
      for (const { id } of some)
        db.run(sql`update source set receipt = json_set(receipt, '$.sha256', ${sha256}) where id = ${id}`);
    });
    after = last.id;
  }
}
