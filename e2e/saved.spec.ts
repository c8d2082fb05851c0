import type { Page } from '@playwright/test';
import { bread, chatgptZip, claudeZip, harbour, lantern } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';
import type { Window } from './pages/window.ts';

/** The message at the foot of the window. */
const told = (page: Page, text: string | RegExp) => expect(page.getByRole('status').getByText(text)).toBeVisible();
const list = (page: Page) => page.getByRole('list', { name: 'Saved searches' });
const links = (page: Page) => list(page).getByRole('link');
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Save this search' });

/** Names and counts of the list, from above. */
const expectSearches = (page: Page, ...rows: readonly string[]) =>
  expect(links(page)).toHaveText(rows.map((row) => new RegExp(`^${row}`)));

async function save(window: Window, query: string, name: string): Promise<void> {
  const { page } = window;
  await window.find(query);
  await page.keyboard.press('Control+s');
  await expect(dialog(page).getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeHidden();
  await expect(links(page).filter({ hasText: name })).toBeVisible();
}

test.beforeEach(async ({ window, page }) => {
  await window.drop({ name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) });
  await window.imported(/2 conversations added/);
  await window.expectCount(2);
  await expect(window.filters.getByText('Keep a search with')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Save this search' })).toBeHidden();
});

test('saves what is searched from the box, marks it, and runs it again', async ({ window, page }) => {
  await page.keyboard.press('Control+s');
  await told(page, 'There is nothing to save yet.');
  await window.search.fill('messages:1..99 provider:chatgpt');
  const button = page.getByRole('button', { name: 'Save this search' });
  await button.click();
  const name = dialog(page).getByRole('textbox', { name: 'Name' });
  await expect(name).toBeFocused();
  await expect(name).toHaveValue(/ChatGPT/);
  await expect(dialog(page)).toContainText('messages:1..99 provider:chatgpt');
  await expectAccessible(page);
  await page.keyboard.type('All of ChatGPT');
  await page.keyboard.press('Enter');
  await told(page, 'Saved the search “All of ChatGPT”.');
  const link = links(page).filter({ hasText: 'All of ChatGPT' });
  await expect(link).toHaveAttribute('aria-current', 'page');
  await expect(page.getByRole('button', { name: 'Saved as “All of ChatGPT”: change it' })).toBeVisible();
  await expectAccessible(page);

  await window.find('');
  await window.expectCount(2);
  await expect(link).not.toHaveAttribute('aria-current', 'page');
  await link.focus();
  await page.keyboard.press('Enter');
  await expect(window.search).toHaveValue('messages:1..99 provider:chatgpt');
  await expect(link).toHaveAttribute('aria-current', 'page');
  expect(new URL(page.url()).searchParams.get('q')).toBe('messages:1..99 provider:chatgpt');

  // Its order is kept too, and what was made of it may take its place.
  await page.getByRole('button', { name: /^Order:/ }).click();
  await page.getByRole('menuitem', { name: 'Longest' }).click();
  await window.find('messages:1..99');
  await page.keyboard.press('Control+s');
  await dialog(page).getByRole('button', { name: 'Replace “All of ChatGPT”' }).click();
  await told(page, 'Changed the saved search “All of ChatGPT”.');
  await expect(links(page)).toHaveCount(1);
  await window.page.goto(new URL('/', page.url()).href);
  await links(page).first().click();
  await expect(window.search).toHaveValue('messages:1..99');
  expect(new URL(page.url()).searchParams.get('sort')).toBe('longest');
});

test('counts follow the archive, and other windows see what is kept', async ({ window, page, context, kind }) => {
  await save(window, 'provider:claude', 'Claude');
  await save(window, 'provider:chatgpt', 'ChatGPT');
  await expectSearches(page, 'Claude *0', 'ChatGPT *2');
  await window.drop({ name: 'claude.zip', bytes: await claudeZip(lantern) });
  await expectSearches(page, 'Claude *1', 'ChatGPT *2');
  if (kind === 'desktop') return;
  const other = await context.newPage();
  await other.goto(new URL('/', page.url()).href);
  await expectSearches(other, 'Claude *1', 'ChatGPT *2');
  await links(other).last().focus();
  await other.keyboard.press('Delete');
  await expectSearches(page, 'Claude *1');
  await other.keyboard.press('u');
  await expectSearches(page, 'Claude *1', 'ChatGPT *2');
  await other.close();
});

test('is renamed, moved and deleted from the keyboard, and everything is undone', async ({ window, page }) => {
  for (const [query, name] of [
    ['tide', 'One'],
    ['bread', 'Two'],
    ['harbour', 'Three'],
  ] as const)
    await save(window, query, name);
  await expectSearches(page, 'One', 'Two', 'Three');
  await links(page).last().focus();
  await page.keyboard.press('Alt+ArrowUp');
  await told(page, 'Moved “Three” to place 2 of 3.');
  await expectSearches(page, 'One', 'Three', 'Two');
  await expect(links(page).nth(1)).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expectSearches(page, 'Three', 'One', 'Two');
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('Alt+ArrowDown');
  await expectSearches(page, 'One', 'Three', 'Two');
  await expect(links(page).nth(1)).toBeFocused();

  await page.keyboard.press('F2');
  const field = list(page).getByRole('textbox', { name: 'New name of Three' });
  await expect(field).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.type('Ropes');
  await page.keyboard.press('Escape');
  await expectSearches(page, 'One', 'Three', 'Two');
  await expect(links(page).nth(1)).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.type('Ropes');
  await page.keyboard.press('Enter');
  await told(page, 'Renamed the saved search “Three” to “Ropes”.');
  await expectSearches(page, 'One', 'Ropes', 'Two');

  await expect(links(page).nth(1)).toBeFocused();
  await page.keyboard.press('Delete');
  await told(page, 'Deleted the saved search “Ropes”.');
  await expectSearches(page, 'One', 'Two');
  await expect(links(page).nth(1)).toBeFocused();
  await page.keyboard.press('u');
  await expectSearches(page, 'One', 'Ropes', 'Two');
  await page.keyboard.press('u');
  await expectSearches(page, 'One', 'Three', 'Two');
  await page.keyboard.press('u');
  await expectSearches(page, 'Three', 'One', 'Two');
  await page.keyboard.press('Control+Shift+z');
  await expectSearches(page, 'One', 'Three', 'Two');

  // The menu has the same, and the palette runs them.
  await links(page).first().click({ button: 'right' });
  await expectAccessible(page);
  await page.getByRole('menuitem', { name: 'Move down' }).click();
  await expectSearches(page, 'Three', 'One', 'Two');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('two');
  await page.getByRole('option', { name: 'Two', exact: true }).click();
  await expect(window.search).toHaveValue('bread');
});

test('is moved by dragging, folds, and survives a reload', async ({ window, page }) => {
  for (const [query, name] of [
    ['tide', 'One'],
    ['bread', 'Two'],
    ['harbour', 'Three'],
  ] as const)
    await save(window, query, name);
  await links(page)
    .first()
    .dragTo(links(page).last(), { targetPosition: { x: 30, y: 24 } });
  await expectSearches(page, 'Two', 'Three', 'One');
  await links(page)
    .last()
    .dragTo(links(page).first(), { targetPosition: { x: 30, y: 3 } });
  await expectSearches(page, 'One', 'Two', 'Three');
  await told(page, 'Moved “One” to place 1 of 3.');
  const fold = window.filters.getByRole('button', { name: 'Saved searches' });
  await fold.click();
  await expect(list(page)).toBeHidden();
  await page.reload();
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await fold.click();
  await expectSearches(page, 'One', 'Two', 'Three');
});

test('what is saved while the last word is being written finds what was found', async ({ window, page }) => {
  await window.search.pressSequentially('harb');
  await expect(window.rows).toHaveCount(1);
  await page.keyboard.press('Control+s');
  await expect(dialog(page)).toContainText('harb*');
  await expect(dialog(page)).toContainText('1 conversation');
  await page.keyboard.press('Enter');
  await expectSearches(page, 'harb\\* *1');
});
