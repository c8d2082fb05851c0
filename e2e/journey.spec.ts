import type { Page } from '@playwright/test';
import { bread, chatgptZip, claudeZip, harbour, heron, lantern, letters, voyage } from './exports.ts';
import { saidInMarkdown, saidInReader, withoutFrontMatter } from './pages/said.ts';
import { expect, expectAccessible, test } from './test.ts';

test('drop, filter, search, open at the hit, switch the branch, strip, export: the Markdown is what the view shows', async ({
  window,
  page,
  context,
  host,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await test.step('the empty archive says what to do', async () => {
    await expect(page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('drop two zips: counts appear', async () => {
    await window.drop(
      { name: 'chatgpt.zip', bytes: await chatgptZip(voyage, harbour, bread, ...letters) },
      { name: 'claude.zip', bytes: await claudeZip(lantern) },
    );
    await window.imported(/22 conversations added/);
    await window.expectTotal(22);
    await expect(window.filters.getByRole('checkbox', { name: /ChatGPT/ })).toContainText('21');
    await expect(window.filters.getByRole('checkbox', { name: /Claude/ })).toContainText('1');
    await expectAccessible(page);
  });

  await test.step('filter by provider', async () => {
    await window.filters.getByRole('checkbox', { name: /ChatGPT/ }).click();
    await window.expectTotal(21);
    await expect(window.search).toHaveValue('provider:chatgpt');
    await expect(page).toHaveURL(/q=provider:chatgpt/);
  });

  await test.step('filter by month: two bars are brushed', async () => {
    const bars = window.filters.getByRole('listbox', { name: 'When, by month' });
    const bar = (month: string) => bars.getByRole('option', { name: month });
    await expect(bar('Oct 2023')).toHaveAccessibleName(/1 conversation$/);
    const from = await middleOf(bar('Oct 2023'));
    const to = await middleOf(bar('Nov 2023'));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move((from.x + to.x) / 2, from.y);
    await page.mouse.move(to.x, to.y);
    await page.mouse.up();
    await window.expectCount(5);
    await expect(bar('Nov 2023')).toHaveAttribute('aria-selected', 'true');
    await expect(bar('Dec 2023')).toHaveAttribute('aria-selected', 'false');
    await expect(window.search).toHaveValue(/^provider:chatgpt .*2023-10/);
    await expectAccessible(page);
  });

  await test.step('search a phrase', async () => {
    await window.find(`${await window.search.inputValue()} "${heron}"`);
    await window.expectCount(1);
    await expect(window.rows.first().locator('mark').first()).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('open at the hit, in the middle of the output of a tool that was folded', async () => {
    await window.rows.first().click();
    await expect(window.title).toHaveText('The voyage of the lantern boat');
    await expect(window.reader.getByText(/1 of \d|1 match/).first()).toBeVisible();
    await expect.poll(() => painted(page), 'what is painted, where one sees it').toBe(heron);
    await expectAccessible(page);
  });

  await test.step('switch to the first version of an answer', async () => {
    await expect(window.reader.getByText('Take a compass')).toHaveCount(0);
    await window.messages.focus();
    await page.keyboard.press('End');
    await expect(window.reader.getByText('wait at the buoy')).toBeVisible();
    const versions = window.reader.getByRole('group', { name: 'Versions of this message' });
    await versions.scrollIntoViewIfNeeded();
    await expect(versions).toContainText(/2\W+of\W+2/);
    await versions.getByRole('button', { name: 'Previous version' }).click();
    await expect(versions).toContainText(/1\W+of\W+2/);
    await expect(window.reader.getByText('Take two oars')).toBeVisible();
    await expect(window.reader.getByText('wait at the buoy')).toHaveCount(0);
    await expectAccessible(page);
  });

  const shown = await test.step('strip tools', async () => {
    await page.keyboard.press('1');
    const said = await saidInReader(page);
    expect(said.filter(({ by }) => by === 'trace')).toEqual([{ by: 'trace', text: '1 tool call hidden' }]);
    expect(said.map(({ by }) => by)).toEqual(['person', 'assistant', 'trace', 'assistant', 'person', 'assistant']);
    const all = said.map(({ text }) => text).join('\n');
    expect(all).not.toContain('sounding 091');
    expect(all).not.toContain('compass, and');
    expect(all).toContain('so the soundings come first');
    expect(all).toContain('Take two oars');
    return said;
  });

  await test.step('export: the file says what the view says, and the copy is the file', async () => {
    const { name, markdown } = await window.exportOne(host.desktop);
    expect(name).toMatch(/^2023-11-20 The voyage of the lantern boat [0-9a-f]{8}\.md$/);
    expect(markdown).toContain('title: "The voyage of the lantern boat"');
    expect(markdown).toContain('transforms: [strip-tools]');
    expect(await saidInMarkdown(page, markdown)).toEqual(shown);

    await page.keyboard.press('c');
    await expect(page.getByText('Copied as Markdown.')).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(withoutFrontMatter(copied)).toBe(withoutFrontMatter(markdown));
  });

  await test.step('the lens is remembered, and back leads back', async () => {
    await page.reload();
    await expect(window.reader.getByText(/1 tool call.*hidden/)).toBeVisible();
    await page.goBack();
    await expect(window.reader).toBeHidden();
    await page.goForward();
    await expect(window.title).toHaveText('The voyage of the lantern boat');
  });
});

async function middleOf(locator: ReturnType<Page['locator']>): Promise<{ readonly x: number; readonly y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('It is not drawn.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The words of the current hit, if they are inside of the reader's window and nothing lies over them. */
function painted(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const scroller = document.querySelector('[data-reader-scroller]');
    const [range] = CSS.highlights.get('hit-now') ?? [];
    if (!scroller || !(range instanceof Range)) return null;
    const words = range.getBoundingClientRect();
    const box = scroller.getBoundingClientRect();
    const inside = words.top >= box.top && words.bottom <= box.bottom && words.left >= box.left && words.right <= box.right;
    const there = document.elementFromPoint(words.left + words.width / 2, words.top + words.height / 2);
    return inside && words.height > 0 && there?.contains(range.startContainer) ? range.toString() : null;
  });
}
