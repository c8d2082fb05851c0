import { sql, type Db } from './sql.ts';

/** A file on this computer, as it was when it was hashed. */
export interface FileState {
  /** Differs as soon as the file does: see `stampOf` of the import. */
  readonly stamp: string;
  readonly fingerprint: string;
  /** What it is a part of, where several files make one record. */
  readonly part: string | null;
}

/** What is known of a file; null when it is not as it was. */
export function fileState(db: Db, path: string, stamp: string): FileState | null {
  return (
    db.get<FileState>(sql`select stamp, fingerprint, part from file_state where path = ${path} and stamp = ${stamp}`) ?? null
  );
}

/** Notes what was found of files. */
export function keepFileStates(db: Db, states: ReadonlyMap<string, FileState>): void {
  const keep = db.prepare('insert or replace into file_state (path, stamp, fingerprint, part) values (?, ?, ?, ?)');
  db.transaction(() => {
    for (const [path, { stamp, fingerprint, part }] of states) keep.run(path, stamp, fingerprint, part);
  });
}
