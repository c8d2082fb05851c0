import type { Page } from '@playwright/test';
import type { Window } from './pages/window.ts';
import { chatgptZip } from './exports.ts';
import { branching, winch } from './reader-samples.ts';
import { expect, expectAccessible, test } from './test.ts';

/** The text of the hit that is painted as the current one, and whether it can be seen in the messages. */
async function currentHit(page: Page): Promise<{ readonly text: string; readonly seen: boolean }> {
  return page.evaluate(() => {
    const [range] = CSS.highlights.get('hit-now') ?? [];
    const scroller = document.querySelector('[data-reader-scroller]');
    if (!(range instanceof Range) || !scroller) return { text: '', seen: false };
    const rect = range.getBoundingClientRect();
    const box = scroller.getBoundingClientRect();
    return { text: range.toString(), seen: rect.height > 0 && rect.top >= box.top && rect.bottom <= box.bottom };
  });
}

const expectHit = (page: Page, text: string) => expect.poll(() => currentHit(page)).toEqual({ text, seen: true });

/** Opens a conversation of the list, and waits until it is there. */
async function open(window: Window, words: string): Promise<void> {
  await window.rows.filter({ hasText: words }).click();
  await expect(window.page.getByRole('region', { name: 'Messages' })).toContainText(words);
}

test.beforeEach(async ({ window }) => {
  await window.drop(
    { name: 'chatgpt.zip', bytes: await chatgptZip(branching) },
    { name: 'winch.jsonl', bytes: Buffer.from(winch) },
  );
  await window.imported(/2 conversations added/);
  await window.expectCount(2);
});

test('find looks into what is folded, cut and hidden', async ({ window, page }) => {
  await open(window, 'winch');
  await page.keyboard.press('Control+f');
  const bar = page.getByRole('search', { name: 'Find in this conversation' });
  const field = bar.getByRole('textbox');
  await expect(field).toBeFocused();

  // In thinking, in the middle of a long output, in an answer.
  await field.fill('albatross');
  await expect(bar.getByText('1 of 3', { exact: true })).toBeVisible();
  await expectHit(page, 'albatross');
  await field.press('Enter');
  await expect(bar.getByText('2 of 3', { exact: true })).toBeVisible();
  await expectHit(page, 'albatross');
  await expect(page.getByText('line 1234: the albatross has landed')).toBeVisible();
  await expectAccessible(page);
  await field.press('Enter');
  await expectHit(page, 'albatross');
  await field.press('Enter');
  await expect(bar.getByText('1 of 3', { exact: true })).toBeVisible();
  await field.press('Shift+Enter');
  await expect(bar.getByText('3 of 3', { exact: true })).toBeVisible();

  // Deep in a long block of code, a sign, a piece of a word, nothing.
  await field.fill('petrel');
  await expectHit(page, 'petrel');
  await field.fill('=>');
  await expectHit(page, '=>');
  await field.fill('etre');
  await expectHit(page, 'etre');
  await field.fill('zzz');
  await expect(bar.getByText('No matches', { exact: true })).toBeVisible();

  // What a lens hides is said, and shown.
  await field.fill('albatross');
  await expect(bar.getByText(/^\d of 3$/)).toBeVisible();
  await page.getByRole('region', { name: 'Messages' }).focus();
  await page.keyboard.press('1');
  await expect(bar.getByText('1 match is in hidden tool calls', { exact: true })).toBeVisible();
  await expect(bar.getByText(/^\d of 2$/)).toBeVisible();
  await page.keyboard.press('n');
  await page.keyboard.press('n');
  await expectHit(page, 'albatross');
  await expectAccessible(page);
  await bar.getByRole('button', { name: 'Show tool calls' }).click();
  await expect(bar.getByText(/^\d of 3$/)).toBeVisible();

  // The URL carries it; Escape gives the messages the focus.
  await page.reload();
  await expect(field).toHaveValue('albatross');
  await field.press('Escape');
  await expect(bar).toBeHidden();
  await expect(page.getByRole('region', { name: 'Messages' })).toBeFocused();
  expect(new URL(page.url()).searchParams.has('find')).toBe(false);
});

