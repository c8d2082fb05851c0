import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json } from '../../shared/model.ts';
import type { Parsed, RawRecord } from '../../shared/parsed.ts';
import { openForeign, type ForeignDatabase } from '../archive/foreign.ts';
import { providers as allProviders } from '../providers/index.ts';
import type { Claim, Provider, Sample } from '../providers/provider.ts';
import { EntryList, viewOf, type BundleEntry } from './inputs/bundle.ts';
import { detect, type Detected } from './claims/detect.ts';
import { utf8Bytes } from './inputs/encoding.ts';
import { joinedBytes } from './claims/joined.ts';
import { sampleOf } from './claims/sample.ts';
import { ElementScanner } from './claims/scan.ts';
import { BehindScanner } from './claims/scan-behind.ts';
import { LineScanner } from './claims/scan-lines.ts';
import { PieceScanner } from './claims/scan-pieces.ts';

// For tests and `npm run fuzz` alone: the way of an import from files to what parsers make of them, in memory and without an archive.

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface ReadAtOnce {
  /** Every file, and who reads it how. */
  readonly entries: readonly { readonly sample: Sample; readonly detected: Detected | null }[];
  readonly records: readonly { readonly provider: Provider; readonly raw: RawRecord; readonly parsed: Parsed }[];
  /** Records that were begun and are not whole, arrays that are not closed, databases that cannot be read. */
  readonly lost: number;
}

/** Reads the files of one folder. */
export async function readAtOnce(files: Files, providers: readonly Provider[] = allProviders): Promise<ReadAtOnce> {
  const bundle = Object.entries(files).map(([name, content]) => entryOf(name, content));
  const entries: { sample: Sample; detected: Detected | null }[] = [];
  const found: { provider: Provider; bytes: Uint8Array; name: string }[] = [];
  const joined = new Map<string, { provider: Provider; record: string; parts: { entry: BundleEntry; fingerprint: string }[] }>();
  let lost = 0;
  for (const { entry, bytes } of bundle) {
    const database = new Foreign(bytes);
    try {
      const sample = await sampleOf(entry, async () => Promise.resolve(database.open()?.columns ?? null));
      const detected = detect(sample, providers);
      entries.push({ sample, detected });
      if (detected === null) continue;
      const { claim, provider } = detected;
      if (claim.as === 'joined') {
        const key = `${provider.id} ${claim.record}`;
        const group = joined.get(key) ?? { provider, record: claim.record, parts: [] };
        group.parts.push({ entry, fingerprint: '' });
        joined.set(key, group);
      } else if (claim.as === 'tables') {
        lost += readTables(provider, database, (name, bytes) => found.push({ provider, bytes, name }));
      } else {
        const cut = cutRecords(utf8Bytes(bytes), claim);
        lost += cut.lost;
        for (const record of cut.records) found.push({ provider, bytes: record, name: entry.name });
      }
    } finally {
      database.close();
    }
  }
  for (const { provider, record, parts } of joined.values()) {
    const { bytes } = await joinedBytes(parts, new AbortController().signal);
    found.push({ provider, bytes, name: record });
  }
  const sides = await gatherAll(
    new Set(found.map(({ provider }) => provider)),
    bundle.map(({ entry }) => entry),
  );
  const records = found.map(({ provider, bytes, name }) => {
    const side = sides.get(provider);
    const entry = side !== undefined && Object.hasOwn(side.byEntry, name) ? (side.byEntry[name] ?? null) : null;
    const raw: RawRecord = { provider: provider.id, bytes, name, side: { shared: side?.shared ?? null, entry } };
    return { provider, raw, parsed: provider.parse(raw) };
  });
  return { entries, records, lost };
}

function entryOf(name: string, content: string | Uint8Array): { readonly entry: BundleEntry; readonly bytes: Uint8Array } {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const open = async function* (): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(bytes);
  };
  return { entry: { name, size: bytes.length, fingerprint: null, path: null, open }, bytes };
}

function cutRecords(bytes: Uint8Array, claim: Claim): { readonly records: readonly Uint8Array[]; readonly lost: number } {
  if (claim.as === 'whole') return { records: [bytes], lost: 0 };
  const records: Uint8Array[] = [];
  let pieces: Uint8Array[] = [];
  let lost = 0;
  const sink = {
    begin: () => {
      pieces = [];
    },
    data: (piece: Uint8Array) => {
      pieces.push(piece);
    },
    end: (whole: boolean) => {
      if (whole) records.push(Buffer.concat(pieces));
      else lost++;
    },
  };
  const scanner =
    claim.as === 'elements'
      ? claim.behind === undefined
        ? new ElementScanner(claim.at ?? null, sink)
        : new BehindScanner(claim.behind, sink)
      : claim.as === 'lines'
        ? new LineScanner(sink)
        : claim.as === 'pieces'
          ? new PieceScanner(claim.marker, sink)
          : null;
  scanner?.push(bytes);
  scanner?.end();
  if (scanner?.closed === false) lost++;
  return { records, lost };
}

/** How many ends came before the end. */
function readTables(provider: Provider, database: Foreign, found: (name: string, bytes: Uint8Array) => void): number {
  const tables = database.open();
  if (tables === null || provider.readTables === undefined) return 1;
  const reading = provider.readTables(tables)[Symbol.iterator]();
  for (;;) {
    try {
      const next = reading.next();
      if (next.done === true) return tables.tooLong();
      found(next.value.name, next.value.bytes);
    } catch (error) {
      // A damaged page ends the reading; anything else is a fault of the provider.
      if (error instanceof Error && error.name === 'ForeignError') return 1;
      throw error;
    }
  }
}

type Side = { readonly shared: Json; readonly byEntry: Readonly<Record<string, Json>> };

async function gatherAll(
  providers: ReadonlySet<Provider>,
  entries: readonly BundleEntry[],
): Promise<ReadonlyMap<Provider, Side>> {
  const sides = new Map<Provider, Side>();
  const bundle = {
    kind: 'folder' as const,
    prefix: '',
    entries: new EntryList(entries),
    problems: [],
    close: () => Promise.resolve(),
  };
  for (const provider of providers) {
    const side = await provider.gather?.(viewOf(bundle)).catch(() => undefined);
    if (side !== undefined) sides.set(provider, side);
  }
  return sides;
}

/** A database in memory, written down when it is opened. */
class Foreign {
  private readonly bytes: Uint8Array;
  private dir: string | null = null;
  private database: ForeignDatabase | null = null;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  open(): ForeignDatabase | null {
    if (this.dir !== null) return this.database;
    this.dir = mkdtempSync(join(tmpdir(), 'polylogue-foreign-'));
    const file = join(this.dir, 'foreign.db');
    writeFileSync(file, this.bytes);
    try {
      this.database = openForeign(file, false);
    } catch {
      this.database = null;
    }
    return this.database;
  }

  close(): void {
    this.database?.close();
    if (this.dir !== null) rmSync(this.dir, { recursive: true, force: true });
  }
}
