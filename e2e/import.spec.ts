import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bread, chatgptZip, harbour, manyConversations } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';

test('the receipt adds up, and the import can be undone whole', async ({ window, page }) => {
  await window.drop({ name: 'mine.zip', bytes: await chatgptZip(harbour, 'not a conversation') });
  await window.imported(/1 conversation added/);
  await window.atWork.getByRole('button', { name: 'Receipt' }).click();
  await expect(page.getByRole('heading', { name: 'mine.zip', level: 1 })).toBeVisible();

  const table = page.getByRole('table').first();
  for (const row of await table.getByRole('row').all()) {
    const figures = (await row.getByRole('cell').allInnerTexts()).map((figure) => Number(figure.replaceAll(/\D/g, '')));
    const [read = 0, ...parts] = figures;
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(read);
  }
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

test('a reload in the middle of an import loses nothing', async ({ window, page }) => {
  await window.drop({ name: 'large.zip', bytes: await chatgptZip(...manyConversations(3000)) });
  await expect(page.getByText('Importing large.zip').first()).toBeVisible();
  await page.reload();
  await expect(page.getByText(/Importing large.zip|3,000 conversations/).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Conversations' }).getByText('3,000 conversations').first()).toBeVisible({
    timeout: 40_000,
  });
  await expect(window.rows.first()).toBeVisible();
});

test('an import can be cancelled; what had arrived is kept', async ({ window }) => {
  await window.drop({ name: 'large.zip', bytes: await chatgptZip(...manyConversations(3000)) });
  await expect(window.atWork.getByText(/Importing large.zip/).first()).toBeVisible();
  await window.atWork.getByRole('button', { name: 'Cancel' }).last().click();
  await expect(window.atWork.getByText(/cancelled/).first()).toBeVisible();
});

test('a whole folder can be chosen; what is inside makes one input', async ({ window, page }) => {
  const folder = join(await mkdtemp(join(tmpdir(), 'polylogue-e2e-folder-')), 'My export');
  await mkdir(join(folder, 'inner'), { recursive: true });
  await writeFile(join(folder, 'conversations.json'), JSON.stringify([harbour]));
  await writeFile(join(folder, 'inner', 'more.zip'), await chatgptZip(bread));
  await page.locator('input[data-choose=folder]').setInputFiles(folder);
  await window.imported(/2 conversations added/);
  await window.atWork.getByRole('button', { name: 'Receipt' }).click();
  await expect(page.getByRole('heading', { name: 'My export', level: 1 })).toBeVisible();
});
