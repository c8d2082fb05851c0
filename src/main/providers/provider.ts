import type { Json, ProviderId } from '../../shared/model.ts';
import type { Parsed, Question, RawRecord, Side } from '../../shared/parsed.ts';

/** A named stream of bytes in what the person gave: a file, a file in a folder, a member of a zip. */
export interface Entry {
  /** Path inside the bundle with `/`; NFC; never absolute. */
  readonly name: string;
  /** Bytes, unpacked. */
  readonly size: number;
}

/** The beginning of an entry, looked at once and shown to every provider. */
export interface Sample extends Entry {
  /** Last segment of the name, lower case. */
  readonly base: string;
  readonly kind: 'json-array' | 'json-object' | 'jsonl' | 'html' | 'text' | 'sqlite' | 'binary' | 'empty';
  /**
   * First elements of a JSON array (≤ 5), the object itself (when it is small, ≤ 4 MB), the first parsable lines of a JSONL (≤ 50), or,
   * of a database, one object: the names of columns by table.
   */
  readonly values: readonly unknown[];
  /** Keys of a top-level JSON object in order, as far as the sample reaches; names of a database's tables. */
  readonly keys: readonly string[];
  /** First 64 KB as text. */
  readonly head: string;
}

/** How an entry is to be read. The greatest `score` wins (0 … 100; a generic fallback stays below 20). */
export type Claim =
  /**
   * Each element of the top-level array (or of the array under `at`, or of that behind the ASCII text `behind`) is a record. `instead`: only
   * where the folder has no list of the provider's conversations; what the receipt says then, and what it says otherwise.
   */
  | {
      readonly as: 'elements';
      readonly at?: string;
      readonly behind?: string;
      readonly instead?: { readonly read: string; readonly ignored: string };
      readonly score: number;
    }
  /** The entry is one record. */
  | { readonly as: 'whole'; readonly score: number }
  /** Each line is a record. */
  | { readonly as: 'lines'; readonly score: number }
  /** Each piece that begins with `marker` (ASCII) is a record; what comes before the first is none. */
  | { readonly as: 'pieces'; readonly marker: string; readonly score: number }
  /**
   * The entries of one bundle with the same `record` are one record together: JSON lines `{ name, value }` in the order of names,
   * `value` being the entry's JSON (its text, where it is none).
   */
  | { readonly as: 'joined'; readonly record: string; readonly score: number }
  /** A SQLite database; the provider's `readTables` makes records of its rows. */
  | { readonly as: 'tables'; readonly score: number }
  /** Known, and not a conversation by itself; `gather` may read it. */
  | { readonly as: 'side'; readonly score: number; readonly reason: string }
  /** Known, and not a conversation; `reason` is shown in the receipt. */
  | { readonly as: 'ignored'; readonly score: number; readonly reason: string };

/** The entries of one input, as `gather` may read them. */
export interface BundleView {
  readonly entries: Iterable<Entry>;
  /** The whole entry as UTF-8; fails over 64 MB. */
  readonly text: (name: string) => Promise<string>;
}

/** A value of a foreign database: integers beyond 2^53 come as text. */
export type Cell = null | number | string | Uint8Array;

/** A foreign SQLite database, read only and as it stood when it was opened. */
export interface Tables {
  /** Names of columns by table. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /**
   * Cells of the named columns, row by row, streamed. `where`: one column equals a value, or lies in `from ≤ value < below` (text, by
   * bytes). `orderBy`: columns, ascending; else by rowid. Unknown tables and columns give no rows.
   */
  readonly rows: (
    table: string,
    columns: readonly string[],
    options?: {
      readonly where?:
        | { readonly column: string; readonly equals: string | number }
        | { readonly column: string; readonly from: string; readonly below: string };
      readonly orderBy?: readonly string[];
    },
  ) => Iterable<readonly Cell[]>;
}

/** One record of a database: the rows of one conversation, as JSON the provider lays out and its `parse` reads. */
export interface TableRecord {
  /** Where it stands, for the receipt: `composerData:1b2c…`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** One format family. One file (or folder) here, one line in `index.ts`, one section in `docs/providers.md`. */
export interface Provider {
  readonly id: ProviderId;
  /** Raised when the parser would now make something else of the same bytes; archived records are then parsed again. */
  readonly version: number;
  /** An export replaces its older self; logs of one identity are united. */
  readonly kind: 'export' | 'log';
  /** Judges one entry by its shape; null: not mine. Must not throw. */
  readonly judge: (sample: Sample) => Claim | null;
  /**
   * Facts from beside the records, read once per input: `shared` goes into every record's `side.shared`, `byEntry[name]` into the
   * `side.entry` of the records of that entry. Sent once to each parser thread, never stored: `Parsed.side` keeps what a record used.
   */
  readonly gather?: (bundle: BundleView) => Promise<{
    readonly shared: Json;
    readonly byEntry: Readonly<Record<string, Json>>;
    /** Whose export it is, as `Parsed.account`, where that stands beside the records. */
    readonly account?: string | null;
  }>;
  /**
   * `Parsed.side` of a record that asked so (`Parsed.asked`), without its bytes: where that is what it was, the record is not parsed again.
   * Goes with `Parsed.asked`.
   */
  readonly answers?: (side: Side, asked: readonly Question[]) => Side | undefined;
  /** Makes records of a database claimed as `tables`. A row that cannot be read is put into the record as it is: `parse` says so. */
  readonly readTables?: (tables: Tables) => Iterable<TableRecord>;
  /** Pure, synchronous, tolerant: any bytes give a `Parsed`; runs in parser threads and again for `reparse`. */
  readonly parse: (record: RawRecord) => Parsed;
  /**
   * Of a log, the lines (from 1) that a message comes from, as `parse` names it; empty where it is not in the record. Left out where a
   * message is an object that carries its id.
   */
  readonly linesOf?: (record: RawRecord, messageId: string) => readonly number[];
}
