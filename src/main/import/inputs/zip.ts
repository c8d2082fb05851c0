import { fromRandomAccessReaderPromise, RandomAccessReader, type Entry as ZipEntry, type ZipFile } from 'yauzl';
import { isJunk, limits, ReadError, type Budget, type Bundle, type BundleProblem } from './bundle.ts';
import type { ByteSource } from './bytes.ts';
import { ZipDirectory } from './zip-directory.ts';
import { isFolder, memberName, messageOf, refusalOf } from './zip-member.ts';
import { salvage } from './zip-salvage.ts';

/** True for the first bytes of a zip, an empty one included. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));
}

/**
 * Opens a zip by its table of contents; where that is missing or broken, by what stands before each member. Members are unpacked as they
 * are read, checked against their CRC-32, and counted against the budget. Closes the source with the bundle. Throws `ReadError` when
 * nothing can be found.
 */
export async function openZip(source: ByteSource, prefix: string, budget: Budget): Promise<Bundle> {
  let found: Found;
  let cut = false;
  try {
    found = await listed(source, prefix, budget, await findDirectory(source));
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    found = await salvaged(source, prefix, budget, error);
    cut = true;
  }
  return { kind: 'zip', prefix, ...found, cut, close: async () => source.close() };
}

interface Found {
  readonly entries: ZipDirectory;
  readonly problems: readonly BundleProblem[];
}

/** The members by the table of contents. */
async function listed(source: ByteSource, prefix: string, budget: Budget, place: Directory): Promise<Found> {
  const zip = await openDirectory(source, place);
  const problems: BundleProblem[] = [];
  const entries = new ZipDirectory(source, budget, false);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entries.added >= limits.entries) {
        problems.push(tooMany(prefix));
        break;
      }
      const { fileNameRaw, generalPurposeBitFlag, extraFields, compressionMethod } = entry;
      const name = memberName(fileNameRaw, generalPurposeBitFlag, extraFields);
      if (name === '' || isFolder(fileNameRaw, entry.uncompressedSize) || isJunk(name)) continue;
      if (isSymlink(entry)) {
        problems.push({ code: 'symlink', message: 'A symbolic link is not followed.', where: prefix + name });
        continue;
      }
      const refusal = refusalOf(generalPurposeBitFlag, compressionMethod);
      if (refusal !== null) {
        problems.push({ code: 'unreadable-member', message: refusal, where: prefix + name });
        continue;
      }
      entries.add({
        name,
        method: compressionMethod,
        packedSize: entry.compressedSize,
        size: entry.uncompressedSize,
        crc: entry.crc32,
        at: entry.relativeOffsetOfLocalHeader + place.shift,
      });
    }
  } catch (error) {
    problems.push({
      code: 'zip-damaged',
      message: `The zip's table of contents is damaged (${messageOf(error)}); what could be listed was read.`,
      where: prefix,
    });
  }
  for (const name of entries.settle()) {
    problems.push({
      code: 'overlapping-member',
      message: 'This member overlaps another one, as in a zip bomb; it was not read.',
      where: prefix + name,
    });
  }
  return { entries, problems };
}

/** The members by what stands before each of them. Throws `because` when there are none. */
async function salvaged(source: ByteSource, prefix: string, budget: Budget, because: ReadError): Promise<Found> {
  const entries = new ZipDirectory(source, budget, true);
  const problems = await salvage(source, prefix, budget, entries);
  if (entries.added === 0) throw because;
  entries.settle();
  const count = entries.added === 1 ? 'One file' : `${entries.added.toLocaleString('en')} files`;
  const message = `${because.message} ${count} in it could be found without it; what of them is whole was read.`;
  return { entries, problems: [{ code: because.code, message, where: prefix }, ...problems] };
}

function tooMany(prefix: string): BundleProblem {
  return {
    code: 'too-many-entries',
    message: `The zip has more than ${limits.entries.toLocaleString('en')} members; the rest was not read.`,
    where: prefix,
  };
}

/** True when a zip ends here, whatever stands before it. */
export async function endsAsZip(source: ByteSource): Promise<boolean> {
  try {
    await findDirectory(source);
    return true;
  } catch (error) {
    if (error instanceof ReadError) return false;
    throw error;
  }
}

