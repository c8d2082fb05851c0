import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { isRefused } from '../../archive/faults.ts';
import { backupForeign, ForeignError, openForeign, type ForeignDatabase } from '../../archive/foreign.ts';
import { ReadError, type Bundle, type BundleEntry } from './bundle.ts';
import { fileChunks, isFileError } from './folder.ts';

/** What SQLite keeps beside a database: what is not yet in it (`-wal`), what undoes what is half in it (`-journal`), an index (`-shm`). */
const companion = /-(wal|shm|journal)$/;

/** Bytes of a database, and of its log, in which its tables are looked for. */
const PEEK = 8 * 1024 ** 2;
/** Bytes of a database that is copied only to learn what it is. */
const MOST = 16 * 1024 ** 3;
const TRIES = 3;
const PAUSE_MS = 150;

/** The database that an entry belongs to by its name; null when it is none of what stands beside a database. */
export function companionOf(name: string): string | null {
  return companion.test(name) ? name.replace(companion, '') : null;
}

/** Foreign databases, read from copies in a folder of ours: nothing is written beside them, and no lock of theirs is taken. */
export class Databases {
  private readonly scratch: string;
  private readonly signal: AbortSignal;

  /** @param scratch a folder of ours, made when it is needed */
  constructor(scratch: string, signal: AbortSignal) {
    this.scratch = scratch;
    this.signal = signal;
  }

  /** Names of columns by table; null when that cannot be told. */
  async columns(bundle: Bundle, entry: BundleEntry): Promise<ForeignDatabase['columns'] | null> {
    const found = await unlessBroken(async () => this.peek(bundle, entry));
    if (found !== null || entry.size <= PEEK || entry.size > MOST) return found;
    // Tables that were made late may be told of anywhere in the file.
    return unlessBroken(async () => this.read(bundle, entry, ({ columns }) => Promise.resolve(columns)));
  }

  /** By the beginning alone. */
  private async peek(bundle: Bundle, entry: BundleEntry): Promise<ForeignDatabase['columns']> {
    const file = await this.newFile();
    try {
      const wal = besides(bundle, entry).get('-wal');
      // The rest is a hole of the same length: a database that is shorter than it says is not opened.
      await this.copy(entry.open(), file, { most: PEEK, size: entry.size });
      if (wal !== undefined) await this.copy(wal(), `${file}-wal`, { most: PEEK });
      const database = openForeign(file, false);
      database.close();
      return database.columns;
    } finally {
      await drop(file);
    }
  }

  /** Runs `read` over a copy of the database as of one moment. Throws `ForeignError` and `ReadError`. */
  async read<Result>(bundle: Bundle, entry: BundleEntry, read: (database: ForeignDatabase) => Promise<Result>): Promise<Result> {
    const file = await this.newFile();
    try {
      const recover = await this.copyWhole(bundle, entry, file);
      const database = openForeign(file, recover);
      try {
        return await read(database);
      } finally {
        database.close();
      }
    } finally {
      await drop(file);
    }
  }

  /** Copies a database with what stands beside it; true when that may have to undo something. */
  private async copyWhole(bundle: Bundle, entry: BundleEntry, file: string): Promise<boolean> {
    const { path } = entry;
    if (path === null) return this.copyOnce(bundle, entry, file);
    for (let tried = 0; tried < TRIES; tried++) {
      if (tried > 0) await setTimeout(PAUSE_MS * tried, undefined, { signal: this.signal });
      const before = await stampOf(path);
      const recover = await this.copyOnce(bundle, entry, file);
      // What is only in the log is either whole there or not there; what was half moved over from it shows in the file's times.
      if ((await stampOf(path)) === before) return recover;
      await drop(file);
    }
    if (!existsSync(`${path}-wal`) || !existsSync(`${path}-shm`)) {
      throw new ReadError(
        'database-locked',
        'Another program writes to this database all the time; close that program and import again.',
      );
    }
    await backupForeign(path, file);
    return false;
  }

  private async copyOnce(bundle: Bundle, entry: BundleEntry, file: string): Promise<boolean> {
    const others = besides(bundle, entry);
    await this.copy(entry.open(), file);
    let recover = false;
    for (const [suffix, chunks] of others) {
      try {
        await this.copy(chunks(), file + suffix);
        recover ||= suffix === '-journal';
      } catch (error) {
        // Gone in between: the other program has just finished, and the times say whether the file is as it was.
        if (!(isFileError(error) && error.code === 'ENOENT')) throw error;
      }
    }
    return recover;
  }

  private async copy(
    chunks: AsyncIterable<Uint8Array>,
    file: string,
    { most = Infinity, size = 0 }: { readonly most?: number; readonly size?: number } = {},
  ): Promise<void> {
    const target = await open(file, 'w');
    try {
      let written = 0;
      for await (const chunk of chunks) {
        this.signal.throwIfAborted();
        await target.writeFile(chunk);
        written += chunk.length;
        if (written >= most) break;
      }
      if (written < size) await target.truncate(size);
    } catch (error) {
      if (!isRefused(error)) throw error;
      throw new ReadError('no-room', 'There is no room on the disk of the archive for the copy that this database is read from.');
    } finally {
      await target.close();
    }
  }

  private async newFile(): Promise<string> {
    await mkdir(this.scratch, { recursive: true });
    return join(this.scratch, `${randomUUID()}.db`);
  }
}

async function unlessBroken<Result>(look: () => Promise<Result>): Promise<Result | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof ForeignError || error instanceof ReadError || isFileError(error)) return null;
    throw error;
  }
}

/** What has to be copied with a database: by the suffix of its name. */
function besides(bundle: Bundle, entry: BundleEntry): ReadonlyMap<string, () => AsyncIterable<Uint8Array>> {
  const found = new Map<string, () => AsyncIterable<Uint8Array>>();
  for (const suffix of ['-wal', '-journal']) {
    const { path } = entry;
    if (path !== null) {
      if (existsSync(path + suffix)) found.set(suffix, () => fileChunks(path + suffix));
      continue;
    }
    const other = bundle.entries.get(entry.name + suffix);
    if (other !== undefined && other.size > 0) found.set(suffix, other.open);
  }
  return found;
}

async function stampOf(path: string): Promise<string> {
  const stamps = [path, `${path}-journal`].map(async (file) => {
    try {
      const { size, mtimeNs, ino } = await stat(file, { bigint: true });
      return `${size} ${mtimeNs} ${ino}`;
    } catch (error) {
      if (isFileError(error) && error.code === 'ENOENT') return 'none';
      throw error;
    }
  });
  return (await Promise.all(stamps)).join(', ');
}

async function drop(file: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(file + suffix, { force: true });
}
