import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, expectAccessible, test } from './test.ts';

const samples = join(import.meta.dirname, '../resources/sample');
const session = '0b5e7a9c-51d4-4f0e-8f3a-2c9d7e6b1a40';

test.beforeEach(async ({ window, page, host }) => {
  const bytes = await readFile(join(samples, `claude-code/-home-ines-dome/${session}.jsonl`));
  await window.drop({ name: `${session}.jsonl`, bytes });
  await window.imported(/1 conversation added/);
  await page.goto(new URL(`/?c=claude-code:${session}`, host.url).href);
  await expect(window.reader).toContainText('telescope stayed open');
});

test('the record is shown line by line, and left again', async ({ window, page }) => {
  await page.keyboard.press('r');
  const record = page.getByRole('region', { name: 'Original record' });
  await expect(record).toContainText('"parentUuid": null');
  await expect(page).toHaveURL(/raw/);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Lay JSON out' }).click();
  await expect(record).toContainText('{"parentUuid"');
  await page.getByRole('button', { name: 'Wrap long lines' }).click();
  await expect(page.getByRole('button', { name: 'Wrap long lines' })).toHaveAttribute('aria-pressed', 'false');
  await record.focus();
  await page.keyboard.press('Escape');
  await expect(record).toBeHidden();
  await expect(window.reader).toContainText('telescope stayed open');
  await page.keyboard.press('r');
  await page.getByRole('button', { name: 'Back to the conversation' }).click();
  await expect(record).toBeHidden();
});

test('a message is copied, linked to, and shown as it was written', async ({ window, page, context, kind }) => {
  if (kind === 'web') await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const message = window.reader.getByRole('article').filter({ hasText: 'telescope stayed open' }).first();
  await message.hover();
  await message.getByRole('button', { name: 'Original of this message' }).click();
  const dialog = page.getByRole('dialog', { name: 'Original of this message' });
  await expect(dialog).toContainText('line 3');
  await expect(dialog.getByRole('region')).toContainText('"type": "user"');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  if (kind !== 'web') return;
  const clipboard = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await message.getByRole('button', { name: 'Copy message as Markdown' }).click();
  await expect.poll(clipboard).toMatch(/^The dome of the club/);
  await message.getByRole('button', { name: 'Copy link to this message' }).click();
  await expect.poll(clipboard).toMatch(/\?c=claude-code:[\w-]+&m=\d+$/);
});

test('narrow, one button at each message holds its actions', async ({ window, page }) => {
  await page.setViewportSize({ width: 480, height: 800 });
  const message = window.reader.getByRole('article').filter({ hasText: 'telescope stayed open' }).first();
  await message.getByRole('button', { name: 'More actions on this message' }).click();
  await page.getByRole('menuitem', { name: 'Original of this message' }).click();
  await expect(page.getByRole('dialog', { name: 'Original of this message' })).toContainText('"uuid"');
});

test('on paper there is the conversation alone, and what is missing is said', async ({ window, page }) => {
  const missing = page.getByText('Only the part of this conversation that was in sight is printed here.');
  await page.evaluate(() => globalThis.dispatchEvent(new Event('beforeprint')));
  await page.emulateMedia({ media: 'print' });
  await expect(missing).toBeVisible();
  await expect(window.search).toBeHidden();
  await expect(page.getByText('telescope stayed open').last()).toBeVisible();
  await page.evaluate(() => globalThis.dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: null });
  await expect(missing).toHaveCount(0);
  await expect(window.search).toBeVisible();
});

test('what is selected in the reader is what was said, without buttons and heads', async ({ window, page }) => {
  await expect(window.reader.getByText('TodoWrite').first()).toBeVisible();
  const selected = await page.evaluate(() => {
    const scroller = document.querySelector('[data-reader-scroller]');
    if (scroller) getSelection()?.selectAllChildren(scroller);
    return getSelection()?.toString() ?? '';
  });
  expect(selected).toContain('telescope stayed open');
  expect(selected).not.toContain('TodoWrite');
});
