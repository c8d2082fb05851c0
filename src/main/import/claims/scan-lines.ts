import type { ElementSink } from './scan.ts';

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Finds the lines of a stream of bytes; `begin` is told their numbers, from 1. Lines of nothing but blanks (and NUL, which power losses
 * leave behind) are passed over, but counted; blanks before a line and the end of it are no part of it.
 */
export class LineScanner {
  /** Lines have no end that could be missing. */
  readonly closed = true;
  private readonly sink: ElementSink;
  private line = 1;
  private begun = false;
  /** The last byte was a return, which is the line's only when no newline follows. */
  private held = false;

  constructor(sink: ElementSink) {
    this.sink = sink;
  }

  push(chunk: Uint8Array): void {
    let from = 0;
    while (from < chunk.length) {
      const newline = chunk.indexOf(NEWLINE, from);
      this.piece(chunk, from, newline === -1 ? chunk.length : newline, newline !== -1);
      if (newline === -1) return;
      this.line++;
      from = newline + 1;
    }
  }

  /** No more bytes. */
  end(): void {
    if (this.begun) this.sink.end(true);
    this.begun = false;
    this.held = false;
  }

  private piece(chunk: Uint8Array, start: number, end: number, last: boolean): void {
    let from = start;
    let to = end;
    if (!this.begun) {
      while (from < to && isBlank(chunk[from] ?? 0)) from++;
      if (from < to) {
        this.begun = true;
        this.sink.begin(this.line);
      }
    } else if (this.held && to > from) {
      this.sink.data(Uint8Array.of(RETURN));
      this.held = false;
    }
    if (!this.begun) return;
    if (to > from && chunk[to - 1] === RETURN) {
      to--;
      this.held = !last;
    }
    if (to > from) this.sink.data(chunk.subarray(from, to));
    if (last) this.end();
  }
}

function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === RETURN || byte === 0;
}
