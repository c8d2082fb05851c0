import type { Buffers } from './buffers.ts';
import type { ElementSink } from './scan.ts';
import { limits } from './bundle.ts';

/** Records one after the other in one buffer. */
export interface Batch {
  readonly bytes: Uint8Array;
  readonly ends: readonly number[];
  /** Bytes from the start of the entry at which each record begins. */
  readonly offsets: readonly number[];
}

/** An element that cannot be a record. */
export interface BadElement {
  readonly reason: 'too-large' | 'cut-off';
  readonly offset: number;
  readonly size: number;
  /** The first `limits.element` bytes. */
  readonly bytes: Uint8Array;
}

/** Collects the elements a scanner finds into batches. After each `push` of the scanner, `take` what is ready. */
export class Batcher implements ElementSink {
  private readonly wanted: number;
  private buffer: Uint8Array;
  private used = 0;
  private start = 0;
  private offset = 0;
  private size = 0;
  private ends: number[] = [];
  private offsets: number[] = [];
  private ready: Batch[] = [];
  private bad: BadElement[] = [];

  private readonly buffers: Buffers;

  /** A batch is as large as a buffer; a single element may be larger. */
  constructor(buffers: Buffers) {
    this.buffers = buffers;
    this.wanted = buffers.size;
    this.buffer = buffers.take(this.wanted);
  }

  readonly begin = (offset: number): void => {
    this.offset = offset;
    this.size = 0;
    this.start = this.used;
  };

  readonly data = (bytes: Uint8Array): void => {
    this.size += bytes.length;
    if (this.size > limits.element) {
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
        offset: this.offset,
        size: this.size,
        bytes: this.buffer.slice(this.start, this.used),
      });
      this.used = this.start;
      return;
    }
    this.ends.push(this.used);
    this.offsets.push(this.offset);
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
      this.ready.push({ bytes: this.buffer.subarray(0, this.start), ends: this.ends, offsets: this.offsets });
      this.ends = [];
      this.offsets = [];
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
    this.ready.push({ bytes: this.buffer.subarray(0, this.used), ends: this.ends, offsets: this.offsets });
    this.ends = [];
    this.offsets = [];
    this.buffer = this.buffers.take(this.wanted);
    this.used = 0;
    this.start = 0;
  }
}
