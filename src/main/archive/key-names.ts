/**
 * The names of all JSON keys in a record, given in one piece or several: made without parsing, and enough to see that another copy of the
 * same conversation carries fields that this one lacks. Keys that are ids (`mapping` of ChatGPT is keyed by them) are left out.
 */
export function keyNames(pieces: readonly Uint8Array[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const bytes of pieces) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let from = 0; from < text.length; from += stride) {
      // One byte a character: keys are compared as they are written. Slices overlap by the longest key.
      for (const match of text.toString('latin1', from, Math.min(text.length, from + stride + overlap)).matchAll(key)) {
        const name = match[1];
        if (name !== undefined && !names.has(name) && !isId(name)) names.add(name);
      }
    }
  }
  return names;
}

// Inside a string a quote is escaped, so `":` behind an unescaped one ends a key.
const key = /"([A-Za-z_$@][\w$@.-]{0,62})"\s{0,2}:/g;
const stride = 1 << 20;
const overlap = 80;

/** UUIDs, hex digests, `toolu_…`, `file-…`: at least eight characters of which four are digits. */
function isId(name: string): boolean {
  return name.length >= 8 && (name.match(/\d/g)?.length ?? 0) >= 4;
}
