/** Larger than this a session is read line by line or not at all. */
const LARGEST = 256 * 1024 * 1024;

/** The value of a file that is one JSON value over several lines; undefined for a log, or what is no JSON. */
export function wholeJson(bytes: Uint8Array): unknown {
  if (bytes.length > LARGEST || !startsWhole(bytes)) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes).replace(/\0+$/, ''));
    return value;
  } catch {
    return undefined;
  }
}

/** False where the first line is a value of its own, and others follow. */
function startsWhole(bytes: Uint8Array): boolean {
  let last = bytes.length;
  while (last > 0 && (bytes[last - 1] ?? 0) <= 0x20) last--;
  const newline = bytes.indexOf(0x0a);
  if (newline === -1 || newline >= last) return true;
  let end = newline;
  while (end > 0 && (bytes[end - 1] ?? 0) <= 0x20) end--;
  let start = 0;
  while (start < end && ((bytes[start] ?? 0) <= 0x20 || (bytes[start] ?? 0) >= 0x80)) start++;
  const opens = bytes[start];
  // `{` alone, or `{ "kind": "chat",`: the value goes on.
  return !(opens === 0x7b && bytes[end - 1] === 0x7d);
}
