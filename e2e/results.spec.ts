import type { Page } from '@playwright/test';
import { chatgptConversation, chatgptZip } from './exports.ts';
import type { Window } from './pages/window.ts';
import { expect, expectAccessible, test } from './test.ts';

const text = (role: 'user' | 'assistant', words: string) => ({ role, content: { content_type: 'text', parts: [words] } });

/** The newest: a hit in everything that the reader folds or switches, and six more. */
const log = chatgptConversation(
  '0ea50000-0000-4000-8000-000000000001',
  'The log of the beacon',
  [
    text('user', 'Who lights the beacon tonight?'),
    {
      role: 'assistant',
      content: { content_type: 'thoughts', thoughts: [{ summary: 'Rota', content: 'The beacon is lit by turns.' }] },
    },
    { role: 'assistant', recipient: 'python', content: { content_type: 'code', language: 'python', text: 'rota("today")' } },
    { role: 'tool', name: 'python', content: { content_type: 'execution_output', text: 'rota: beacon keeper is Anselm' } },
    text('assistant', 'Anselm does, and the beacon will burn until dawn.'),
    text('user', 'What does it need?'),
    text('assistant', 'Before the storm the beacon burned peat.'),
    { ...text('assistant', 'Oil.'), after: 5 },
    ...Array.from({ length: 4 }, (_, night) => text('user', `Night ${night + 1}: the beacon stood.`)),
  ],
  Date.UTC(2024, 4, 3) / 1000,
);
const long = chatgptConversation(
  '0ea50000-0000-4000-8000-000000000002',
  'Four hundred nights',
  Array.from({ length: 400 }, (_, night) => text(night % 2 === 0 ? 'user' : 'assistant', `Watch ${night}: the beacon is seen.`)),
  Date.UTC(2024, 4, 2) / 1000,
);
const title = chatgptConversation(
  '0ea50000-0000-4000-8000-000000000003',
  'Painting a beacon',
  [text('user', 'Which colour?'), text('assistant', 'White, with one red band.')],
  Date.UTC(2024, 4, 1) / 1000,
);

test.beforeEach(async ({ window, page }) => {
  await window.drop({ name: 'chatgpt.zip', bytes: await chatgptZip(log, long, title) });
  await window.imported(/3 conversations added/);
  await window.expectCount(3);
  await page.goto(`${page.url().split('?')[0] ?? ''}?q=beacon&sort=newest`);
  await window.expectCount(3);
});

const group = (window: Window, name: string) => window.list.getByRole('group', { name, exact: true });
const current = (page: Page) => page.locator('[data-list-scroller] [data-current]');
const steps = (window: Window) => window.reader.getByRole('group', { name: 'Matches' });

/** The requests that the page sends, by name. */
function requestsOf(page: Page): string[] {
  const names: string[] = [];
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => {
      const name = /^call \d+ (search|total|hitCounts|passages)\n/.exec(String(payload))?.[1];
      if (name !== undefined) names.push(name);
    });
  });
  return names;
}

test('a row says how many of its messages hit, and shows them all when asked', async ({ window, page }) => {
  const row = window.rows.filter({ hasText: 'The log of the beacon' });
  await expect(row.getByText('found in 9 of 12')).toBeAttached();
  await expect(row.locator('mark')).toHaveCount(4);
  await expect(window.rows.filter({ hasText: 'Painting a beacon' })).not.toContainText('found in');
  await row.getByText('… 6 more').click();
  const all = group(window, 'The log of the beacon');
  await expect(all.getByRole('option')).toHaveCount(10);
  for (const label of ['thinking', 'tool', 'other branch']) await expect(all.getByText(label, { exact: true })).toHaveCount(1);
  await expectAccessible(page);

  await all.getByText('beacon keeper is Anselm').click();
  await expect(window.title).toHaveText('The log of the beacon');
  await expect(window.messages.getByText('rota: beacon keeper is Anselm')).toBeInViewport();
  await expect(steps(window)).toContainText('tool3 of 9');
  await all.getByText('burned peat').click();
  await expect(window.messages.getByText('burned peat')).toBeInViewport();
  await expect(window.reader.getByText('on another branch', { exact: true }).first()).toBeVisible();
  await expect(current(page)).toContainText('burned peat');

  await page.keyboard.press('h');
  await expect(all).toHaveCount(0);
  await expect(row.getByText('… 6 more')).toBeVisible();
});

test('the keys go through every hit, row after row', async ({ window, page }) => {
  await page.keyboard.press('j');
  await expect(current(page)).toHaveAttribute('aria-posinset', '1');
  await page.keyboard.press('h');
  await page.keyboard.press('j');
  await expect(current(page)).toContainText('Who lights the');
  await expect(window.list).toHaveAttribute('aria-activedescendant', 'row-0-hit-0');
  for (let step = 0; step < 8; step++) await page.keyboard.press('j');
  await expect(current(page)).toContainText('Night 4');
  await page.keyboard.press('Enter');
  await expect(window.messages).toBeFocused();
  await expect(steps(window)).toContainText('9 of 9');
  await page.keyboard.press('j');
  await expect(current(page)).toContainText('Four hundred nights');
  await page.keyboard.press('k');
  await expect(current(page)).toContainText('Night 4');
});

