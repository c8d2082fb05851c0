import { ArchiveError } from '../../shared/errors.ts';
import { isDamage } from '../archive/faults.ts';
import { checkIndexFile } from '../archive/index/index-file.ts';
import { changesAfter } from '../archive/words/changes.ts';
import { readKeptState } from '../archive/words/kept.ts';
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

    /** Searches go on without a damaged index. */
    const isIndexDamaged = (): boolean => {
      if (checkIndexFile(data.dir, false).ok) return false;
      emit('indexDamaged', 'null');
      return true;
    };
    const { answer, warm } = createReading(archive, () => isStopped(data), isIndexDamaged);
    // The first reader has to say what the archive is before anything is searched; the others are started for what is asked next.
    const warming = watches ? null : setImmediate(() => warmed(warm));
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
        if (changeId !== kept.changeId) {
          for (const change of changesAfter(archive.db, kept.changeId)) emit('kept', JSON.stringify(change));
        } else if (keeps.purged !== kept.purged) emit('kept', JSON.stringify({ of: 'conversations', changeId: null }));
        kept = keeps;
      }
      seen = now;
    }, watchEvery);

    return {
      answer: async (...request) => {
        try {
          return await answer(...request);
        } catch (error) {
          if (!isDamage(error) || !isIndexDamaged()) throw error;
          throw new ArchiveError(
            'Internal',
            'The search index was damaged. It is being made anew from the archive, in which nothing is lost; please ask again in a moment.',
          );
        }
      },
      close: () => {
        clearInterval(watching);
        if (warming !== null) clearImmediate(warming);
        archive.close();
      },
    };
  });
}

/** What cannot be read is said to whoever asks for it. */
function warmed(warm: () => void): void {
  try {
    warm();
  } catch (error) {
    console.error('A reader could not look at the archive before it was asked:', error);
  }
}
