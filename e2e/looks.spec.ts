import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './test.ts';
import type { Window } from './pages/window.ts';

type Show = (window: Window, page: Page, home: string) => Promise<void>;

/** Goes to a place of the window, as a link to it does. */
const at =
  (search: string): Show =>
  async (_window, page, home) => {
    await page.goto(new URL(search, home).href);
    await expect(page.getByRole('main')).toBeVisible();
    // What stands above the page and what waits for the archive has come.
    await expect(page.getByRole('status', { name: /^Opening/ })).toHaveCount(0);
  };

/** A screen over the list, by its key, and gone again. */
const over =
  (keys: readonly string[], name: RegExp): Show =>
  async (window, page) => {
    await window.list.focus();
    await page.keyboard.press('j');
    for (const key of keys) await page.keyboard.press(key);
    await expect(page.getByRole('dialog', { name })).toBeVisible();
  };

/** Every screen, in an order that needs no way back but Escape. */
const screens: Readonly<Record<string, Show>> = {
  'the list': at('/'),
  'what is found': at('/?q=wind'),
  'nothing found': at('/?q=xylophone%20provider:claude'),
  'no starred ones': at('/?q=is:starred'),
  'a problem in the query': at('/?q=has:colours'),
  'an open conversation': async (window, page, home) => {
    await at('/?q=wind')(window, page, home);
    await window.rows.first().click();
    await expect(window.reader).toBeVisible();
  },
  tagging: over(['t'], /tag/i),
  'a note': over(['m'], /note/i),
  'a new title': over(['F2'], /rename/i),
  'all tags': over(['g', 'l'], /tags/i),
  exporting: over(['Control+e'], /export/i),
  'the palette': over(['Control+k'], /./),
  'every key': over(['?'], /keyboard/i),
  'what is selected': async (window, page) => {
    await window.list.focus();
    await page.keyboard.press('x');
    await expect(page.getByText(/^\d+ selected$/).first()).toBeVisible();
  },
  'a table': async (_window, page) => {
    await page.keyboard.press('v');
    await expect(page.getByRole('grid')).toBeVisible();
  },
  settings: at('/?settings'),
  imports: at('/?imports'),
  'a receipt': at('/?import=1'),
  'records behind a figure': at('/?import=1&figure=added'),
  'a conversation that is not there': at('/?c=chatgpt:gone'),
};

async function withSamples(window: Window, page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Try with sample conversations' }).click();
  await window.imported(/conversations added/);
  await expect(window.rows.first()).toBeVisible();
}

/** Shows each screen in turn and looks at it; what is wrong is told by the screen's name, all of it at once. */
async function eachScreen(window: Window, page: Page, home: string, look: (screen: string) => Promise<void>): Promise<void> {
  for (const [screen, show] of Object.entries(screens)) {
    await test.step(screen, async () => {
      await show(window, page, home);
      await look(screen);
      for (let times = 0; times < 2; times++) await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
    });
  }
}

test('every screen keeps WCAG 2.2 AA', async ({ window, page, host }) => {
  test.slow();
  await expectAccessible(page);
  await withSamples(window, page);
  await eachScreen(window, page, host.url, () => expectAccessible(page));
});

// Only colours differ.
for (const [name, media] of Object.entries({
  dark: { colorScheme: 'dark' },
  'light, high contrast': { colorScheme: 'light', contrast: 'more' },
  'dark, high contrast': { colorScheme: 'dark', contrast: 'more' },
} as const)) {
  test(`${name}: every screen is read`, async ({ window, page, host }) => {
    test.slow();
    await page.emulateMedia(media);
    const contrast = () => expectAccessible(page, ['color-contrast', 'link-in-text-block']);
    await contrast();
    await withSamples(window, page);
    await eachScreen(window, page, host.url, contrast);
  });
}

test('at 480 px, and with text of 150 %, nothing scrolls sideways', async ({ window, page, host }) => {
  test.slow();
  await page.setViewportSize({ width: 480, height: 800 });
  await withSamples(window, page);
  const tooWide: string[] = [];
  for (const textSize of ['100', '150']) {
    await page.keyboard.press('Control+,');
    // Not `check`, which looks before the archive’s answer has been drawn.
    await page.getByRole('radio', { name: `${textSize} %` }).click();
    await expect(page.locator('html')).toHaveAttribute('data-text-size', textSize);
    await page.keyboard.press('Escape');
    for (const search of ['/', '/?q=wind', '/?settings', '/?imports', '/?import=1', '/?q=xylophone%20provider:claude']) {
      await at(search)(window, page, host.url);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) tooWide.push(`${search} at ${textSize} %: ${over} px`);
    }
    await at('/')(window, page, host.url);
    await window.rows.first().click();
    await expect(window.reader).toBeVisible();
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) tooWide.push(`the reader at ${textSize} %: ${over} px`);
  }
  expect(tooWide).toEqual([]);
});

