import type { ProviderId } from '../../../shared/model.ts';
import { rawSql, sql, type Db } from '../sql.ts';

const tables = ['kept', 'conversation_tag', 'correction'] as const;

/**
 * What the person said of conversations follows them to other native ids. Where something was said of one under its new id already, that
 * stays. On a connection of `openArchive`.
 */
export function moveWords(db: Db, provider: ProviderId, moves: readonly (readonly [from: string, to: string])[]): void {
  for (const table of tables) {
    const name = rawSql(`user.${table}`);
    const said = moves.filter(
      ([from]) =>
        db.get(sql`select conversation from ${name} where conversation = ${`${provider}:${from}`} limit 1`) !== undefined,
    );
    // Through names that nothing has, so that two can change places.
    for (const [from] of said)
      db.run(sql`update ${name} set conversation = ${`${provider}:\u0001${from}`} where conversation = ${`${provider}:${from}`}`);
    for (const [from, to] of said) {
      const between = `${provider}:\u0001${from}`;
      db.run(sql`update or ignore ${name} set conversation = ${`${provider}:${to}`} where conversation = ${between}`);
      db.run(sql`delete from ${name} where conversation = ${between}`);
    }
  }
}
