import { readKeptState } from '../archive/kept.ts';
import { openArchive } from '../archive/open.ts';
import { readGeneration } from '../archive/overview.ts';
import { createReading } from './reading.ts';
import { isStopped, serveThread, threadData } from './thread.ts';

/** Milliseconds between two looks at whether another connection changed the archive. */
const watchEvery = 300;

/** The reader thread: a read-only connection that answers one request after the other. */
export function runReader(): void {
  const data = threadData();
  serveThread(data, (emit) => {
    const archive = openArchive(data.dir, 'read');
    const { options } = data;
    const watches = typeof options === 'object' && options !== null && 'watch' in options && options.watch === true;

    const versions = () => ({ archive: archive.db.dataVersion('main'), user: archive.db.dataVersion('user') });
    let seen = versions();
    let kept = readKeptState(archive.db);
    const watching = setInterval(() => {
      if (!watches) return;
      const now = versions();
      if (now.archive !== seen.archive) emit('changed', JSON.stringify({ generation: readGeneration(archive) }));
      if (now.user !== seen.user) {
        const keeps = readKeptState(archive.db);
        if (keeps.settings !== kept.settings) emit('kept', JSON.stringify({ of: 'settings', changeId: null }));
        const { changeId } = keeps;
        if (changeId !== kept.changeId) emit('kept', JSON.stringify({ of: 'conversations', changeId }));
        else if (keeps.purged !== kept.purged) emit('kept', JSON.stringify({ of: 'conversations', changeId: null }));
        kept = keeps;
      }
      seen = now;
    }, watchEvery);

    return {
      answer: createReading(archive, () => isStopped(data)),
      close: () => {
        clearInterval(watching);
        archive.close();
      },
    };
  });
}
