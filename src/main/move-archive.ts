import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, mkdir, open, readdir, rename as renameFile, rm, rmdir, stat, statfs } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { ArchiveError } from '../shared/errors.ts';
import { hiddenName, noteFolder, sweepLeftovers } from './archive/check/leftovers.ts';
import { takeLock, type Lock } from './archive/lock.ts';
import { isArchive } from './archive/open.ts';

/** What a folder is to an archive that is to be opened or moved there. */
export type Target = 'archive' | 'empty' | 'absent';

/**
 * What is in the folder `dir`.
 *
 * @throws ArchiveError `BadInput` for a path that is no folder's, `Conflict` for a folder that holds something else
 */
export async function targetOf(dir: string): Promise<Target> {
  if (!isAbsolute(dir)) throw new ArchiveError('BadInput', `“${dir}” is no whole path.`);
  const found = await stat(dir).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw failed(dir, error);
  });
  if (found === null) return 'absent';
  if (!found.isDirectory()) throw new ArchiveError('BadInput', `${dir} is a file. An archive is a folder.`);
  if (isArchive(dir)) return 'archive';
  const names = await readdir(dir).catch((error: unknown) => Promise.reject(failed(dir, error)));
  if (names.some((name) => !invisible.has(name))) {
    throw new ArchiveError('Conflict', `${dir} holds other files. Choose an archive, or an empty or new folder.`);
  }
  return 'empty';
}

/** What file managers leave in folders that look empty. */
const invisible: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini', '.directory']);

/** Says why the archive in `from` cannot be moved to `to`, before anything is closed for it. */
export async function checkMove(from: string, to: string): Promise<void> {
  const target = await targetOf(to);
  if (resolve(to) === resolve(from)) throw new ArchiveError('Conflict', 'The archive is there already.');
  if (target === 'archive')
    throw new ArchiveError('Conflict', `There is another archive in ${to}. Choose an empty or new folder.`);
  if (isInside(to, from)) throw new ArchiveError('Conflict', 'An archive cannot be moved into itself.');
  if (!isArchive(from)) throw new ArchiveError('NotFound', `There is no archive in ${from}.`);
  if ((await lstat(from)).isSymbolicLink())
    throw new ArchiveError('Unsupported', `${from} is a link. Move the folder it leads to by hand.`);
  await mkdir(dirname(resolve(to)), { recursive: true }).catch((error: unknown) => Promise.reject(failed(dirname(to), error)));
}

export interface MoveOptions {
  /** Bytes copied and bytes there are; not called when nothing is copied. */
  readonly onProgress?: (done: number, total: number) => void;
  /** For tests: what another disk does to a rename. */
  readonly rename?: (from: string, to: string) => Promise<void>;
}

/**
 * Moves the archive in `from` to the new or empty folder `to`. Nobody may have it open. On the same disk it is renamed; else it is
 * copied beside the target, every byte read back and compared, and the original goes only when the copy has its name. Whatever fails,
 * there is one whole archive: at `from` when this rejects, at `to` when it does not.
 *
 * @returns a folder with what could not be removed of the original, or null
 * @throws ArchiveError `Conflict` when another process has it open, or as `checkMove`
 */
export async function moveArchive(
  from: string,
  to: string,
  options: MoveOptions = {},
): Promise<{ readonly left: string | null }> {
  const { onProgress = () => {}, rename = renameFile } = options;
  await checkMove(from, to);
  const source = resolve(from);
  const target = resolve(to);
  const aside = join(dirname(source), hiddenName(`${basename(source)}-moved`));
  let forgetAside = (): void => {};
  const locks = lockAll(source);
  try {
    // Windows renames no folder with an open file in it. Who opens the archive in this moment loses nothing: its files go with it.
    for (const lock of locks.splice(0)) lock.release();
    if (await renamed(source, target, rename)) return { left: null };
    locks.push(...lockAll(source));
    sweepLeftovers(source);
    const beside = join(dirname(target), hiddenName(basename(target)));
    const forgetBeside = noteFolder(source, beside);
    try {
      await copyArchive(source, beside, onProgress);
      // Once it has its name, the archive there is the one that knows of what is left here.
      forgetAside = noteFolder(beside, aside, target);
      await removeEmpty(target);
      await renameFile(beside, target);
    } catch (error) {
      throw error instanceof ArchiveError ? error : failed(target, error);
    } finally {
      await rm(beside, { recursive: true, force: true, maxRetries: 3 }).catch(() => {});
      forgetBeside();
    }
  } finally {
    for (const lock of locks) lock.release();
  }
  const left = await removeArchive(source, aside, rename);
  if (left === null) forgetAside();
  return { left };
}

