import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  fsyncSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { open as openZip, type Entry, type ZipFile } from 'yauzl';
import { ZipFile as ZipWriter } from 'yazl';
import { z } from 'zod';
import { ArchiveError } from '../../shared/errors.ts';
import { isAlive } from './alive.ts';
import { blobPath } from './blobs.ts';

import { hiddenName, noteFolder, sweepLeftovers } from './check/leftovers.ts';
import { archiveFile, ensureArchive, isArchive } from './open.ts';
import { Db, sql } from './sql.ts';

/** Bytes done and bytes there are. */
export type BackupProgress = (done: number, total: number) => void;

/**
 * Writes a consistent copy of the whole archive into one file, a zip without compression (what is in it is compressed already), while the
 * archive is in use. Needs as much free space beside the target again. An older backup of that name is replaced at the end.
 *
 * @throws ArchiveError `NotFound` without an archive; `Cancelled`; `BadInput` when the file is there and is no backup
 */
export async function backup(
  dir: string,
  file: string,
  onProgress: BackupProgress = () => {},
  signal?: AbortSignal,
): Promise<{ readonly bytes: number }> {
  if (!isArchive(dir)) throw new ArchiveError('NotFound', `There is no archive in ${dir}.`);
  if (existsSync(file) && !(await isBackup(file)))
    throw new ArchiveError('BadInput', `${file} is there already, and it is no backup.`);
  const target = resolve(file);
  mkdirSync(dirname(target), { recursive: true });
  sweepLeftovers(dir);
  const folder = join(dirname(target), hiddenName('polylogue-backup'));
  const forget = noteFolder(dir, folder);
  try {
    mkdirSync(folder);
    // The index first: one that is behind catches up, one that is ahead would be wrong.
    for (const name of ['index', 'user', 'archive'] as const) copyDatabase(archiveFile(dir, name), join(folder, `${name}.db`));
    const beside = join(folder, 'backup.zip');
    await writeZip(dir, folder, beside, onProgress, signal);
    if (signal?.aborted === true) throw cancelled();
    renameSync(beside, target);
    return { bytes: statSync(target).size };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    forget();
  }
}

/**
 * Makes an archive out of a backup. The folder must be new or empty; it appears whole or not at all.
 *
 * @throws ArchiveError `Cancelled`; `BadInput` for a file that is no (whole) backup; `Conflict` for a folder that is not empty
 */
