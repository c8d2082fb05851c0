import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { limits, ReadError, type BundleEntry } from '../inputs/bundle.ts';
import { allOf } from '../inputs/bytes.ts';
import { utf8Bytes } from '../inputs/encoding.ts';
import { isFileError, reasonOf } from '../inputs/folder.ts';
import { packingOf } from '../inputs/packed.ts';

/** Bytes of a file that is read at once. */
const SMALL = 128 * 1024;

const decoder = new TextDecoder();

const partChanged =
  'Another program changed this file while it was read; it was read as it is now, and the next import reads the record again.';

/** An entry that is a part of a record, with its fingerprint. Its bytes are read when the record is made. */
export interface JoinedEntry {
  readonly entry: BundleEntry;
  readonly fingerprint: string;
}

/** The fingerprint of a record made of several entries. */
export function joinedFingerprint(record: string, parts: readonly JoinedEntry[]): string {
  const names = sorted(parts).map(({ entry, fingerprint }) => [entry.name, fingerprint]);
  return `joined:${hash('sha256', JSON.stringify([record, names]), 'hex')}`;
}

/** A part that could not be read, or not as it was known. */
export interface LostPart {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  /** It may be readable another time. */
  readonly passing: boolean;
}

/**
 * One line of JSON for each entry, `{ name, value }`, in the order of names. The value is the entry's JSON as it stands (but on one
 * line), or its text as a string. Throws `RangeError` past the limit of a record.
 */
export async function joinedBytes(
  parts: readonly JoinedEntry[],
  signal: AbortSignal,
): Promise<{ readonly bytes: Uint8Array; readonly lost: readonly LostPart[] }> {
  const lines: Buffer[] = [];
  const lost: LostPart[] = [];
  let length = 0;
  for (const [at, { entry, fingerprint }] of sorted(parts).entries()) {
    signal.throwIfAborted();
    if (at % 64 === 63) await setImmediate();
    let text: string;
    try {
      const bytes = await bytesOf(entry);
      // Members of zips are checked as they are unpacked.
      if (entry.path !== null && packingOf(entry.name) === null && hash('sha256', bytes, 'hex') !== fingerprint)
        lost.push({ name: entry.name, code: 'changed', message: partChanged, passing: true });
      text = decoder.decode(utf8Bytes(bytes));
    } catch (error) {
      lost.push(lostPart(entry.name, error));
      continue;
    }
    const line = Buffer.from(`{"name":${JSON.stringify(entry.name)},"value":${valueOf(text)}}\n`);
    length += line.length;
    if (length > limits.whole) throw new RangeError(`more than ${limits.whole} bytes`);
    lines.push(line);
  }
  return { bytes: Buffer.concat(lines, length), lost };
}

/** Small files are read at once: to wait for each of 100,000 takes longer than reading them. */
async function bytesOf({ path, name, size, open }: BundleEntry): Promise<Uint8Array> {
  if (path !== null && size <= SMALL && packingOf(name) === null) return readFileSync(path);
  return allOf(open(), limits.text);
}

/** The text of a JSON value on one line. Line ends in JSON are never part of a string. */
function valueOf(text: string): string {
  try {
    JSON.parse(text);
    return text.replaceAll(/[\r\n]/g, ' ').trim();
  } catch {
    return JSON.stringify(text);
  }
}

function lostPart(name: string, error: unknown): LostPart {
  if (error instanceof RangeError) {
    const message = `This file is larger than ${limits.text / 1024 ** 2} MB; the record it is a part of was read without it.`;
    return { name, code: 'too-large', message, passing: false };
  }
  if (error instanceof ReadError) return { name, code: error.code, message: error.message, passing: false };
  if (!isFileError(error)) throw error;
  const message = `This file cannot be read (${reasonOf(error)}); the record it is a part of was read without it.`;
  return { name, code: 'unreadable', message, passing: true };
}

function sorted(parts: readonly JoinedEntry[]): readonly JoinedEntry[] {
  return parts.toSorted((a, b) => (a.entry.name < b.entry.name ? -1 : a.entry.name > b.entry.name ? 1 : 0));
}
