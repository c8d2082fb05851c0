import { parse } from '../src/shared/query/parse.ts';
import { claudeZip, lantern } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';

test.beforeEach(async ({ window }) => {
  await window.drop({ name: 'claude.zip', bytes: await claudeZip(lantern) });
  await window.imported(/1 conversation added/);
});

test('one key shows the language, from the box and back into it', async ({ window, page }) => {
  const help = page.getByRole('dialog', { name: 'What can be searched' });
  await window.search.fill('lantern');
  await window.search.press('F1');
  await expect(help.getByRole('heading')).toContainText([
    'What can be searched',
    'Words',
    'Regular expressions',
    'Filters',
    'Dates',
    'Numbers',
  ]);
  await expectAccessible(page);
  await page.keyboard.press('F1');
  await expect(help).toBeHidden();
  await expect(window.search).toBeFocused();
  await page.keyboard.press('F1');
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(window.search).toBeFocused();
  await expect(window.search).toHaveValue('lantern');
  await page.keyboard.press('F1');
  await help.getByRole('button', { name: 'Put since:7d into the search' }).press('Enter');
  await expect(window.search).toHaveValue('lantern since:7d');
});

test('every example can be tried', async ({ page }) => {
  await page.keyboard.press('F1');
  const examples = await page
    .getByRole('dialog', { name: 'What can be searched' })
    .getByRole('listitem')
    .getByRole('button')
    .allTextContents();
  expect(examples.length).toBeGreaterThan(30);
  for (const example of examples) expect({ example, problems: parse(example).problems }).toEqual({ example, problems: [] });
});

test.describe('in a narrow window', () => {
  test.use({ viewport: { width: 480, height: 800 } });
  test('the help stays inside it', async ({ window, page }) => {
    await window.search.fill('a query that hides the button of the help');
    await window.search.press('F1');
    const box = await page.getByRole('dialog', { name: 'What can be searched' }).boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(480);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(480);
  });
});
