import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentIn, type Desktop, type LaunchOptions, type Order, type Running, type Told } from '../desktop.ts';
import { preloadScript } from './preload.ts';

const root = join(import.meta.dirname, '../../..');

/** The built main bundle over the stand-in: a process that tells what it does. */
export function startStandIn(options: LaunchOptions): Running {
  const register = new URL('./register.ts', import.meta.url).href;
  const args = [...(options.archive === undefined ? [] : [`--archive=${options.archive}`]), ...(options.args ?? [])];
  const child: ChildProcess = fork(join(root, 'out/main/index.js'), args, {
    execArgv: ['--import', register],
    cwd: root,
    env: { ...process.env, POLYLOGUE_ARCHIVE: '', ...environmentIn(options.data), ...options.env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const told: Told[] = [];
  const waiting = new Set<() => void>();
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  child.on('message', (message) => {
    told.push(message as Told);
    for (const look of waiting) look();
  });
  const until: Desktop['until'] = (type, matches = () => true) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = told.find((one) => one.type === type && matches(one));
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
      void ended.then((code) =>
        reject(
          new Error(`The desktop ended with ${code} before it said “${type}”, but: ${told.map((one) => one.type).join(', ')}`),
        ),
      );
    });
  const tell = async (order: Order): Promise<void> => {
    if (child.connected) child.send(order);
  };
  return {
    told,
    until,
    tell,
    ended,
    close: () => {
      void tell({ do: 'quit' });
      return ended;
    },
  };
}

/** Starts it and waits for its window. */
export async function launchStandIn(options: LaunchOptions): Promise<Desktop> {
  const started = performance.now();
  const desktop = startStandIn(options);
  const window = await desktop.until('window');
  return {
    ...desktop,
    kind: 'stand-in',
    page: null,
    url: String(window['url']),
    preload: preloadScript(readFileSync(String(window['preload']), 'utf8')),
    startMs: performance.now() - started,
  };
}
