import { lstat, readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { fileOf, type Original } from '../archive/originals.ts';

/** What became of a file: `unknown` when that cannot be told, as on a drive that is not connected. */
export type Fate = 'here' | 'gone' | 'unknown';

/** Looks each path up once. */
export interface Fates {
  /** Null for what was never a file of the person's: an upload of a browser, which is deleted after its import. */
  readonly of: (original: Pick<Original, 'path' | 'entry'>) => Promise<Fate | null>;
}

type Kind = 'file' | 'folder' | 'link to nothing' | 'none' | 'unreadable';

/**
 * Tells what was deleted from what is only out of reach. A file is gone when the folder that it was in is still there: for a tool's own
 * place the home around it; for anything else what the person gave, which must hold something, because the folder in which a drive
 * appears stays, empty, when the drive is taken away.
 *
 * @param places folders of tools @param home the person's @param ours folders whose files come and go by our own doing
 */
export function createFates(places: readonly string[], home: string, ours: readonly string[]): Fates {
  const kinds = new Map<string, Promise<Kind>>();
  const kindOf = (path: string): Promise<Kind> => {
    const held = kinds.get(path);
    if (held !== undefined) return held;
    const kind = kindAt(path);
    kinds.set(path, kind);
    return kind;
  };

  /** The nearest folder or file above that is there, and whether something on the way only leads nowhere now. */
  const nearest = async (path: string): Promise<{ readonly path: string; readonly kind: Kind }> => {
    for (let at = path; ; at = dirname(at)) {
      const kind = await kindOf(at);
      if (kind !== 'none' || dirname(at) === at) return { path: at, kind };
    }
  };

  const holdsSomething = async (folder: string): Promise<boolean> => {
    try {
      return (await readdir(folder)).length > 0;
    } catch {
      return false;
    }
  };

  const missing = async (file: string, path: string): Promise<Fate> => {
    const above = await nearest(file);
    // An entry of a zip or of a database that is there.
    if (above.kind === 'file') return isInside(above.path, path) ? 'here' : 'unknown';
    if (above.kind !== 'folder') return 'unknown';
    const place = places.find((folder) => isInside(file, folder));
    if (place !== undefined)
      return isInside(above.path, place) || (isInside(place, home) && isInside(above.path, home)) ? 'gone' : 'unknown';
    const given = file === path || /\.zip$/i.test(path) ? dirname(path) : path;
    return isInside(above.path, given) && (await holdsSomething(given)) ? 'gone' : 'unknown';
  };

  return {
    of: async ({ path, entry }) => {
      if (ours.some((folder) => isInside(path, folder))) return null;
      const file = fileOf(path, entry);
      const kind = await kindOf(file);
      if (kind === 'file') return 'here';
      if (kind !== 'none') return 'unknown';
      // A Mac writes names in pieces that were put together for the archive.
      const apart = join(dirname(file), basename(file).normalize('NFD'));
      if (apart !== file && (await kindOf(apart)) === 'file') return 'here';
      return missing(file, path);
    },
  };
}

async function kindAt(path: string): Promise<Kind> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (!isNothing(error)) return 'unreadable';
  }
  try {
    await lstat(path);
    return 'link to nothing';
  } catch (error) {
    return isNothing(error) ? 'none' : 'unreadable';
  }
}

function isNothing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** True for the folder itself, too. */
function isInside(path: string, folder: string): boolean {
  const between = relative(folder, path);
  return between === '' || (!isAbsolute(between) && between !== '..' && !between.startsWith(`..${sep}`));
}

/** What left a database that is still there was deleted in it. */
async function fateOf(original: Original, fates: Fates): Promise<Fate | null> {
  const fate = await fates.of(original);
  return fate === 'here' && original.left === true ? 'gone' : fate;
}

/** Files that are looked up at once. */
const together = 64;

/**
 * Conversations of which no file is left: at least one original is gone, and none is here or out of reach. All originals of a conversation
 * come together.
 */
export async function goneAmong(originals: readonly Original[], fates: Fates, signal?: AbortSignal): Promise<readonly number[]> {
  const gone = new Set<number>();
  const kept = new Set<number>();
  for (let from = 0; from < originals.length; from += together) {
    signal?.throwIfAborted();
    const some = originals.slice(from, from + together);
    for (const [conversation, fate] of await Promise.all(
      some.map(async (original) => [original.conversation, await fateOf(original, fates)] as const),
    )) {
      if (fate === 'gone') gone.add(conversation);
      else if (fate !== null) kept.add(conversation);
    }
  }
  return [...gone].filter((id) => !kept.has(id));
}
