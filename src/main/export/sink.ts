/** Where an export goes: named files, one after the other. Nothing half-written is ever found under a final name. */
export interface Sink {
  /** Starts a file. `name` is relative, with `/`; `time` (epoch milliseconds) is its date where the sink keeps one. */
  readonly begin: (name: string, time: number | null) => Promise<void>;
  readonly write: (chunk: string) => Promise<void>;
  readonly end: () => Promise<void>;
  /** Adds a file of this machine. */
  readonly copy: (name: string, path: string, time: number | null) => Promise<void>;
  /** Everything is written; what was not in place yet is put there. */
  readonly finish: () => Promise<void>;
  /** Removes what was begun. Whole files in a folder stay: they are right, and the next export writes the same. */
  readonly abort: () => Promise<void>;
}
