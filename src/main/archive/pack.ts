import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { keptContext, type KeptContext } from './kept-context.ts';
import { placed } from './slab.ts';

/** Below this many bytes zstd level 1 packs nearly as well as level 2, and faster: see ADR 0001. */
const small = 32_768;
/** Up to this many bytes a context is kept between calls: making one costs as much as packing 10 KB. */
const mostKept = 131_072;

/** Contexts of this thread, made when they are needed first. Null: Node has none to be kept. */
let quick: KeptContext | null | undefined;
let close: KeptContext | null | undefined;

/** Compresses into bytes that may be moved between threads, see `slab.ts`. */
export function pack(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return placed(packShared(bytes) ?? packAlone(bytes));
}

/** What it returns is valid until the next call. */
function packShared(bytes: Uint8Array): Uint8Array | null {
  if (bytes.length > mostKept) return null;
  // A table of 8,192 places is enough for so little, and emptied faster than one of 16,384.
  if (bytes.length < small)
    quick ??= keptContext({ [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_hashLog]: 13 }, mostKept);
  else close ??= keptContext({ [constants.ZSTD_c_compressionLevel]: 2 }, mostKept);
  return (bytes.length < small ? quick : close)?.(bytes) ?? null;
}

function packAlone(bytes: Uint8Array): Uint8Array {
  const level = bytes.length < small ? 1 : 2;
  // With the size known in advance zstd takes tables of that size: a quarter faster for 10 KB.
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: level }, pledgedSrcSize: bytes.length });
}

/** @throws when the bytes are damaged */
export function unpack(packed: Uint8Array): Buffer {
  return zstdDecompressSync(packed);
}
