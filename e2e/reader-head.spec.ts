import type { Page } from '@playwright/test';
import { chatgptZip, voyage } from './exports.ts';
import { branching, winch } from './reader-samples.ts';
import { expect, expectAccessible, test } from './test.ts';

const title = (page: Page) => page.locator('main article').first().getByRole('heading', { level: 1 });
const about = (page: Page) => page.getByRole('region', { name: 'About this conversation' });
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Conversation' });
const more = (page: Page) => bar(page).getByRole('button', { name: 'More for this conversation' });
const said = (page: Page, words: string) => expect(page.getByRole('status').filter({ hasText: words })).toHaveCount(1);

test.beforeEach(async ({ window }) => {
  await window.drop(
    { name: 'chatgpt.zip', bytes: await chatgptZip(branching, voyage) },
    { name: 'winch.jsonl', bytes: Buffer.from(winch) },
  );
  await window.imported(/3 conversations added/);
  await window.expectCount(3);
});

test('renames, tags and notes from the head, whatever is selected in the list', async ({ window, page }) => {
  await window.rows.filter({ hasText: 'winch' }).click();
  await expect(title(page)).toHaveText(/winch/);
  // Another conversation is selected: what is pressed in the head is not meant for it.
  await window.rows.filter({ hasText: 'voyage' }).click({ modifiers: ['Control'] });

  await about(page).hover();
  await about(page).getByRole('button', { name: 'Rename' }).click();
  const rename = page.getByRole('dialog', { name: 'Rename' });
  await rename.getByRole('textbox', { name: 'Title' }).fill('The drum');
  await page.keyboard.press('Enter');
  await expect(title(page)).toHaveText('The drum');
  await expect(
    about(page).getByText('Called “Why does the winch test fail on the build machine?” in Claude Code'),
  ).toBeAttached();

  await about(page).getByRole('button', { name: 'Tag', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Tag “The drum”' }).getByRole('combobox')).toBeFocused();
  await page.keyboard.type('boats');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog').getByRole('option', { name: 'boats' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Escape');
  await expect(about(page).getByRole('button', { name: 'Show what is tagged boats' })).toBeVisible();

  await about(page).getByRole('button', { name: 'Note', exact: true }).click();
  await page.keyboard.type(Array.from({ length: 9 }, (_, line) => `Line **${line}** of the note.`).join(' \n\n'));
  await page.keyboard.press('Control+Enter');
  const note = about(page).getByRole('region', { name: 'Your note' });
  await expect(note.getByText('Line 0 of the note.')).toBeVisible();
  const whole = note.getByRole('button', { name: 'Show the whole note' });
  await expect(whole).toHaveAttribute('aria-expanded', 'false');
  await whole.click();
  await expect(note.getByText('Line 8 of the note.')).toBeInViewport();
  await note.getByRole('button', { name: 'Edit the note' }).click();
  await expect(page.getByRole('textbox', { name: 'Your note' })).toHaveValue(/^Line \*\*0\*\*/);
  await page.keyboard.press('Escape');
  await expectAccessible(page);

  await bar(page).getByRole('button', { name: 'Star', exact: true }).click();
  await expect(bar(page).getByRole('button', { name: 'Remove the star' })).toBeVisible();
  await expect(window.rows.filter({ hasText: 'voyage' })).not.toContainText('boats');

  await about(page).getByRole('button', { name: 'Show what is tagged boats' }).click();
  await window.expectCount(1);
  expect(new URL(page.url()).searchParams.get('q')).toBe('tag:boats');
});

test('says what is archived and in the trash, and brings it back', async ({ window, page }) => {
  await window.rows.filter({ hasText: 'voyage' }).click();
  await more(page).click();
  await page.getByRole('menuitem', { name: 'Move to the trash' }).click();
  await window.expectCount(2);
  await window.find('is:trashed');
  await window.rows.first().click();
  await expect(about(page).getByText('In the trash')).toBeVisible();
  await expectAccessible(page);
  await about(page).getByRole('button', { name: 'Restore' }).click();
  await window.expectCount(0);
  await window.find('');
  await window.expectCount(3);

  await window.rows.filter({ hasText: 'voyage' }).click();
  await more(page).click();
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await window.expectCount(2);
  await window.find('is:archived');
  await window.rows.first().click();
  await about(page).getByRole('button', { name: 'Bring back' }).click();
  await window.expectCount(0);
});

test('hides tools and thinking, and says so on the buttons', async ({ window, page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await window.rows.filter({ hasText: 'voyage' }).click();
  await bar(page).getByRole('button', { name: 'Hide tools' }).click();
  await expect(bar(page).getByRole('button', { name: 'Tools hidden', pressed: true })).toBeVisible();
  await expect(window.reader.getByText('1 tool call hidden')).toBeVisible();
  await page.keyboard.press('2');
  await expect(bar(page).getByRole('button', { name: 'Thinking hidden', pressed: true })).toBeVisible();
  await more(page).click();
  await page.getByRole('menuitem', { name: 'Show tool calls' }).click();
  await expect(bar(page).getByRole('button', { name: 'Hide tools', pressed: false })).toBeVisible();
  await expect(window.reader.getByRole('button', { name: /^python/ })).toBeVisible();
  // The arrows go along the bar.
  await bar(page).getByRole('button', { name: 'Hide tools' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(bar(page).getByRole('button', { name: 'Thinking hidden' })).toBeFocused();
});

test('steps between versions by key, says which, and holds the message in its place', async ({ window, page }) => {
  await window.rows.filter({ hasText: 'lantern for the harbour' }).click();
  const answer = window.reader.getByRole('article', { name: 'ChatGPT' }).first();
  await expect(window.reader.getByText('About 900 candelas.')).toBeVisible();
  const before = await answer.boundingBox();
  await page.keyboard.press('[');
  await expect(window.reader.getByText('The kittiwake answer: about 40 candelas.')).toBeVisible();
  await said(page, 'Version 1 of 2');
  expect((await answer.boundingBox())?.y).toBeCloseTo(before?.y ?? 0, 0);
  await page.keyboard.press('[');
  await said(page, 'This is the first of 2 versions');
  await expect(window.reader.getByText('Another version than the one last shown in ChatGPT')).toBeVisible();
  await expectAccessible(page);
  await window.reader.getByRole('button', { name: 'Back to it' }).click();
  await expect(window.reader.getByText('About 900 candelas.')).toBeVisible();
  await said(page, 'Version 2 of 2');

  // By the switch: the focus stays on its button.
  const last = window.reader.getByRole('group', { name: 'Versions of this message' }).last();
  await last.getByRole('button', { name: 'Previous version' }).press('Enter');
  await expect(window.reader.getByText('And in fog?', { exact: true })).toBeVisible();
  await expect(last.getByRole('button', { name: 'Previous version' })).toBeFocused();
});

test('a key finds no version where none is in sight', async ({ window, page }) => {
  await window.rows.filter({ hasText: 'voyage' }).click();
  await expect(window.reader.getByText('Leave at dawn')).toBeVisible();
  await page.keyboard.press(']');
  await said(page, 'No message in sight has other versions.');
  await page.getByRole('region', { name: 'Messages' }).press('End');
  await expect(window.reader.getByText('Take a compass', { exact: false })).toBeInViewport();
});

test('scrolls its facts away and keeps one line, without moving the text', async ({ window, page }) => {
  await window.rows.filter({ hasText: 'winch' }).click();
  const provider = window.reader.locator('header').first().getByText('Claude Code');
  await expect(provider).toHaveCSS('opacity', '1');
  await expect(title(page)).toHaveCSS('opacity', '0');
  await page.keyboard.press('Enter');
  const messages = page.getByRole('region', { name: 'Messages' });
  await expect(messages).toBeFocused();
  const box = await messages.boundingBox();
  await messages.evaluate((element) => element.scrollTo(0, 500));
  await expect(title(page)).toHaveCSS('opacity', '1');
  await expect(provider).toHaveCSS('opacity', '0');
  expect(await messages.boundingBox()).toEqual(box);
  expect(await messages.evaluate((element) => element.scrollTop)).toBe(500);
  await messages.evaluate((element) => element.scrollTo(0, 0));
  await expect(title(page)).toHaveCSS('opacity', '0');
});

for (const [name, options] of [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
] as const) {
  test(`fits into 480 px, also with large text: ${name}`, async ({ window, page }) => {
    await page.emulateMedia(options);
    await page.setViewportSize({ width: 480, height: 800 });
    await window.find('winch');
    await window.rows.first().click();
    for (const size of ['100', '150']) {
      await page.evaluate((wanted) => document.documentElement.setAttribute('data-text-size', wanted), size);
      await expect(more(page)).toBeInViewport({ ratio: 1 });
      await expect(bar(page).getByRole('button', { name: 'Star', exact: true })).toBeInViewport({ ratio: 1 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(480);
      await expectAccessible(page);
    }
    await more(page).click();
    for (const item of ['Find in conversation', 'Copy link', 'Rename…', 'Export…', 'Move to the trash']) {
      await expect(page.getByRole('menuitem', { name: item })).toBeVisible();
    }
  });
}
