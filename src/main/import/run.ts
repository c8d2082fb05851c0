import type { Json, ProviderId } from '../../shared/model.ts';
import { addTally, noCounts, noTally, type ReceiptIssue, type Tally } from '../../shared/receipt.ts';
import type { ImportWriter, NewSource } from '../archive/import-writer.ts';
import type { Provider } from '../providers/provider.ts';
import type { Buffers } from './parsing/buffers.ts';
import type { Pool } from './parsing/pool.ts';
import type { Meter } from './progress.ts';
import { Figures, sourceReceipt, type Line, type ReceiptBuilder, type Unit } from './receipt.ts';

/** Work that what is known should save. */
export interface Work {
  /** Files that were read to be hashed. */
  hashed: number;
  /** Records that were parsed. */
  parsed: number;
  /** Bytes that came out of zips. */
  unpacked?: number;
}

/** Everything the steps of one import share. */
export interface Run {
  readonly id: number;
  /** The archive's directory. */
  readonly dir: string;
  /** Nothing is written: all of it is rolled back at the end. */
  readonly dryRun: boolean;
  readonly providers: readonly Provider[];
  readonly writer: ImportWriter;
  readonly pool: Pool;
  readonly buffers: Buffers;
  readonly receipt: ReceiptBuilder;
  readonly meter: Meter;
  readonly signal: AbortSignal;
  /** Records that wait for their family, with the sources of this run they came from. */
  readonly due: Map<number, Source[]>;
  /** What was really done, for tests. */
  readonly work: Work;
  /** True when originals in the archive are read again: what is kept of their sources stays as it is. */
  readonly again?: boolean;
  /** Says how far the import is; cheap to call. */
  readonly report: (label?: string) => void;
  /** Keeps the receipt as it is now, every few seconds, for the case that the process ends. */
  readonly saveProgress: () => void;
}

/** One file or member that is being read, and its figures. */
export class Source {
  /** Its row; 0 until it has one. */
  id = 0;
  readonly provider: ProviderId;
  /** Inside the input: `inner.zip/conversations.json`. */
  readonly place: string;
  readonly line: Line;
  readonly figures = new Figures();
  /** Counts of records whose family is not resolved yet, as if all of it were new. */
  private waiting: Tally = noTally;
  /** It is the export of a whole account, or a shard of one. */
  wholeExport = false;
  /** Greatest time in it, when it is that; else null. */
  exportTime: number | null = null;
  /** Greatest time in the whole export, once all of it was read; null when it does not say what is in the account. */
  claimed: number | null = null;
  /** It could not be read to its end. */
  cut = false;
  /** SHA-256 of the input, or of what it stands for; known when that was read. */
  input: { sha256: string | null } = { sha256: null };
  /** Whose export it is; null when it does not say. */
  account: string | null = null;
  /** See `SourceFigures.database`. */
  database = false;
  /** See `SourceFigures.blobs`. */
  readonly blobs = new Map<string, readonly [hash: string, size: number]>();

  private opened: NewSource | null = null;

  /** @param row its row in the archive, or what it is to be made of */
  constructor(row: number | NewSource, provider: ProviderId, place: string, line: Line) {
    if (typeof row === 'number') this.id = row;
    else this.opened = row;
    this.provider = provider;
    this.place = place;
    this.line = line;
  }

  /** Gets its row where it has none. */
  begin(open: (source: NewSource) => number): void {
    if (this.opened === null) return;
    this.id = open(this.opened);
    this.opened = null;
  }

  count(unit: Unit, fate: 'added' | 'updated' | 'unchanged' | 'hidden' | 'ignored' | 'quarantined', count = 1): void {
    this.figures.count(unit, fate, count);
    this.line.figures.count(unit, fate, count);
  }

  issue(issue: ReceiptIssue): void {
    this.figures.issue(issue);
    this.line.figures.issue(issue);
  }

  addBytes(bytes: number): void {
    this.figures.bytes += bytes;
    this.line.figures.bytes += bytes;
  }

  /** A conversation waits for its family. */
  wait(messages: number, attachments: number): void {
    this.waiting = addTally(this.waiting, {
      conversations: { ...noCounts, read: 1, added: 1 },
      messages: { ...noCounts, read: messages, added: messages },
      attachments: { ...noCounts, read: attachments, added: attachments },
    });
  }

  /** All families are resolved. */
  waitNoMore(): void {
    this.waiting = noTally;
  }

  /** The figures as they are kept with the source, to be repeated when it is met again. */
  kept(): Json {
    const plain = this.figures.plain();
    return sourceReceipt({
      ...plain,
      tally: addTally(plain.tally, this.waiting),
      sha256: this.input.sha256,
      exportTime: this.exportTime,
      cut: this.cut,
      account: this.account,
      database: this.database,
      blobs: Object.fromEntries(this.blobs),
    });
  }
}
