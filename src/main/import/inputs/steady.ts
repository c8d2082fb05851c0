import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { limits, type BundleEntry } from './bundle.ts';
import { CHUNK } from './bytes.ts';
import { FileShrunk, stampFrom } from './folder.ts';
import { packingOf, unpack } from './packed.ts';

/** A file as it was when it was hashed. */
export interface Hashed {
  /** Bytes that were hashed. */
  readonly size: number;
  /** See `BundleEntry.stamp`. */
  readonly stamp: string | null;
  readonly fingerprint: string;
}

/** The entry, opened so that reading it to its end throws where the bytes are not those that were hashed. */
export function steadyEntry(entry: BundleEntry, path: string, hashed: Hashed): BundleEntry {
  const packing = packingOf(entry.name);
  const raw = (): AsyncIterable<Uint8Array> => steadyChunks(path, hashed);
  return { ...entry, open: packing === null ? raw : () => unpack(raw(), packing, { left: limits.unpacked }) };
}

/** As many bytes of a file as were hashed. What comes after them is read another time; what was written over them is an error at the end. */
async function* steadyChunks(path: string, hashed: Hashed): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    let read = 0;
    for await (const chunk of chunksOf(file, hashed.size)) {
      read += chunk.length;
      yield chunk;
    }
    if (read < hashed.size) throw new FileShrunk();
    // A file that is renamed or replaced is still read as it was: what was opened counts, not what bears its name now.
    const stamp = stampFrom(await file.stat({ bigint: true }));
    if ((stamp === null || stamp !== hashed.stamp) && (await hashOf(file, hashed.size)) !== hashed.fingerprint)
      throw new FileChanged();
  } finally {
    await file.close();
  }
}

async function* chunksOf(file: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < size;) {
    const wanted = Math.min(CHUNK, size - at);
    const { bytesRead, buffer } = await file.read(new Uint8Array(wanted), 0, wanted, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield bytesRead === wanted ? buffer : buffer.subarray(0, bytesRead);
  }
}

async function hashOf(file: FileHandle, size: number): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of chunksOf(file, size)) digest.update(chunk);
  return digest.digest('hex');
}

/** As the file system's own errors, so that the file is read again another time. */
class FileChanged extends Error {
  readonly code = 'CHANGED';
  readonly syscall = 'read';

  constructor() {
    super('another program changed it while it was read; the next import reads it again');
    this.name = 'FileChanged';
  }
}