export async function restore(
  file: string,
  dir: string,
  onProgress: BackupProgress = () => {},
  signal?: AbortSignal,
): Promise<void> {
  const target = resolve(dir);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new ArchiveError('Conflict', `${dir} is not empty. A backup is restored into a new or empty folder.`);
  }
  if (!existsSync(file)) throw new ArchiveError('NotFound', `There is no file ${file}.`);
  mkdirSync(dirname(target), { recursive: true });
  sweepBeside(target);
  const beside = join(dirname(target), `.${basename(target)}-restore-${process.pid}`);
  mkdirSync(beside);
  try {
    await readZip(file, beside, onProgress, signal);
    ensureArchive(beside);
    if (existsSync(target)) rmdirSync(target);
    renameSync(beside, target);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

/** Removes what restores into the same folder left that were ended: there is no archive yet in which they could note it. */
function sweepBeside(target: string): void {
  const prefix = `.${basename(target)}-restore-`;
  for (const name of readdirSync(dirname(target))) {
    if (!name.startsWith(prefix) || !/^\d+$/.test(name.slice(prefix.length))) continue;
    const pid = Number(name.slice(prefix.length));
    // The number of one that has ended is given out again.
    if (pid === process.pid || !isAlive(pid)) rmSync(join(dirname(target), name), { recursive: true, force: true });
  }
}

const manifestName = 'polylogue-backup.json';
const manifestSchema = z.object({ format: z.literal(1), createdAt: z.number(), files: z.record(z.string(), z.string()) });

function copyDatabase(from: string, to: string): void {
  const db = new Db(from, { readonly: true });
  try {
    db.run(sql`vacuum into ${to}`);
  } finally {
    db.close();
  }
}

async function writeZip(
  dir: string,
  folder: string,
  file: string,
  onProgress: BackupProgress,
  signal?: AbortSignal,
): Promise<void> {
  const names = ['archive.db', 'user.db', 'index.db'];
  const blobs = listed(join(folder, 'archive.db'));
  const sizes = [...names.map((name) => statSync(join(folder, name)).size), ...blobs.map(({ size }) => size)];
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  const zip = new ZipWriter();
  const failed = new AbortController();
  zip.on('error', (error) => failed.abort(error));
  const written = pipeline(zip.outputStream, createWriteStream(file, { flags: 'wx' }), { signal: failed.signal });
  const files: Record<string, string> = {};
  const add = async (name: string, path: string): Promise<void> => {
    const digest = createHash('sha256');
    const measured = new Transform({
      transform(chunk: Buffer, _encoding, next) {
        digest.update(chunk);
        done += chunk.length;
        onProgress(done, total);
        next(signal?.aborted === true ? cancelled() : null, chunk);
      },
    });
    // yazl reads entries one after the other, so each is opened when its turn has come and never all at once.
    zip.addReadStream(measured, name, { compress: false, mtime: new Date(0), size: statSync(path).size });
    await pipeline(createReadStream(path), measured);
    files[name] = digest.digest('hex');
  };
  const adding = (async () => {
    for (const name of names) await add(name, join(folder, name));
    for (const { hash: hex } of blobs) await add(blobName(hex), blobPath(dir, hex));
    zip.addBuffer(Buffer.from(JSON.stringify({ format: 1, createdAt: Date.now(), files })), manifestName, { mtime: new Date(0) });
    zip.end();
  })();
  adding.catch((error: unknown) => failed.abort(error));
  const [added, wrote] = await Promise.allSettled([adding, written]);
  if (added.status === 'rejected') throw added.reason;
  if (wrote.status === 'rejected') throw wrote.reason;
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
}

/** What the copy refers to; files of it are never changed, and removed only when no later commit refers to them. */
function listed(archive: string): readonly { readonly hash: string; readonly size: number }[] {
  const db = new Db(archive, { readonly: true });
  try {
    return db.all<{ hash: string; size: number }>(
      sql`select lower(hex(hash)) as hash, size from blob where refs > 0 order by hash`,
    );
  } finally {
    db.close();
  }
}

function blobName(hex: string): string {
  return `blobs/${hex.slice(0, 2)}/${hex.slice(2)}`;
}

async function readZip(file: string, folder: string, onProgress: BackupProgress, signal?: AbortSignal): Promise<void> {
  const zip = await opened(file);
  const total = statSync(file).size;
  let done = 0;
  const hashes: Record<string, string> = {};
  let manifest: string | null = null;
  try {
    for await (const entry of entriesOf(zip)) {
      if (signal?.aborted === true) throw cancelled();
      const stream = await streamOf(zip, entry);
      if (entry.fileName === manifestName) {
        manifest = Buffer.concat(await stream.toArray()).toString('utf8');
        continue;
      }
      if (!isExpected(entry.fileName)) throw broken(file, `it holds ${entry.fileName}`);
      const path = join(folder, ...entry.fileName.split('/'));
      mkdirSync(dirname(path), { recursive: true });
      const digest = createHash('sha256');
      stream.on('data', (chunk: Buffer) => {
        digest.update(chunk);
        done += chunk.length;
        onProgress(done, total);
      });
      await pipeline(stream, createWriteStream(path, { flags: 'wx' }), signal === undefined ? {} : { signal });
      hashes[entry.fileName] = digest.digest('hex');
    }
  } catch (error) {
    if (signal?.aborted === true) throw cancelled();
    throw error instanceof ArchiveError ? error : broken(file, error instanceof Error ? error.message : String(error));
  } finally {
    zip.close();
  }
  const { files } = manifestOf(file, manifest);
  for (const [name, hex] of Object.entries(files)) if (hashes[name] !== hex) throw broken(file, `${name} is missing or damaged`);
}

function manifestOf(file: string, text: string | null): z.infer<typeof manifestSchema> {
  if (text === null) throw broken(file, 'it has no list of its content');
  const manifest = manifestSchema.safeParse(JSON.parse(text));
  if (!manifest.success) throw broken(file, 'it was made by a version of Polylogue that this one does not know');
  return manifest.data;
}

function isExpected(name: string): boolean {
  return /^(archive|user|index)\.db$/.test(name) || /^blobs\/[0-9a-f]{2}\/[0-9a-f]{62}$/.test(name);
}

function cancelled(): ArchiveError {
  return new ArchiveError('Cancelled', 'Cancelled; nothing is left of it.');
}

function broken(file: string, why: string): ArchiveError {
  return new ArchiveError('BadInput', `${file} is not a whole backup: ${why}.`);
}

async function isBackup(file: string): Promise<boolean> {
  try {
    const zip = await opened(file);
    try {
      for await (const entry of entriesOf(zip)) if (entry.fileName === manifestName) return true;
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof ArchiveError) return false;
    throw error;
  }
  return false;
}

async function opened(file: string): Promise<ZipFile> {
  return await new Promise((done, failed) => {
    openZip(file, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error !== null) failed(broken(file, error.message));
      else done(zip);
    });
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((done, failed) => {
      const settle = (result: () => void): void => {
        zip.off('entry', onEntry);
        zip.off('end', onEnd);
        zip.off('error', onError);
        result();
      };
      const onEntry = (next: Entry): void => settle(() => done(next));
      const onEnd = (): void => settle(() => done(null));
      const onError = (error: Error): void => settle(() => failed(error));
      zip.on('entry', onEntry);
      zip.on('end', onEnd);
      zip.on('error', onError);
      zip.readEntry();
    });
    if (entry === null) return;
    yield entry;
  }
}

async function streamOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return await new Promise((done, failed) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error !== null) failed(error);
      else done(stream);
    });
  });
}
