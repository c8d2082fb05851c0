/** Bytes `from` … `to` of a text. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const quote = 0x22;
const backslash = 0x5c;
const colon = 0x3a;

/**
 * The object of a message in JSON, found by its id alone: the one that stands under the id as its key, or whose own id it is, by one of the names that ids have;
 * of several the outermost, and of these the first. Reads JSON lines as well. Null when there is none.
 */
export function spanOfId(bytes: Uint8Array, id: string): Span | null {
  const wanted = Buffer.from(JSON.stringify(id));
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Some formats count their messages.
  const number = /^\d{1,20}$/.test(id) ? Buffer.from(id) : null;
  if (!text.includes(number ?? wanted)) return null;
  /** Where the open objects and arrays begin. */
  const starts: number[] = [];
  /** By depth: whether what is open there is the message. */
  const found: boolean[] = [];
  let best: Span | null = null;
  let bestDepth = Infinity;
  let key: Span | null = null;
  for (let at = 0; at < text.length; at++) {
    const byte = text[at];
    if (byte === quote) {
      const end = stringEnd(text, at);
      const isWanted = end - at === wanted.length && text.compare(wanted, 0, wanted.length, at, end) === 0;
      if (isKey(text, end)) key = { from: at, to: end };
      else {
        if (isWanted && key !== null && isIdKey(text, key)) found[starts.length - 1] = true;
        key = null;
      }
      at = end - 1;
    } else if (byte === 0x7b || byte === 0x5b) {
      const isUnderId =
        byte === 0x7b &&
        key !== null &&
        key.to - key.from === wanted.length &&
        text.compare(wanted, 0, wanted.length, key.from, key.to) === 0;
      starts.push(at);
      found.push(isUnderId);
      key = null;
    } else if (byte === 0x7d || byte === 0x5d) {
      const from = starts.pop();
      const isFound = found.pop() === true;
      if (from !== undefined && isFound && starts.length < bestDepth) {
        best = { from, to: at + 1 };
        bestDepth = starts.length;
      }
      key = null;
    } else if (byte === 0x2c) key = null;
    else if (number !== null && key !== null && byte !== undefined && isDigit(byte)) {
      const end = numberEnd(text, at);
      const isWanted = end - at === number.length && text.compare(number, 0, number.length, at, end) === 0;
      if (isWanted && isIdKey(text, key)) found[starts.length - 1] = true;
      key = null;
      at = end - 1;
    }
  }
  return best;
}

/** The place after the string that begins at `start`. */
function stringEnd(text: Buffer, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const byte = text[at];
    if (byte === backslash) at++;
    else if (byte === quote) return at + 1;
  }
  return text.length;
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;

/** The place after the number that begins at `start`, with what may belong to a number. */
function numberEnd(text: Buffer, start: number): number {
  let at = start;
  for (let byte = text[at]; byte !== undefined && (isDigit(byte) || '.eE+-'.includes(String.fromCharCode(byte))); byte = text[at])
    at++;
  return at;
}

function isKey(text: Buffer, end: number): boolean {
  let at = end;
  while (text[at] === 0x20 || text[at] === 0x0a || text[at] === 0x0d || text[at] === 0x09) at++;
  return text[at] === colon;
}

/** Keys under which the formats keep the id of a message. */
const idKeys: ReadonlySet<string> = new Set(
  'id uuid _id message_id messageId response_id responseId requestId bubbleId spanId'.split(' '),
);

function isIdKey(text: Buffer, { from, to }: Span): boolean {
  return idKeys.has(text.toString('latin1', from + 1, to - 1));
}

/** Where the given lines (from 1) stand, in order, without their breaks. */
export function spansOfLines(bytes: Uint8Array, lines: readonly number[]): readonly (Span & { readonly line: number })[] {
  const wanted = new Set(lines);
  const spans: (Span & { readonly line: number })[] = [];
  let line = 0;
  for (let from = 0; from < bytes.length && spans.length < wanted.size;) {
    const newline = bytes.indexOf(0x0a, from);
    const to = newline === -1 ? bytes.length : newline;
    line++;
    if (wanted.has(line)) spans.push({ from, to, line });
    from = to + 1;
  }
  return spans;
}
