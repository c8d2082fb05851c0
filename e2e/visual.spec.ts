import type { Locator, Page } from '@playwright/test';
import { packedChromium } from './browser.ts';
import type { Window } from './pages/window.ts';
import { expect, test } from './test.ts';

/**
 * Six screens × two sizes × two themes, compared with the pictures in `e2e/baselines`. Only one Chromium draws them: the pinned one, on
 * Linux on x64, with its hinting off, so that the machine's own font settings do not count. After a wanted change:
 * `npx playwright test visual --update-snapshots`, and look at every picture that changed.
 */
const pinned = await packedChromium();
/** The sample conversations are of 2026; times are written as seen from here. */
const now = new Date('2026-06-01T09:00:00Z');

test.skip(pinned === null, 'The baselines are of the Chromium of @sparticuz/chromium, which runs on Linux on x64 only.');
if (pinned !== null) {
  const { executablePath, args, env } = pinned;
  test.use({ launchOptions: { executablePath, env, args: [...args, '--font-render-hinting=none', '--disable-lcd-text'] } });
}

const screens: Readonly<Record<string, (window: Window, page: Page) => Promise<readonly Locator[]>>> = {
  reading: async (window) => {
    await window.rows.filter({ hasText: 'The cent that nobody paid' }).click();
    await expect(window.reader.getByRole('heading', { level: 1 })).toHaveText('The cent that nobody paid');
    return [];
  },
  searching: async (window) => {
    await window.find('wind dome');
    // Until then the rows are those of everything.
    await window.expectCount(2);
    await window.rows.filter({ hasText: 'Close the dome' }).click();
    await expect(window.reader.getByRole('group', { name: 'Matches' })).toBeVisible();
    return [];
  },
  table: async (_window, page) => {
    await page.keyboard.press('v');
    await expect(page.getByRole('grid')).toBeVisible();
    for (const key of ['j', 'x', 'j', 'x', 'j']) await page.keyboard.press(key);
    return [];
  },
  settings: async (_window, page) => {
    await page.keyboard.press('Control+,');
    await expect(page.getByRole('heading', { name: 'Settings', level: 1 })).toBeVisible();
    // The archive is somewhere else, and of another size, each time.
    return [page.getByRole('region', { name: 'Archive' })];
  },
  palette: async (_window, page) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog').getByRole('combobox').fill('sho');
    await expect(page.getByRole('option', { name: /Show the trash/ })).toBeVisible();
    return [];
  },
};

for (const theme of ['light', 'dark'] as const) {
  for (const size of [
    { width: 1280, height: 800 },
    { width: 1920, height: 1080 },
  ]) {
    test.describe(`${theme}, ${size.width} × ${size.height}`, () => {
      test.use({ viewport: size, colorScheme: theme });
      const named = (screen: string): string => `${screen}-${theme}-${size.width}.png`;

      test('welcome', async ({ window: { page } }) => {
        await expect(page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();
        await expectPicture(page, named('welcome'), []);
      });

      for (const [screen, show] of Object.entries(screens)) {
        test(screen, async ({ window, page }) => {
          await page.clock.setFixedTime(now);
          await page.getByRole('button', { name: 'Try with sample conversations' }).click();
          await window.imported(/conversations added/);
          await page.reload();
          await expect(window.rows.first()).toBeVisible();
          await expectPicture(page, named(screen), await show(window, page));
        });
      }
    });
  }
}

async function expectPicture(page: Page, name: string, mask: readonly Locator[]): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  // Scripts that no typeface of ours has are drawn by whatever the machine has.
  const foreign = page.getByText(/[\u0590-\u06ff\u3040-\u9fff]/);
  await expect(page).toHaveScreenshot(name, { mask: [...mask, foreign], maskColor: '#888888', maxDiffPixelRatio: 0.01 });
}
