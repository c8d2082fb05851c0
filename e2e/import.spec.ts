import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bread, chatgptZip, harbour, manyConversations } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';

test('the receipt adds up, and the import can be undone whole', async ({ window, page }) => {
  await window.drop({ name: 'mine.zip', bytes: await chatgptZip(harbour, 'not a conversation') });
  await window.imported(/1 conversation added/);
  await window.atWork.getByRole('button', { name: 'Receipt' }).click();
  await expect(page.getByRole('heading', { name: 'mine.zip', level: 1 })).toBeVisible();

  const [conversations] = await window.expectSum();
  expect(conversations).toBe(2);
  await expect(page.getByRole('heading', { name: '1 thing could not be read' })).toBeVisible();
  await page.locator('summary').last().click();
  await expect(page.getByText('not a conversation', { exact: false }).last()).toBeVisible();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Undo this import' }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Undo the import' }).click();
  await expect(page.getByText(/This import was undone/)).toBeVisible();
  await page.getByRole('button', { name: 'Polylogue: all conversations' }).click();
  await expect(page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();
});

test('what is no export is named as such', async ({ window, page }) => {
  await window.drop({ name: 'groceries.json', bytes: Buffer.from('{"milk": 2, "bread": 1}') });
  await expect(window.atWork.getByRole('button', { name: 'Receipt' })).toBeVisible();
  await window.atWork.getByRole('button', { name: 'Receipt' }).click();
  await expect(page.getByText('not recognised').first()).toBeVisible();
});

/** So many that their import takes seconds on the fastest machine, a minute on a busy one: 130 MB of JSON. */
const many = 16_000;
/** Milliseconds that the import of so many may take. */
const long = 150_000;

/** A file of them, as it lies on the person's disk. */
async function largeZip(conversations = many): Promise<string> {
  const path = test.info().outputPath('large.zip');
  await writeFile(path, await chatgptZip(...manyConversations(conversations)));
  return path;
}

test('a reload in the middle of an import: it goes on, is shown, and its receipt adds up', async ({ window, page, host }) => {
  test.setTimeout(2 * long);
  await window.choose(await largeZip(), host.desktop);
  const progress = window.atWork.getByRole('progressbar', { name: 'Importing large.zip' });
  await expect(progress).toBeVisible();
  await expect(window.rows.first(), 'what has arrived can be read at once').toBeVisible({ timeout: long });
  await page.reload();
  await expect(progress).toBeVisible();
  await expectAccessible(page);
  await window.imported(/large\.zip: 16,000 conversations added/, long);
  await window.expectTotal(many);
  await window.atWork.getByRole('button', { name: 'See the receipt' }).click();
  expect((await window.expectSum())[0]).toBe(many);
});

test('a host killed in the middle of an import says so when it is back; the same file brings the rest', async ({
  window,
  page,
  host,
}) => {
  test.skip(host.kind === 'desktop', 'The desktop’s own specs end it.');
  test.setTimeout(2 * long);
  const path = await largeZip();
  await window.choose(path, null);
  await expect(window.rows.first()).toBeVisible({ timeout: long });
  await host.kill();
  await expect(page.getByText('The connection to the archive is lost')).toBeVisible();
  await expectAccessible(page);
  await host.start();
  await expect(page.getByText('The connection to the archive is lost')).toBeHidden({ timeout: 20_000 });
  await expect(page.getByText('large.zip: broken off, because the program ended.').first()).toBeVisible();
  await expect(window.atWork.getByRole('progressbar')).toBeHidden();

  await page.keyboard.press('g');
  await page.keyboard.press('i');
  const line = page.getByRole('link', { name: /large\.zip/ });
  await expect(line).toContainText('interrupted');
  await expectAccessible(page);
  await line.click();
  await expect(page.getByText(/This import was broken off\. What had been stored is kept/)).toBeVisible();
  const [stored = 0] = await window.expectSum();
  expect(stored).toBeGreaterThan(0);
  expect(stored).toBeLessThan(many);
  await expectAccessible(page);

  await window.choose(path, null);
  await window.imported(/large\.zip: [\d,]+ conversations added/, long);
  await window.atWork.getByRole('button', { name: 'See the receipt' }).click();
  expect((await window.expectSum())[0]).toBe(many);
  await page.getByRole('button', { name: 'Polylogue: all conversations' }).click();
  await window.expectTotal(many);
});

test('an import can be cancelled; what had arrived is kept, and the receipt says so', async ({ window, page, host }) => {
  test.setTimeout(2 * long);
  // Far from its end when the first of it has arrived.
  await window.choose(await largeZip(), host.desktop);
  await expect(window.rows.first()).toBeVisible({ timeout: long });
  await window.atWork.getByRole('button', { name: 'Cancel Importing large.zip' }).click();
  await expect(window.atWork.getByText('large.zip: cancelled. What had arrived is kept.').first()).toBeVisible();
  await window.atWork.getByRole('button', { name: 'See the receipt' }).click();
  await expect(page.getByText(/This import was cancelled/)).toBeVisible();
  await expectAccessible(page);
});

test('a whole folder can be chosen; what is inside makes one input', async ({ window, page }, info) => {
  const folder = info.outputPath('My export');
  await mkdir(join(folder, 'inner'), { recursive: true });
  await writeFile(join(folder, 'conversations.json'), JSON.stringify([harbour]));
  await writeFile(join(folder, 'inner', 'more.zip'), await chatgptZip(bread));
  await page.locator('input[data-choose=folder]').setInputFiles(folder);
  await window.imported(/2 conversations added/);
  await window.atWork.getByRole('button', { name: 'Receipt' }).click();
  await expect(page.getByRole('heading', { name: 'My export', level: 1 })).toBeVisible();
});
