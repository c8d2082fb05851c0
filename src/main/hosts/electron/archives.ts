import { isAbsolute, resolve } from 'node:path';
import { ArchiveError, toArchiveError } from '../../../shared/errors.ts';
import type { App } from '../../app.ts';

export interface ArchivesOptions {
  readonly create: (dir: string) => Promise<App>;
  /** Says why an archive cannot be opened; gives the folder to try next, or null when the program is to end. */
  readonly ask: (dir: string, reason: ArchiveError) => Promise<string | null>;
  /** An archive is open: the first, another, or the same elsewhere. */
  readonly opened: (app: App, dir: string) => void;
  /** How much of the archive is moved, between 0 and 1; null at the end. */
  readonly moving: (part: number | null) => void;
  /** The move failed (`left` null), or left something behind that can be deleted. */
  readonly moved: (dir: string, reason: ArchiveError | null, left: string | null) => void;
}

/** The one archive that the desktop has open, and how it becomes another. */
export interface Archives {
  /** The archive, as soon as one is open. */
  readonly current: () => Promise<App>;
  /** Opens the first; false when that was given up. */
  readonly open: (dir: string) => Promise<boolean>;
  /** Begins to open the archive in `dir`, or to move this one there. Rejects when that cannot be; what follows is told. */
  readonly change: (to: { readonly dir: string; readonly move: boolean }) => Promise<void>;
  readonly close: () => Promise<void>;
}

export function createArchives({ create, ask, opened, moving, moved }: ArchivesOptions): Archives {
  let gate = Promise.withResolvers<App>();
  let now: { readonly app: App; readonly dir: string } | null = null;
  /** What must not be interrupted. */
  let work: Promise<unknown> = Promise.resolve();
  let changing = false;
  let closing = false;

  const become = (app: App, dir: string): void => {
    now = { app, dir };
    gate.resolve(app);
    opened(app, dir);
  };

  const attempt = async (dir: string): Promise<ArchiveError | null> => {
    try {
      const app = await create(dir);
      if (closing) await app.close();
      else become(app, dir);
      return null;
    } catch (error) {
      return toArchiveError(error);
    }
  };

  const open = async (first: string): Promise<boolean> => {
    for (let dir: string | null = first; dir !== null;) {
      const tried = attempt(dir);
      work = tried;
      const reason = await tried;
      if (closing) return false;
      if (reason === null) return true;
      dir = await ask(dir, reason);
    }
    return false;
  };

  const openOther = async (dir: string, before: App): Promise<void> => {
    // The one that is open stays until the other is.
    const app = await create(dir);
    later(async () => {
      if (closing) return app.close();
      gate = Promise.withResolvers();
      become(app, dir);
      await before.close();
    });
  };

  const move = async (from: string, to: string, before: App): Promise<void> => {
    const { checkMove, moveArchive } = await import('../../move-archive.ts');
    await checkMove(from, to);
    later(async () => {
      if (closing) return;
      gate = Promise.withResolvers();
      now = null;
      await before.close();
      const onProgress = (done: number, total: number): void => moving(total === 0 ? 0 : done / total);
      moving(0);
      const result = await moveArchive(from, to, { onProgress }).then(
        ({ left }) => ({ dir: to, reason: null, left }),
        (error: unknown) => ({ dir: from, reason: toArchiveError(error), left: null }),
      );
      moving(null);
      if (result.reason !== null || result.left !== null) moved(result.dir, result.reason, result.left);
      const reason = await attempt(result.dir);
      if (reason === null || closing) return;
      const next = await ask(result.dir, reason);
      if (next !== null) void open(next);
    });
  };

  /** Goes on once the answer to the window is on its way. */
  const later = (step: () => Promise<void>): void => {
    work = new Promise((resolve) => {
      setImmediate(() => {
        step()
          .finally(() => {
            changing = false;
          })
          .then(resolve, resolve);
      });
    });
  };

  return {
    current: () => gate.promise,
    open,
    change: async ({ dir: given, move: isMove }) => {
      if (!isAbsolute(given)) throw new ArchiveError('BadInput', `${given} is not the whole path of a folder.`);
      const dir = resolve(given);
      if (now === null || changing || closing)
        throw new ArchiveError('Conflict', 'The archive is being opened or moved already.');
      changing = true;
      const { app, dir: from } = now;
      try {
        if (isMove) await move(from, dir, app);
        else {
          const { targetOf } = await import('../../move-archive.ts');
          await targetOf(dir);
          if (dir === from) throw new ArchiveError('Conflict', 'This archive is open already.');
          await openOther(dir, app);
        }
      } catch (error) {
        changing = false;
        throw error;
      }
    },
    close: async () => {
      closing = true;
      await work;
      await now?.app.close();
    },
  };
}
