import { rename, rm } from 'node:fs/promises';
import { join, dirname } from 'node:path';
import { z } from 'zod';
import { backup, restore } from '../../src/main/archive/backup.ts';
import { checkArchive } from '../../src/main/archive/check/doctor.ts';
import { indexCheck } from '../../src/main/archive/index/index-check.ts';
import { isArchive, openUser } from '../../src/main/archive/open.ts';
import { unpurge } from '../../src/main/archive/words/kept.ts';
import { runImport } from '../../src/main/import/import.ts';
import { indexBehind } from '../../src/main/import/index-behind.ts';
import { markGone } from '../../src/main/import/mark-gone.ts';
import { reparse } from '../../src/main/import/reparse.ts';
import { purgeTrash, undoImport } from '../../src/main/import/undo.ts';
import { moveArchive } from '../../src/main/move-archive.ts';
import { sayWords } from './words.ts';

// The process that is killed: does what its second argument says with the archive in the folder that its first names.

const actionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('import'), inputs: z.array(z.string()), dryRun: z.boolean().default(false) }),
  z.object({ kind: z.literal('reparse') }),
  z.object({ kind: z.literal('undo'), runId: z.number() }),
  z.object({ kind: z.literal('purge') }),
  z.object({ kind: z.literal('let-in') }),
  z.object({ kind: z.literal('mark-gone'), gone: z.array(z.number()), back: z.array(z.number()) }),
  z.object({ kind: z.literal('words') }),
  z.object({ kind: z.literal('index') }),
  z.object({ kind: z.literal('repair') }),
  z.object({ kind: z.literal('backup') }),
  z.object({ kind: z.literal('restore') }),
  z.object({ kind: z.literal('move'), copy: z.boolean() }),
]);

/** Something that writes. Every action may be ended at any time and done again. */
export type Action = z.input<typeof actionSchema>;

async function act(folder: string, action: z.output<typeof actionSchema>): Promise<void> {
  const dir = join(folder, 'archive');
  const parser = join(import.meta.dirname, '..', '..', 'src', 'main', 'parser.ts');
  const work = { dir, signal: new AbortController().signal, onProgress: () => undefined, parser };
  switch (action.kind) {
    case 'import':
      await runImport({ ...work, inputs: action.inputs, provider: null, dryRun: action.dryRun, threads: 2 });
      return;
    case 'reparse':
      await reparse(work);
      return;
    case 'undo':
      await undoImport({ ...work, runId: action.runId });
      return;
    case 'purge':
      await purgeTrash(work);
      return;
    case 'let-in': {
      const user = openUser(dir);
      unpurge(user, null);
      user.close();
      await reparse(work);
      return;
    }
    case 'mark-gone':
      await markGone({ ...work, ...action });
      return;
    case 'words':
      return sayWords(dir);
    case 'index':
      await indexBehind(dir, { slice: 5, thread: join(import.meta.dirname, '..', '..', 'src', 'main', 'indexer.ts') });
      return;
    case 'repair':
      checkArchive(dir, { repair: true, more: [indexCheck] });
      return;
    case 'backup':
      await backup(dir, join(folder, 'backup.zip'));
      return;
    case 'restore':
      if (!isArchive(dir)) await restore(join(folder, 'backup.zip'), dir);
      return;
    case 'move':
      // A move that was ended when the copy had its name: the copy is removed by hand.
      if (isArchive(dir)) await rm(join(folder, 'moved'), { recursive: true, force: true });
      if (isArchive(dir)) await moveArchive(dir, join(folder, 'moved'), action.copy ? { rename: toAnotherDisk } : {});
      return;
  }
}

/** What a rename between two disks does; beside itself, a folder is on its own disk. */
async function toAnotherDisk(from: string, to: string): Promise<void> {
  if (!to.includes('-moved-')) throw Object.assign(new Error(`another disk: ${dirname(to)}`), { code: 'EXDEV' });
  await rename(from, to);
}

const [folder = '', text = '[]'] = process.argv.slice(2);
for (const action of z.array(actionSchema).parse(JSON.parse(text))) await act(folder, action);
