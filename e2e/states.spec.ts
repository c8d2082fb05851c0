import { bread, chatgptZip, harbour } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';

test('an empty result says which word emptied it', async ({ window, page }) => {
  await window.drop({ name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) });
  await window.imported(/2 conversations added/);
  await window.find('tide xylophone');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.getByRole('button', { name: /xylophone/ }).click();
  await expect(window.search).toHaveValue('tide');
  await window.expectCount(1);
});

test('a beginning that is no word of its own stays a beginning on Enter', async ({ window }) => {
  await window.drop({ name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) });
  await window.imported(/2 conversations added/);
  await window.search.pressSequentially('harb');
  await window.expectCount(1);
  await window.search.press('Enter');
  await expect(window.search).toHaveValue('harb*');
  await window.expectCount(1);
  await window.find('harbour');
  await expect(window.search).toHaveValue('harbour');
  await window.expectCount(1);
});

test('a query that does not parse as meant says so and is searched all the same', async ({ window, page }) => {
  await window.drop({ name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) });
  await window.imported(/2 conversations added/);
  await window.find('tide has:colours');
  await expect(page.locator('#search-problems')).toContainText('colours');
  await window.expectCount(1);
  await expectAccessible(page);
});

test('a conversation that is not there is said to be not there', async ({ window, page, host }) => {
  await window.drop({ name: 'chatgpt.zip', bytes: await chatgptZip(harbour) });
  await window.imported(/1 conversation added/);
  await page.goto(new URL('/?c=chatgpt:gone', host.url).href);
  await expect(page.getByRole('alert')).toContainText('not in the archive');
});

test('a lost connection is said, and found again', async ({ window, page, host }) => {
  await window.drop({ name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) });
  await window.imported(/2 conversations added/);
  await host.stop();
  await expect(page.getByText('The connection to the archive is lost')).toBeVisible();
  await host.start();
  await expect(page.getByText('The connection to the archive is lost')).toBeHidden({ timeout: 20_000 });
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`narrow and ${colorScheme}: the panes stack`, async ({ window, page }) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 480, height: 900 });
    await window.drop({ name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) });
    await window.imported(/2 conversations added/);
    await expectAccessible(page);
    await window.rows.first().click();
    await expect(window.reader).toBeVisible();
    await expect(window.list).toBeHidden();
    await expectAccessible(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(true);
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await expect(window.list).toBeVisible();
    await window.rows.first().click();
    await expect(window.list).toBeHidden();
    await page.keyboard.press('/');
    await page.keyboard.type('bread');
    await expect(window.list, 'what is found is not covered by what was open').toBeVisible();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await page.keyboard.press('f');
    await expect(window.filters).toBeVisible();
    await expectAccessible(page);
  });
}
