import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bread, chatgptZip, claudeZip, harbour, lantern, manyConversations } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';

test('a stranger: samples at a click, every provider, and gone again without a trace', async ({ window, page }) => {
  await expect(page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();
  for (const provider of ['ChatGPT', 'Claude', 'Claude Code', 'Codex']) {
    await expect(page.getByRole('heading', { name: provider, exact: true })).toBeVisible();
  }
  await page.getByRole('button', { name: 'Try with sample conversations' }).click();
  await window.imported(/21 conversations added/);
  await expect(window.rows.first()).toBeVisible();
  await expect(page.getByText('These are sample conversations.')).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Remove them' }).click();
  await expect(page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();
  await expect(page.getByText('These are sample conversations.')).toBeHidden();
});

test('something of one’s own ends the talk of samples', async ({ window, page }) => {
  await page.getByRole('button', { name: 'Try with sample conversations' }).click();
  await expect(page.getByText('These are sample conversations.')).toBeVisible();
  await window.drop({ name: 'mine.zip', bytes: await chatgptZip(bread) });
  await expect(page.getByText('These are sample conversations.')).toBeHidden();
});

test('what hangs over the window is counted before it is dropped', async ({ page, window: _window }) => {
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    for (const name of ['a.zip', 'b.zip', 'c.zip']) transfer.items.add(new File(['x'], name));
    document.body.dispatchEvent(new DragEvent('dragenter', { bubbles: true, dataTransfer: transfer }));
  });
  await expect(page.getByText('Drop 3 files to import')).toBeVisible();
});

test('several zips queue: one line for all, a line for each, and what came of them', async ({ window, page }) => {
  test.skip(await page.evaluate(() => 'polylogue' in globalThis), 'On the desktop nothing is sent.');
  await window.drop(
    { name: 'large.zip', bytes: await chatgptZip(...manyConversations(3000)) },
    { name: 'claude.zip', bytes: await claudeZip(lantern) },
    { name: 'small.zip', bytes: await chatgptZip(bread) },
    { name: 'harbour.zip', bytes: await chatgptZip(harbour) },
  );
  await expect(window.atWork.getByText('4 jobs at work').first()).toBeVisible();
  await window.atWork.getByRole('button', { name: 'Show each' }).click();
  await expect(window.atWork.getByText(/(Importing|Sending) small.zip/).first()).toBeVisible();
  await expectAccessible(page);
  await expect(window.rows.first()).toBeVisible();
  await window.imported(/4 imports done: 3,003 conversations added/);
  await window.atWork.getByRole('button', { name: 'See past imports' }).click();
  await expect(page.getByRole('link', { name: /large\.zip/ })).toContainText('3,000 added');
  await expect(page.getByRole('listitem')).toHaveCount(4);
  await expectAccessible(page);
});

test('a cancelled upload leaves nothing in the inbox', async ({ window, page, host }) => {
  test.skip(host.kind === 'desktop', 'On the desktop nothing is sent.');
  await page.route('**/inbox', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue().catch(() => {});
  });
  await window.drop(
    { name: 'first.zip', bytes: await chatgptZip(bread) },
    { name: 'second.zip', bytes: await chatgptZip(harbour) },
  );
  await expect(window.atWork.getByText('Sending second.zip').first()).toBeVisible();
  await window.atWork.getByRole('button', { name: 'Cancel Sending second.zip' }).click();
  await expect(window.atWork.getByText('Sending second.zip')).toBeHidden();
  await window.atWork.getByRole('button', { name: 'Cancel Sending first.zip' }).click();
  await expect(window.atWork).toBeHidden();
  await page.unroute('**/inbox');
  const inbox = join(host.dir, 'inbox');
  const left = await readdir(inbox, { recursive: true }).catch(() => []);
  expect(left.filter((name) => name.endsWith('.zip'))).toEqual([]);
  await expect(page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();
});

test('an upload that breaks says so, and is tried again', async ({ page, host }) => {
  test.skip(host.kind === 'desktop', 'On the desktop nothing is sent.');
  await page.goto(host.url);
  await page.route('**/inbox', (route) => route.abort());
  await page
    .locator('input[data-choose=files]')
    .setInputFiles({ name: 'mine.zip', mimeType: 'application/zip', buffer: await chatgptZip(bread) });
  await expect(page.getByRole('alert')).toContainText('mine.zip was not sent: The connection broke');
  await page.unroute('**/inbox');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText(/1 conversation added/).first()).toBeVisible();
});

test('figures lead to their records, down to the raw text; then the import is undone', async ({ window, page }) => {
  const odd = structuredClone(harbour);
  Object.assign(odd, { mood: 'sunny' });
  await window.drop({ name: 'mine.zip', bytes: await chatgptZip(odd, bread, 'not a conversation') });
  await window.imported(/2 conversations added/);
  await window.atWork.getByRole('button', { name: 'See the receipt' }).click();
  await expect(page.getByRole('heading', { name: 'New in this export: 1 field' })).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('link', { name: '2 conversations added: show them' }).click();
  await expect(page.getByRole('heading', { name: '2 conversations added' })).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(2);
  await expectAccessible(page);
  await page.getByRole('link', { name: /^Original record of Tides/ }).click();
  await expect(window.reader.getByText(/"mapping"/).first()).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Show in the list' }).click();
  await expect(window.search).toHaveValue(/^import:\d+$/);
  await window.expectCount(2);
  await page.goBack();
  await page.getByRole('button', { name: 'The receipt' }).click();

  await page.getByRole('link', { name: '1 conversation unreadable: show them' }).click();
  await page.getByRole('listitem').getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Raw text that could not be read' })).toBeVisible();
  await expect(page.getByText('not a conversation')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await page.getByRole('button', { name: 'The receipt' }).click();

  await page.getByRole('button', { name: 'Undo this import' }).click();
  await expect(page.getByRole('dialog')).toContainText('2 conversations that only this import brought leave the archive.');
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await expect(page.getByText(/This import was undone/)).toBeVisible();
  await expect(page.getByRole('link', { name: /added: show them/ })).toBeHidden();
});

test('settings show at once, and survive a reload', async ({ window: _window, page }) => {
  await page.keyboard.press('g');
  await page.keyboard.press(',');
  await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
  await expectAccessible(page);
  const root = page.locator('html');
  await page.getByRole('radiogroup', { name: 'Theme' }).getByText('Dark').click();
  await page.getByRole('radiogroup', { name: 'Density' }).getByText('Compact').click();
  await page.getByRole('radiogroup', { name: 'Text size' }).getByText('125 %').click();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await expect(root).toHaveAttribute('data-density', 'compact');
  await expectAccessible(page);
  await page.reload();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await expect(root).toHaveAttribute('data-density', 'compact');
  await expect(root).toHaveAttribute('data-text-size', '125');
  await page.keyboard.press('-');
  await expect(root).toHaveAttribute('data-text-size', '110');
  await page.keyboard.press('Shift+d');
  await expect(root).toHaveAttribute('data-density', 'comfortable');
});
