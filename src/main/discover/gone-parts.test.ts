import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openArchive } from '../archive/open.ts';
import { originalsOf, readDatabases } from '../archive/originals.ts';
import { sql } from '../archive/sql.ts';
import { temporaryFolder } from '../archive/temporary-folder.ts';
import { runImport } from '../import/import.ts';
import { createFates, goneAmong } from './fate.ts';

const parser = join(import.meta.dirname, '..', 'parser.ts');

/** A session of OpenCode, which is several files; no file has the name of the session. */
function writeSession(storage: string, id: string): void {
  const files = {
    [`session/p/${id}.json`]: { id, projectID: 'p', title: id, directory: '/boat', time: { created: 1, updated: 2 } },
    [`message/${id}/msg_1.json`]: { id: `msg_1${id}`, sessionID: id, role: 'user', time: { created: 1 } },
    [`part/msg_1${id}/prt_1.json`]: { id: `p${id}`, sessionID: id, messageID: `msg_1${id}`, type: 'text', text: 'Ahoy' },
  };
  for (const [name, value] of Object.entries(files)) {
    mkdirSync(dirname(join(storage, name)), { recursive: true });
    writeFileSync(join(storage, name), JSON.stringify(value));
  }
}

test('a conversation of several files is gone when all of them are', async () => {
  const home = temporaryFolder();
  const tool = join(home, '.local/share/opencode');
  const storage = join(tool, 'storage');
  for (const id of ['ses_a', 'ses_b', 'ses_c']) writeSession(storage, id);
  // The state of a file that changed just now is not trusted, and not noted.
  await setTimeout(2050);
  const dir = join(temporaryFolder(), 'archive');
  const signal = new AbortController().signal;
  await runImport({
    dir,
    inputs: [storage],
    provider: null,
    dryRun: false,
    signal,
    onProgress: () => undefined,
    parser,
    threads: 1,
  });

  const { db, close } = openArchive(dir, 'read');
  try {
    const ids = new Map(
      db.all<{ id: number; name: string }>(sql`select id, native_id as name from conversation`).map(({ id, name }) => [name, id]),
    );
    const gone = () =>
      goneAmong(originalsOf(db, [...ids.values()], readDatabases(db, ['opencode'])), createFates([tool], home, []));
    expect([...ids.keys()].toSorted()).toEqual(['ses_a', 'ses_b', 'ses_c']);
    expect(await gone()).toEqual([]);
    for (const name of ['session/p/ses_a.json', 'message/ses_a', 'part/msg_1ses_a', 'session/p/ses_b.json'])
      rmSync(join(storage, name), { recursive: true });
    expect(await gone()).toEqual([ids.get('ses_a')]);
    rmSync(tool, { recursive: true });
    expect((await gone()).toSorted()).toEqual([...ids.values()].toSorted());
  } finally {
    close();
  }
});
