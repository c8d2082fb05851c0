import { workerData } from 'node:worker_threads';
import { isDamage } from '../archive/faults.ts';
import { checkIndexFile } from '../archive/index/index-file.ts';
import { indexBehind } from '../import/index-behind.ts';
import { isTermThread, serveTerms } from '../import/term-thread.ts';
import { isStopped, serveThread, threadData } from './thread.ts';

/** Milliseconds between two looks at whether an import has ended. */
const importPause = 250;

/**
 * The thread that keeps the index in step, when nothing is being imported: each call `index` returns when everything stored before it can be found.
 *
 * @param entry this thread's own file, which it starts a second time to read texts beside its writing
 */
export function runIndexer(entry: string): void {
  if (isTermThread(workerData)) return serveTerms(workerData);
  const data = threadData();
  serveThread(data, (emit) => {
    const stopping = new AbortController();
    const once = (): Promise<void> =>
      indexBehind(data.dir, {
        signal: stopping.signal,
        stopped: () => isStopped(data),
        thread: entry,
        giveWay: importPause,
        onProgress: (progress) => emit('index', JSON.stringify(progress)),
      }).catch((error: unknown) => {
        if (isDamage(error) && !checkIndexFile(data.dir, false).ok) emit('indexDamaged', 'null');
        throw error;
      });
    let running: Promise<void> = Promise.resolve();
    let waiting: Promise<void> | null = null;

    // A call while one runs waits for the next, so that it misses nothing; more of them share that one.
    const index = (): Promise<void> => {
      waiting ??= running
        .catch(() => {})
        .then(() => {
          waiting = null;
          return stopping.signal.aborted ? undefined : (running = once());
        });
      return waiting;
    };

    return {
      answer: async () => {
        await index();
        return 'null';
      },
      close: () => stopping.abort(),
    };
  });
}
