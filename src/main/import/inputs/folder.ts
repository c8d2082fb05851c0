import { readdirSync, statSync, type BigIntStats } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isRefused } from '../../archive/faults.ts';
import { isJunk, limits, type Bundle, type BundleEntry, type BundleProblem } from './bundle.ts';
import { chunksOf, fileSource } from './bytes.ts';
import { FolderEntries } from './folder-entries.ts';
import { packingOf, unpack } from './packed.ts';

/**
 * All files under a folder. Symbolic links are not followed and what is no file is not opened, which is said; what cannot be read is a
 * problem, not a failure.
 */
export async function openFolder(folder: string, prefix: string): Promise<Bundle> {
  const entries = new FolderEntries(folder, entryAt);
  const problems: BundleProblem[] = [];
  const passed: { name: string; reason: string }[] = [];
  const waiting: string[] = [''];
  let looked = 0;
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    let found;
    try {
      // A process of its own may wait for the disk; a hundred thousand turns of the loop take longer.
      found = readdirSync(join(folder, at), { withFileTypes: true });
      if (++looked % 200 === 0) await setImmediate();
    } catch (error) {
      problems.push({
        code: 'unreadable-folder',
        message: `This folder cannot be read (${reasonOf(error)}).`,
        where: prefix + at,
      });
      continue;
    }
    const inside = new Set(found.map((item) => item.name));
    // An archive of ours is no input.
    if (inside.has('archive.db') && inside.has('user.db')) continue;
    for (const item of found) {
      const relative = at === '' ? item.name : `${at}/${item.name}`;
      const name = relative.normalize('NFC');
      if (isJunk(name)) continue;
      if (item.isDirectory()) {
        if (item.name !== '.git' && item.name !== 'node_modules') waiting.push(relative);
        continue;
      }
      if (!item.isFile()) {
        // Never opened: a pipe would wait for who writes into it.
        passed.push({
          name,
          reason: item.isSymbolicLink()
            ? 'it is a symbolic link, which is not followed'
            : 'it is a pipe, a socket or a device, which is not read',
        });
        continue;
      }
      if (entries.length >= limits.entries) {
        problems.push({
          code: 'too-many-entries',
          message: 'The folder has more than a million files; the rest was not read.',
          where: prefix,
        });
        waiting.length = 0;
        break;
      }
      // A rollout may be there packed and plain while it is being packed: the plain one counts.
      if (packingOf(name) !== null && inside.has(item.name.replace(/\.(zst|gz)$/i, ''))) continue;
      try {
        const stats = statSync(join(folder, relative), { bigint: true });
        entries.add(name, relative, Number(stats.size), stampFrom(stats));
        // Who cancels is heard.
        if (entries.length % 1000 === 0) await setImmediate();
      } catch (error) {
        problems.push({
          code: 'unreadable-file',
          message: `This file cannot be read (${reasonOf(error)}).`,
          where: prefix + name,
        });
      }
    }
  }
  entries.settle();
  return {
    kind: 'folder',
    prefix,
    entries,
    problems,
    passed,
    close: () => Promise.resolve(),
  };
}

/** Milliseconds after which a change of a file is sure to give it another time: that is how coarse times are on FAT. */
const SETTLED_MS = 2000;

/** One file as an entry, under a name of its own. Throws what `stat` throws. */
export function fileEntry(path: string, name: string): BundleEntry {
  const stats = statSync(path, { bigint: true });
  return entryAt(path, name, Number(stats.size), stampFrom(stats));
}

function entryAt(path: string, name: string, size: number, stamp: string | null): BundleEntry {
  const packing = packingOf(name);
  const raw = (): AsyncIterable<Uint8Array> => fileChunks(path);
  return {
    name,
    size,
    fingerprint: null,
    path,
    stamp,
    open: packing === null ? raw : () => unpack(raw(), packing, { left: limits.unpacked }),
  };
}

/** What differs as soon as the file does; null when it was changed just now. */
export function stampFrom({ size, mtimeNs, ctimeNs, ino, mtimeMs, ctimeMs }: BigIntStats): string | null {
  const age = Date.now() - Number(mtimeMs > ctimeMs ? mtimeMs : ctimeMs);
  return age > SETTLED_MS ? `${size} ${mtimeNs} ${ctimeNs} ${ino}` : null;
}

/** The bytes of a file as long as it was when it was opened. Throws when it becomes shorter meanwhile: what it was known by is not read. */
export async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  const source = await fileSource(path);
  let read = 0;
  try {
    for await (const chunk of chunksOf(source, 0, source.size)) {
      read += chunk.length;
      yield chunk;
    }
    if (read < source.size) throw new FileShrunk();
  } finally {
    await source.close();
  }
}

/** As the file system's own errors, so that the file is read again another time. */
export class FileShrunk extends Error {
  readonly code = 'SHRUNK';
  readonly syscall = 'read';

  constructor() {
    super('it became shorter while it was read');
    this.name = 'FileShrunk';
  }
}

/** Why a file or folder cannot be read, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'ENOENT':
      return 'it is not there';
    case 'EACCES':
    case 'EPERM':
      return 'no permission';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many open files';
    case 'EIO':
      return 'the disk reports an error';
    case 'EISDIR':
      return 'it is a folder';
    case 'EEXIST':
    case 'ENOTDIR':
      return 'a file stands in its place';
    case 'EROFS':
      return 'it is read-only';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** True for an error of the file system about what is read; where no room is left, the archive is meant. */
export function isFileError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error && !isRefused(error);
}
