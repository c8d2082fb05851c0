import { isUtf8 } from 'node:buffer';

/** UTF-8 whatever came: a byte order mark is dropped, UTF-16 (PowerShell redirection) is turned into UTF-8. */

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** Encoding and length of the byte order mark, judged by the first four bytes. */
function encodingOf(bytes: Uint8Array): { readonly encoding: Encoding; readonly mark: number } {
  const [a = 1, b = 1, c = 1, d = 1] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return { encoding: 'utf-16le', mark: 0 };
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return { encoding: 'utf-16be', mark: 0 };
  return { encoding: 'utf-8', mark: 0 };
}

/** A whole text as UTF-8 without a byte order mark; the same array when it was that already. */
export function utf8Bytes(bytes: Uint8Array): Uint8Array {
  const { encoding, mark } = encodingOf(bytes);
  const rest = mark === 0 ? bytes : bytes.subarray(mark);
  return encoding === 'utf-8' ? rest : new TextEncoder().encode(new TextDecoder(encoding).decode(rest));
}

/** The same for a stream. @param invalid told once when bytes come that are not UTF-8; they are passed on as they are */
export async function* utf8Chunks(
  chunks: AsyncIterable<Uint8Array>,
  invalid: (() => void) | null = null,
): AsyncGenerator<Uint8Array> {
  let check = invalid === null ? null : new Utf8Check();
  let head: Uint8Array | null = new Uint8Array(0);
  let decoder: TextDecoder | null = null;
  const encoder = new TextEncoder();
  for await (const chunk of chunks) {
    let bytes = chunk;
    if (head !== null) {
      bytes = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (bytes.length < 4) {
        head = bytes;
        continue;
      }
      head = null;
      const { encoding, mark } = encodingOf(bytes);
      if (encoding !== 'utf-8') {
        decoder = new TextDecoder(encoding);
        check = null;
      }
      bytes = bytes.subarray(mark);
    }
    if (decoder !== null) bytes = encoder.encode(decoder.decode(bytes, { stream: true }));
    if (check !== null && !check.push(bytes)) {
      invalid?.();
      check = null;
    }
    if (bytes.length > 0) yield bytes;
  }
  // A sequence that the end cuts off is the end's trouble, not the encoding's.
  if (head !== null && head.length > 0) {
    const bytes = utf8Bytes(head);
    if (bytes.length > 0) yield bytes;
  }
  if (decoder !== null) {
    const rest = encoder.encode(decoder.decode());
    if (rest.length > 0) yield rest;
  }
}

/** Whether bytes that come in pieces are UTF-8. */
export class Utf8Check {
  /** A sequence that a piece ended in. */
  private open: Uint8Array = new Uint8Array(0);

  /** False as soon as they are not. */
  push(bytes: Uint8Array): boolean {
    let from = 0;
    if (this.open.length > 0) {
      from = Math.min(lengthOf(this.open[0] ?? 0) - this.open.length, bytes.length);
      const whole = Buffer.concat([this.open, bytes.subarray(0, from)]);
      if (whole.length < lengthOf(whole[0] ?? 0)) {
        this.open = whole;
        return true;
      }
      this.open = new Uint8Array(0);
      if (!isUtf8(whole)) return false;
    }
    let to = bytes.length;
    for (let back = 1; back <= 3 && to - back >= from; back++) {
      const length = lengthOf(bytes[to - back] ?? 0);
      if (length === 0) continue;
      if (length > back) {
        this.open = bytes.slice(to - back);
        to -= back;
      }
      break;
    }
    return isUtf8(bytes.subarray(from, to));
  }
}

/** Bytes of the sequence that begins with this byte; 0: it goes on with one. */
function lengthOf(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte < 0xc0) return 0;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}
