import type { Page } from '@playwright/test';
import { bread, chatgptZip, harbour, voyage } from './exports.ts';
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

for (const { what, width, height, deviceScaleFactor } of [
  { what: '200 % zoom', width: 640, height: 400, deviceScaleFactor: 2 },
  { what: '480 pixels', width: 480, height: 800, deviceScaleFactor: 1 },
]) {
  test.describe(what, () => {
    test.use({ viewport: { width, height }, deviceScaleFactor });

    test('everything is in reach, and nothing scrolls sideways', async ({ window, page }) => {
      const fits = async (where: string): Promise<void> => {
        await test.step(where, async () => {
          expect(await outOfReach(page), where).toEqual([]);
          await expectAccessible(page);
        });
      };
      await expect(page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();
      await fits('the first start');
      await window.drop({ name: 'chatgpt.zip', bytes: await chatgptZip(voyage, harbour, bread, 'not a conversation') });
      await window.imported(/3 conversations added/);
      await expect(window.rows.first()).toBeVisible();
      await fits('the list');
      await page.keyboard.press('f');
      await expect(window.filters).toBeVisible();
      await fits('the filters');
      await page.keyboard.press('Escape');
      await expect(window.filters).toBeHidden();
      await window.rows.filter({ hasText: 'The voyage' }).click();
      await expect(window.title).toHaveText('The voyage of the lantern boat');
      await page.keyboard.press('z');
      await fits('the reader, unfolded');

      for (const [key, name] of [
        ['Control+e', 'Export'],
        ['t', /^Tag “/],
        ['m', 'Note'],
        ['F2', 'Rename'],
        ['?', 'Keyboard shortcuts'],
        ['Control+k', 'Command palette'],
      ] as const) {
        await page.keyboard.press(key);
        await expect(page.getByRole('dialog', { name })).toBeVisible();
        await fits(`the dialogue for ${key}`);
        await page.keyboard.press('Escape');
        await expect(page.getByRole('dialog')).toBeHidden();
      }

      await page.keyboard.press('Control+,');
      await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
      await fits('the settings');
      await page.keyboard.press('g');
      await page.keyboard.press('i');
      await page.getByRole('link', { name: /chatgpt\.zip/ }).click();
      await expect(page.getByRole('table').first()).toBeVisible();
      await fits('a receipt');
    });
  });
}

/** What does not come into the window when it is given the focus, and the page itself where it scrolls sideways. */
function outOfReach(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const wrong = scrollWidth > clientWidth ? [`the page is ${scrollWidth - clientWidth} pixels too wide`] : [];
    const before = document.activeElement;
    const over = document.querySelector('[role="dialog"][data-open], [role="alertdialog"][data-open]') ?? document;
    for (const control of over.querySelectorAll<HTMLElement>('a[href], button, input, textarea, summary, [tabindex="0"]')) {
      if (control.matches(':disabled, [data-base-ui-focus-guard], [aria-hidden=true]') || !control.checkVisibility()) continue;
      control.focus();
      if (document.activeElement !== control) continue;
      const { left, top, width, height } = control.getBoundingClientRect();
      const [x, y] = [left + width / 2, top + Math.min(height, innerHeight) / 2];
      const label = `${control.tagName} ${control.getAttribute('aria-label') ?? control.textContent.slice(0, 40)}`;
      // What only those see who tab to it or hear it has no size.
      if (width > 1 && height > 1 && (x < 0 || y < 0 || x > innerWidth || y > innerHeight)) wrong.push(label);
    }
    if (before instanceof HTMLElement) before.focus();
    return wrong;
  });
}
