/** The bytes of a base64 text (URL alphabet and white space allowed), or null when it is none. */
export function decodeBase64(text: string): Uint8Array | null {
  let length = text.length;
  while (length > 0 && (text.charCodeAt(length - 1) === EQUALS || valueAt(text, length - 1) === BLANK)) length--;
  const bytes = new Uint8Array(Math.floor((length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < length; i++) {
    const value = valueAt(text, i);
    if (value === BLANK) continue;
    if (value === NONE) return null;
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (held >> bits) & 0xff;
    }
  }
  return at === bytes.length ? bytes : bytes.slice(0, at);
}

export interface DataUrl {
  readonly mime: string | null;
  readonly bytes: Uint8Array;
}

/** What a `data:` URL with base64 holds, or null. */
export function decodeDataUrl(url: string): DataUrl | null {
  const comma = url.indexOf(',');
  if (!url.startsWith('data:') || comma === -1 || comma > 200) return null;
  const head = url.slice(5, comma);
  if (!head.endsWith(';base64')) return null;
  const bytes = decodeBase64(url.slice(comma + 1));
  const mime = head.slice(0, -7).split(';')[0];
  return bytes === null ? null : { mime: mime === undefined || mime === '' ? null : mime, bytes };
}

const EQUALS = 0x3d;
const NONE = 255;
const BLANK = 254;

const values = new Uint8Array(128).fill(NONE);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let i = 0; i < ALPHABET.length; i++) values[ALPHABET.charCodeAt(i)] = i;
values[0x2d] = 62;
values[0x5f] = 63;
for (const blank of ' \t\r\n') values[blank.charCodeAt(0)] = BLANK;

function valueAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 128 ? (values[code] ?? NONE) : NONE;
}
