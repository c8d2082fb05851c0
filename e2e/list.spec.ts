import { bread, chatgptZip, claudeZip, harbour, lantern } from './exports.ts';
import { Window } from './pages/window.ts';
import { expect, expectAccessible, test } from './test.ts';

test.beforeEach(async ({ window }) => {
  await window.drop(
    { name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) },
    { name: 'claude.zip', bytes: await claudeZip(lantern) },
  );
  await window.imported(/3 conversations added/);
  await window.expectCount(3);
});

test('the table: sort, choose, move and widen columns; all of it is there after a reload', async ({ page }) => {
  await page.keyboard.press('v');
  const table = page.getByRole('grid', { name: 'Conversations' });
  await expect(table).toHaveAttribute('aria-rowcount', '4');
  const head = (name: string) => table.getByRole('columnheader', { name, exact: true });
  const heads = () =>
    table
      .getByRole('columnheader')
      .getByRole('button')
      .evaluateAll((all) => all.map((one) => one.ariaLabel));
  await expectAccessible(page);

  await head('Title').getByRole('button').click();
  await expect(page).toHaveURL(/sort=title/);
  await expect(head('Title')).toHaveAttribute('aria-sort', 'ascending');
  const titles = () => table.getByRole('row').locator('[data-column="title"][role="gridcell"]').allTextContents();
  const ascending = await titles();
  expect(ascending).toEqual([...ascending].sort((a, b) => a.localeCompare(b)));
  await head('Title').getByRole('button').click();
  await expect(head('Title')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(titles).toEqual(ascending.toReversed());
  await page.goBack();
  await expect(head('Title')).toHaveAttribute('aria-sort', 'ascending');

  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Words' }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Tags' }).click();
  await page.keyboard.press('Escape');
  await expect(head('Words')).toBeVisible();
  await expect(head('Tags')).toBeHidden();

  await head('Messages').getByRole('button').focus();
  const width = async () => (await head('Messages').boundingBox())?.width ?? 0;
  const before = await width();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(width).toBe(before + 16);
  await page.keyboard.press('Control+ArrowLeft');
  await expect.poll(async () => (await heads()).indexOf('Messages') - (await heads()).indexOf('Updated')).toBe(-1);
  await expect(head('Messages').getByRole('button')).toBeFocused();

  const left = await heads();
  await page.reload();
  await expect(head('Words')).toBeVisible();
  expect(await heads()).toEqual(left);
  expect(await width()).toBe(before + 16);
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('menuitem', { name: 'Reset the columns' }).click();
  await expect(head('Words')).toBeHidden();
});

