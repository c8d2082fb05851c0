import { pipeline, Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { CHUNK } from './bytes.ts';

/** How a single file is packed, by its name; null: not at all. Archives of several files (`.tgz`) are not meant. */
export function packingOf(name: string): 'zstd' | 'gzip' | null {
  if (/\.(json|jsonl|ndjson|html?)\.zst$/i.test(name)) return 'zstd';
  if (/\.(json|jsonl|ndjson|html?)\.gz$/i.test(name)) return 'gzip';
  return null;
}

/** Unpacks a stream. */
export function unpack(chunks: AsyncIterable<Uint8Array>, packing: 'zstd' | 'gzip'): AsyncIterable<Uint8Array> {
  return through(chunks, packing === 'zstd' ? createZstdDecompress({ chunkSize: CHUNK }) : createGunzip({ chunkSize: CHUNK }));
}

/** A stream led through a transform; leaving the loop early closes both. */
export async function* through(chunks: AsyncIterable<Uint8Array>, transform: Transform): AsyncGenerator<Uint8Array> {
  // Errors reach the loop below because `pipeline` destroys the transform with them.
  pipeline(Readable.from(chunks), transform, () => undefined);
  for await (const chunk of transform) if (chunk instanceof Uint8Array) yield chunk;
}