interface Directory {
  /** Bytes before the zip proper (a self-extracting stub, a mail header). */
  readonly shift: number;
  /** End of the zip proper; what follows does not belong to it. */
  readonly end: number;
}

const END_RECORD = 22;
/** The comment ends within 64 KB; some servers append more. */
const SEARCH = 1024 * 1024;

/** Looks for the end record from behind, so that bytes before and after the zip do no harm. */
async function findDirectory(source: ByteSource): Promise<Directory> {
  const from = Math.max(0, source.size - SEARCH);
  const tail = Buffer.from(await source.read(from, source.size - from));
  for (
    let at = tail.lastIndexOf('PK\x05\x06', undefined, 'latin1');
    at !== -1;
    at = at === 0 ? -1 : tail.lastIndexOf('PK\x05\x06', at - 1, 'latin1')
  ) {
    if (at + END_RECORD > tail.length) continue;
    const end = from + at + END_RECORD + tail.readUInt16LE(at + 20);
    if (end > source.size) continue;
    const size = tail.readUInt32LE(at + 12);
    const offset = tail.readUInt32LE(at + 16);
    const shift = zip64Shift(tail, at, from) ?? from + at - size - offset;
    if (shift < 0) continue;
    // A zip whose end is missing may end with a member that is a zip.
    if (shift > 0 && isZip(await source.read(0, 4))) break;
    return { shift, end };
  }
  if (source.size >= 4 && !isZip(await source.read(0, 4)))
    throw new ReadError(
      'not-a-zip',
      'This is not a zip, although it is called one. Perhaps something else was saved in its place.',
    );
  throw new ReadError(
    'zip-truncated',
    'The zip is cut short: its table of contents, which comes last, is missing. The download did not finish; download it again.',
  );
}

/** What stands before a zip64: where its end record is, less where it should be. Null: it is none. */
function zip64Shift(tail: Buffer, at: number, from: number): number | null {
  const locator = at - 20;
  if (locator < 0 || tail.readUInt32LE(locator) !== 0x07064b50) return null;
  const record = locator - 56;
  // Its size is only known from itself; that of no extensions is the one that is written.
  if (record < 0 || tail.readUInt32LE(record) !== 0x06064b50) return 0;
  return from + record - Number(tail.readBigUInt64LE(locator + 8));
}

async function openDirectory(source: ByteSource, place: Directory): Promise<ZipFile> {
  try {
    return await fromRandomAccessReaderPromise(new WindowReader(source, place.shift), place.end - place.shift, {
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: false,
    });
  } catch (error) {
    throw new ReadError('zip-damaged', `The zip's table of contents cannot be read (${messageOf(error)}). Download it again.`);
  }
}

/** Bytes of a table that are read at once. */
const WINDOW = 64 * 1024;

/** What yauzl reads tables through; members' bytes are read from the source directly. */
class WindowReader extends RandomAccessReader {
  private readonly source: ByteSource;
  private readonly shift: number;
  /** What was read last: entries of the table are asked for one by one, in two pieces each. */
  private window: Uint8Array = new Uint8Array(0);
  private from = 0;

  constructor(source: ByteSource, shift: number) {
    super();
    this.source = source;
    this.shift = shift;
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null) => void): void {
    void this.fill(buffer.subarray(offset, offset + length), position, callback);
  }

  private async fill(target: Buffer, position: number, callback: (error: Error | null) => void): Promise<void> {
    let error: Error | null = null;
    try {
      if (position < this.from || position + target.length > this.from + this.window.length) {
        this.window = await this.source.read(position + this.shift, Math.max(WINDOW, target.length));
        this.from = position;
      }
      const bytes = this.window.subarray(position - this.from, position - this.from + target.length);
      target.set(bytes);
      if (bytes.length < target.length) error = new Error('unexpected end of the file');
    } catch (thrown) {
      error = thrown instanceof Error ? thrown : new Error(String(thrown));
    }
    callback(error);
  }

  override close(callback: (error: Error | null) => void): void {
    callback(null);
  }
}

function isSymlink(entry: ZipEntry): boolean {
  const unix = entry.versionMadeBy >>> 8 === 3;
  return unix && ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}
