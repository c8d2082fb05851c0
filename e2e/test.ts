import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { notProved } from './hosts/electron-stand-in/not-proved.ts';
import { launchDesktop, type Desktop } from './hosts/launch.ts';
import { Window } from './pages/window.ts';

export { expect };

/** The host that the project of `playwright.config.ts` runs the specs on. */
export type Kind = 'web' | 'desktop';

/** A host with an archive of its own, as a person would start it. */
export interface Host {
  readonly kind: Kind;
  /** The desktop program: what a person does to it beside the page, and what it did to the system. Null on the web. */
  readonly desktop: Desktop | null;
  /** The URL it printed, with the token. */
  readonly url: string;
  /** The archive's directory. */
  readonly dir: string;
  /** The person's home folder in which it looks for what tools keep: empty, and not that of whoever runs the specs. */
  readonly home: string;
  readonly stop: () => Promise<void>;
  /** Ends it at once, in the middle of whatever it does. On the web alone. */
  readonly kill: () => Promise<void>;
  /** Starts it again, on the same port. On the web alone. */
  readonly start: () => Promise<void>;
}

const entry = join(import.meta.dirname, '../out/main/serve.js');

export const test = base.extend<{ kind: Kind; host: Host; window: Window }>({
  kind: ['web', { option: true }],
  host: async ({ kind }, use) => {
    if (!existsSync(entry)) throw new Error('out/main/serve.js is missing: run `npm run build` first.');
    const dir = await mkdtemp(join(tmpdir(), 'polylogue-e2e-'));
    const home = await mkdtemp(join(tmpdir(), 'polylogue-e2e-home-'));
    const host = await (kind === 'web' ? startWeb(dir, home) : startDesktop(dir, home));
    await use(host);
    await host.stop();
    for (const folder of [dir, home]) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  page: async ({ page, host: { desktop } }, use) => {
    if (desktop?.preload !== undefined) await page.addInitScript({ content: desktop.preload });
    await use(desktop?.page ?? page);
  },
  window: async ({ page, host }, use) => {
    const faults = watchFaults(page);
    await page.goto(host.url);
    await use(new Window(page));
    expect(faults, 'errors in the console').toEqual([]);
  },
});

async function startWeb(dir: string, home: string): Promise<Host> {
  let running = await start(dir, home, 0);
  const { url } = running;
  return {
    kind: 'web',
    desktop: null,
    url,
    dir,
    home,
    stop: () => running.end('SIGTERM'),
    kill: () => running.end('SIGKILL'),
    start: async () => {
      running = await start(dir, home, Number(new URL(url).port));
    },
  };
}

async function startDesktop(dir: string, home: string): Promise<Host> {
  const archive = join(dir, 'archive');
  const desktop = await launchDesktop({ archive, data: join(dir, 'data'), env: { POLYLOGUE_HOME: home } });
  return {
    kind: 'desktop',
    desktop,
    url: desktop.url,
    dir: archive,
    home,
    stop: async () => void (await desktop.close()),
    kill: () => Promise.reject(new Error('A desktop is not killed.')),
    start: () => Promise.reject(new Error('A desktop is launched anew instead.')),
  };
}

let isSaid = false;
/** Says by name, once, what a run over the stand-in did not show. */
export function sayNotProved({ desktop }: Host): void {
  if (isSaid || desktop?.kind !== 'stand-in') return;
  isSaid = true;
  const lines = Object.entries(notProved).map(([name, what]) => `  ${name}: ${what}`);
  console.log(`The desktop ran over a stand-in. Not proved:\n${lines.join('\n')}`);
}

interface Running {
  readonly url: string;
  readonly end: (signal: 'SIGTERM' | 'SIGKILL') => Promise<void>;
}

async function start(dir: string, home: string, port: number): Promise<Running> {
  const child = spawn(process.execPath, [entry, '--archive', dir, '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, POLYLOGUE_HOME: home },
  });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The host ended (${code}) before it printed its URL. ${said.join('')}`)));
  });
  return {
    url,
    end: async (signal) => {
      child.kill(signal);
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** What the page complains of: broken scripts, and everything the content security policy stopped. */
function watchFaults(page: Page): readonly string[] {
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/WebSocket connection|ERR_CONNECTION_REFUSED/.test(message.text()))
      faults.push(message.text());
  });
  return faults;
}

/** Fails on every violation of WCAG 2.2 AA that axe can see in the window as it is now; of these rules alone, where some are named. */
export async function expectAccessible(page: Page, rules?: readonly string[]): Promise<void> {
  const axe = new AxeBuilder({ page });
  const { violations } = await (
    rules
      ? axe.withRules([...rules])
      : axe
          .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
          // Menus and sheets stand at the end of the document, outside of the landmarks.
          .disableRules(['region'])
  ).analyze();
  expect(
    violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary ?? ''}`).join(' | ')}`,
    ),
  ).toEqual([]);
}
