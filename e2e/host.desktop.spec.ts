import type { Page } from '@playwright/test';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commands } from '../src/shared/commands.ts';
import { bread, chatgptZip, harbour, manyConversations } from './exports.ts';
import type { Desktop } from './hosts/desktop.ts';
import { startStandIn } from './hosts/electron-stand-in/launch.ts';
import { runtimePath } from './hosts/electron.ts';
import { launchDesktop } from './hosts/launch.ts';
import { openPort } from './hosts/port.ts';
import { expect, sayNotProved, test as base, type Host } from './test.ts';

/**
 * The desktop's own: the built main and preload bundles, on Electron where its runtime is, else over a stand-in for its APIs and the window
 * in a real Chromium.
 */
const test = base.extend<{ desktop: Desktop; files: string }>({
  desktop: async ({ host }, use) => {
    await use(desktopOf(host));
    sayNotProved(host);
  },
  /** A folder of this test alone. */
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the fixtures that are wanted from the pattern
  files: async ({}, use) => {
    const dir = mkdtempSync(join(tmpdir(), 'polylogue-desktop-'));
    await use(dir);
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  },
});

function desktopOf({ desktop }: Host): Desktop {
  if (desktop === null) throw new Error('These specs run on the desktop.');
  return desktop;
}

async function zipIn(dir: string, ...conversations: readonly unknown[]): Promise<string> {
  const file = join(dir, 'chatgpt.zip');
  writeFileSync(file, await chatgptZip(...conversations));
  return file;
}

const isReal = runtimePath() !== null;

test('a file dropped from the file system is imported by its path, in a process of its own, and found', async ({
  window,
  page,
  desktop,
}) => {
  await expect(page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();
  await window.drop({ name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) });
  await window.imported(/2 conversations added/);
  if (!isReal) expect((await desktop.until('utility'))['entry']).toMatch(/importer\.js$/);
  await window.expectCount(2);
  await page.keyboard.press('/');
  await page.keyboard.type('sourdough');
  await page.keyboard.press('Enter');
  await window.expectCount(1);
});

test.describe('safety', () => {
  test('the window is sandboxed, and has no permission but to write the clipboard', async ({ desktop }) => {
    test.skip(isReal, 'read from what the host asks of Electron');
    expect(await desktop.until('preferences')).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
    expect(await desktop.until('permissions')).toMatchObject({ denied: true });
    expect(await desktop.until('permission checks')).toMatchObject({ denied: true });
  });

  test('it goes nowhere but home; what is clicked opens in the browser, if it is for one', async ({ window, desktop }) => {
    await expect(window.page.getByRole('heading').first()).toBeVisible();
    for (const url of ['https://example.com/', 'file:///etc/passwd', 'app://elsewhere/', 'javascript:alert(1)']) {
      await desktop.tell({ do: 'navigate', url });
      expect(await desktop.until('navigation', (told) => told['url'] === url)).toMatchObject({ prevented: true });
    }
    for (const url of [
      'https://example.com/a',
      'mailto:somebody@example.com',
      'file:///etc/passwd',
      'vscode://open',
      'nonsense',
    ]) {
      await desktop.tell({ do: 'open link', url });
      expect(await desktop.until('link', (told) => told['url'] === url)).toMatchObject({ actions: ['deny'] });
    }
    await desktop.until('external', ({ url }) => url === 'mailto:somebody@example.com');
    const opened = desktop.told.filter(({ type }) => type === 'external').map(({ url }) => url);
    expect(opened).toEqual(['https://example.com/a', 'mailto:somebody@example.com']);
  });

  test('closing the last window closes the archive and ends the program', async ({ window, desktop }) => {
    await expect(window.page.getByRole('heading').first()).toBeVisible();
    expect(await desktop.close()).toBe(0);
  });
});

