/** Finds the elements of a JSON array in a stream of bytes, without decoding or parsing any of it. */

/** Receives what the scanner finds: each element is one `begin`, any number of `data`, one `end`. */
export interface ElementSink {
  /** `at`: bytes from the start of the stream; of lines, their number. */
  readonly begin: (at: number) => void;
  readonly data: (bytes: Uint8Array) => void;
  /** `whole` is false when the stream ended inside the element. */
  readonly end: (whole: boolean) => void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** 1 quote, 2 opens, 3 closes, else 0. */
const structure = new Uint8Array(256);
structure[QUOTE] = 1;
structure[OPEN_BRACKET] = 2;
structure[OPEN_BRACE] = 2;
structure[CLOSE_BRACKET] = 3;
structure[CLOSE_BRACE] = 3;

/** A key longer than this is none that a provider asks for. */
const KEY_LIMIT = 1024;

/** Below this many bytes a loop is faster than a call of `indexOf`. */
const SHORT_STRING = 32;

type Phase =
  /** Before a value at the top. */
  | 'top'
  /** In the object at the top, between its members. */
  | 'members'
  /** In a value at the top, or a member of it, that is passed over. */
  | 'skip'
  /** In the wanted array, between elements. */
  | 'elements'
  | 'element'
  /** Behind the one array that was wanted. */
  | 'past'
  /** In an element that is a number or a word. */
  | 'scalar';

/**
 * A byte scanner, fed in any chunks. With `at` null the elements are those of every array at the top, and every other value at the top;
 * with a key, those of the array under that key of the object at the top. It never fails: what is not JSON comes out as elements that
 * do not parse, and a stream that ends early as an element that is not `whole`.
 */
export class ElementScanner {
  /** The stream ended where it should: no array or object was left open. Valid after `end`. */
  closed = true;
  private phase: Phase = 'top';
  private offset = 0;
  private depth = 0;
  private inString = false;
  /** The byte before the chunk was a backslash that escapes its first byte. */
  private escaped = false;
  /** Bytes of a key being read at the top object, or null. */
  private key: number[] | null = null;
  private lastKey = '';
  private afterColon = false;
  /** The value passed over was a member: back to `members` after it. */
  private inMember = false;
  private arrayOpen = false;
  private objectOpen = false;
  private readonly at: string | null;
  private readonly sink: ElementSink;
  private readonly once: boolean;

  /** @param once nothing is looked for behind the first array at the top */
  constructor(at: string | null, sink: ElementSink, once = false) {
    this.at = at;
    this.sink = sink;
    this.once = once;
  }

  push(chunk: Uint8Array): void {
    let i = 0;
    while (i < chunk.length) {
      switch (this.phase) {
        case 'element':
          i = this.inElement(chunk, i);
          break;
        case 'elements':
          i = this.betweenElements(chunk, i);
          break;
        case 'scalar':
          i = this.inScalar(chunk, i);
          break;
        case 'skip':
          i = this.inSkipped(chunk, i);
          break;
        case 'members':
          i = this.betweenMembers(chunk, i);
          break;
        case 'top':
          i = this.atTop(chunk, i);
          break;
        case 'past':
          i = chunk.length;
          break;
      }
    }
    this.offset += chunk.length;
  }

  /** No more bytes. */
  end(): void {
    this.closed = (this.phase === 'top' && !this.once) || this.phase === 'past' || (this.phase === 'scalar' && !this.arrayOpen);
    if (this.phase === 'element') this.sink.end(false);
    else if (this.phase === 'scalar') this.sink.end(true);
    this.phase = 'top';
  }

  private atTop(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (isBlank(byte) || byte === COMMA) continue;
      if (this.at === null) {
        if (byte === OPEN_BRACKET) {
          this.phase = 'elements';
          this.arrayOpen = true;
          return i + 1;
        }
        this.arrayOpen = false;
        return this.beginElement(chunk, i);
      }
      if (byte === OPEN_BRACE) {
        this.phase = 'members';
        this.objectOpen = true;
        this.afterColon = false;
        return i + 1;
      }
      // Nothing is open that it could close.
      if (structure[byte] === 3) continue;
      this.inMember = false;
      this.beginSkip();
      return i;
    }
    return chunk.length;
  }