test('every hit of everything, in the address and remembered', async ({ window, page }) => {
  const every = page.getByRole('button', { name: 'Show every match of every conversation' });
  await every.click();
  await expect(page).toHaveURL(/hits=all/);
  await expect(
    page.getByText('3 conversations, 409+ messages').or(page.getByText('3 conversations, 409 messages')).first(),
  ).toBeVisible();
  await expect(group(window, 'The log of the beacon').getByRole('option')).toHaveCount(10);
  await expectAccessible(page);

  // 400 lines have their place; those in sight are drawn, and asked for as one comes to them.
  const nights = group(window, 'Four hundred nights');
  await expect(nights).toHaveCount(1);
  expect(await nights.locator('[data-hit]').count()).toBeLessThan(100);
  const scroller = page.locator('[data-list-scroller]');
  await expect.poll(() => scroller.evaluate((element) => element.scrollHeight)).toBeGreaterThan(400 * 21);
  await page.keyboard.press('End');
  await expect(current(page)).toContainText('Painting a beacon');
  await page.keyboard.press('k');
  await expect(current(page)).toContainText('Watch 399');
  await expect(window.messages.getByText('Watch 399: the beacon is seen.')).toBeInViewport();
  await page.keyboard.press('k');
  await expect(current(page)).toContainText('Watch 398');

  await page.goto(page.url().replace(/[?&]hits=all/, ''));
  await expect(every).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('Shift+H');
  await expect(every).toHaveAttribute('aria-pressed', 'false');
  await expect(page).toHaveURL(/hits=best/);
  await page.goBack();
  await expect(every).toHaveAttribute('aria-pressed', 'true');

  await page.keyboard.press('v');
  await expect(page.getByRole('grid')).toBeVisible();
  await expect(page.getByRole('row').filter({ hasText: 'Who lights the' })).toHaveCount(1);
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Order: / }).click();
  for (const order of ['Best match', 'Newest'])
    await expect(page.getByRole('menu').getByText(order, { exact: true })).toBeVisible();
  await page.getByRole('menu').getByText('Oldest', { exact: true }).click();
  await expect(page).toHaveURL(/sort=oldest/);
  await expect(page.getByRole('row').nth(1)).toContainText('Painting a beacon');
});

test('n and N go on to the next and the previous conversation, and say so', async ({ window, page }) => {
  await window.rows.filter({ hasText: 'The log of the beacon' }).click();
  await expect(steps(window)).toContainText('1 of 9');
  const said = page.getByText(/^(Next|Previous) conversation: |^Back at |^On to |^Found in /);
  await page.keyboard.press('n');
  await expect(steps(window)).toContainText('thinking2 of 9');
  await expect(window.messages.getByText('The beacon is lit by turns.')).toBeInViewport();
  for (let step = 0; step < 8; step++) await page.keyboard.press('n');
  await expect(window.title).toHaveText('Four hundred nights');
  await expect(said).toHaveText('Next conversation: Four hundred nights');
  await expect(steps(window)).toContainText('1 of 400');
  await expect(current(page)).toContainText('Four hundred nights');
  await expectAccessible(page);
  await page.keyboard.press('Shift+N');
  await expect(window.title).toHaveText('The log of the beacon');
  await expect(steps(window)).toContainText('9 of 9');
  await expect(said).toHaveText('Previous conversation: The log of the beacon');

  // Found by its title alone: there is nothing to step through, and the key goes on.
  await window.rows.filter({ hasText: 'Painting a beacon' }).click();
  await expect(window.title).toHaveText('Painting a beacon');
  await expect(steps(window)).toBeHidden();
  await page.keyboard.press('n');
  await expect(window.title).toHaveText('The log of the beacon');
  await expect(said).toHaveText('Back at the first conversation: The log of the beacon');
  await expect(steps(window)).toContainText('1 of 9');
  await page.keyboard.press('Shift+N');
  await expect(window.title).toHaveText('Painting a beacon');
  await expect(said).toHaveText('Found in its title, its note or in what is hidden');
});

test('in one pane, stepping goes on without the list', async ({ window, page }) => {
  await page.setViewportSize({ width: 480, height: 800 });
  await page.goto(page.url().replace('#', '') + '&c=chatgpt:0ea50000-0000-4000-8000-000000000003');
  await expect(window.title).toHaveText('Painting a beacon');
  await page.keyboard.press('Shift+N');
  await expect(window.title).toHaveText('Four hundred nights');
  await expect(steps(window)).toContainText('400 of 400');
  await expect(window.messages.getByText('Watch 399: the beacon is seen.')).toBeInViewport();
});

test('a page of results is one search and one count, and the count waits for the page', async ({ window, page }) => {
  const requests = requestsOf(page);
  await page.reload();
  await window.expectCount(3);
  await expect(window.rows.first().getByText('found in 9 of 12')).toBeAttached();
  await page.waitForTimeout(500);
  expect(requests.filter((name) => name !== 'total')).toEqual(['search', 'hitCounts']);
});

test('what is in sight stays where it is when rows come in above', async ({ window, page }) => {
  await page.getByRole('button', { name: 'Show every match of every conversation' }).click();
  await expect(group(window, 'The log of the beacon').getByRole('option')).toHaveCount(10);
  const scroller = page.locator('[data-list-scroller]');
  await scroller.evaluate((element) => element.scrollTo({ top: 2000 }));
  const line = window.list.getByRole('option').filter({ hasText: 'Watch 99:' });
  await expect(line).toBeVisible();
  const before = (await line.boundingBox())?.y;
  const more = chatgptConversation(
    '0ea50000-0000-4000-8000-000000000009',
    'The beacon of today',
    Array.from({ length: 12 }, (_, night) => text('user', `Hour ${night}: the beacon is new.`)),
    Date.UTC(2024, 5, 1) / 1000,
  );
  await window.drop({ name: 'more.zip', bytes: await chatgptZip(more) });
  await window.imported(/1 conversation added/);
  await window.expectTotal(4);
  await expect.poll(async () => Math.abs(((await line.boundingBox())?.y ?? 0) - (before ?? 0))).toBeLessThan(30);
  await scroller.evaluate((element) => element.scrollTo({ top: 0 }));
  await expect(window.list.getByText('Hour 0: the').first()).toBeVisible();
});