test('triage: each archived row gives its place to the next, and the reader follows', async ({ window, page }) => {
  await page.keyboard.press('j');
  const titles = await window.rows.locator('[dir="auto"]').allTextContents();
  const title = window.reader.getByRole('heading', { level: 1 });
  await expect(title).toHaveText(titles[0] ?? '');
  await page.keyboard.press('e');
  await expect(title).toHaveText(titles[1] ?? '');
  await window.expectCount(2);
  await expect(window.rows.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('u');
  await window.expectCount(3);
  await page.keyboard.press('Home');
  await page.keyboard.press('e');
  await page.keyboard.press('e');
  await window.expectCount(1);
  await expect(title).toHaveText(titles[2] ?? '');
  await page.keyboard.press('#');
  await expect(page.getByRole('heading', { name: 'No conversations here' })).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await window.expectCount(1);
  await page.getByRole('button', { name: 'Empty the trash' }).click();
  await expect(page.getByRole('alertdialog')).toContainText('1 conversation will be removed');
  await expectAccessible(page);
  await page.getByRole('alertdialog').getByRole('button', { name: 'Empty the trash' }).click();
  await expect(page.getByRole('heading', { name: 'The trash is empty' })).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await window.expectCount(2);
  await page.keyboard.press('g');
  await page.keyboard.press(',');
  await page.getByRole('button', { name: 'Show which' }).click();
  const deleted = page.getByRole('list', { name: 'Deleted for good' });
  await expect(deleted.getByRole('listitem')).toHaveCount(1);
  await expectAccessible(page);
  await deleted.getByRole('button', { name: 'Let in again' }).click();
  await expect(page.getByText('1 conversation may be imported again.')).toBeVisible();
  await expect(deleted).toHaveCount(0);
});

test('ranges by keys and by pointer, and everything found', async ({ window, page }) => {
  const selected = (figure: number) => expect(page.getByText(`${figure} selected`, { exact: true }).first()).toBeVisible();
  await page.keyboard.press('j');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await selected(3);
  await page.keyboard.press('Shift+ArrowUp');
  await selected(2);
  await page.keyboard.press('Escape');
  await window.rows.nth(2).click();
  await window.rows.nth(1).click({ modifiers: ['Shift'] });
  await selected(2);
  await window.rows.nth(0).click({ modifiers: ['ControlOrMeta'] });
  await selected(3);
  await page.keyboard.press('Escape');
  await window.list.focus();
  await page.keyboard.press('ControlOrMeta+a');
  await selected(3);
  await page.keyboard.press('x');
  await selected(2);
  await expectAccessible(page);
});

test('panes keep the widths they were given', async ({ host, window, page }) => {
  const width = async () => (await window.list.boundingBox())?.width ?? 0;
  const splitter = page.getByRole('separator', { name: 'Width of the list' });
  const usual = await width();
  await splitter.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBeGreaterThan(usual);
  const wider = await width();
  await page.keyboard.press('f');
  await expect(window.filters).toBeHidden();
  await expect.poll(() => page.evaluate(() => document.querySelectorAll('[role=separator]').length)).toBe(2);
  // It is remembered a moment after the last change; another window follows then.
  const other = await page.context().newPage();
  await other.goto(host.url);
  await expect.poll(async () => (await new Window(other).list.boundingBox())?.width ?? 0).toBeCloseTo(wider, -1);
  await expect(new Window(other).filters).toBeHidden();
  await other.close();
  await page.reload();
  await expect(window.list).toBeVisible();
  await expect(window.filters).toBeHidden();
  await expect.poll(width).toBeCloseTo(wider, -1);
  await page.keyboard.press('f');
  await expect(window.filters).toBeVisible();
  await splitter.dblclick();
  await expect.poll(width).toBeCloseTo(usual, -1);
});

test('in what is read, the keys that scroll are its own', async ({ window, page }) => {
  await page.keyboard.press('j');
  const title = window.reader.getByRole('heading', { level: 1 });
  await expect(title).toBeVisible();
  const before = await title.innerText();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Messages' })).toBeFocused();
  for (const key of ['Home', 'ArrowUp', 'ArrowDown', 'PageDown', 'End']) await page.keyboard.press(key);
  // A key moves the cursor at once, and the reader follows it.
  expect(await window.list.locator('[data-current]').first().getAttribute('id')).toBe('row-0');
  await expect(title).toHaveText(before);
  await page.keyboard.press('j');
  await expect(title).not.toHaveText(before);
});

test('keys that come before the rows and the table wait for them, and none is lost', async ({ window, page }) => {
  // The list asks, and is not answered yet.
  let held: (() => void)[] | null = [];
  await page.routeWebSocket(/./, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (held && /^call \d+ search\b/.test(String(message))) held.push(() => server.send(message));
      else server.send(message);
    });
  });
  await page.reload();
  await page.locator('[data-list-scroller]').waitFor();
  for (const key of ['v', 'j', 'x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
  await expect(page.getByRole('grid', { name: 'Conversations' })).toBeVisible();
  await expect.poll(() => held?.length).toBeGreaterThan(0);
  expect(await window.rows.count()).toBe(0);
  const late = held;
  held = null;
  for (const answer of late) answer();
  await expect(page.getByRole('grid', { name: 'Conversations' })).toBeVisible();
  await expect(page.getByText('3 selected', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('Escape');

  for (const key of ['v', 'Home', 'x', 'j', 'x', 'j', 'x']) await page.keyboard.press(key);
  await expect(page.getByText('3 selected', { exact: true }).first()).toBeVisible();
});
