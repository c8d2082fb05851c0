import type { Json, ProviderId } from '../../shared/model.ts';
import type { Parsed, RawRecord } from '../../shared/parsed.ts';

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
  /** First elements of a JSON array (≤ 5), the object itself (when it is small, ≤ 4 MB), or the first parsable lines of a JSONL (≤ 50). */
  readonly values: readonly unknown[];
  /** Keys of a top-level JSON object in order, as far as the sample reaches. */
  readonly keys: readonly string[];
  /** First 64 KB as text. */
  readonly head: string;
}

/** How an entry is to be read. The greatest `score` wins (0 … 100; a generic fallback stays below 20). */
export type Claim =
  /** Each element of the top-level array (or of the array under `at`) is a record. */
  | { readonly as: 'elements'; readonly at?: string; readonly score: number }
  /** The entry is one record. */
  | { readonly as: 'whole'; readonly score: number }
  /** Known, and not a conversation by itself; `gather` may read it. */
  | { readonly as: 'side'; readonly score: number; readonly reason: string }
  /** Known, and not a conversation; `reason` is shown in the receipt. */
  | { readonly as: 'ignored'; readonly score: number; readonly reason: string };

/** The entries of one input, as `gather` may read them. */
export interface BundleView {
  readonly entries: readonly Entry[];
  /** The whole entry as UTF-8; fails over 64 MB. */
  readonly text: (name: string) => Promise<string>;
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
  /** Pure, synchronous, tolerant: any bytes give a `Parsed`; runs in parser threads and again for `reparse`. */
  readonly parse: (record: RawRecord) => Parsed;
  /**
   * Of a log, the lines (from 1) that a message comes from, as `parse` names it; empty where it is not in the record. Left out where a
   * message is an object that carries its id.
   */
  readonly linesOf?: (record: RawRecord, messageId: string) => readonly number[];
}
