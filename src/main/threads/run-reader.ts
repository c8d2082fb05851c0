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
    const watching = setInterval(() => {
      if (!watches) return;
      const now = versions();
      if (now.archive !== seen.archive) emit('changed', JSON.stringify({ generation: readGeneration(archive) }));
      if (now.user !== seen.user) emit('kept', JSON.stringify({ changeId: null }));
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
