import type { Status } from '../shared/contract.ts';
import type { Request } from '../shared/requests.ts';
import type { ToWork } from './work.ts';

/** What differs between the desktop, the web host and the command line; nothing else does. What is optional only the desktop can do. */
export interface Host {
  readonly kind: Status['host'];
  /** Starts `importer.ts` or `exporter.ts` as a process of its own, which dies with this one. */
  readonly startProcess: (entry: string) => WorkProcess;
  /** The system's dialogue; the paths that were chosen, none when it was dismissed. */
  readonly choosePaths?: (what: Request<'choosePaths'>['what']) => Promise<readonly string[]>;
  /** Shows a file or folder in the system's file manager. NotFound when it is not there. */
  readonly showInFolder?: (path: string) => Promise<void>;
  /** Begins to open another archive, or to move this one; rejects when that cannot be. */
  readonly openArchive?: (to: Request<'openArchive'>) => Promise<void>;
}

/** A process that does one piece of work. Messages from it are unchecked. */
export interface WorkProcess {
  readonly pid: number | undefined;
  readonly post: (message: ToWork) => void;
  readonly listen: (message: (message: unknown) => void, exited: (code: number | null) => void) => void;
  /** Ends it at once; what it had committed stays. */
  readonly end: () => void;
}

/** The files that are started as threads and processes, next to the running entry. */
export interface Entries {
  readonly reader: string;
  readonly writer: string;
  readonly indexer: string;
  readonly finder: string;
  readonly importer: string;
  readonly exporter: string;
}

/**
 * What a process of its own finds in its environment. The allocator of glibc keeps an arena for each thread, and what was large in them, for
 * good: 50 of 410 MB while 6 GB are imported. Nobody else knows these words.
 */
export function workEnvironment(): NodeJS.ProcessEnv {
  return { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: String(512 * 1024), ...process.env };
}
