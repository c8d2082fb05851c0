import { ArchiveError } from '../shared/errors.ts';
import { takeKeeper } from './archive/keeper.ts';
import { ensureArchive, openUser } from './archive/open.ts';
import { serveThread, threadData } from './threads.ts';

/** Milliseconds between two tries to become the keeper when another process is. */
const keeperEvery = 5000;

/** The writer thread: makes and migrates the archive, holds the keeper's lock, and writes what the person says. */
export function runWriter(): void {
  const data = threadData();
  serveThread(data, (emit) => {
    ensureArchive(data.dir);
    const user = openUser(data.dir);
    let lock = takeKeeper(data.dir);
    const waiting = setInterval(() => {
      if (lock !== null) return clearInterval(waiting);
      lock = takeKeeper(data.dir);
      if (lock !== null) emit('keeper', 'true');
    }, keeperEvery);

    return {
      answer: async (name) => {
        if (name === 'keeper') return JSON.stringify(lock !== null);
        throw new ArchiveError('Unsupported', `“${name}” is not answered here.`);
      },
      close: () => {
        clearInterval(waiting);
        lock?.release();
        user.close();
      },
    };
  });
}
