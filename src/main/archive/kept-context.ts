import { constants, createZstdCompress, zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Compresses into a frame of its own, as `zstdCompressSync` does. Valid until the next call; null: ask zlib itself this time. */
export type KeptContext = (bytes: Uint8Array) => Uint8Array | null;

/** What lies behind a stream of Node's zlib, see `lib/zlib.js`. */
interface Handle {
  readonly writeSync: (
    flush: number,
    from: Uint8Array,
    fromAt: number,
    fromLength: number,
    to: Uint8Array,
    toAt: number,
    toLength: number,
  ) => void;
}

/**
 * A zstd context that is used for one frame after the other. zlib's own calls make a context each: 25 µs, which is as much as packing
 * 10 KB takes. Node has no public way to keep one; so this asks the handle of a stream, and tries it on frames of three sizes before
 * anything is trusted to it.
 *
 * @param most bytes that are ever given to it
 * @returns null where this Node is built otherwise
 */
export function keptContext(params: Readonly<Record<number, number>>, most: number): KeptContext | null {
  try {
    const stream: unknown = createZstdCompress({ params });
    if (typeof stream !== 'object' || stream === null) return null;
    const handle: unknown = Reflect.get(stream, '_handle');
    const state: unknown = Reflect.get(stream, '_writeState');
    if (!isHandle(handle) || !(state instanceof Uint32Array) || state.length < 2) return null;
    // zstd writes into it without a copy between when the longest frame there can be has room: see ZSTD_compressBound.
    const room = Buffer.allocUnsafeSlow(most + (most >> 8) + 1024);
    let broken = false;
    const context: KeptContext = (bytes) => {
      if (broken) return null;
      handle.writeSync(constants.ZSTD_e_end, bytes, 0, bytes.length, room, 0, room.length);
      const [left = 0, unread = 0] = state;
      // All was read, and the frame ended before the room did. Else part of a frame is still in there.
      broken = unread !== 0 || left === 0 || left >= room.length;
      return broken ? null : room.subarray(0, room.length - left);
    };
    return isTrue(context, most) ? context : null;
  } catch {
    return null;
  }
}

function isTrue(context: KeptContext, most: number): boolean {
  return [0, 1000, most].every((length) => {
    const bytes = Buffer.alloc(length, 'one after the other, ');
    const packed = context(bytes);
    if (packed === null || !zstdDecompressSync(packed).equals(bytes)) return false;
    // Not larger than a frame of zlib's own by more than its head.
    return packed.length <= zstdCompressSync(bytes).length + 64;
  });
}

function isHandle(handle: unknown): handle is Handle {
  return typeof handle === 'object' && handle !== null && 'writeSync' in handle && typeof handle.writeSync === 'function';
}
