import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive } from './archive/alive.ts';
import { sweepLeftovers } from './archive/check/leftovers.ts';
import { takeLock } from './archive/lock.ts';
import { isScratch, scratchIn, sweepScratch } from './archive/scratch.ts';

/** A folder of this process inside `parent`: two processes on one archive never touch each other's files. Made by who writes into it. */
export function ownFolder(parent: string): string {
  return join(parent, String(process.pid));
}

/** Removes what processes that are no more have left: uploads, exports that nobody fetched, copies of the archive. */
export async function sweepArchive(dir: string): Promise<void> {
  await Promise.all([sweepFolders(join(dir, 'inbox')), sweepFolders(join(dir, 'exports'))]);
  sweepLeftovers(dir);
  if (scratchIn(dir).length === 0) return;
  // What a run unpacks is its own as long as it works, whoever else comes or goes.
  const lock = takeLock(dir, 'import');
  if (lock === null) return;
  try {
    sweepScratch(dir);
  } finally {
    lock.release();
  }
}

/** Removes the folders of processes that are no more. */
export async function sweepFolders(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  const dead = names.filter((name) => !isScratch(name) && !isAlive(Number(name)));
  await Promise.all(dead.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}
