import { holderOf, takeLock, type Holder, type Lock } from './lock.ts';

/**
 * Makes this process the keeper of an archive: the only one that migrates, indexes behind, annotates and sweeps. Null when another
 * process is it. Ends with `release()` or with the process.
 */
export function takeKeeper(dir: string): Lock | null {
  return takeLock(dir, 'keeper');
}

/** The process that keeps the archive now, or null. */
export function keeperOf(dir: string): Holder | null {
  return holderOf(dir, 'keeper');
}
