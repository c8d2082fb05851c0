import { watch, type FSWatcher } from 'node:fs';

/** Milliseconds without a change after which what changed is worth reading: a log that is being written is left to grow. */
const settled = 2000;

/**
 * Yields after each burst of changes at or below the paths, until the signal. Changes while the caller is busy are one burst more. A path
 * that cannot be watched (it is not there) is left out.
 */
export async function* watchPaths(paths: readonly string[], signal: AbortSignal): AsyncGenerator<void, void, undefined> {
  let wake = (): void => {};
  let changed = false;
  let timer: NodeJS.Timeout | undefined;
  const onChange = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      changed = true;
      wake();
    }, settled);
  };
  const watchers: FSWatcher[] = [];
  for (const path of paths) {
    try {
      const watcher = watch(path, { recursive: true, persistent: true }, onChange);
      watcher.on('error', () => watcher.close());
      watchers.push(watcher);
    } catch {
      // The import that precedes watching has said what is wrong with it.
    }
  }
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted && watchers.length > 0) {
      if (!changed) await new Promise<void>((resolve) => (wake = resolve));
      if (signal.aborted) return;
      changed = false;
      yield;
    }
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
    for (const watcher of watchers) watcher.close();
  }
}
