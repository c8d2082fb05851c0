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

/** The same for a stream. */
export async function* utf8Chunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
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
      if (encoding !== 'utf-8') decoder = new TextDecoder(encoding);
      bytes = bytes.subarray(mark);
    }
    if (decoder !== null) bytes = encoder.encode(decoder.decode(bytes, { stream: true }));
    if (bytes.length > 0) yield bytes;
  }
  if (head !== null && head.length > 0) {
    const bytes = utf8Bytes(head);
    if (bytes.length > 0) yield bytes;
  }
  if (decoder !== null) {
    const rest = encoder.encode(decoder.decode());
    if (rest.length > 0) yield rest;
  }
}
