import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { ownFolder, sweepFolders } from './own-folder.ts';
import { temporaryFolder } from './archive/temporary-folder.ts';

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
