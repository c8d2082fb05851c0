import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const prefix = 'unpack-';

/** Where a run puts what it reads from a copy: zips in zips, databases. Gone with the run. */
export function scratchOf(dir: string, runId: number): string {
  return join(dir, 'inbox', `${prefix}${runId}`);
}

/** True for a name of `scratchOf` among others in its folder. */
export function isScratch(name: string): boolean {
  return name.startsWith(prefix);
}

/** Removes what runs left that were ended. The caller holds the import lock, so none is at work. */
export function sweepScratch(dir: string): void {
  for (const name of scratchIn(dir)) rmSync(join(dir, 'inbox', name), { recursive: true, force: true });
}

export function scratchIn(dir: string): readonly string[] {
  try {
    return readdirSync(join(dir, 'inbox')).filter(isScratch);
  } catch {
    return [];
  }
}
