/**
 * Buffers that records travel in: shared with the parser threads, so nothing is copied and the bytes are still there when a thread dies
 * over them, and used again, so that no collector has to keep up with the input.
 */
export class Buffers {
  private readonly free: Uint8Array[] = [];
  /** Bytes of a buffer; what needs more gets one of its own. */
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  /** A buffer of at least `bytes`; what is in it is undefined. */
  take(bytes: number): Uint8Array {
    if (bytes <= this.size) return this.free.pop() ?? new Uint8Array(new SharedArrayBuffer(this.size));
    return new Uint8Array(new SharedArrayBuffer(bytes));
  }

  /** Any view of a buffer that is not needed any more. */
  give(view: Uint8Array): void {
    if (view.buffer instanceof SharedArrayBuffer && view.buffer.byteLength === this.size)
      this.free.push(new Uint8Array(view.buffer));
  }
}