test.describe('the menu', () => {
  test('stands in the menus of the command table, with its keys', async ({ desktop }) => {
    const { menus, items } = await desktop.until('menu');
    expect(menus).toEqual(expect.arrayContaining(['File', 'Edit', 'View', 'Conversation', 'Help']));
    const shown = items as readonly { readonly id?: string; readonly accelerator?: string }[];
    for (const command of commands.filter(({ menu }) => menu !== undefined))
      expect(shown, command.id).toContainEqual(expect.objectContaining({ id: command.id, label: command.title }));
    expect(shown).toContainEqual(expect.objectContaining({ id: 'palette', accelerator: 'CmdOrCtrl+K' }));
  });

  test('a click reaches the window as a command', async ({ window, page, desktop }) => {
    await expect(window.page.getByRole('heading').first()).toBeVisible();
    await desktop.tell({ do: 'menu', id: 'settings' });
    await expect(page).toHaveURL(/\?settings/);
    await desktop.tell({ do: 'menu', id: 'help' });
    await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
    const { ask, events } = await openPort(page);
    await ask('status', {});
    await desktop.tell({ do: 'menu', id: 'imports' });
    await expect.poll(events).toContain('event command\n{"id":"imports"}');
  });
});

test('the window opens where it was closed, and as it was', async ({ files }) => {
  const options = { archive: join(files, 'archive'), data: join(files, 'data') };
  const bounds = { x: 120, y: 80, width: 900, height: 700 };
  const first = await launchDesktop(options);
  expect(await first.until('opened')).toMatchObject(isReal ? {} : { width: 1280, height: 860, show: false });
  await first.tell({ do: 'place', bounds, maximised: true });
  expect(await first.close()).toBe(0);
  const second = await launchDesktop(options);
  expect(await second.until('opened')).toMatchObject(bounds);
  await second.until('maximised');
  expect(await second.close()).toBe(0);
});

