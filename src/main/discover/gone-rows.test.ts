import Database from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openArchive } from '../archive/open.ts';
import { originalsOf, readDatabases } from '../archive/originals.ts';
import { sql } from '../archive/sql.ts';
import { temporaryFolder } from '../archive/temporary-folder.ts';
import { runImport } from '../import/import.ts';
import { undoImport } from '../import/undo.ts';
import { createFates, goneAmong } from './fate.ts';

const parser = join(import.meta.dirname, '..', 'parser.ts');
const signal = new AbortController().signal;

/** A database of Cursor, in which conversations are told and deleted. */
function cursorIn(file: string): {
  readonly db: Database.Database;
  readonly tell: (id: string) => void;
  readonly forget: (id: string) => void;
} {
  const db = new Database(file);
  db.exec(
    'create table cursorDiskKV (key text unique on conflict replace, value blob); create table ItemTable (key text unique, value blob)',
  );
  const put = db.prepare('insert into cursorDiskKV values (?, ?)');
  return {
    db,
    tell: (id) => {
      const head = { composerId: id, name: id, createdAt: 1, fullConversationHeadersOnly: [{ bubbleId: 'b1', type: 1 }] };
      put.run(`composerData:${id}`, JSON.stringify(head));
      put.run(`bubbleId:${id}:b1`, JSON.stringify({ bubbleId: 'b1', type: 1, text: `Ahoy ${id}` }));
    },
    forget: (id) => {
      db.prepare('delete from cursorDiskKV where key = ? or key like ?').run(`composerData:${id}`, `bubbleId:${id}:%`);
    },
  };
}

test('a conversation that was deleted inside a database is gone once the database was read whole again', async () => {
  const home = temporaryFolder();
  const folder = join(home, '.config/Cursor/User/globalStorage');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'state.vscdb');
  const { db: cursor, tell, forget } = cursorIn(file);
  const dir = join(temporaryFolder(), 'archive');
  const read = async (input: string): Promise<number> => {
    const options = {
      dir,
      inputs: [input],
      provider: null,
      dryRun: false,
      signal,
      onProgress: () => undefined,
      parser,
      threads: 1,
    };
    const { runId } = await runImport(options);
    return runId;
  };
  const gone = async (): Promise<readonly string[]> => {
    const { db, close } = openArchive(dir, 'read');
    try {
      const names = new Map(
        db
          .all<{ id: number; name: string }>(sql`select id, native_id as name from conversation`)
          .map(({ id, name }) => [id, name]),
      );
      const fates = createFates([folder], home, []);
      const found = await goneAmong(originalsOf(db, [...names.keys()], readDatabases(db, ['cursor'])), fates);
      return found.map((id) => names.get(id) ?? '').toSorted();
    } finally {
      close();
    }
  };

  for (const id of ['one', 'two', 'three']) tell(id);
  await read(file);
  expect(await gone()).toEqual([]);
  forget('two');
  tell('four');
  // Given as its folder this time.
  await read(folder);
  expect(await gone()).toEqual(['two']);
  // A record that could not be read may be any of them.
  forget('three');
  cursor.prepare('insert into cursorDiskKV values (?, ?)').run('composerData:odd', '{"conversation": [');
  const odd = await read(folder);
  expect(await gone()).toEqual(['two']);
  cursor.exec("delete from cursorDiskKV where key = 'composerData:odd'");
  const last = await read(folder);
  expect(await gone()).toEqual(['three', 'two']);
  tell('two');
  await read(folder);
  expect(await gone()).toEqual(['three']);
  for (const runId of [last + 1, last, odd]) await undoImport({ dir, signal, onProgress: () => undefined, parser, runId });
  expect(await gone()).toEqual(['two']);
  cursor.close();
});
