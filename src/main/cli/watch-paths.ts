import { hash } from 'node:crypto';
import { walkPlace } from '../discover/walk.ts';
import { watchRoots } from '../discover/watch-roots.ts';

export interface PathWatcher {
  /** Resolves after the next burst of changes (at once when there was one meanwhile); false when it was closed. */
  readonly changed: () => Promise<boolean>;
  readonly close: () => void;
}

/** Milliseconds. */
const usual = {
  /** Without a change after which what changed is worth reading: a log that is being written is left to grow. */
  settled: 2000,
  /** After the first change at which it is read all the same. */
  longest: 15_000,
  /** After which is looked through the paths, whatever the kernel has told. */
  rescan: 60_000,
};

/**
 * Watches what lies at and below the paths, from now on. The kernel is asked; and because it tells nothing of some network shares, of
 * what was not there at first, or when too much is watched, names, sizes and times are compared now and then.
 */
export function watchPaths(paths: readonly string[], signal: AbortSignal, pauses: Partial<typeof usual> = {}): PathWatcher {
  const { settled, longest, rescan } = { ...usual, ...pauses };
  const roots = new Map(paths.map((path) => [path, [path]]));
  let wake = (): void => {};
  let pending = false;
  let closed = false;
  let seen: Promise<string>;

  const onChange = (): void => {
    pending = true;
    wake();
  };
  const watcher = watchRoots(onChange, { settled, longest });
  watcher.set(roots);
  seen = lookThrough(paths, signal).catch(() => '');

  const scan = async (): Promise<void> => {
    const before = await seen;
    seen = lookThrough(paths, signal).catch(() => before);
    const now = await seen;
    if (closed) return;
    // What went away and came back is watched again.
    watcher.set(roots);
    if (before !== '' && now !== before) onChange();
  };
  const scanning = setInterval(() => void scan(), rescan);

  const close = (): void => {
    closed = true;
    clearInterval(scanning);
    watcher.close();
    signal.removeEventListener('abort', close);
    wake();
  };
  if (signal.aborted) close();
  signal.addEventListener('abort', close);

  return {
    changed: async () => {
      if (!pending && !closed) await new Promise<void>((resolve) => (wake = resolve));
      pending = false;
      return !closed;
    },
    close,
  };
}

/** What is at and below the paths, in one line that is another when a file is. */
async function lookThrough(paths: readonly string[], signal: AbortSignal): Promise<string> {
  const lines: string[] = [];
  for (const folder of paths) {
    const place = { id: folder, provider: null, variant: null, folder, roots: [{ path: '', kindOf: () => 'beside' as const }] };
    const { files } = await walkPlace(place, undefined, signal);
    for (const { path, bytes, changedAt } of files) lines.push(`${path}\n${bytes}\n${changedAt}`);
  }
  return hash('sha256', lines.toSorted().join('\n'));
}
