import { bread, chatgptZip, claudeZip, harbour, lantern } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';

test('from the first start to a file on the disk without a mouse', async ({ window, page, host }) => {
  const sample = page.getByRole('button', { name: 'Try with sample conversations' });
  await test.step('samples, found by going through the controls', async () => {
    await expect(sample).toBeVisible();
    for (let tabs = 0; tabs < 20 && !(await sample.evaluate((button) => button === document.activeElement)); tabs++) {
      await page.keyboard.press('Tab');
    }
    await expect(sample).toBeFocused();
    await page.keyboard.press('Enter');
    await window.imported(/21 conversations added/);
    await expectAccessible(page);
  });

  await test.step('a filter, from the keyboard', async () => {
    const codex = window.filters.getByRole('checkbox', { name: /^Codex/ });
    await codex.press(' ');
    await expect(window.search).toHaveValue('provider:codex');
    await expect(codex).toBeFocused();
    await page.keyboard.press('/');
    await page.keyboard.press('Enter');
    await expect(window.list).toBeFocused();
    await expect(window.rows.first()).toBeVisible();
  });

  await test.step('read, and unfold', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await expect(window.messages).toBeFocused();
    await page.keyboard.press('z');
    await expect(window.messages).toBeFocused();
    await expectAccessible(page);
  });

  await test.step('star, and export', async () => {
    const title = await window.title.innerText();
    await page.keyboard.press('s');
    await expect(page.getByRole('status').getByText(/^Starred “/)).toBeVisible();
    const { name, markdown } = await window.exportOne(host.desktop);
    expect(name).toMatch(/ [0-9a-f]{8}\.md$/);
    expect(markdown).toContain(`# ${title}`);
    expect(markdown).toContain('starred: true');
  });
});

test.describe('with conversations', () => {
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
});
