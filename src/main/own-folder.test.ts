import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { openImportWriter } from './archive/import-writer.ts';
import { scratchOf } from './archive/scratch.ts';
import { temporaryFolder } from './archive/temporary-folder.ts';
import { ownFolder, sweepArchive, sweepFolders } from './own-folder.ts';

test('what dead processes left is swept, what living ones use is not', async () => {
  const parent = temporaryFolder();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  for (const name of [String(pid), String(process.ppid), 'not a process', '-1'])
    mkdirSync(join(parent, name, 'inside'), { recursive: true });
  mkdirSync(ownFolder(parent));
  await sweepFolders(parent);
  expect(readdirSync(parent).toSorted()).toEqual([basename(ownFolder(parent)), String(process.ppid)].toSorted());
  await sweepFolders(join(parent, 'none'));
});

test('what an import unpacks is its own while it works, and goes when it was ended', async () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  const scratch = scratchOf(dir, writer.begin());
  mkdirSync(scratch, { recursive: true });
  await sweepArchive(dir);
  expect(readdirSync(join(dir, 'inbox'))).toEqual([basename(scratch)]);
  writer.close();
  await sweepArchive(dir);
  expect(readdirSync(join(dir, 'inbox'))).toEqual([]);
  // The next import does the same.
  mkdirSync(scratch);
  const next = openImportWriter(dir);
  next.begin();
  next.close();
  expect(readdirSync(join(dir, 'inbox'))).toEqual([]);
});
