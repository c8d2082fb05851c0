import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileKind, Place, Root } from './places.ts';

/** A file of a place. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  readonly bytes: number;
  /** Epoch milliseconds at which its content, or which content is there, last changed. */
  readonly changedAt: number;
  readonly kind: Exclude<FileKind, null>;
  readonly database: boolean;
  /** What is imported to read this file again and little else. */
  readonly unit: string;
}

/** What is in a place, by names and sizes alone. */
export interface Walked {
  /** The folders and files that are imported as they are; none: there is nothing here. */
  readonly roots: readonly string[];
  readonly files: readonly FoundFile[];
  /** Of everything below the roots, also what is not read as a session. */
  readonly bytes: number;
  /** The bounds were met: what was counted is less than there is. */
  readonly cut: boolean;
  /** Folders that could not be looked into. */
  readonly unreadable: number;
}

export interface Bounds {
  /** Entries that are looked at in one place. */
  readonly entries: number;
  /** Milliseconds. */
  readonly time: number;
  readonly now: () => number;
}

export const bounds: Bounds = { entries: 400_000, time: 15_000, now: () => performance.now() };

/** Files of one folder that are asked for their size at once. */
const together = 32;
/** Folders in folders. */
const deepest = 16;

/**
 * Looks at names and sizes below the roots of a place. Nothing is opened, no symbolic link inside is followed, so nothing outside is met
 * and no circle is walked. A root itself may be a link: that is how people keep their settings elsewhere.
 */
export async function walkPlace(place: Place, limits: Bounds = bounds, signal?: AbortSignal): Promise<Walked> {
  const until = limits.now() + limits.time;
  const walk = {
    left: limits.entries,
    bytes: 0,
    cut: false,
    unreadable: 0,
    files: new Array<FoundFile>(),
    roots: new Array<string>(),
  };
  const over = (): boolean => {
    signal?.throwIfAborted();
    if (walk.left > 0 && limits.now() < until) return false;
    walk.cut = true;
    return true;
  };

  const take = async (path: string, relative: string, root: Root, top: string): Promise<void> => {
    let found;
    try {
      found = await stat(path);
    } catch {
      // It went away meanwhile.
      return;
    }
    if (!found.isFile()) return;
    walk.bytes += found.size;
    const kind = root.kindOf(relative);
    if (kind === null) return;
    const unit = unitOf(top, relative, root.unit ?? 0);
    const changedAt = Math.max(found.mtimeMs, found.ctimeMs);
    const database = root.database === true;
    walk.files.push({
      path,
      bytes: found.size,
      changedAt: database ? await lastWrite(path, changedAt) : changedAt,
      kind,
      database,
      unit,
    });
  };

  const below = async (top: string, root: Root): Promise<void> => {
    const waiting: { readonly at: string; readonly depth: number }[] = [{ at: '', depth: 0 }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (over()) return;
      const { at, depth } = next;
      const entries = await entriesOf(join(top, at));
      if (entries === null) {
        walk.unreadable++;
        continue;
      }
      const files: string[] = [];
      for (const entry of entries) {
        if (walk.left-- <= 0) break;
        const relative = at === '' ? entry.name : `${at}/${entry.name}`;
        if (entry.isFile()) files.push(relative);
        else if (entry.isDirectory() && depth < deepest) waiting.push({ at: relative, depth: depth + 1 });
      }
      for (let from = 0; from < files.length && !over(); from += together)
        await Promise.all(files.slice(from, from + together).map((relative) => take(join(top, relative), relative, root, top)));
    }
  };

  for (const root of place.roots) {
    for (const top of await expand(place.folder, root.path.split('/'))) {
      const found = await stat(top).catch(() => null);
      if (found === null || over()) continue;
      if (found.isDirectory()) await below(top, root);
      else if (found.isFile()) await take(top, '', root, top);
      else continue;
      walk.roots.push(top);
    }
  }
  const { bytes, cut, unreadable, files, roots } = walk;
  return { roots, files, bytes, cut, unreadable };
}

/** The folders a pattern stands for. */
async function expand(folder: string, segments: readonly string[]): Promise<readonly string[]> {
  const star = segments.indexOf('*');
  if (star === -1) return [join(folder, ...segments)];
  const above = join(folder, ...segments.slice(0, star));
  const entries = (await entriesOf(above)) ?? [];
  const rest = segments.slice(star + 1);
  const inside = entries.filter((entry) => entry.isDirectory()).map((entry) => expand(join(above, entry.name), rest));
  return (await Promise.all(inside)).flat();
}

/** In order of their names; null when the folder cannot be read. */
async function entriesOf(folder: string): Promise<readonly Dirent[] | null> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return null;
  }
}

/** The first folders below the root; the root itself for what lies directly in it. */
function unitOf(top: string, relative: string, depth: number): string {
  const folders = relative.split('/').slice(0, -1);
  return folders.length < depth ? top : join(top, ...folders.slice(0, depth));
}

/** A database is written beside itself first. */
async function lastWrite(path: string, changedAt: number): Promise<number> {
  const log = await stat(`${path}-wal`).catch(() => null);
  return log === null || log.size === 0 ? changedAt : Math.max(changedAt, log.mtimeMs);
}
