import { createInflateRaw, crc32 } from 'node:zlib';
import { parseExtraFields } from 'yauzl';
import { isJunk, limits, type Budget, type BundleProblem } from './bundle.ts';
import { CHUNK, chunksOf, type ByteSource } from './bytes.ts';
import { through } from './packed.ts';
import type { ZipDirectory } from './zip-directory.ts';
import { isBomb, isFolder, memberName, refusalOf } from './zip-member.ts';

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const DESCRIPTOR = 0x08074b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;

/** How far a member goes, found out by reading it. */
interface Extent {
  readonly packedSize: number;
  readonly size: number;
  readonly crc: number;
  /** Where the next header stands; null: the zip ends inside this member. */
  readonly next: number | null;
}

/**
 * Finds the members of a zip without its table of contents: each has a header before it. Where that does not say how long the member is
 * (a zip that was written as it was sent), it is unpacked to find out, against the budget. The last one may be cut off.
 *
 * @param entries takes what is found
 */
export async function salvage(
  source: ByteSource,
  prefix: string,
  budget: Budget,
  entries: ZipDirectory,
): Promise<readonly BundleProblem[]> {
  const problems: BundleProblem[] = [];
  let at = 0;
  while (entries.added < limits.entries) {
    const passed = await afterDirectory(source, at);
    if (passed > at) {
      at = passed;
      continue;
    }
    const head = Buffer.from(await source.read(at, 30));
    if (head.length < 30 || head.readUInt32LE(0) !== LOCAL) break;
    const flags = head.readUInt16LE(6);
    const method = head.readUInt16LE(8);
    const nameLength = head.readUInt16LE(26);
    const rest = Buffer.from(await source.read(at + 30, nameLength + head.readUInt16LE(28)));
    const raw = rest.subarray(0, nameLength);
    const start = at + 30 + nameLength + head.readUInt16LE(28);
    if (start > source.size) break;
    const extra = extraFieldsOf(rest.subarray(nameLength));
    const name = memberName(raw, flags, extra);
    const stated = statedExtent(head, extra, start);
    const extent =
      (flags & 8) === 0 || stated.packedSize > 0
        ? stated
        : method === 8
          ? await inflatedExtent(source, start, budget)
          : await describedExtent(source, start);
    if (extent === null) {
      problems.push({
        code: 'zip-bomb',
        message: `This member of the zip unpacks to more than ${limits.ratio} times its size, as in a zip bomb; nothing after it was looked for.`,
        where: prefix + name,
      });
      break;
    }
    const whole = extent.next !== null && extent.next <= source.size;
    const refusal = refusalOf(flags, method);
    if (name !== '' && !isFolder(raw, extent.size) && !isJunk(name)) {
      if (refusal !== null) problems.push({ code: 'unreadable-member', message: refusal, where: prefix + name });
      else {
        const packedSize = whole ? extent.packedSize : source.size - start;
        const { size, crc } = extent;
        entries.add({ name, method, packedSize, size, crc, at: start });
      }
    }
    if (!whole || extent.next === null) break;
    at = extent.next;
  }
  return problems;
}

/** The place after what ends a zip, when that stands here: two zips may stand one after the other. */
async function afterDirectory(source: ByteSource, at: number): Promise<number> {
  const head = Buffer.from(await source.read(at, 46));
  if (head.length < 20) return at;
  switch (head.readUInt32LE(0)) {
    case CENTRAL:
      return head.length < 46 ? at : at + 46 + head.readUInt16LE(28) + head.readUInt16LE(30) + head.readUInt16LE(32);
    case END:
      return head.length < 22 ? at : at + 22 + head.readUInt16LE(20);
    case END64:
      return at + 12 + Number(head.readBigUInt64LE(4));
    case LOCATOR64:
      return at + 20;
    default:
      return at;
  }
}

function extraFieldsOf(raw: Buffer): ReturnType<typeof parseExtraFields> {
  try {
    return parseExtraFields(raw);
  } catch {
    return [];
  }
}

/** As the header says; of a zip64 in a field of its own. */
function statedExtent(head: Buffer, extra: ReturnType<typeof parseExtraFields>, start: number): Extent {
  let packedSize = head.readUInt32LE(18);
  let size = head.readUInt32LE(22);
  const wide = extra.find(({ id, data }) => id === 1 && data.length >= 16)?.data;
  if (wide !== undefined && (packedSize === 0xffffffff || size === 0xffffffff)) {
    size = Number(wide.readBigUInt64LE(0));
    packedSize = Number(wide.readBigUInt64LE(8));
  }
  return { packedSize, size, crc: head.readUInt32LE(14), next: start + packedSize };
}

/** A deflated member says itself where it ends. Null: it is a bomb. */
async function inflatedExtent(source: ByteSource, start: number, budget: Budget): Promise<Extent | null> {
  const inflate = createInflateRaw({ chunkSize: CHUNK });
  let size = 0;
  let crc = 0;
  try {
    for await (const chunk of through(chunksOf(source, start, source.size), inflate)) {
      size += chunk.length;
      budget.left -= chunk.length;
      if (budget.left < 0 || isBomb(size, inflate.bytesWritten)) return null;
      crc = crc32(chunk, crc);
    }
  } catch {
    // Cut off or damaged: read again, it gives what came until there.
    return { packedSize: 0, size: size + 1, crc, next: null };
  }
  const packedSize = inflate.bytesWritten;
  const after = Buffer.from(await source.read(start + packedSize, 28));
  return { packedSize, size, crc, next: start + packedSize + descriptorLength(after) };
}

/** What follows a member whose header did not say its size, with and without a signature, of a zip and of a zip64. */
function descriptorLength(after: Buffer): number {
  for (const length of [16, 24, 12, 20]) {
    if (after.length < length + 4) continue;
    const next = after.readUInt32LE(length);
    if (next === LOCAL || next === CENTRAL) return length;
  }
  return after.length >= 4 && after.readUInt32LE(0) === DESCRIPTOR ? 16 : 12;
}

/** Bytes of a descriptor of a zip64, with its signature. */
const WIDEST = 24;

/** A stored member ends where a descriptor stands that says just this length. */
async function describedExtent(source: ByteSource, start: number): Promise<Extent> {
  let held = Buffer.alloc(0);
  let from = start;
  for (let at = start; at < source.size; at += CHUNK) {
    held = Buffer.concat([held, await source.read(at, Math.min(CHUNK, source.size - at))]);
    const last = at + CHUNK >= source.size;
    const until = last ? held.length - 16 : held.length - WIDEST;
    for (let found = signature(held, 0); found !== -1 && found <= until; found = signature(held, found + 1)) {
      const size = from + found - start;
      if (held.readUInt32LE(found + 8) !== size % 2 ** 32) continue;
      const wide =
        found + WIDEST <= held.length &&
        Number(held.readBigUInt64LE(found + 8)) === size &&
        held.readUInt32LE(found + 16) === size % 2 ** 32;
      return { packedSize: size, size, crc: held.readUInt32LE(found + 4), next: start + size + (wide ? WIDEST : 16) };
    }
    from += Math.max(0, held.length - WIDEST);
    held = held.subarray(-WIDEST);
  }
  return { packedSize: 0, size: source.size - start + 1, crc: 0, next: null };
}

function signature(bytes: Buffer, from: number): number {
  return bytes.indexOf('PK\x07\x08', from, 'latin1');
}
