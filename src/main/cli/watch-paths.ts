import { watch, type FSWatcher } from 'node:fs';

/** Milliseconds without a change after which what changed is worth reading: a log that is being written is left to grow. */
const settled = 2000;

export interface PathWatcher {
  /** Resolves after the next burst of changes (at once when there was one meanwhile); false when it was closed or nothing is watched. */
  readonly changed: () => Promise<boolean>;
  readonly close: () => void;
}

/**
 * Watches what lies at and below the paths, from now on. A path that cannot be watched (it is not there) is left out. The kernel is asked,
 * so files on some network shares change unseen.
 */
export function watchPaths(paths: readonly string[], signal: AbortSignal): PathWatcher {
  let wake = (): void => {};
  let pending = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  const watchers: FSWatcher[] = [];

  const onChange = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      pending = true;
      wake();
    }, settled);
  };
  const close = (): void => {
    closed = true;
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
    signal.removeEventListener('abort', close);
    wake();
  };

  for (const path of paths) {
    try {
      const watcher = watch(path, { recursive: true }, onChange);
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch {
      // The import says what is wrong with it.
    }
  }
  if (signal.aborted) close();
  signal.addEventListener('abort', close);

  return {
    changed: async () => {
      if (watchers.length === 0) return false;
      if (!pending && !closed) await new Promise<void>((resolve) => (wake = resolve));
      pending = false;
      return !closed;
    },
    close,
  };
}
