import type { Blob, BlobSink } from '../../archive/blobs.ts';
import type { Buffers } from './buffers.ts';
import type { ElementSink } from '../claims/scan.ts';
import { limits } from '../inputs/bundle.ts';

/** Records one after the other in one buffer. */
export interface Batch {
  readonly bytes: Uint8Array;
  readonly ends: readonly number[];
  /** Where each record stands in its entry: `byte 123`, `line 4`. */
  readonly places: readonly string[];
}

/** An element that cannot be a record. */
export interface BadElement {
  readonly reason: 'too-large' | 'cut-off';
  readonly place: string;
  readonly size: number;
  /** How it begins: all of it where there is no `blob`, and it is not too large. */
  readonly bytes: Uint8Array;
  /** All of it, where it is too large to be held. */
  readonly blob: Blob | null;
}

/** Bytes kept of the beginning of what is kept as a blob. */
const beginning = 1024 * 1024;

/** Collects the elements a scanner finds into batches. After each `push` of the scanner, `take` what is ready. */
export class Batcher implements ElementSink {
  private readonly wanted: number;
  private buffer: Uint8Array;
  private used = 0;
  private start = 0;
  private at = 0;
  private size = 0;
  private ends: number[] = [];
  private places: string[] = [];
  private ready: Batch[] = [];
  private bad: BadElement[] = [];

  private readonly buffers: Buffers;
  private readonly placeOf: (at: number) => string;
  private readonly spill: (() => BlobSink) | null;
  private sink: BlobSink | null = null;

  /**
   * A batch is as large as a buffer; a single element may be larger.
   *
   * @param placeOf what the scanner tells of where an element begins, in words
   * @param spill where the bytes of an element go that is too large; null: only its beginning is kept
   */
  constructor(buffers: Buffers, placeOf: (at: number) => string, spill: (() => BlobSink) | null = null) {
    this.buffers = buffers;
    this.spill = spill;
    this.placeOf = placeOf;
    this.wanted = buffers.size;
    this.buffer = buffers.take(this.wanted);
  }

  readonly begin = (at: number): void => {
    this.at = at;
    this.size = 0;
    this.start = this.used;
  };

  readonly data = (bytes: Uint8Array): void => {
    this.size += bytes.length;
    if (this.size > limits.element) {
      if (this.spill !== null) {
        if (this.sink === null) {
          this.sink = this.spill();
          this.sink.write(this.buffer.subarray(this.start, this.used));
        }
        this.sink.write(bytes);
        return;
      }
      const room = limits.element - (this.used - this.start);
      if (room > 0) this.append(bytes.subarray(0, room));
      return;
    }
    this.append(bytes);
  };

  readonly end = (whole: boolean): void => {
    if (!whole || this.size > limits.element) {
      this.bad.push({
        reason: whole ? 'too-large' : 'cut-off',
        place: this.placeOf(this.at),
        size: this.size,
        bytes: this.buffer.slice(this.start, this.sink === null ? this.used : Math.min(this.used, this.start + beginning)),
        blob: this.sink?.finish() ?? null,
      });
      this.sink = null;
      this.used = this.start;
      return;
    }
    this.ends.push(this.used);
    this.places.push(this.placeOf(this.at));
    if (this.used >= this.wanted) this.flush();
  };

  /** Gives the last buffer back; no more elements. */
  close(): void {
    this.buffers.give(this.buffer);
  }

  /** Batches that are full; with `rest` also the one that is not. */
  take(rest: boolean): readonly Batch[] {
    if (rest && this.ends.length > 0) this.flush();
    const ready = this.ready;
    if (ready.length > 0) this.ready = [];
    return ready;
  }

  takeBad(): readonly BadElement[] {
    const bad = this.bad;
    if (bad.length > 0) this.bad = [];
    return bad;
  }

  private append(bytes: Uint8Array): void {
    if (this.used + bytes.length > this.buffer.length) this.makeRoom(bytes.length);
    this.buffer.set(bytes, this.used);
    this.used += bytes.length;
  }

  private makeRoom(more: number): void {
    if (this.ends.length > 0) {
      // What is complete goes; what was begun moves to the front of a new buffer.
      const open = this.buffer.subarray(this.start, this.used);
      this.ready.push({ bytes: this.buffer.subarray(0, this.start), ends: this.ends, places: this.places });
      this.ends = [];
      this.places = [];
      this.buffer = this.buffers.take(open.length + more);
      this.buffer.set(open);
      this.used = open.length;
      this.start = 0;
      return;
    }
    const grown = this.buffers.take(Math.max(this.buffer.length * 2, this.used + more));
    grown.set(this.buffer.subarray(0, this.used));
    this.buffers.give(this.buffer);
    this.buffer = grown;
  }

  private flush(): void {
    this.ready.push({ bytes: this.buffer.subarray(0, this.used), ends: this.ends, places: this.places });
    this.ends = [];
    this.places = [];
    this.buffer = this.buffers.take(this.wanted);
    this.used = 0;
    this.start = 0;
  }
}
