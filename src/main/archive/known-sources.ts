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

/** True when a source was read to its end. */
export function isComplete(db: Db, sourceId: number): boolean {
  return db.get(sql`select 1 from source where id = ${sourceId} and complete = 1`) !== undefined;
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