test('behind the page is the colour of the theme', async ({ files }) => {
  test.skip(isReal, 'the theme of the machine is not for a test to change');
  const tokens = readFileSync(join(import.meta.dirname, '../src/renderer/styles/tokens.css'), 'utf8');
  const [, light, dark] = /--chrome: light-dark\((#\w+), (#\w+)\)/.exec(tokens) ?? [];
  const options = { archive: join(files, 'archive'), data: join(files, 'data') };
  for (const [env, backgroundColor] of [
    [{}, light],
    [{ STAND_IN_IS_DARK: '1' }, dark],
  ] as const) {
    const desktop = await launchDesktop({ ...options, env });
    expect(await desktop.until('opened')).toMatchObject({ backgroundColor });
    await desktop.close();
  }
});

test.describe('files from outside', () => {
  test('are imported when the program is started with them', async ({ files, page }) => {
    const file = await zipIn(files, harbour, bread);
    const desktop = await launchDesktop({ archive: join(files, 'archive'), data: join(files, 'data'), args: [file] });
    const shown = desktop.page ?? page;
    if (desktop.preload !== undefined) await shown.addInitScript({ content: desktop.preload });
    await shown.goto(desktop.url);
    await expect(shown.getByText(/2 conversations/).first()).toBeVisible({ timeout: 30_000 });
    await desktop.close();
  });

  test('are handed by a second start to the first, which comes forward', async ({ window, desktop, files }) => {
    const file = await zipIn(files, bread);
    await desktop.tell({ do: 'second start', files: [file] });
    await window.imported(/1 conversation added/);
    await desktop.until('focused');
  });

  test('a second start gives what it was given, and ends', async ({ files }) => {
    test.skip(isReal, 'the first half; both are one on real Electron');
    const file = await zipIn(files, bread);
    const second = startStandIn({ data: join(files, 'data'), args: [file, '--some-switch'], env: { STAND_IN_IS_SECOND: '1' } });
    expect(await second.until('lock')).toMatchObject({ data: { files: [file] } });
    expect(await second.ended).toBe(0);
    expect(existsSync(join(files, 'data', 'polylogue', 'archive'))).toBe(false);
  });

  test('are imported when the system opens them with the program', async ({ window, desktop, files }) => {
    await desktop.tell({ do: 'open file', path: await zipIn(files, harbour) });
    await window.imported(/1 conversation added/);
  });
});

test.describe('while it works', () => {
  test('the task bar shows how far it is, and then nothing', async ({ window, desktop }) => {
    await window.drop({ name: 'large.zip', bytes: await chatgptZip(...manyConversations(1500)) });
    await desktop.until('progress', ({ mode }) => mode === 'normal' || mode === 'indeterminate');
    await desktop.until('progress', ({ mode, value }) => mode === 'none' && value === -1);
    await window.imported(/1,500 conversations added/);
  });

  test('the end of a long import is told to somebody who looks elsewhere; a click shows its receipt', async ({
    window,
    page,
    desktop,
  }) => {
    test.skip(isReal, 'a notification of the system cannot be clicked by a test');
    await desktop.tell({ do: 'look away' });
    await window.drop({ name: 'large.zip', bytes: await chatgptZip(...manyConversations(1500)) });
    await desktop.until('progress');
    await desktop.tell({ do: 'wait', ms: 30_000 });
    const notice = await desktop.until('notification');
    expect(notice).toMatchObject({ title: 'Import finished', body: 'large.zip: 1,500 conversations added' });
    await desktop.tell({ do: 'click notification' });
    await desktop.until('focused');
    const shown = await desktop.until('window', ({ url }) => String(url).includes('?import='));
    await page.goto(String(shown['url']));
    await expect(page.getByRole('heading', { name: 'large.zip', level: 1 })).toBeVisible();
  });
});

test.describe('what only the desktop can do', () => {
  test('choosing files and folders by the system’s dialogue', async ({ window, page, desktop }) => {
    await expect(window.page.getByRole('heading').first()).toBeVisible();
    const { ask } = await openPort(page);
    const properties = {
      files: ['openFile', 'multiSelections'],
      folder: ['openDirectory'],
      'export-folder': ['openDirectory', 'createDirectory'],
      'archive-folder': ['openDirectory', 'createDirectory'],
    };
    for (const [what, wanted] of Object.entries(properties)) {
      await desktop.tell({ do: 'choose', paths: [`/${what}`] });
      expect(await ask('choosePaths', { what })).toContain(`{"paths":["/${what}"]}`);
      await desktop.until('open dialog', ({ options }) => JSON.stringify(options).includes(JSON.stringify(wanted)));
    }
    expect(await ask('choosePaths', { what: 'files' }), 'dismissed').toContain('{"paths":[]}');
  });

  test('showing a file in its folder, if it is there', async ({ window, page, desktop, files }) => {
    await expect(window.page.getByRole('heading').first()).toBeVisible();
    const { ask } = await openPort(page);
    const file = await zipIn(files, bread);
    expect(await ask('showInFolder', { path: file })).toMatch(/^answer/);
    await desktop.until('shown in folder', ({ path }) => path === file);
    expect(await ask('showInFolder', { path: join(files, 'gone.zip') })).toContain('NotFound');
    expect(await ask('showInFolder', { path: 'package.json' })).toContain('NotFound');
  });
});

test.describe('another archive', () => {
  async function filled(files: string, page: Page, args: readonly string[] = []) {
    const data = join(files, 'data');
    const desktop = await launchDesktop({ data, args: [await zipIn(files, harbour, bread), ...args] });
    const shown = desktop.page ?? page;
    if (desktop.preload !== undefined) await shown.addInitScript({ content: desktop.preload });
    await shown.goto(desktop.url);
    await expect(shown.getByText(/2 conversations/).first()).toBeVisible({ timeout: 30_000 });
    const { ask } = await openPort(shown);
    await expect.poll(() => ask('status', {})).toContain('"state":"done"');
    return { desktop, data, shown, ask };
  }
  const loads = ({ told }: Desktop): number => told.filter(({ type }) => type === 'window').length;
  /** The window starts anew: the stand-in's page is told where. */
  async function reloaded(desktop: Desktop, before: number, page: Page): Promise<void> {
    if (desktop.kind === 'electron') return;
    await expect.poll(() => loads(desktop)).toBe(before + 1);
    await page.goto(desktop.url);
  }

  test('is moved whole, and found there by the next start and by the command line’s rule', async ({ files, page }) => {
    const { desktop, data, shown, ask } = await filled(files, page);
    const before = loads(desktop);
    const to = join(files, 'elsewhere', 'mine');
    expect(await ask('openArchive', { dir: to, move: true })).toMatch(/^answer/);
    await reloaded(desktop, before, shown);
    await expect(shown.getByText(/2 conversations/).first()).toBeVisible();
    expect(existsSync(join(to, 'archive.db'))).toBe(true);
    expect(existsSync(join(data, 'polylogue', 'archive'))).toBe(false);
    expect(await desktop.close()).toBe(0);
    expect(JSON.parse(readFileSync(join(data, 'polylogue', 'settings.json'), 'utf8'))).toMatchObject({ archive: to });

    const next = await launchDesktop({ data });
    const again = next.page ?? page;
    await again.goto(next.url);
    await expect(again.getByText(/2 conversations/).first()).toBeVisible();
    expect(await next.close()).toBe(0);
  });

  test('is not moved onto something else; the window keeps what it has', async ({ files, page }) => {
    const { desktop, data, ask } = await filled(files, page);
    const before = loads(desktop);
    mkdirSync(join(files, 'letters'));
    writeFileSync(join(files, 'letters', 'letter.txt'), 'dear');
    expect(await ask('openArchive', { dir: join(files, 'letters'), move: true })).toContain('holds other files');
    expect(await ask('openArchive', { dir: join(files, 'letters') })).toContain('holds other files');
    expect(loads(desktop)).toBe(before);
    expect(existsSync(join(data, 'polylogue', 'archive', 'archive.db'))).toBe(true);
    expect(await desktop.close()).toBe(0);
  });

  test('is opened beside the first, which stays where it is', async ({ files, page }) => {
    const { desktop, data, shown, ask } = await filled(files, page);
    const before = loads(desktop);
    expect(await ask('openArchive', { dir: join(files, 'other') })).toMatch(/^answer/);
    await reloaded(desktop, before, shown);
    await expect(shown.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();
    expect(existsSync(join(data, 'polylogue', 'archive', 'archive.db'))).toBe(true);
    expect(await desktop.close()).toBe(0);
  });
});

test.describe('an archive that cannot be opened', () => {
  test('the window stands, the reason is said, and another can be opened', async ({ files }) => {
    test.skip(isReal, 'what it told before a test can listen is not seen');
    const bad = join(files, 'bad');
    mkdirSync(bad);
    writeFileSync(join(bad, 'archive.db'), 'this is no database, and never was one. '.repeat(100));
    const desktop = startStandIn({ archive: bad, data: join(files, 'data') });
    await desktop.tell({ do: 'press', button: 1 });
    await desktop.tell({ do: 'choose', paths: [join(files, 'good')] });
    await desktop.until('window');
    expect(await desktop.until('message box')).toMatchObject({ kind: 'error', message: 'The archive cannot be opened' });
    const settings = join(files, 'data', 'polylogue', 'settings.json');
    await expect
      .poll(() => (existsSync(settings) ? readFileSync(settings, 'utf8') : ''))
      .toContain(JSON.stringify(join(files, 'good')));
    expect(await desktop.close()).toBe(0);
    expect(existsSync(join(files, 'good', 'archive.db'))).toBe(true);
  });

  test('one on a disk that is gone is not made anew', async ({ files }) => {
    test.skip(isReal, 'what it told before a test can listen is not seen');
    const data = join(files, 'data');
    mkdirSync(join(data, 'polylogue'), { recursive: true });
    writeFileSync(join(data, 'polylogue', 'settings.json'), JSON.stringify({ archive: join(files, 'disk', 'mine') }));
    const desktop = startStandIn({ data });
    await desktop.tell({ do: 'press', button: 2 });
    const { detail } = await desktop.until('message box');
    expect(detail).toContain('on a disk that is not connected');
    expect(await desktop.ended, 'Quit').toBe(0);
    expect(existsSync(join(files, 'disk'))).toBe(false);
  });
});
