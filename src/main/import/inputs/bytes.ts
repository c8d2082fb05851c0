import { open, type FileHandle } from 'node:fs/promises';

/** Bytes read by position: a file on disk, or a buffer in memory. */
export interface ByteSource {
  readonly size: number;
  /** Up to `length` bytes from `position`; fewer only at the end. */
  readonly read: (position: number, length: number) => Promise<Uint8Array>;
  readonly close: () => Promise<void>;
}

/** Bytes per read while streaming: large enough that calls do not count, small enough for many at once. */
export const CHUNK = 256 * 1024;

export async function fileSource(path: string): Promise<ByteSource> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return {
      size,
      read: async (position, length) => readAt(file, position, length),
      close: async () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === length ? bytes : bytes.subarray(0, filled);
}

export function bufferSource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    read: (position, length) => Promise.resolve(bytes.subarray(position, position + length)),
    close: () => Promise.resolve(),
  };
}

/** Bytes `from` … `to` (exclusive) of a source, in chunks. */
export async function* chunksOf(source: ByteSource, from: number, to: number): AsyncGenerator<Uint8Array> {
  for (let at = from; at < to; at += CHUNK) {
    const bytes = await source.read(at, Math.min(CHUNK, to - at));
    if (bytes.length === 0) return;
    yield bytes;
  }
}

/** All bytes of a stream as one buffer of its own. Throws `RangeError` past `limit`. */
export async function allOf(chunks: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limit) throw new RangeError(`more than ${limit} bytes`);
    pieces.push(chunk);
  }
  const only = pieces[0];
  if (pieces.length === 1 && only !== undefined && only.byteLength === only.buffer.byteLength) return only;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/**
 * The first bytes of a stream, at least `wanted` of them where there are so many. Where it breaks off after some, these, and what broke
 * it.
 */
export async function headOf(
  chunks: AsyncIterable<Uint8Array>,
  wanted: number,
): Promise<{ readonly bytes: Uint8Array; readonly all: boolean; readonly fault: Error | null }> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  let all = true;
  let fault: Error | null = null;
  try {
    for await (const chunk of chunks) {
      pieces.push(chunk);
      length += chunk.length;
      if (length >= wanted) {
        all = false;
        break;
      }
    }
  } catch (error) {
    if (length === 0 || !(error instanceof Error)) throw error;
    fault = error;
  }
  const only = pieces[0];
  return { bytes: pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces, length), all, fault };
}
