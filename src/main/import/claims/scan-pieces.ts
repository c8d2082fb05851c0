import type { ElementSink } from './scan.ts';

/** Finds the pieces of a stream of bytes that begin with a marker; what comes before the first is none. `begin` is told bytes. */
export class PieceScanner {
  /** Pieces have no end that could be missing. */
  readonly closed = true;
  private readonly sink: ElementSink;
  private readonly marker: Buffer;
  /** The end of what was pushed, which may be the beginning of a marker. */
  private rest = Buffer.alloc(0);
  /** Where `rest` begins, in bytes from the start of the stream. */
  private offset = 0;
  private begun = false;

  /** @param marker ASCII */
  constructor(marker: string, sink: ElementSink) {
    if (marker === '') throw new RangeError('a marker without characters');
    this.marker = Buffer.from(marker, 'latin1');
    this.sink = sink;
  }

  push(chunk: Uint8Array): void {
    const bytes =
      this.rest.length === 0
        ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
        : Buffer.concat([this.rest, chunk], this.rest.length + chunk.length);
    let from = 0;
    // What is behind the last marker.
    let after = 0;
    for (let at = bytes.indexOf(this.marker); at !== -1; at = bytes.indexOf(this.marker, after)) {
      this.pass(bytes, from, at);
      if (this.begun) this.sink.end(true);
      this.begun = true;
      this.sink.begin(this.offset + at);
      from = at;
      after = at + this.marker.length;
    }
    const to = Math.max(after, bytes.length - this.marker.length + 1);
    this.pass(bytes, from, to);
    this.offset += to;
    this.rest = Buffer.from(bytes.subarray(to));
  }

  /** No more bytes. */
  end(): void {
    this.pass(this.rest, 0, this.rest.length);
    if (this.begun) this.sink.end(true);
    this.begun = false;
    this.offset += this.rest.length;
    this.rest = Buffer.alloc(0);
  }

  private pass(bytes: Buffer, from: number, to: number): void {
    if (this.begun && to > from) this.sink.data(bytes.subarray(from, to));
  }
}
