import type { Page } from '@playwright/test';
import { bread, chatgptZip, claudeZip, harbour, lantern } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';

/** One key after the other, as a person types them. */
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** The message at the foot of the window. */
const told = (page: Page, text: string | RegExp) => expect(page.getByRole('status').getByText(text)).toBeVisible();

const current = (page: Page) => page.getByRole('listbox', { name: 'Conversations', exact: true }).locator('[aria-selected=true]');

test.beforeEach(async ({ window, page }) => {
  await window.drop(
    { name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) },
    { name: 'claude.zip', bytes: await claudeZip(lantern) },
  );
  await window.imported(/3 conversations added/);
  await window.expectCount(3);
  await press(page, 'j');
  await expect(window.reader.getByRole('heading', { level: 1 })).toBeVisible();
});

test('stars, and undoes and redoes it', async ({ window, page }) => {
  await press(page, 's');
  await told(page, /^Starred “/);
  await press(page, 'g', 's');
  await window.expectCount(1);
  await press(page, 'u');
  await told(page, /^Undone: Starred “/);
  await window.expectCount(0);
  await press(page, 'Control+Shift+z');
  await window.expectCount(1);
  await press(page, 'j', 's');
  await window.expectCount(0);
});

test('tags with a new tag and with one that is there, and undoes each', async ({ window, page }) => {
  const dialog = page.getByRole('dialog', { name: /^Tag “/ });
  await press(page, 't');
  await expect(dialog.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('boats');
  await expect(dialog.getByRole('option')).toHaveText(['Create tag “boats”']);
  await expectAccessible(page);
  await press(page, 'Enter');
  await expect(dialog.getByRole('option', { name: /boats/ })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.type('later');
  await press(page, 'Enter', 'Escape');
  await expect(dialog).toBeHidden();
  await expect(current(page)).toContainText('boats');
  await expect(current(page)).toContainText('later');

  // Two more, of which one has none of them.
  await press(page, 'x', 'j', 'x', 't');
  const many = page.getByRole('dialog', { name: 'Tag 2 conversations' });
  await expect(many.getByRole('option', { name: /boats/ })).toContainText('on some of them');
  await page.keyboard.type('bo');
  await press(page, 'Enter');
  await expect(many.getByRole('option', { name: /boats/ })).toHaveAttribute('aria-selected', 'true');
  await press(page, 'Escape');
  await told(page, /Tagged/);
  await window.find('tag:boats');
  await window.expectCount(2);
  await expect(window.list).toBeFocused();
  await press(page, 'u');
  await told(page, /^Undone: /);
  await window.expectCount(1);
});

test('renames, and gives the provider’s title back', async ({ window, page }) => {
  const before = await window.reader.getByRole('heading', { level: 1 }).innerText();
  const dialog = page.getByRole('dialog', { name: 'Rename' });
  await press(page, 'F2');
  await expect(dialog.getByRole('textbox', { name: 'Title' })).toHaveValue(before);
  await expectAccessible(page);
  await page.keyboard.type('A name of mine');
  await press(page, 'Enter');
  await expect(dialog).toBeHidden();
  await expect(window.reader.getByRole('heading', { level: 1 })).toHaveText('A name of mine');
  await expect(current(page)).toContainText('A name of mine');
  await press(page, 'F2');
  await expect(dialog).toContainText(before);
  await dialog.getByRole('button', { name: 'Use the provider’s title' }).press('Enter');
  await expect(dialog).toBeHidden();
  await expect(window.reader.getByRole('heading', { level: 1 })).toHaveText(before);
  await press(page, 'u');
  await expect(window.reader.getByRole('heading', { level: 1 })).toHaveText('A name of mine');
  await press(page, 'u');
  await expect(window.reader.getByRole('heading', { level: 1 })).toHaveText(before);
});

test('writes a note, keeps a draft that was left, and undoes', async ({ window, page }) => {
  const dialog = page.getByRole('dialog', { name: 'Note' });
  const field = dialog.getByRole('textbox', { name: 'Your note' });
  await press(page, 'm');
  await expect(field).toBeFocused();
  await page.keyboard.type('Half a thou');
  await press(page, 'Escape');
  await expect(dialog).toBeHidden();
  await told(page, 'Closed without saving the note.');
  await press(page, 'F6', 'Enter');
  await expect(field).toHaveValue('Half a thou');
  await expectAccessible(page);
  await press(page, 'End');
  await page.keyboard.type('ght about **tides**');
  await press(page, 'Control+Enter');
  await told(page, 'Saved the note.');
  await window.find('has:note');
  await window.expectCount(1);
  await expect(window.list).toBeFocused();
  await press(page, 'u');
  await told(page, /^Undone: /);
  await window.expectCount(0);
});

test('archives and trashes, goes on to the next, finds them again, and undoes in order', async ({ window, page }) => {
  await press(page, 'e');
  await told(page, /^Archived “/);
  await window.expectCount(2);
  await expect(current(page)).toHaveCount(1);
  await press(page, '#');
  await told(page, /^Moved “.*to the trash\.$/);
  await window.expectCount(1);
  await press(page, 'u');
  await window.expectCount(2);
  await press(page, 'u');
  await window.expectCount(3);
  await expect(window.rows.first()).toHaveAttribute('aria-selected', 'true');

  await press(page, 'Home', 'x', 'j', 'x', 'Delete');
  await told(page, 'Moved 2 conversations to the trash.');
  await window.expectCount(1);
  await press(page, 'g', 't');
  await window.expectCount(2);
  await press(page, 'j', '#');
  await told(page, /^Brought “.*back from the trash\.$/);
  await window.expectCount(1);

  await press(page, 'g', 'c', 'g', 'a');
  await window.expectCount(0);
});

test('the tags: renamed, merged, coloured, deleted and brought back', async ({ window, page }) => {
  await press(page, 't');
  for (const name of ['boats', 'ships']) {
    await page.keyboard.type(name);
    await press(page, 'Enter');
    await expect(page.getByRole('dialog').getByRole('option', { name })).toHaveAttribute('aria-selected', 'true');
  }
  await press(page, 'Escape', 'g', 'l');
  const dialog = page.getByRole('dialog', { name: 'Tags' });
  const tags = dialog.getByRole('listitem');
  await expect(tags).toHaveCount(2);
  await expectAccessible(page);

  await dialog.getByRole('button', { name: 'Colour of boats' }).press('Enter');
  await page.getByRole('menuitemradio', { name: 'Violet' }).press('Enter');
  await dialog.getByRole('button', { name: 'Rename boats' }).press('Enter');
  await page.keyboard.type('Ships');
  await press(page, 'Enter');
  const question = page.getByRole('alertdialog');
  await expect(question).toContainText('Merge “boats” into “ships”?');
  await expectAccessible(page);
  await press(page, 'Enter');
  await expect(tags).toHaveCount(1);
  await dialog.getByRole('button', { name: 'Delete ships' }).press('Enter');
  await expect(tags).toHaveCount(0);
  await press(page, 'Escape', 'u');
  await told(page, /^Undone: Deleted the tag “ships”/);
  await expect(current(page)).toContainText('ships');
  await press(page, 'u');
  await expect(current(page)).toContainText('boats');
  await press(page, 'g', 'l');
  await dialog.getByRole('button', { name: /conversation tagged boats/ }).press('Enter');
  await expect(window.search).toHaveValue(/^tag:boats/);
  await window.expectCount(1);
});

test('the palette runs commands and goes to conversations', async ({ window, page }) => {
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await press(page, 'Control+k');
  await expect(palette.getByRole('combobox')).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type('star');
  await expect(palette.getByRole('option').first()).toContainText('Star');
  await press(page, 'Enter');
  await expect(palette).toBeHidden();
  await told(page, /^Starred “/);
  await press(page, 'Control+k');
  await expect(palette.getByRole('group').first()).toContainText('Used last');
  await page.keyboard.type('tides');
  await expect(palette.getByRole('option', { name: 'Tides in the harbour' })).toBeVisible();
  await expectAccessible(page);
  await press(page, 'Enter');
  await expect(window.reader.getByRole('heading', { level: 1 })).toHaveText('Tides in the harbour');
  await press(page, 'Control+k', 'Escape');
  await expect(palette).toBeHidden();
});

test('the help sheet finds a shortcut and tries an example', async ({ window, page }) => {
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await press(page, '?');
  await expectAccessible(page);
  await page.keyboard.type('trash');
  await expect(help.getByText('Move to the trash')).toBeVisible();
  await expect(help.getByText('Larger text')).toBeHidden();
  await help.getByRole('button', { name: 'Search for is:starred' }).press('Enter');
  await expect(help).toBeHidden();
  await expect(window.search).toHaveValue(/^is:starred/);
});

test('the menu at a row does what is said there, and copies a link', async ({ window, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await window.rows.nth(1).click({ button: 'right' });
  const menu = page.getByRole('menu');
  await expect(menu.getByRole('menuitem', { name: 'Move to the trash' })).toBeVisible();
  await expectAccessible(page);
  await menu.getByRole('menuitem', { name: 'Star' }).click();
  await told(page, /^Starred “/);
  await window.rows.nth(1).click({ button: 'right' });
  await menu.getByRole('menuitem', { name: 'Remove the star' }).press('Escape');
  await expect(menu).toBeHidden();
  await window.rows.nth(1).click({ button: 'right' });
  await menu.getByRole('menuitem', { name: 'Copy link' }).click();
  await told(page, 'Copied the link.');
  const id = await window.rows.nth(1).getAttribute('data-id');
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).searchParams.get('c')).toBe(id);
});

test('a second window sees what was kept', async ({ window, page, host, browser }) => {
  const other = await (await browser.newContext()).newPage();
  await other.goto(host.url);
  const rows = other.getByRole('listbox', { name: 'Conversations', exact: true }).getByRole('option');
  await expect(rows).toHaveCount(3);
  await press(page, 'e');
  await window.expectCount(2);
  await expect(rows).toHaveCount(2);
  await press(page, 'u');
  await expect(rows).toHaveCount(3);
  await other.context().close();
});