test('in colours of the system, what is found and what is chosen is seen', async ({ window, page, host }) => {
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
  await withSamples(window, page);
  await at('/?q=wind')(window, page, host.url);
  const found = await window.rows
    .first()
    .locator('mark')
    .first()
    .evaluate((mark) => [getComputedStyle(mark).color, getComputedStyle(mark).backgroundColor]);
  expect(found[0]).not.toBe(found[1]);
  await at('/?settings')(window, page, host.url);
  const chosen = page.locator('label:has(input:checked)').first();
  expect(await chosen.evaluate((choice) => getComputedStyle(choice).outlineStyle)).toBe('solid');
});

test('wherever Tab leads, one sees where one is', async ({ window, page, host }) => {
  test.slow();
  await withSamples(window, page);
  await at('/?q=wind')(window, page, host.url);
  await window.rows.first().click();
  await expect(window.reader).toBeVisible();
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  const unseen: string[] = [];
  const stops = new Set<string>();
  for (let press = 0; press < 150; press++) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const element = document.activeElement;
      if (!(element instanceof HTMLElement) || element === document.body) return null;
      const name = `${element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent.slice(0, 40)}`;
      /** What the focus may be drawn by: the element, what holds it, and the row it stands for. */
      const drawn = (): string => {
        const row = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
        const all = [
          element,
          element.parentElement,
          element.parentElement?.parentElement,
          element.parentElement?.parentElement?.parentElement,
          row,
        ];
        return all
          .flatMap((one) =>
            one ? [getComputedStyle(one), getComputedStyle(one, '::before'), getComputedStyle(one, '::after')] : [],
          )
          .map((style) => [
            style.outlineStyle,
            style.outlineWidth,
            style.boxShadow,
            style.borderTopColor,
            style.borderTopWidth,
            style.backgroundColor,
            style.content,
          ])
          .join('\n');
      };
      const focused = drawn();
      element.blur();
      const left = drawn();
      element.focus({ preventScroll: true });
      return { name, seen: focused !== left };
    });
    if (stop === null) break;
    stops.add(stop.name);
    if (!stop.seen) unseen.push(stop.name);
  }
  expect(unseen).toEqual([]);
  expect(stops.size).toBeGreaterThan(20);
});

declare global {
  interface Window {
    shifts?: { readonly value: number; readonly what: string }[];
  }
}

test('nothing jumps: at the start, on opening a conversation, on searching', async ({ window, page, host }) => {
  await withSamples(window, page);
  await page.addInitScript(() => {
    const shifts: { value: number; what: string }[] = [];
    globalThis.window.shifts = shifts;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value, sources } = entry as PerformanceEntry & {
          readonly value: number;
          readonly sources: readonly {
            readonly node: Node | null;
            readonly previousRect: DOMRectReadOnly;
            readonly currentRect: DOMRectReadOnly;
          }[];
        };
        const what = sources
          .map(({ node, previousRect: was, currentRect: is }) => {
            const name = node instanceof Element ? `${node.tagName} ${node.className}` : 'text';
            return `${name} from ${was.x}, ${was.y}, ${was.width} × ${was.height} to ${is.x}, ${is.y}, ${is.width} × ${is.height}`;
          })
          .join(', ');
        shifts.push({ value, what });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  /** The sum since the last look, with what moved. */
  const moved = async (): Promise<{ readonly sum: number; readonly what: readonly string[] }> => {
    // The last of what is drawn is reported with the next frames.
    await page.evaluate(() => new Promise((done) => setTimeout(done, 400)));
    const shifts = await page.evaluate(() => globalThis.window.shifts?.splice(0) ?? []);
    return { sum: shifts.reduce((sum, { value }) => sum + value, 0), what: shifts.map(({ value, what }) => `${value} ${what}`) };
  };
  const still = async (most = 0.02): Promise<void> => {
    const { sum, what } = await moved();
    expect(sum, what.join('\n')).toBeLessThanOrEqual(most);
  };
  await at('/')(window, page, host.url);
  await expect(window.rows.first()).toBeVisible();
  await still();
  await window.rows.first().click();
  await expect(window.reader).toBeVisible();
  await still();
  await window.find('wind');
  await expect(window.rows.first()).toContainText('wind', { ignoreCase: true });
  // Values that nothing of what was found has leave the filters.
  await still(0.03);
});

test('Enter leaves the search for the list, whatever was found and wherever one was', async ({ window, page, host }) => {
  await withSamples(window, page);
  await window.search.fill('wind');
  await window.search.press('Enter');
  await expect(window.list).toBeFocused();
  await window.search.fill('xylophone');
  await window.search.press('Enter');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await expect(window.search).not.toBeFocused();
  // A key is a command now, and the list takes the focus up when there are rows again.
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await expect(window.search).toHaveValue('xylophone');
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(window.rows.first()).toBeVisible();
  await at('/?settings')(window, page, host.url);
  await window.search.fill('wind');
  await window.search.press('Enter');
  await expect(window.list).toBeFocused();
});
