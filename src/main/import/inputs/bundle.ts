import type { BundleView, Entry } from '../../providers/provider.ts';
import { allOf } from './bytes.ts';
import { utf8Bytes } from './encoding.ts';

/** A file, a file in a folder or a member of a zip, as bytes. */
export interface BundleEntry extends Entry {
  /** Identity known without reading (zip: CRC-32, size and name), or null. */
  readonly fingerprint: string | null;
  /** Where it is on this machine, when it is a file of its own. */
  readonly path: string | null;
  /** Of a file of its own: differs as soon as the file does; null when it changed just now, and might again within the same tick. */
  readonly stamp?: string | null;
  /** What its bytes are worth to the progress bar: as stored, before it is unpacked. */
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** In the order of names; each is made as it is asked for, where there may be a million. */
export interface Entries extends Iterable<BundleEntry> {
  readonly length: number;
  readonly get: (name: string) => BundleEntry | undefined;
}

/** Entries that are held. */
export class EntryList implements Entries {
  private readonly entries: readonly BundleEntry[];
  private byName: ReadonlyMap<string, BundleEntry> | null = null;

  constructor(entries: readonly BundleEntry[]) {
    this.entries = entries;
  }

  get length(): number {
    return this.entries.length;
  }

  get(name: string): BundleEntry | undefined {
    this.byName ??= new Map(this.entries.map((entry) => [entry.name, entry]));
    return this.byName.get(name);
  }

  [Symbol.iterator](): Iterator<BundleEntry> {
    return this.entries[Symbol.iterator]();
  }
}

/** What stands beside each other: one folder (all levels), the members of one zip, or one file. */
export interface Bundle {
  readonly kind: 'file' | 'folder' | 'zip';
  /** Where it is in the input, ending with `/` unless empty: `inner.zip/`. */
  readonly prefix: string;
  readonly entries: Entries;
  /** Members that cannot be read, and why. */
  readonly problems: readonly BundleProblem[];
  /** Its end is missing, so it cannot say what is not in it. */
  readonly cut?: boolean;
  /** What is there and is no input, and what it is, as the end of a sentence. */
  readonly passed?: readonly { readonly name: string; readonly reason: string }[];
  readonly close: () => Promise<void>;
}

export interface BundleProblem {
  readonly code: string;
  /** A sentence. */
  readonly message: string;
  readonly where: string;
}

/** Something that cannot be read, said in a sentence for the person. */
export class ReadError extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = 'ReadError';
    this.code = code;
  }
}

/** What one input may unpack to, all its zips together, counted on bytes that really came out. */
export interface Budget {
  /** Bytes left. */
  left: number;
}

export const limits = {
  /** Of all zips of one input, unpacked. */
  unpacked: 64 * 1024 ** 3,
  /** Members of one zip, files of one folder. */
  entries: 1_000_000,
  /** Zips in zips. */
  depth: 3,
  /** Unpacked : packed, once more than `ratioFrom` bytes came out. Deflate ends at 1032; exports stay under 100. */
  ratio: 600,
  ratioFrom: 64 * 1024 ** 2,
  /** Of what `gather` may read as one text. */
  text: 64 * 1024 ** 2,
  /** One element of an array; a longer one is quarantined. */
  element: 64 * 1024 ** 2,
  /** One session file, unpacked; a longer one is quarantined. */
  whole: 512 * 1024 ** 2,
} as const;

/** The entries as `gather` sees them. */
export function viewOf(bundle: Bundle): BundleView {
  return {
    entries: bundle.entries,
    text: async (name) => {
      const entry = bundle.entries.get(name);
      if (entry === undefined) throw new ReadError('no-entry', `There is no ${name}.`);
      return new TextDecoder().decode(utf8Bytes(await allOf(entry.open(), limits.text)));
    },
  };
}

/** Path with `/`, NFC, without drive letters, leading slashes, `.` and `..`; for naming only, never for writing. */
export function safeName(name: string): string {
  return name
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^[A-Za-z]:/, '')
    .replaceAll('\0', '\uFFFD')
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .join('/');
}

/** Litter that operating systems leave in zips and folders. */
export function isJunk(name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return (
    name.startsWith('__MACOSX/') ||
    name.includes('/__MACOSX/') ||
    base.startsWith('._') ||
    base === '.DS_Store' ||
    base === 'desktop.ini' ||
    base === 'Thumbs.db'
  );
}
