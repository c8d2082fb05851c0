import { takeKeeper } from '../archive/keeper.ts';
import { ensureArchive, openUser } from '../archive/open.ts';
import { write } from './writing.ts';
import { serveThread, threadData } from './thread.ts';

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
      answer: async (name, body) => (name === 'keeper' ? JSON.stringify(lock !== null) : write(user, name, body)),
      close: () => {
        clearInterval(waiting);
        lock?.release();
        user.close();
      },
    };
  });
}
