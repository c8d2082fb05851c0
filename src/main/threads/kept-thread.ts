import { startThread, type Thread } from './thread.ts';

/** A thread that is started again when it dies. Calls that were under way fail; later ones go to the new one. */
export interface KeptThread {
  readonly call: Thread['call'];
  /** Resolves with what killed the thread that runs now, or null when it was closed. */
  readonly ended: () => Promise<Error | null>;
  readonly close: () => Promise<void>;
}

const shortestWait = 100;
/** Longest wait before a thread that dies again and again is started once more, in milliseconds. */
const longestWait = 30_000;

/**
 * @param started called with every new thread but the first, before anything is asked of it
 * @param died told what killed it
 */
export function keepThread(
  entry: string,
  dir: string,
  options: {
    readonly onEvent: (name: string, body: string) => void;
    readonly restarted: () => void;
    readonly died: (fault: Error | null) => void;
  },
): KeptThread {
  let closing = false;
  const start = (): Thread => {
    const started = startThread(entry, dir);
    started.onEvent(options.onEvent);
    return started;
  };
  let thread = start();

  const keep = async (): Promise<void> => {
    for (let wait = shortestWait; ; wait = Math.min(wait * 4, longestWait)) {
      const began = Date.now();
      const fault = await thread.ended;
      // One that did its work for a while is not one that dies again and again.
      if (Date.now() - began > longestWait) wait = shortestWait;
      if (closing) return;
      options.died(fault);
      await new Promise((resolve) => setTimeout(resolve, wait).unref());
      if (closing) return;
      thread = start();
      options.restarted();
    }
  };
  void keep();

  return {
    call: (name, body, signal) => thread.call(name, body, signal),
    ended: () => thread.ended,
    close: async () => {
      closing = true;
      Atomics.store(thread.stop, 0, 1);
      thread.close();
      await thread.ended;
    },
  };
}
