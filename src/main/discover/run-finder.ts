import { join } from 'node:path';
import { z } from 'zod';
import { ArchiveError } from '../../shared/errors.ts';
import { readGone } from '../archive/gone.ts';
import { openArchive, type Archive } from '../archive/open.ts';
import { conversationsAfter, originalsOf, readDatabases, readFiles, readInputs } from '../archive/originals.ts';
import { isStopped, serveThread, threadData } from '../threads/thread.ts';
import type { Known } from './compare.ts';
import { discover, inputsOf } from './discover.ts';
import { createFates, goneAmong } from './fate.ts';
import { localProviders, placesIn } from './places.ts';
import { surroundingsOf, type Surroundings } from './surroundings.ts';
import { watchRoots } from './watch-roots.ts';

const ids = z.array(z.string());

/**
 * The thread that looks around on this computer, so that main does not: `discover`, `inputs` (what to import of places), `follow` (watches
 * places; the event `grown` names those in which something changed) and `gone` (what was deleted since it was last written down). It
 * reads the archive and writes nothing.
 */
export function runFinder(): void {
  const data = threadData();
  serveThread(data, (emit) => {
    const surroundings = surroundingsOf();
    const archive = openArchive(data.dir, 'read');
    const watcher = watchRoots((places) => emit('grown', JSON.stringify(places)));
    const stopping = new AbortController();
    /** Ends a walk when the app is being closed. */
    const stopped = setInterval(() => {
      if (isStopped(data)) stopping.abort();
    }, 100);
    stopped.unref();
    const { signal } = stopping;

    return {
      answer: async (name, body) => {
        switch (name) {
          case 'discover':
            return JSON.stringify({
              places: (await discover(surroundings, knownIn(archive), null, undefined, signal)).map(({ place }) => place),
            });
          case 'inputs': {
            const asked = ids.nullable().parse(JSON.parse(body));
            const found = await discover(
              surroundings,
              knownIn(archive),
              asked === null ? null : new Set(asked),
              undefined,
              signal,
            );
            const wanted = asked === null ? found.filter(({ place }) => place.archived && place.provider !== null) : found;
            const news = wanted.filter(({ units }) => units.length > 0);
            return JSON.stringify({
              inputs: inputsOf(news),
              places: news.map(({ place: { provider, variant } }) => ({ provider, variant })),
            });
          }
          case 'follow': {
            const wanted = new Set(ids.parse(JSON.parse(body)));
            const found = wanted.size === 0 ? [] : await discover(surroundings, knownIn(archive), wanted, undefined, signal);
            watcher.set(new Map(found.map(({ place, roots }) => [place.id, roots])));
            return JSON.stringify(found.filter(({ units }) => units.length > 0).map(({ place }) => place.id));
          }
          case 'gone':
            return JSON.stringify(await lookForGone(archive, surroundings, data.dir, signal));
          default:
            throw new ArchiveError('BadInput', `There is no request “${name}”.`);
        }
      },
      close: () => {
        clearInterval(stopped);
        stopping.abort();
        watcher.close();
        archive.close();
      },
    };
  });
}

function knownIn({ db }: Archive): Known {
  return { files: readFiles(db, localProviders), inputs: readInputs(db) };
}

/** What has to be written down so that the archive says what was deleted. */
async function lookForGone(
  { db }: Archive,
  surroundings: Surroundings,
  dir: string,
  signal: AbortSignal,
): Promise<{ readonly gone: readonly number[]; readonly back: readonly number[] }> {
  const folders = placesIn(surroundings).map(({ folder }) => folder);
  const fates = createFates(folders, surroundings.home, [join(dir, 'inbox')]);
  const now = new Set<number>();
  const databases = readDatabases(db, localProviders);
  for (let after = 0; ;) {
    const conversations = conversationsAfter(db, localProviders, after);
    const last = conversations.at(-1);
    if (last === undefined) break;
    after = last;
    for (const id of await goneAmong(originalsOf(db, conversations, databases), fates, signal)) now.add(id);
  }
  const before = readGone(db);
  return { gone: [...now].filter((id) => !before.has(id)), back: [...before].filter((id) => !now.has(id)) };
}