test('find goes to other branches, and stays with its conversation', async ({ window, page }) => {
  await open(window, 'lantern');
  await expect(page.getByText('Then a horn helps')).toBeVisible();
  await page.keyboard.press('Control+f');
  const bar = page.getByRole('search', { name: 'Find in this conversation' });
  await bar.getByRole('textbox').fill('candelas');
  await expect(bar.getByText('1 of 2', { exact: true })).toBeVisible();
  await expect(bar.getByText('on another branch', { exact: true })).toBeVisible();
  await expectHit(page, 'candelas');
  await expect(page.getByText('The kittiwake answer')).toBeVisible();
  await bar.getByRole('button', { name: 'Next match' }).click();
  await expect(bar.getByText('2 of 2', { exact: true })).toBeVisible();
  await expect(bar.getByText('on another branch', { exact: true })).toBeHidden();
  await expectHit(page, 'candelas');
  await expect(page.getByText('About 900 candelas')).toBeVisible();

  await open(window, 'winch');
  await expect(page.getByRole('heading', { level: 1, name: /winch/ })).toBeVisible();
  await expect(bar).toBeHidden();
});

test('a passage opens at its own place, and n and N walk the query', async ({ window, page }) => {
  await window.find('landed OR petrel');
  await window.expectCount(1);
  await window.list.getByText('the albatross has').click();
  await expectHit(page, 'landed');
  const steps = window.reader.getByRole('group', { name: 'Matches' });
  await expect(steps.getByText('1 of 2', { exact: true })).toBeVisible();
  await page.keyboard.press('n');
  await expectHit(page, 'petrel');
  await page.keyboard.press('Shift+N');
  await expectHit(page, 'landed');

  // Find wins while it is open.
  await page.keyboard.press('Control+f');
  await page.getByRole('search', { name: 'Find in this conversation' }).getByRole('textbox').fill('cormorant');
  await expectHit(page, 'cormorant');
  await expect(steps).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(steps.getByText('2 matches', { exact: true })).toBeVisible();
});

test('the outline leads to what was asked', async ({ window, page }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await open(window, 'winch');
  await page.keyboard.press('o');
  const outline = page.getByRole('navigation', { name: 'Outline' });
  const list = outline.getByRole('listbox', { name: 'What you asked' });
  await expect(list).toBeFocused();
  const turns = list.getByRole('option');
  await expect(turns.first()).toContainText('Why does the winch test fail');
  await expect(turns.first()).toContainText('1 tool call');
  await expect(turns.nth(1)).toContainText('1 failed');
  await expectAccessible(page);
  await list.press('End');
  await list.press('ArrowUp');
  await list.press('Enter');
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('Question 38:')).toBeInViewport();
  await list.press('Escape');
  await expect(page.getByRole('region', { name: 'Messages' })).toBeFocused();
  await page.keyboard.press('Shift+K');
  await page.keyboard.press('Shift+K');
  await expect(list.getByRole('option', { selected: true })).not.toContainText('Question 38');

  // It is remembered beside the messages; where there is no room it comes over them and goes again.
  await page.reload();
  await expect(outline).toBeVisible();
  await page.setViewportSize({ width: 480, height: 800 });
  await expect(outline).toBeHidden();
  await page.keyboard.press('o');
  await expect(list).toBeFocused();
  await expectAccessible(page);
  await list.press('Home');
  await list.press('Enter');
  await expect(outline).toBeHidden();
  await expect(page.getByRole('region', { name: 'Messages' }).getByText('Why does the winch test fail').last()).toBeInViewport();

  await page.setViewportSize({ width: 1920, height: 1080 });
  await open(window, 'lantern');
  await expect(outline.getByRole('option').nth(1)).toContainText('2 versions');
});
