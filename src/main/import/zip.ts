import { createInflateRaw, crc32, createZstdDecompress } from 'node:zlib';
import {
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
  type Entry as ZipEntry,
  type ZipFile,
} from 'yauzl';
import {
  byNaturalName,
  isJunk,
  limits,
  ReadError,
  safeName,
  type Budget,
  type Bundle,
  type BundleEntry,
  type BundleProblem,
} from './bundle.ts';
import { CHUNK, chunksOf, type ByteSource } from './bytes.ts';
import { packingOf, through, unpack } from './packed.ts';

/** True for the first bytes of a zip, an empty one included. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));
}

/**
 * Opens a zip by its table of contents. Members are unpacked as they are read, checked against their CRC-32, and counted against the
 * budget. Closes the source with the bundle. Throws `ReadError` when the table of contents is missing or broken.
 */
export async function openZip(source: ByteSource, prefix: string, budget: Budget): Promise<Bundle> {
  const place = await findDirectory(source);
  const zip = await openDirectory(source, place);
  const problems: BundleProblem[] = [];
  const members: { readonly entry: ZipEntry; readonly name: string }[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      if (members.length >= limits.entries) {
        problems.push({
          code: 'too-many-entries',
          message: `The zip has more than ${limits.entries.toLocaleString('en')} members; the rest was not read.`,
          where: prefix,
        });
        break;
      }
      const name = nameOf(entry);
      if (name === '' || isFolder(entry) || isJunk(name)) continue;
      if (isSymlink(entry)) {
        problems.push({ code: 'symlink', message: 'A symbolic link is not followed.', where: prefix + name });
        continue;
      }
      const unreadable = unreadableReason(entry);
      if (unreadable !== null) {
        problems.push({ code: 'unreadable-member', message: unreadable, where: prefix + name });
        continue;
      }
      members.push({ entry, name });
    }
  } catch (error) {
    problems.push({
      code: 'zip-damaged',
      message: `The zip's table of contents is damaged (${messageOf(error)}); what could be listed was read.`,
      where: prefix,
    });
  }
  const overlapping = overlaps(members.map((member) => member.entry));
  const names = new Map<string, number>();
  const entries: BundleEntry[] = [];
  // From the end, because of two members with one name the later is the one that counts.
  for (const { entry, name } of members.toReversed()) {
    if (overlapping.has(entry)) {
      problems.push({
        code: 'overlapping-member',
        message: 'This member overlaps another one, as in a zip bomb; it was not read.',
        where: prefix + name,
      });
      continue;
    }
    const copies = (names.get(name) ?? 0) + 1;
    names.set(name, copies);
    const packing = packingOf(name);
    const raw = (): AsyncIterable<Uint8Array> => unpackMember(zip, source, place.shift, entry, budget);
    entries.push({
      name: copies === 1 ? name : `(${copies})/${name}`,
      size: entry.uncompressedSize,
      fingerprint: `zip:${(entry.crc32 >>> 0).toString(16).padStart(8, '0')}:${entry.uncompressedSize}:${name}`,
      path: null,
      open: packing === null ? raw : () => unpack(raw(), packing),
    });
  }
  return {
    kind: 'zip',
    prefix,
    entries: entries.toSorted(byNaturalName),
    problems,
    close: async () => {
      zip.close();
      await source.close();
    },
  };
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
    const zip64 = size === 0xffffffff || offset === 0xffffffff;
    const shift = zip64 ? 0 : from + at - size - offset;
    if (shift < 0) continue;
    return { shift, end };
  }
  throw new ReadError(
    'zip-truncated',
    'The zip is cut short: its table of contents, which comes last, is missing. The download did not finish; download it again.',
  );
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

