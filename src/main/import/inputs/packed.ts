import { pipeline, Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { limits, ReadError, type Budget } from './bundle.ts';
import { CHUNK } from './bytes.ts';

/** How a single file is packed, by its name; null: not at all. Archives of several files (`.tgz`) are not meant. */
export function packingOf(name: string): 'zstd' | 'gzip' | null {
  if (/\.(json|jsonl|ndjson|html?)\.zst$/i.test(name)) return 'zstd';
  if (/\.(json|jsonl|ndjson|html?)\.gz$/i.test(name)) return 'gzip';
  return null;
}

/** Unpacks a stream, counted against the budget. Throws `ReadError`. */
export async function* unpack(
  chunks: AsyncIterable<Uint8Array>,
  packing: 'zstd' | 'gzip',
  budget: Budget,
): AsyncGenerator<Uint8Array> {
  const unpacker = packing === 'zstd' ? createZstdDecompress({ chunkSize: CHUNK }) : createGunzip({ chunkSize: CHUNK });
  let length = 0;
  try {
    for await (const chunk of through(chunks, unpacker)) {
      length += chunk.length;
      budget.left -= chunk.length;
      if (length > limits.ratioFrom && length > unpacker.bytesWritten * limits.ratio)
        throw new ReadError(
          'zip-bomb',
          `This file unpacks to more than ${limits.ratio} times its size, as a bomb does; reading stopped there.`,
        );
      if (budget.left < 0) throw new ReadError('zip-bomb', 'This unpacks to more than 64 GB together; reading stopped there.');
      yield chunk;
    }
  } catch (error) {
    // Z_DATA_ERROR, Z_BUF_ERROR, ZSTD_error_…: what the unpacker says of its bytes. The disk's own errors are others' to tell.
    if (!(error instanceof Error && 'code' in error && /^Z(STD)?_/.test(String(error.code)))) throw error;
    throw new ReadError(
      'packed-damaged',
      `This file is damaged or cut short (${error.message}); what came before that was read.`,
    );
  }
}

/** A stream led through a transform; leaving the loop early closes both. */
export async function* through(chunks: AsyncIterable<Uint8Array>, transform: Transform): AsyncGenerator<Uint8Array> {
  // Errors reach the loop below because `pipeline` destroys the transform with them.
  pipeline(Readable.from(chunks), transform, () => undefined);
  for await (const chunk of transform) if (chunk instanceof Uint8Array) yield chunk;
}
