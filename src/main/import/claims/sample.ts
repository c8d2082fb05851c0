import { isObject } from '../../../shared/json.ts';
import type { Sample } from '../../providers/provider.ts';
import type { BundleEntry } from '../inputs/bundle.ts';
import { headOf } from '../inputs/bytes.ts';
import { utf8Chunks } from '../inputs/encoding.ts';
import { elementsOf } from './scan.ts';

const HEAD = 64 * 1024;
/** An element or object larger than this is shown as far as it goes. */
const REACH = 4 * 1024 * 1024;
const ELEMENTS = 5;
const LINES = 50;
/** Lines that are no objects, after which it is not JSONL, unless it is called so. */
const STRANGE_LINES = 8;

/**
 * Looks at the beginning of an entry, by its bytes; the name only tells one line of JSON from JSONL. Throws `ReadError`.
 *
 * @param columnsOf names of columns by table, asked where the entry is a database
 * @param broke told what kept the beginning from being read to its end
 */
export async function sampleOf(
  entry: BundleEntry,
  columnsOf: () => Promise<Readonly<Record<string, readonly string[]>> | null> = () => Promise.resolve(null),
  broke: (fault: Error) => void = () => undefined,
): Promise<Sample> {
  let head = await headOf(utf8Chunks(entry.open()), HEAD);
  let sample = judge(entry, head.bytes, head.all);
  if (!head.all && sample === null) {
    head = await headOf(utf8Chunks(entry.open()), REACH);
    sample = judge(entry, head.bytes, true);
  }
  if (head.fault !== null) broke(head.fault);
  if (sample?.kind === 'sqlite') {
    const columns = await columnsOf();
    return columns === null ? sample : { ...sample, keys: Object.keys(columns), values: [columns] };
  }
  return sample ?? plain(entry, 'text', head.bytes);
}

/** The base name: last segment, lower case, without what it is packed with. */
export function baseOf(name: string): string {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .toLowerCase()
    .replace(/\.(zst|gz)$/, '');
}

/** Null: not enough seen, where more could be had (`final` is false). */
function judge(entry: BundleEntry, bytes: Uint8Array, final: boolean): Sample | null {
  const start = bytes.findIndex((byte) => byte !== 0 && byte !== 0x20 && (byte < 0x09 || byte > 0x0d));
  if (start === -1) return plain(entry, 'empty', bytes);
  const first = bytes[start];
  if (first === 0x5b) return arraySample(entry, bytes, final);
  if (first === 0x7b) return linesSample(entry, bytes, final) ?? objectSample(entry, bytes, final);
  if (Buffer.from(bytes.subarray(0, 15)).toString('latin1') === 'SQLite format 3') return plain(entry, 'sqlite', bytes);
  if (isBinary(bytes)) return plain(entry, 'binary', bytes);
  const lines = isLines(entry.name) ? linesSample(entry, bytes, final) : undefined;
  if (lines !== undefined) return lines;
  const text = Buffer.from(bytes.subarray(start, start + 1024)).toString('utf8');
  return plain(entry, /^(<!--[\s\S]*?-->\s*)?<(!doctype html|html|head|body)\b/i.test(text) ? 'html' : 'text', bytes);
}

function plain(entry: BundleEntry, kind: Sample['kind'], bytes: Uint8Array): Sample {
  return { name: entry.name, size: entry.size, base: baseOf(entry.name), kind, values: [], keys: [], head: headText(bytes) };
}

function headText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(0, HEAD));
}

function isLines(name: string): boolean {
  return /\.(jsonl|ndjson)$/.test(baseOf(name));
}

function isBinary(bytes: Uint8Array): boolean {
  const end = Math.min(bytes.length, 8192);
  let odd = 0;
  for (let i = 0; i < end; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b && byte !== 0x1e) odd++;
  }
  return odd > end / 100;
}

function arraySample(entry: BundleEntry, bytes: Uint8Array, final: boolean): Sample | null {
  const values: unknown[] = [];
  for (const element of elementsOf(bytes, null, ELEMENTS)) {
    const value = element.whole
      ? parse(decode(element.bytes))
      : values.length === 0 && final
        ? parsePrefix(decode(element.bytes))
        : undefined;
    if (value !== undefined) values.push(value);
  }
  if (values.length === 0 && !final) return null;
  return { ...plain(entry, 'json-array', bytes), values };
}

function objectSample(entry: BundleEntry, bytes: Uint8Array, final: boolean): Sample | null {
  if (!final) return null;
  const value = parsePrefix(decode(bytes));
  return {
    ...plain(entry, 'json-object', bytes),
    values: value === undefined ? [] : [value],
    keys: isObject(value) ? Object.keys(value) : [],
  };
}

/** Undefined: not lines of JSON. */
function linesSample(entry: BundleEntry, bytes: Uint8Array, final: boolean): Sample | null | undefined {
  const named = isLines(entry.name);
  const values: unknown[] = [];
  let seen = 0;
  let from = 0;
  while (from < bytes.length && seen < LINES * 2 && values.length < LINES) {
    const newline = bytes.indexOf(0x0a, from);
    const cut = newline === -1 && bytes.length < entry.size;
    if (cut && !final && values.length === 0) return null;
    const text = decode(bytes.subarray(from, newline === -1 ? bytes.length : newline)).replace(/^[\0\s]+|[\0\s]+$/g, '');
    from = newline === -1 ? bytes.length : newline + 1;
    if (text === '') continue;
    seen++;
    // Lines of JSON spread out for the eye: to try each of them would take longer than all the rest.
    if (!named && !(text.startsWith('{') && (cut || text.endsWith('}')))) {
      if (seen >= STRANGE_LINES && values.length === 0) return undefined;
      continue;
    }
    const value = cut ? (named && values.length === 0 ? parsePrefix(text) : undefined) : parse(text);
    if (isObject(value)) values.push(value);
  }
  const enough = named ? values.length > 0 : seen > 1 && values.length * 2 >= seen;
  return enough ? { ...plain(entry, 'jsonl', bytes), values } : undefined;
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** The value of a JSON text that may be cut off: everything complete before the cut. */
function parsePrefix(text: string): unknown {
  return parse(text) ?? parse(closeJson(text));
}

/** Cuts a JSON text after the last complete value and closes what is open. */
export function closeJson(text: string): string {
  const open: string[] = [];
  let safe = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (inString) {
      if (char === '\\') i++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{' || char === '[') {
      open.push(char === '{' ? '}' : ']');
      safe = i + 1;
    } else if (char === '}' || char === ']') {
      open.pop();
      safe = i + 1;
      if (open.length === 0) break;
    } else if (char === ',') safe = i;
  }
  return text.slice(0, safe) + open.toReversed().join('');
}