/** What yauzl reads tables through; members' bytes are read from the source directly. */
class WindowReader extends RandomAccessReader {
  private readonly source: ByteSource;
  private readonly shift: number;

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
      const bytes = await this.source.read(position + this.shift, target.length);
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

async function* unpackMember(
  zip: ZipFile,
  source: ByteSource,
  shift: number,
  entry: ZipEntry,
  budget: Budget,
): AsyncGenerator<Uint8Array> {
  let from: number;
  try {
    const header = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    from = header.fileDataStart + shift;
  } catch (error) {
    throw new ReadError('member-damaged', `This member of the zip cannot be found (${messageOf(error)}).`);
  }
  const packed = chunksOf(source, from, from + entry.compressedSize);
  const chunks =
    entry.compressionMethod === 0
      ? packed
      : through(
          packed,
          entry.compressionMethod === 93 ? createZstdDecompress({ chunkSize: CHUNK }) : createInflateRaw({ chunkSize: CHUNK }),
        );
  let length = 0;
  let checksum = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      budget.left -= chunk.length;
      if (length > entry.uncompressedSize)
        throw new ReadError(
          'member-lies',
          'This member of the zip unpacks to more than it says, as in a zip bomb; reading stopped there.',
        );
      if (length > limits.ratioFrom && length > entry.compressedSize * limits.ratio) {
        throw new ReadError(
          'zip-bomb',
          `This member of the zip unpacks to more than ${limits.ratio} times its size, as in a zip bomb; reading stopped there.`,
        );
      }
      if (budget.left < 0) throw new ReadError('zip-bomb', 'The zips unpack to more than 64 GB together; reading stopped there.');
      checksum = crc32(chunk, checksum);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof ReadError) throw error;
    throw new ReadError(
      'member-damaged',
      `This member of the zip is damaged (${messageOf(error)}); what came before the damage was read.`,
    );
  }
  if (length < entry.uncompressedSize)
    throw new ReadError('member-damaged', 'This member of the zip is cut short; what is there was read.');
  if (checksum >>> 0 !== entry.crc32 >>> 0)
    throw new ReadError(
      'member-damaged',
      'This member of the zip is damaged (its checksum does not match); it was read as it is.',
    );
}

const unicodePathField = 0x7075;

/** The name: UTF-8 where the flag or the Info-ZIP field says so or where it is valid UTF-8, else CP437. */
function nameOf(entry: ZipEntry): string {
  const marked = (entry.generalPurposeBitFlag & 0x800) !== 0 || entry.extraFields.some((field) => field.id === unicodePathField);
  if (!marked) {
    try {
      return safeName(new TextDecoder('utf-8', { fatal: true }).decode(entry.fileNameRaw));
    } catch {
      // Not UTF-8: as the specification says.
    }
  }
  return safeName(getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false));
}

function isFolder(entry: ZipEntry): boolean {
  const last = entry.fileNameRaw.at(-1);
  return last === 0x2f || (last === 0x5c && entry.uncompressedSize === 0);
}

function isSymlink(entry: ZipEntry): boolean {
  const unix = entry.versionMadeBy >>> 8 === 3;
  return unix && ((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000;
}

function unreadableReason(entry: ZipEntry): string | null {
  if (entry.isEncrypted())
    return 'This member of the zip is encrypted with a password; unpack the zip yourself and import the folder.';
  if (![0, 8, 93].includes(entry.compressionMethod)) {
    return `This member of the zip is packed in a way that is not supported (method ${entry.compressionMethod}); unpack the zip yourself and import the folder.`;
  }
  return null;
}

/** Members whose bytes are also another member's: what remains after the first of each overlapping group. */
function overlaps(entries: readonly ZipEntry[]): ReadonlySet<ZipEntry> {
  const found = new Set<ZipEntry>();
  let end = -1;
  for (const entry of entries.toSorted((a, b) => a.relativeOffsetOfLocalHeader - b.relativeOffsetOfLocalHeader)) {
    if (entry.relativeOffsetOfLocalHeader < end) found.add(entry);
    else end = entry.relativeOffsetOfLocalHeader + 30 + entry.compressedSize;
  }
  return found;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
