import { bread, chatgptZip, claudeZip, harbour, lantern } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';

test.beforeEach(async ({ window }) => {
  await window.drop(
    { name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) },
    { name: 'claude.zip', bytes: await claudeZip(lantern) },
  );
  await window.imported(/3 conversations added/);
  await window.expectCount(3);
});

test('from the search to a match and back without a mouse', async ({ window, page }) => {
  const press = (...keys: readonly string[]) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

  await press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await expectAccessible(page);
  await press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();

  await press('/');
  await expect(window.search).toBeFocused();
  await page.keyboard.type('tide');
  await window.expectCount(1);
  await press('Enter');
  await expect(window.list).toBeFocused();
  await press('j');
  await expect(window.rows.first()).toHaveAttribute('aria-selected', 'true');
  await expect(window.reader.getByRole('heading', { level: 1 })).toHaveText('Tides in the harbour');
  await press('Enter');
  await expect(page.getByRole('region', { name: 'Messages' })).toBeFocused();
  await press('n');
  await expect(window.reader.getByText(/^\d+ of \d+$/)).toBeVisible();
  const first = await window.reader.getByText(/^\d+ of \d+$/).innerText();
  await press('n');
  await expect(window.reader.getByText(/^\d+ of \d+$/)).not.toHaveText(first);
  await press('Shift+N');
  await expect(window.reader.getByText(/^\d+ of \d+$/)).toHaveText(first);
  await press('r');
  await expect(page.getByRole('region', { name: 'Original record' }).first()).toContainText('"mapping"');
  await expectAccessible(page);
  await press('r', 'Escape');
});

test('pick several and export them', async ({ window, page }) => {
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByText('2 selected').first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Control+e');
  await expect(page.getByRole('dialog', { name: 'Export' })).toContainText('2 conversations');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByText('2 selected').first()).toBeHidden();
  await window.expectCount(3);
});
