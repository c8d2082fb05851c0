import { createWriteStream } from 'node:fs';
import { mkdir, rm, stat } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isRefused } from '../../archive/faults.ts';
import { EntryList, limits, ReadError, type Budget, type Bundle, type BundleEntry } from './bundle.ts';
import { allOf, bufferSource, fileSource } from './bytes.ts';
import { fileEntry, openFolder, reasonOf } from './folder.ts';
import { endsAsZip, isZip, openZip } from './zip.ts';

/** A zip inside a zip is unpacked in memory up to this size, else into the scratch folder. */
const IN_MEMORY = 32 * 1024 ** 2;

/** Opens what the person gave: a zip (whatever it is called), a folder, a file. Throws `ReadError`. */
export async function openInput(path: string, budget: Budget): Promise<Bundle> {
  let folder: boolean;
  try {
    const found = await stat(path);
    folder = found.isDirectory();
    if (!folder && !found.isFile()) throw new ReadError('not-a-file', 'This is neither a file nor a folder.');
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError('unreadable', `This cannot be read: ${reasonOf(error)}.`);
  }
  if (folder) return openFolder(path, '');
  try {
    const source = await fileSource(path);
    try {
      if (isZip(await source.read(0, 4)) || (/\.zip$/i.test(path) && (await endsAsZip(source))))
        return await openZip(source, '', budget);
    } catch (error) {
      await source.close();
      throw error;
    }
    await source.close();
    const entry = fileEntry(path, basename(path).normalize('NFC'));
    return { kind: 'file', prefix: '', entries: new EntryList([entry]), problems: [], close: () => Promise.resolve() };
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError('unreadable', `This cannot be read: ${reasonOf(error)}.`);
  }
}

/** True for entries that are zips to be opened: by name, because uploads of the person are not meant. */
export function isNestedZip(entry: BundleEntry): boolean {
  const base = entry.name.slice(entry.name.lastIndexOf('/') + 1).toLowerCase();
  return base.endsWith('.zip') && !/^file[-_]/.test(base);
}

/** Opens a zip inside a folder or zip. `scratch`: a folder of ours for what is too large for memory. Throws `ReadError`. */
export async function openNested(outer: Bundle, entry: BundleEntry, scratch: string, budget: Budget): Promise<Bundle> {
  const prefix = `${outer.prefix}${entry.name}/`;
  if (entry.path !== null) {
    const source = await fileSource(entry.path);
    return closing(openZip(source, prefix, budget), async () => source.close());
  }
  if (entry.size <= IN_MEMORY) return openZip(bufferSource(await allOf(entry.open(), IN_MEMORY)), prefix, budget);
  await mkdir(scratch, { recursive: true });
  const file = join(scratch, `${randomUUID()}.zip`);
  const drop = async (): Promise<void> => rm(file, { force: true });
  try {
    await pipeline(Readable.from(entry.open()), createWriteStream(file));
    const source = await fileSource(file);
    const bundle = await closing(openZip(source, prefix, budget), async () => source.close());
    return {
      ...bundle,
      close: async () => {
        await bundle.close();
        await drop();
      },
    };
  } catch (error) {
    await drop();
    if (!isRefused(error)) throw error;
    throw new ReadError(
      'no-room',
      'There is no room on the disk of the archive to unpack this zip; unpack it yourself and import the folder.',
    );
  }
}

async function closing(bundle: Promise<Bundle>, close: () => Promise<void>): Promise<Bundle> {
  try {
    return await bundle;
  } catch (error) {
    await close();
    throw error;
  }
}

/** What a file is that we do not read, by how it begins (decoded as UTF-8, however wrongly); null when that says nothing. */
export function foreignKind(head: string): string | null {
  if (head.startsWith('7z\uFFFD')) return 'a 7z archive; unpack it and import the folder';
  if (head.startsWith('Rar!')) return 'a rar archive; unpack it and import the folder';
  if (head.startsWith('\x1F\uFFFD\b')) return 'a gzip archive; unpack it and import the folder';
  if (head.startsWith('%PDF')) return 'a PDF document';
  if (head.startsWith('\uFFFDPNG') || head.startsWith('\uFFFD\uFFFD\uFFFD\uFFFD') || head.startsWith('GIF8')) return 'a picture';
  return null;
}

export function newBudget(): Budget {
  return { left: limits.unpacked };
}
