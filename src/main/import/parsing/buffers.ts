/**
 * Buffers that records travel in: shared with the parser threads, so nothing is copied and the bytes are still there when a thread dies
 * over them, and used again, so that no collector has to keep up with the input.
 */
export class Buffers {
  /** Free ones, by their size: `size` times a power of two. */
  private readonly free = new Map<number, Uint8Array[]>();
  /** Bytes of a usual buffer. */
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  /** A buffer of at least `bytes`; what is in it is undefined. */
  take(bytes: number): Uint8Array {
    let size = this.size;
    while (size < bytes) size *= 2;
    return this.free.get(size)?.pop() ?? new Uint8Array(new SharedArrayBuffer(size));
  }

  /** Any view of a buffer that is not needed any more. Large ones are let go. */
  give(view: Uint8Array): void {
    const size = view.buffer.byteLength;
    if (!(view.buffer instanceof SharedArrayBuffer) || size > this.size * KEPT) return;
    const held = this.free.get(size);
    if (held === undefined) this.free.set(size, [new Uint8Array(view.buffer)]);
    else held.push(new Uint8Array(view.buffer));
  }
}

/** Times the usual size. */
const KEPT = 8;
