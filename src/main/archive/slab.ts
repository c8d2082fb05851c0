/** Bytes of a slab. */
const slabBytes = 262_144;
/** Larger pieces have a buffer of their own. */
const largest = slabBytes / 4;

let slab = new ArrayBuffer(0);
let used = 0;

/**
 * A copy of the bytes that may be moved to another thread. Small pieces lie together in one buffer, so whoever moves one moves its
 * neighbours: everything that was made since the last move goes with it. A conversation has four pieces, and a buffer for each is work for
 * the collectors of both threads.
 */
export function placed(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (bytes.length > largest) return Uint8Array.from(bytes);
  const place = roomFor(bytes.length);
  place.set(bytes);
  return place;
}

/** The same for numbers, all 0. */
export function placedNumbers(count: number): Float64Array<ArrayBuffer> {
  if (count * Float64Array.BYTES_PER_ELEMENT > largest) return new Float64Array(count);
  const { buffer, byteOffset } = roomFor(count * Float64Array.BYTES_PER_ELEMENT);
  return new Float64Array(buffer, byteOffset, count);
}

function roomFor(bytes: number): Uint8Array<ArrayBuffer> {
  // A slab that was moved has no bytes any more.
  if (used + bytes > slab.byteLength) {
    slab = new ArrayBuffer(slabBytes);
    used = 0;
  }
  const place = new Uint8Array(slab, used, bytes);
  used = Math.ceil((used + bytes) / Float64Array.BYTES_PER_ELEMENT) * Float64Array.BYTES_PER_ELEMENT;
  return place;
}
