import { createInflateRaw, crc32, createZstdDecompress } from 'node:zlib';
import { getFileNameLowLevel, type ExtraField } from 'yauzl';
import { limits, ReadError, safeName, type Budget } from './bundle.ts';
import { CHUNK, chunksOf, type ByteSource } from './bytes.ts';
import { through } from './packed.ts';

/** A member of a zip, as its headers describe it. */
export interface Member {
  /** 0 stored, 8 deflated, 93 Zstandard. */
  readonly method: number;
  readonly packedSize: number;
  readonly size: number;
  readonly crc: number;
  /** Where its bytes begin. */
  readonly start: () => Promise<number>;
}

/** The bytes of a member, counted against what it says and against the budget, and checked against its CRC-32. */
export async function* unpackMember(source: ByteSource, member: Member, budget: Budget): AsyncGenerator<Uint8Array> {
  let from: number;
  try {
    from = await member.start();
  } catch (error) {
    throw new ReadError('member-damaged', `This member of the zip cannot be found (${messageOf(error)}).`);
  }
  const packed = chunksOf(source, from, from + member.packedSize);
  const chunks =
    member.method === 0
      ? packed
      : through(
          packed,
          member.method === 93 ? createZstdDecompress({ chunkSize: CHUNK }) : createInflateRaw({ chunkSize: CHUNK }),
        );
  let length = 0;
  let checksum = 0;
  try {
    for await (const chunk of chunks) {
      length += chunk.length;
      budget.left -= chunk.length;
      if (length > member.size)
        throw new ReadError(
          'member-lies',
          'This member of the zip unpacks to more than it says, as in a zip bomb; reading stopped there.',
        );
      if (isBomb(length, member.packedSize)) {
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
  if (length < member.size) throw new ReadError('member-damaged', 'This member of the zip is cut short; what is there was read.');
  if (checksum >>> 0 !== member.crc >>> 0)
    throw new ReadError(
      'member-damaged',
      'This member of the zip is damaged (its checksum does not match); it was read as it is.',
    );
}

/** More came out of so many packed bytes than any export gives. */
export function isBomb(unpacked: number, packed: number): boolean {
  return unpacked > limits.ratioFrom && unpacked > packed * limits.ratio;
}

const unicodePathField = 0x7075;

/** The name: UTF-8 where the flag or the Info-ZIP field says so or where it is valid UTF-8, else CP437. */
export function memberName(raw: Buffer, flags: number, extraFields: ExtraField[]): string {
  const marked = (flags & 0x800) !== 0 || extraFields.some((field) => field.id === unicodePathField);
  if (!marked) {
    try {
      return safeName(new TextDecoder('utf-8', { fatal: true }).decode(raw));
    } catch {
      // Not UTF-8: as the specification says.
    }
  }
  return safeName(getFileNameLowLevel(flags, raw, extraFields, false));
}

/** Why a member cannot be read, in a sentence; null when it can. */
export function refusalOf(flags: number, method: number): string | null {
  if ((flags & 1) !== 0)
    return 'This member of the zip is encrypted with a password; unpack the zip yourself and import the folder.';
  if (![0, 8, 93].includes(method)) {
    return `This member of the zip is packed in a way that is not supported (method ${method}); unpack the zip yourself and import the folder.`;
  }
  return null;
}

/** A member whose name is that of a folder. */
export function isFolder(name: Uint8Array, size: number): boolean {
  const last = name.at(-1);
  return last === 0x2f || (last === 0x5c && size === 0);
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