  private betweenMembers(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (this.key !== null) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) {
          this.lastKey = keyText(this.key);
          this.key = null;
          continue;
        }
        if (this.key.length < KEY_LIMIT) this.key.push(byte);
        continue;
      }
      if (isBlank(byte) || byte === COMMA) continue;
      if (byte === CLOSE_BRACE) {
        this.phase = 'top';
        this.objectOpen = false;
        return i + 1;
      }
      if (!this.afterColon) {
        if (byte === QUOTE) this.key = [];
        else if (byte === COLON) this.afterColon = true;
        continue;
      }
      this.afterColon = false;
      if (byte === OPEN_BRACKET && this.lastKey === this.at) {
        this.phase = 'elements';
        this.arrayOpen = true;
        return i + 1;
      }
      this.inMember = true;
      this.beginSkip();
      return i;
    }
    return chunk.length;
  }

  private beginSkip(): void {
    this.phase = 'skip';
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
  }

  private inSkipped(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      if (this.inString) {
        i = this.pastString(chunk, i);
        if (this.inString) return chunk.length;
        if (this.depth === 0) return this.endSkip(i);
        i--;
        continue;
      }
      const byte = chunk[i] ?? 0;
      const kind = structure[byte];
      if (kind === 1) this.inString = true;
      else if (kind === 2) this.depth++;
      else if (kind === 3) {
        // A scalar ends at what closes its parent, which is not part of it.
        if (this.depth === 0) return this.endSkip(i);
        if (--this.depth === 0) return this.endSkip(i + 1);
      } else if (this.depth === 0 && (byte === COMMA || isBlank(byte))) return this.endSkip(i);
    }
    return chunk.length;
  }

  private endSkip(next: number): number {
    this.phase = this.inMember ? 'members' : 'top';
    return next;
  }

  private betweenElements(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (isBlank(byte) || byte === COMMA) continue;
      if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) {
        this.arrayOpen = false;
        this.phase = this.objectOpen ? 'members' : this.once ? 'past' : 'top';
        return i + 1;
      }
      return this.beginElement(chunk, i);
    }
    return chunk.length;
  }

  private beginElement(chunk: Uint8Array, at: number): number {
    const byte = chunk[at] ?? 0;
    this.sink.begin(this.offset + at);
    this.depth = 0;
    this.inString = false;
    this.escaped = false;
    this.phase = byte === OPEN_BRACE || byte === OPEN_BRACKET || byte === QUOTE ? 'element' : 'scalar';
    if (this.phase === 'scalar' && (byte === CLOSE_BRACE || byte === CLOSE_BRACKET)) {
      // Something closed that was never open: an element of its own, so that it is seen.
      this.sink.data(chunk.subarray(at, at + 1));
      this.endElement();
      return at + 1;
    }
    return at;
  }

  private inScalar(chunk: Uint8Array, from: number): number {
    for (let i = from; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (byte !== COMMA && byte !== CLOSE_BRACKET && byte !== CLOSE_BRACE && !isBlank(byte)) continue;
      if (i > from) this.sink.data(chunk.subarray(from, i));
      this.endElement();
      return i;
    }
    this.sink.data(chunk.subarray(from));
    return chunk.length;
  }

  private inElement(chunk: Uint8Array, from: number): number {
    const length = chunk.length;
    let depth = this.depth;
    let i = from;
    while (i < length) {
      if (this.inString) {
        i = this.pastString(chunk, i);
        if (this.inString) break;
        if (depth === 0) return this.finish(chunk, from, i);
      }
      let kind = 0;
      while (i < length) {
        kind = structure[chunk[i++] ?? 0] ?? 0;
        if (kind !== 0) break;
      }
      if (kind === 1) this.inString = true;
      else if (kind === 2) depth++;
      else if (kind === 3 && --depth <= 0) return this.finish(chunk, from, i);
    }
    this.depth = depth;
    this.sink.data(from === 0 ? chunk : chunk.subarray(from));
    return length;
  }

  private finish(chunk: Uint8Array, from: number, to: number): number {
    this.sink.data(chunk.subarray(from, to));
    this.endElement();
    return to;
  }

  private endElement(): void {
    this.sink.end(true);
    this.phase = this.arrayOpen ? 'elements' : 'top';
  }

  /** The place after the closing quote, `inString` then false; or the end of the chunk. */
  private pastString(chunk: Uint8Array, from: number): number {
    const length = chunk.length;
    let i = from;
    if (this.escaped) {
      if (i >= length) return length;
      this.escaped = false;
      i++;
    }
    const short = Math.min(length, i + SHORT_STRING);
    while (i < short) {
      const byte = chunk[i++];
      if (byte === QUOTE) {
        this.inString = false;
        return i;
      }
      if (byte === BACKSLASH) {
        if (i >= length) {
          this.escaped = true;
          return length;
        }
        i++;
      }
    }
    while (i < length) {
      const quote = chunk.indexOf(QUOTE, i);
      const end = quote === -1 ? length : quote;
      let slashes = 0;
      for (let back = end - 1; back >= i && chunk[back] === BACKSLASH; back--) slashes++;
      if (quote === -1) {
        this.escaped = slashes % 2 === 1;
        return length;
      }
      i = quote + 1;
      if (slashes % 2 === 0) {
        this.inString = false;
        return i;
      }
    }
    return i;
  }
}

/** Space, tab, line ends, NUL (tails after a power loss), and the record separator of JSON text sequences. */
function isBlank(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0 || byte === 0x1e;
}

function keyText(bytes: readonly number[]): string {
  const text = new TextDecoder().decode(Uint8Array.from(bytes));
  if (!text.includes('\\')) return text;
  try {
    const value: unknown = JSON.parse(`"${text}"`);
    return typeof value === 'string' ? value : text;
  } catch {
    return text;
  }
}

/** Every element of a small buffer, as texts; for tests and samples. `limit`: no more than these many. */
export function elementsOf(
  bytes: Uint8Array,
  at: string | null,
  limit = Infinity,
): { readonly bytes: Uint8Array; readonly whole: boolean }[] {
  const found: { bytes: Uint8Array; whole: boolean }[] = [];
  let from = 0;
  let length = 0;
  const scanner = new ElementScanner(at, {
    begin: (offset) => {
      from = offset;
      length = 0;
    },
    data: (data) => {
      length += data.length;
    },
    end: (whole) => {
      found.push({ bytes: bytes.subarray(from, from + length), whole });
    },
  });
  // In slices, so that a limit saves the rest of the scan.
  const slice = 64 * 1024;
  for (let i = 0; i < bytes.length && found.length < limit; i += slice) scanner.push(bytes.subarray(i, i + slice));
  if (found.length < limit) scanner.end();
  return found.slice(0, limit);
}
