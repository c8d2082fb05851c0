import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { bread, chatgptZip, claudeZip, harbour, lantern } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';
import { unzip } from './unzip.ts';

test.beforeEach(async ({ window, host }) => {
  test.skip(host.kind === 'desktop', 'The desktop exports to a folder of the system; its own specs do.');
  await window.drop(
    { name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) },
    { name: 'claude.zip', bytes: await claudeZip(lantern) },
  );
  await window.imported(/3 conversations added/);
  await window.expectCount(3);
});

async function exported(
  page: Page,
  choose: (page: Page) => Promise<void> = async () => {},
): Promise<{ name: string; bytes: Buffer }> {
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export' });
  await expect(dialog).toBeVisible();
  await choose(page);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

test('one conversation is one Markdown file, and the copy is the same', async ({ window, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await window.rows.filter({ hasText: 'Tides in the harbour' }).click();
  await expect(window.reader.getByRole('heading', { name: 'Tides in the harbour', level: 1 })).toBeVisible();
  const { name, bytes } = await exported(page, async () => {
    await expect(page.getByRole('dialog')).toContainText('“Tides in the harbour”');
    await expect(page.getByRole('dialog')).toContainText(/\d+ words/);
    await expectAccessible(page);
  });
  expect(name).toMatch(/^2023-11-14 Tides in the harbour [0-9a-f]{8}\.md$/);
  const markdown = bytes.toString();
  expect(markdown).toContain('title: "Tides in the harbour"');
  expect(markdown).toContain('provider: chatgpt');
  await page.keyboard.press('c');
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(markdown);
});

test('what is selected goes into a zip, and nothing else', async ({ page }) => {
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  const { bytes } = await exported(page, async () => {
    await expect(page.getByRole('radio', { name: /2 conversations selected/ })).toBeChecked();
    await expect(page.getByRole('radio', { name: /The whole archive: 3 conversations/ })).toBeVisible();
  });
  const files = unzip(bytes);
  expect([...files.keys()].filter((name) => name.endsWith('.md'))).toHaveLength(2);
});

test('a whole result is exported through the lenses, as Markdown and as JSON Lines', async ({ window, page }) => {
  await window.find('provider:chatgpt');
  await window.expectCount(2);
  const { bytes } = await exported(page, async () => {
    await page.getByRole('radio', { name: /Everything found: 2 conversations/ }).check();
    await page.getByRole('checkbox', { name: 'Hide tools' }).check();
  });
  const files = unzip(bytes);
  const names = [...files.keys()].filter((name) => name.endsWith('.md')).sort();
  expect(names).toHaveLength(2);
  const all = names.map((name) => files.get(name)?.toString() ?? '').join('\n');
  expect(all).toContain('transforms: [strip-tools]');
  expect(all).toContain('tool call');
  expect(all).not.toContain('tide_table');
  expect(all).toContain('Keep the dough warmer');
  await expect(window.atWork.getByText('Exported 2 conversations.').first()).toBeVisible();

  const lines = await exported(page, async () => {
    await page.getByRole('radio', { name: /Everything found: 2 conversations/ }).check();
    await page.getByText('JSON Lines', { exact: true }).click();
  });
  const jsonl = unzip(lines.bytes).get('conversations.jsonl')?.toString().trimEnd().split('\n') ?? [];
  expect(jsonl.map((line) => JSON.parse(line).provider)).toEqual(['chatgpt', 'chatgpt']);
});
