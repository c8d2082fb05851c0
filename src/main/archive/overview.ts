import type { Archive } from './open.ts';
import { databaseBytes } from './open.ts';
import { sql } from './sql.ts';

/** What there is in an archive, in figures. */
export interface Overview {
  readonly conversations: number;
  readonly messages: number;
  /** Bytes on disk: the three files and the attachments. */
  readonly bytes: number;
  /** Raised by every change of a conversation. */
  readonly generation: number;
}

export function readOverview({ db, dir }: Archive): Overview {
  const counted = db.get<{ conversations: number; messages: number }>(
    sql`select count(*) as conversations, coalesce(sum(messages), 0) as messages from conversation`,
  );
  const blobs = db.get<{ bytes: number }>(sql`select coalesce(sum(size), 0) as bytes from blob`);
  return {
    conversations: counted?.conversations ?? 0,
    messages: counted?.messages ?? 0,
    bytes: databaseBytes(dir) + (blobs?.bytes ?? 0),
    generation: readGeneration({ db }),
  };
}

export function readGeneration({ db }: Pick<Archive, 'db'>): number {
  return db.get<{ value: number }>(sql`select value from counter where name = 'generation'`)?.value ?? 0;
}
