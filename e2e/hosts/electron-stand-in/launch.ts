import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { preloadScript } from './preload.ts';

const root = join(import.meta.dirname, '../../..');

/** What the stand-in says of itself; see `main.ts`. */
export interface Told {
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface Desktop {
  /** The window's page, for a real Chromium. */
  readonly url: string;
  /** To run in the page before its own scripts. */
  readonly preload: string;
  /** Milliseconds from the start of the process to the window's first load. */
  readonly startMs: number;
  readonly told: readonly Told[];
  readonly until: (type: string) => Promise<Told>;
  readonly tell: (message: string | object) => void;
  readonly ended: Promise<number | null>;
  readonly close: () => Promise<number | null>;
}

/** Starts the built main bundle over the stand-in on an archive. */
export async function launchDesktop(archive: string): Promise<Desktop> {
  const started = performance.now();
  const register = new URL('./register.ts', import.meta.url).href;
  const child: ChildProcess = fork(join(root, 'out/main/index.js'), [`--archive=${archive}`], {
    execArgv: ['--import', register],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const told: Told[] = [];
  const waiting = new Set<() => void>();
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  child.on('message', (message) => {
    told.push(message as Told);
    for (const look of waiting) look();
  });
  const until = (type: string): Promise<Told> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = told.find((one) => one.type === type);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then((code) =>
        reject(new Error(`The desktop ended with ${code} before it said “${type}”: ${JSON.stringify(told)}`)),
      );
    });
  const window = await until('window');
  return {
    url: String(window['url']),
    preload: preloadScript(readFileSync(String(window['preload']), 'utf8')),
    startMs: performance.now() - started,
    told,
    until,
    tell: (message) => void child.send(message),
    ended,
    close: () => {
      if (child.connected) child.send('quit');
      return ended;
    },
  };
}
