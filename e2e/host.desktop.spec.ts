import { expect, test } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bread, chatgptZip, harbour } from './exports.ts';
import { launchDesktop, type Desktop } from './hosts/electron-stand-in/launch.ts';
import { notProved } from './hosts/electron-stand-in/not-proved.ts';
import { Window } from './pages/window.ts';

/** The built main and preload bundles over a stand-in for Electron's APIs, the window in a real Chromium. */
test.describe.configure({ mode: 'default' });
let dir = '';
let desktop: Desktop;

test.beforeEach(async ({ page }) => {
  dir = mkdtempSync(join(tmpdir(), 'polylogue-desktop-'));
  desktop = await launchDesktop(join(dir, 'archive'));
  await page.addInitScript({ content: desktop.preload });
  await page.goto(desktop.url);
});
test.afterEach(async () => {
  await desktop.close();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
});
test.afterAll(() => {
  const lines = Object.entries(notProved).map(([name, what]) => `  ${name}: ${what}`);
  console.log(`The desktop ran over a stand-in. Not proved:\n${lines.join('\n')}`);
});

test('a file dropped from the file system is imported by its path, in a process of its own, and found', async ({ page }) => {
  const window = new Window(page);
  const file = join(dir, 'chatgpt.zip');
  writeFileSync(file, await chatgptZip(harbour, bread));
  await expect(page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();

  // A drop as the system makes it: the page gets a file, and asks the preload script for its path.
  await page.evaluate((paths) => Object.assign(globalThis, { standInPaths: paths }), { 'chatgpt.zip': file });
  const input = await page.context().newCDPSession(page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await input.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });

  await window.imported(/2 conversations added/);
  const utility = await desktop.until('utility');
  expect(utility['entry']).toMatch(/importer\.js$/);
  await window.expectCount(2);
  await page.keyboard.press('/');
  await page.keyboard.type('sourdough');
  await page.keyboard.press('Enter');
  await window.expectCount(1);
});

test('the window goes nowhere but home, and closing it closes the archive', async () => {
  expect(desktop.told.find(({ type }) => type === 'preferences')).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
  });
  expect(desktop.told.find(({ type }) => type === 'permissions')).toMatchObject({ denied: true });
  desktop.tell({ navigate: 'https://example.com/' });
  expect(await desktop.until('navigation')).toMatchObject({ prevented: true });
  expect(await desktop.close()).toBe(0);
});
