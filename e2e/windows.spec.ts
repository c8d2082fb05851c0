import type { Page } from '@playwright/test';
import { bread, chatgptZip, claudeZip, harbour, lantern, manyConversations } from './exports.ts';
import { Window } from './pages/window.ts';
import { expect, expectAccessible, test } from './test.ts';

/** A second window of the same archive: another tab, as a person would open one. It is never loaded again. */
async function second(page: Page, url: string): Promise<Window> {
  const other = await page.context().newPage();
  await other.goto(url);
  await other.evaluate(() => Object.assign(globalThis, { notLoadedAgain: true }));
  return new Window(other);
}

const notLoadedAgain = (page: Page) => page.evaluate(() => 'notLoadedAgain' in globalThis);

test('a second window sees what is imported and what is kept in the first, as it happens', async ({ window, page, host }) => {
  const other = await second(page, host.url);
  await expect(other.page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();

  await test.step('progress, what has arrived, and the end of an import', async () => {
    await window.drop({ name: 'large.zip', bytes: await chatgptZip(...manyConversations(1500)) });
    await expect(other.atWork.getByRole('progressbar', { name: /large\.zip/ })).toBeVisible();
    await expect(other.rows.first()).toBeVisible({ timeout: 30_000 });
    await window.imported(/1,500 conversations added/);
    await other.imported(/1,500 conversations added/);
    await other.expectTotal(1500);
    await window.drop(
      { name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) },
      { name: 'claude.zip', bytes: await claudeZip(lantern) },
    );
    await other.expectTotal(1503);
    await expect(other.filters.getByRole('checkbox', { name: /^Claude/ })).toContainText('1');
    await expectAccessible(other.page);
  });

  await test.step('two windows are at two places', async () => {
    await window.find('tide');
    await window.expectCount(1);
    await other.find('provider:claude');
    await other.expectCount(1);
    await expect(page).toHaveURL(/q=tide/);
    await expect(other.page).toHaveURL(/q=provider:claude/);
    await expect(window.rows.first()).toContainText('Tides in the harbour');
    await expect(other.rows.first()).toContainText('A lantern for the garden');
    await other.find('harbour OR sourdough');
    await other.expectCount(2);
  });

  const there = other.rows.filter({ hasText: 'Tides in the harbour' });
  await test.step('stars, tags and titles', async () => {
    await page.bringToFront();
    await window.rows.first().click();
    await page.keyboard.press('s');
    await expect(there.getByText('starred')).toBeAttached();
    await page.keyboard.press('t');
    await page.keyboard.type('boats');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect(there).toContainText('boats');
    await page.keyboard.press('F2');
    await page.keyboard.type('Tides, and when to leave');
    await page.keyboard.press('Enter');
    await expect(other.rows.filter({ hasText: 'Tides, and when to leave' })).toContainText('boats');
    await page.keyboard.press('u');
    await expect(there).toContainText('boats');
  });

  await test.step('archived, trashed and brought back; the reader of the other says so', async () => {
    await other.find('is:archived');
    await expect(other.page.getByRole('heading', { name: 'Nothing archived' })).toBeVisible();
    await expectAccessible(other.page);
    await page.bringToFront();
    await page.keyboard.press('e');
    await other.expectCount(1);
    await page.keyboard.press('u');
    await expect(other.page.getByRole('heading', { name: 'Nothing archived' })).toBeVisible();
    await other.find('harbour OR sourdough');
    await other.expectCount(2);
    await page.bringToFront();
    await page.keyboard.press('#');
    await other.expectCount(1);
    await page.keyboard.press('u');
    await other.expectCount(2);
  });

  expect(await notLoadedAgain(other.page), 'the second window was never loaded again').toBe(true);
  await other.page.close();
});

test('what one window undoes leaves the other, too', async ({ window, page, host }) => {
  await window.drop({ name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) });
  await window.imported(/2 conversations added/);
  const other = await second(page, host.url);
  await other.expectCount(2);
  await window.atWork.getByRole('button', { name: 'See the receipt' }).click();
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await expect(other.page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();
  expect(await notLoadedAgain(other.page)).toBe(true);
  await other.page.close();
});
