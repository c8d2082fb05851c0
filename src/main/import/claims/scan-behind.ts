import { ElementScanner, type ElementSink } from './scan.ts';

/** Finds the elements of the one JSON array behind a marker, as in a script of a page; what comes before and after it is passed over. */
export class BehindScanner {
  private readonly marker: Buffer;
  private readonly elements: ElementScanner;
  /** Bytes before what the scanner of elements was given. */
  private before = 0;
  /** The end of what was pushed, which may be the beginning of the marker; null once that was found. */
  private rest: Buffer | null = Buffer.alloc(0);

  /** @param marker ASCII */
  constructor(marker: string, sink: ElementSink) {
    if (marker === '') throw new RangeError('a marker without characters');
    this.marker = Buffer.from(marker, 'latin1');
    this.elements = new ElementScanner(
      null,
      { begin: (at) => sink.begin(this.before + at), data: (bytes) => sink.data(bytes), end: (whole) => sink.end(whole) },
      true,
    );
  }

  /** False when the array, or what should be before it, ended too early. Valid after `end`. */
  get closed(): boolean {
    return this.rest === null && this.elements.closed;
  }

  push(chunk: Uint8Array): void {
    if (this.rest === null) return this.elements.push(chunk);
    const bytes = Buffer.concat([this.rest, chunk]);
    const at = bytes.indexOf(this.marker);
    if (at === -1) {
      const kept = Math.min(bytes.length, this.marker.length - 1);
      this.before += bytes.length - kept;
      this.rest = bytes.subarray(bytes.length - kept);
      return;
    }
    const from = at + this.marker.length;
    this.before += from;
    this.rest = null;
    this.elements.push(bytes.subarray(from));
  }

  /** No more bytes. */
  end(): void {
    this.elements.end();
  }
}
