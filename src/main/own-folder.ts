import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder of this process inside `parent`: two processes on one archive never touch each other's files. Made by who writes into it. */
export function ownFolder(parent: string): string {
  return join(parent, String(process.pid));
}

/** Removes the folders of processes that are no more. */
export async function sweepFolders(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  const dead = names.filter((name) => !isAlive(Number(name)));
  await Promise.all(dead.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and is somebody else's.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
