import { statSync, watch, type FSWatcher } from 'node:fs';

/** Watches folders and files and says, a while after something changed in them, which. */
export interface RootWatcher {
  /** Watches these from now on, and no others. What is not there is left to the next look. */
  readonly set: (roots: ReadonlyMap<string, readonly string[]>) => void;
  readonly close: () => void;
}

/** Milliseconds. */
export interface Pauses {
  /** Without a change after which what changed is told: a log that is being written is left to grow. */
  readonly settled: number;
  /** After the first change at which it is told all the same. */
  readonly longest: number;
}

const pauses: Pauses = { settled: 3000, longest: 30_000 };

/**
 * The kernel is asked, so what changes on a network share may stay unseen: look again now and then.
 *
 * @param changed told the names under which roots are watched
 */
export function watchRoots(changed: (names: readonly string[]) => void, { settled, longest }: Pauses = pauses): RootWatcher {
  /** By name and path; a folder that was removed and made again is another one. */
  const watchers = new Map<string, { readonly watcher: FSWatcher; readonly identity: string }>();
  const pending = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let since = 0;

  const tell = (): void => {
    const names = [...pending];
    pending.clear();
    since = 0;
    changed(names);
  };
  const onChange = (name: string): void => {
    const now = performance.now();
    if (pending.size === 0) since = now;
    pending.add(name);
    clearTimeout(timer);
    timer = setTimeout(tell, Math.max(0, Math.min(settled, since + longest - now)));
  };
  const drop = (key: string): void => {
    watchers.get(key)?.watcher.close();
    watchers.delete(key);
  };
  const add = (key: string, name: string, path: string): void => {
    try {
      const watcher = watch(path, { recursive: true, persistent: false }, () => onChange(name));
      watcher.on('error', () => {
        drop(key);
        // It went away: that is a change, too.
        onChange(name);
      });
      watchers.set(key, { watcher, identity: identityOf(path) });
    } catch {
      // Not there, or too many are watched already.
    }
  };

  return {
    set: (roots) => {
      const wanted = new Map<string, { readonly name: string; readonly path: string }>(
        [...roots].flatMap(([name, paths]) => paths.map((path) => [`${name}\n${path}`, { name, path }] as const)),
      );
      for (const [key, { identity }] of watchers) {
        const path = wanted.get(key)?.path;
        if (path === undefined || identityOf(path) !== identity) drop(key);
      }
      for (const [key, { name, path }] of wanted) if (!watchers.has(key)) add(key, name, path);
    },
    close: () => {
      clearTimeout(timer);
      for (const { watcher } of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

/** What a path leads to, told from another that came into its place: numbers of files are used again. */
function identityOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? '' : `${found.ino} ${found.birthtimeMs}`;
}