function lockAll(dir: string): Lock[] {
  const locks: Lock[] = [];
  for (const name of ['keeper', 'import'] as const) {
    const lock = takeLock(dir, name);
    if (lock === null) {
      for (const taken of locks) taken.release();
      throw new ArchiveError('Conflict', 'Another program uses the archive: a command or a browser window. Close it first.');
    }
    locks.push(lock);
  }
  return locks;
}

/** False when only a copy leads there: another disk, or a folder that must stay where it is. */
async function renamed(source: string, target: string, rename: MoveOptions['rename'] = renameFile): Promise<boolean> {
  const wasThere = await removeEmpty(target);
  try {
    await rename(source, target);
    return true;
  } catch (error) {
    if (wasThere) await mkdir(target).catch(() => {});
    if (['EXDEV', 'EBUSY', 'EPERM', 'EACCES'].includes(codeOf(error))) return false;
    throw failed(target, error);
  }
}

/** Removes a folder that looks empty; true when it was there. */
async function removeEmpty(dir: string): Promise<boolean> {
  if ((await targetOf(dir)) === 'absent') return false;
  for (const name of invisible) await rm(join(dir, name), { force: true });
  await rmdir(dir).catch((error: unknown) => Promise.reject(failed(dir, error)));
  return true;
}

/** What a closed archive does without. */
const passing = /^(?:inbox|exports|leftovers|.*\.lock|.*\.lock-(?:wal|shm|journal)|.*\.db-shm)$/;

async function copyArchive(source: string, target: string, onProgress: (done: number, total: number) => void): Promise<void> {
  const files = await filesIn(source);
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  await checkRoom(dirname(target), total);
  await mkdir(target, { mode: 0o700 });
  let done = 0;
  for (const { path } of files) {
    const copy = join(target, path);
    await mkdir(dirname(copy), { recursive: true });
    const hash = await copyFile(join(source, path), copy, (bytes) => onProgress((done += bytes), total));
    if (hash !== (await hashOf(copy)))
      throw new ArchiveError('Internal', `What was written to ${target} reads back otherwise: ${path}. The disk may be failing.`);
  }
}

async function filesIn(root: string, folder = ''): Promise<readonly { readonly path: string; readonly bytes: number }[]> {
  const found: { path: string; bytes: number }[] = [];
  for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (folder === '' && passing.test(entry.name)) continue;
    if (entry.isDirectory()) found.push(...(await filesIn(root, path)));
    else if (entry.isFile()) found.push({ path, bytes: (await stat(join(root, path))).size });
    else throw new ArchiveError('Unsupported', `The archive holds a link, which is not copied: ${path}.`);
  }
  return found;
}

async function checkRoom(dir: string, bytes: number): Promise<void> {
  const room = await statfs(dir).then(
    ({ bavail, bsize }) => bavail * bsize,
    // Not every file system tells.
    () => Number.POSITIVE_INFINITY,
  );
  if (room < bytes) {
    const megabytes = (count: number): string => Math.ceil(count / 1_000_000).toLocaleString('en');
    throw new ArchiveError(
      'Conflict',
      `The disk is too full: ${megabytes(bytes)} MB are needed, ${megabytes(room)} MB are free.`,
    );
  }
}

/** Copies to the disk itself, and gives the hash of what was read. */
async function copyFile(from: string, to: string, copied: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(to, 'wx', 0o600);
  try {
    for await (const chunk of chunksOf(from, hash)) {
      await handle.writeFile(chunk);
      copied(chunk.length);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  return hash.digest('hex');
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  // oxlint-disable-next-line no-unused-vars -- reading it is what matters
  for await (const _chunk of chunksOf(file, hash));
  return hash.digest('hex');
}

async function* chunksOf(file: string, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    if (!Buffer.isBuffer(chunk)) continue;
    hash.update(chunk);
    yield chunk;
  }
}

/** Takes the original away; first out of sight in one step, so that no half archive is ever opened. */
async function removeArchive(
  dir: string,
  aside: string,
  rename: (from: string, to: string) => Promise<void>,
): Promise<string | null> {
  const isAside = await rename(dir, aside).then(
    () => true,
    () => false,
  );
  const gone = isAside ? aside : dir;
  try {
    // A folder that cannot be renamed: without this file it is no archive.
    if (!isAside) await rm(join(dir, 'archive.db'));
    await rm(gone, { recursive: true, force: true, maxRetries: 3 });
    return null;
  } catch {
    return gone;
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(resolve(folder), resolve(path));
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function failed(path: string, error: unknown): ArchiveError {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'you may not write there',
    EPERM: 'you may not write there',
    EROFS: 'the disk can only be read',
    ENOSPC: 'the disk is full',
    ENOTDIR: 'a file is in the way',
    EEXIST: 'a file is in the way',
    EBUSY: 'it is in use',
  };
  const why = reasons[codeOf(error)] ?? (error instanceof Error ? error.message : String(error));
  return new ArchiveError('Conflict', `${path} cannot be used: ${why}.`);
}
