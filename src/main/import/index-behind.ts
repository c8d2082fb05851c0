import { setTimeout as pause } from 'node:timers/promises';
import { openIndexWriter, type IndexProgress, type IndexWriter } from '../archive/index/index-writer.ts';
import type { TermSource } from '../archive/index/term-source.ts';
import { termThread } from './term-thread.ts';

export interface IndexBehindOptions {
  readonly signal?: AbortSignal;
  /** The same for a thread that hears no events while it works; looked at in the middle of a transaction, which then ends early. */
  readonly stopped?: () => boolean;
  /** Called after every transaction. */
  readonly onProgress?: (progress: IndexProgress) => void;
  /** Milliseconds of one transaction. */
  readonly slice?: number;
  /** File of a thread that calls `serveTerms`; without it, texts are read in this one. */
  readonly thread?: string;
  /** Milliseconds between two looks at whether an import has ended, of this process or another: it is left the cores. Without it, they go on together. */
  readonly giveWay?: number;
}

/**
 * Brings index.db in step with archive.db, newest conversations first, and returns when it is. What was committed stays when it is
 * stopped, and the next call goes on from there.
 */
export async function indexBehind(
  dir: string,
  { signal, stopped = () => false, onProgress, slice = 1000, thread, giveWay }: IndexBehindOptions = {},
): Promise<void> {
  const terms = thread === undefined ? undefined : termThread(thread, dir);
  const writer = opened(dir, terms, stopped);
  const next = (): Promise<boolean> =>
    new Promise((resolve) => setImmediate(() => resolve(signal?.aborted !== true && !stopped())));
  try {
    let busy = true;
    while (busy && (await next())) {
      if (giveWay !== undefined && writer.importing()) {
        await pause(giveWay);
        continue;
      }
      busy = writer.step(slice);
      onProgress?.(writer.progress());
    }
    while ((await next()) && writer.tidy()) continue;
  } finally {
    writer.close();
  }
}

/** A thread of terms that nobody closes would keep its own thread, and the program, from ending. */
function opened(dir: string, terms: TermSource | undefined, stopped: () => boolean): IndexWriter {
  try {
    return openIndexWriter(dir, terms, stopped);
  } catch (error) {
    terms?.close();
    throw error;
  }
}
