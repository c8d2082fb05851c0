import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { chatgptZip, errands } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';

const run = promisify(execFile);

/** One key after the other, and after each of them there is something that has the focus, and one sees it. */
async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    expect(await page.evaluate(focusInSight), `what has the focus after ${key}`).not.toBe(null);
  }
}

/** Runs in the page: the name of what has the focus, if it is in sight and its focus shows; null otherwise. */
function focusInSight(): string | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return null;
  const box = element.getBoundingClientRect();
  if (box.width === 0 || box.height === 0 || box.bottom < 0 || box.top > innerHeight) return null;
  // A list shows it at the row under the cursor.
  const active = element.getAttribute('aria-activedescendant');
  if (active !== null && document.getElementById(active) === null) return null;
  return element.getAttribute('aria-label') ?? element.tagName;
}

const told = (page: Page, text: string | RegExp) => expect(page.getByRole('status').getByText(text)).toBeVisible();

/** What an archive says by the command line, beside the window: titles, the numbers of the errands alone. */
async function asked(dir: string, query: string): Promise<readonly number[]> {
  const cli = join(import.meta.dirname, '../out/main/cli.js');
  const args = ['--archive', dir, 'view', 'conversations', query, '--json', '--fields', 'title', '--limit', '0'];
  const { stdout } = await run(process.execPath, [cli, ...args]);
  return [...stdout.matchAll(/"Errand (\d+)"/g)].map(([, number]) => Number(number)).sort((a, b) => a - b);
}

const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at);

test('fifty conversations are sorted out by keyboard alone', async ({ window, page, host }) => {
  await window.drop({ name: 'errands.zip', bytes: await chatgptZip(...errands) });
  await window.imported(/50 conversations added/);
  await window.expectTotal(50);
  await page.evaluate(() => {
    for (const type of ['mousedown', 'pointerdown', 'touchstart', 'wheel']) {
      addEventListener(type, () => console.error('The mouse was touched.'), { capture: true });
    }
  });
  const current = page.getByRole('listbox', { name: 'Conversations', exact: true }).locator('[data-current]');

  await test.step('the first ten: archived, one after the other, as fast as one types', async () => {
    await page.keyboard.press('j');
    await expect(current).toContainText('Errand 1');
    await press(page, ...Array.from({ length: 10 }, () => 'e'));
    await window.expectTotal(40);
    await expect(current).toContainText('Errand 11');
    await expect(window.title).toHaveText('Errand 11');
    await expectAccessible(page);
  });

  await test.step('one too many: brought back by u', async () => {
    await press(page, 'u');
    await told(page, /^Undone: Archived “Errand 10”/);
    await window.expectTotal(41);
    await expect(window.rows.first()).toContainText('Errand 10');
  });

  await test.step('the next five: starred and gone past', async () => {
    await press(page, 'Home');
    await expect(current).toContainText('Errand 10');
    for (let errand = 11; errand <= 15; errand++) {
      await press(page, 'j', 's');
      await told(page, `Starred “Errand ${errand}”.`);
    }
    await press(page, 'k', 's');
    await told(page, 'Removed the star from “Errand 14”.');
  });

  await test.step('the next ten: selected and tagged at once', async () => {
    await press(page, 'j', 'j');
    await expect(current).toContainText('Errand 16');
    await press(page, 'x');
    for (let errand = 17; errand <= 25; errand++) await press(page, 'j', 'x');
    await expect(page.getByText('10 selected').first()).toBeVisible();
    await expectAccessible(page);
    await press(page, 't');
    const dialog = page.getByRole('dialog', { name: 'Tag 10 conversations' });
    await expect(dialog.getByRole('combobox')).toBeFocused();
    await page.keyboard.type('on foot');
    await press(page, 'Enter');
    await told(page, 'Tagged 10 conversations with “on foot”.');
    await expectAccessible(page);
    await press(page, 'Escape', 'Escape');
    await expect(page.getByText('10 selected').first()).toBeHidden();
  });

  await test.step('the next ten: selected by a range, into the trash', async () => {
    await press(page, 'j');
    await expect(current).toContainText('Errand 26');
    await press(page, ...Array.from({ length: 9 }, () => 'Shift+ArrowDown'));
    await expect(page.getByText('10 selected').first()).toBeVisible();
    await press(page, '#');
    await told(page, 'Moved 10 conversations to the trash.');
    await window.expectTotal(31);
    await expect(current).toContainText('Errand 36');
  });

  await test.step('two steps back, and one of them again', async () => {
    await press(page, 'u');
    await window.expectTotal(41);
    await press(page, 'u');
    await told(page, /^Undone: Tagged 10 conversations/);
    await press(page, 'Control+Shift+z', 'Control+Shift+z');
    await window.expectTotal(31);
  });

  await test.step('the rest: one has its own tag, the last is archived', async () => {
    await press(page, 'End');
    await expect(current).toContainText('Errand 50');
    await press(page, 't');
    await page.keyboard.type('slow');
    await press(page, 'Enter');
    await told(page, 'Tagged “Errand 50” with “slow”.');
    await press(page, 'Escape', 'k', 'e');
    await told(page, 'Archived “Errand 49”.');
    await window.expectTotal(30);
  });

  await test.step('the list says so', async () => {
    for (const [keys, total, first] of [
      [['g', 's'], 4, 'Errand 11'],
      [['g', 'a'], 10, 'Errand 1'],
      [['g', 't'], 10, 'Errand 26'],
    ] as const) {
      await press(page, ...keys);
      await window.expectTotal(total);
      await expect(window.rows.first()).toContainText(first);
      await expectAccessible(page);
    }
    await press(page, '/');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('tag:"on foot"');
    await press(page, 'Enter');
    await window.expectTotal(10);
    await expect(window.rows.first()).toContainText('Errand 16');
  });

  await test.step('the archive says so, too, by the command line', async () => {
    expect(await asked(host.dir, 'is:starred')).toEqual([11, 12, 13, 15]);
    expect(await asked(host.dir, 'is:archived')).toEqual([...range(1, 9), 49]);
    expect(await asked(host.dir, 'is:trashed')).toEqual(range(26, 35));
    expect(await asked(host.dir, 'tag:"on foot"')).toEqual(range(16, 25));
    expect(await asked(host.dir, 'tag:slow')).toEqual([50]);
    expect(await asked(host.dir, '-is:archived')).toEqual([...range(10, 25), ...range(36, 48), 50]);
  });
});
