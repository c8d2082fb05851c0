/**
 * The type of a file by how it begins, where it is shipped without a name. `start` is its beginning decoded as UTF-8, however wrongly:
 * bytes that are none have become U+FFFD, one each. Null: nothing is known, or it is plain text of an unknown kind.
 */
export function mimeAtStart(start: string): string | null {
  for (const [pattern, mime] of signatures) if (pattern.test(start)) return mime;
  return start !== '' && !/[\0-\x08\x0e-\x1f\ufffd]/.test(start) ? 'text/plain' : null;
}

// Control characters and U+FFFD are what the formats begin with.
const signatures: readonly (readonly [RegExp, string])[] = [
  [/^\ufffdPNG\r\n/, 'image/png'],
  [/^\ufffd{4}\0.(?:JFIF|Exif)|^\ufffd\ufffd\ufffd[\ufffd\0-\uffff]\0?.{0,4}(?:JFIF|Exif)|^\ufffd{3,4}\0/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[^]{4,16}WEBP/, 'image/webp'],
  [/^RIFF[^]{4,16}WAVE/, 'audio/wav'],
  [/^[^]{4}ftyp(?:avif|avis)/, 'image/avif'],
  [/^[^]{4}ftyp(?:heic|heix|mif1)/, 'image/heic'],
  [/^[^]{4}ftyp/, 'video/mp4'],
  [/^\x1aE\ufffd\ufffd/, 'video/webm'],
  [/^ID3/, 'audio/mpeg'],
  [/^OggS/, 'audio/ogg'],
  [/^fLaC/, 'audio/flac'],
  [/^%PDF-/, 'application/pdf'],
  [/^PK\x03\x04/, 'application/zip'],
  [/^\s*(?:<\?xml[^>]*>\s*)?<svg\b/i, 'image/svg+xml'],
  [/^\s*<(?:!doctype html|html)\b/i, 'text/html'],
];
