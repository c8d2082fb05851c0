import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { chromium } from 'playwright';

/** A Chromium to test in, and how to start it. */
export interface Browser {
  readonly name: string;
  readonly executablePath: string;
  readonly args: readonly string[];
  /** The whole environment for it. */
  readonly env: Record<string, string>;
}

/**
 * Playwright's own Chromium where it is installed, else a Chrome, Chromium or Edge of this machine, else (Linux on x64) the one that
 * comes inside the npm package `@sparticuz/chromium`. Nothing is downloaded. Rejects when there is none.
 */
export async function findBrowser(): Promise<Browser> {
  const own = ownChromium();
  if (own !== null) return browser('Playwright’s Chromium', own);
  const machine = candidates().find(isProgram);
  if (machine !== undefined) return browser(machine, machine);
  const packed = await packedChromium();
  if (packed !== null) return packed;
  throw new Error('There is no Chromium to test in: install Chrome, Chromium or Edge, or run `npx playwright install chromium`.');
}

function browser(name: string, executablePath: string, env: Record<string, string> = {}): Browser {
  // Chromium refuses to start as root with its sandbox, and /dev/shm is small in containers.
  const args =
    process.platform === 'linux' ? ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] : [];
  return { name, executablePath, args, env: { ...environment(), ...env } };
}

function environment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function ownChromium(): string | null {
  try {
    const path = chromium.executablePath();
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

function candidates(): readonly string[] {
  if (process.platform === 'darwin') {
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
    return roots.flatMap((root) => [
      join(root, 'Google/Chrome/Application/chrome.exe'),
      join(root, 'Chromium/Application/chrome.exe'),
      join(root, 'Microsoft/Edge/Application/msedge.exe'),
    ]);
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'microsoft-edge'];
  return (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * The one Chromium whose pixels are the same everywhere: that of `@sparticuz/chromium`, pinned in package.json; null where it cannot run.
 * Unpacked into the system's temporary folder once; with the libraries it brings where this machine lacks them.
 */
export async function packedChromium(): Promise<Browser | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const { default: packed, inflate } = await import('@sparticuz/chromium');
  const path = await packed.executablePath();
  const name = 'the Chromium of @sparticuz/chromium';
  if (runs(path, {})) return browser(name, path);
  const manifest = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  await inflate(join(dirname(manifest), '..', 'bin', 'al2023.tar.br'));
  const libraries = {
    LD_LIBRARY_PATH: [join(tmpdir(), 'al2023', 'lib'), process.env['LD_LIBRARY_PATH'] ?? ''].filter(Boolean).join(':'),
  };
  return runs(path, libraries) ? browser(name, path, libraries) : null;
}

function runs(path: string, env: Record<string, string>): boolean {
  return spawnSync(path, ['--version'], { env: { ...environment(), ...env }, timeout: 20_000 }).status === 0;
}
