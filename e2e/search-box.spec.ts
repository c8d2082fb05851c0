import type { Locator, Page } from '@playwright/test';
import { z } from 'zod';
import { chatgptConversation, chatgptZip, claudeZip, lantern } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';

const day = 86_400;
const anyObject = z.record(z.string(), z.unknown());
/** The ten conversations answered by ten models. */
const byModels = () =>
  monthly.map((conversation, at) =>
    anyObject.parse(JSON.parse(JSON.stringify(conversation).replaceAll('gpt-4o', `model-${at}`))),
  );

/** One conversation in each of ten months from the one of `lantern`, about a tide or a bread. */
const monthly = Array.from({ length: 10 }, (_, month) =>
  chatgptConversation(
    `c0ffee00-0000-4000-8000-0000000001${String(month).padStart(2, '0')}`,
    `Month ${month + 1}`,
    [
      {
        role: 'user',
        content: { content_type: 'text', parts: [month % 2 === 0 ? 'the tide in the harbour' : 'bread and butter'] },
      },
      { role: 'assistant', content: { content_type: 'text', parts: ['So it is.'] } },
    ],
    1_706_745_600 + 14 * day + month * 30.4 * day,
  ),
);

test.beforeEach(async ({ window }) => {
  await window.drop(
    { name: 'chatgpt.zip', bytes: await chatgptZip(...monthly) },
    { name: 'claude.zip', bytes: await claudeZip(lantern) },
  );
  await window.imported(/11 conversations added/);
});

test('a field and its value are completed from the keyboard', async ({ window, page }) => {
  const suggestions = page.getByRole('listbox', { name: 'Suggestions' });
  await page.keyboard.press('/');
  await page.keyboard.type('tide prov');
  await expect(suggestions.getByRole('option')).toHaveText([/^provider:/]);
  await expect(window.search).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('Tab');
  await expect(window.search).toHaveValue('tide provider:');
  await expect(suggestions.getByRole('option', { name: /chatgpt/ })).toContainText('10');
  await page.keyboard.type('cl');
  await expect(suggestions.getByRole('option')).toHaveCount(1);
  await expectAccessible(page);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('ArrowDown');
  const first = suggestions.getByRole('option').first();
  await expect(first).toHaveAttribute('aria-selected', 'true');
  await expect(window.search).toHaveAttribute('aria-activedescendant', (await first.getAttribute('id')) ?? '');
  await expect(first).toContainText('chatgpt');
  await page.keyboard.press('Enter');
  await expect(window.search).toHaveValue('tide provider:chatgpt ');
  await expect(suggestions).toBeHidden();
  await expect(window.search).toBeFocused();
  await expect(page.getByText('5 conversations').first()).toBeVisible();

  await page.keyboard.press('Control+ ');
  await expect(suggestions.getByRole('option', { name: /^has:/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(suggestions).toBeHidden();
  await expect(window.search).toHaveValue('tide provider:chatgpt ');
  await page.keyboard.press('Escape');
  await expect(window.search).toHaveValue('');
});

test('Enter searches while nothing is highlighted', async ({ window, page }) => {
  await window.search.pressSequentially('is:');
  await expect(page.getByRole('listbox', { name: 'Suggestions' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(window.search).toHaveValue('is:');
  await expect(window.search).not.toBeFocused();
});

test('what does not parse is underlined where it stands', async ({ window, page }) => {
  await window.search.fill('tide has:colours ');
  const wrong = page.locator('form[role="search"] [data-problem]', { hasText: 'colours' }).last();
  await expect(wrong).toHaveText('colours');
  await expect(wrong).toHaveCSS('text-decoration-style', 'wavy');
  await expect(window.search).toHaveAccessibleDescription(/has: knows no “colours”/);
  // Letter under letter: the underline ends where the text before the last space does.
  const drawn = await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('[role="combobox"]');
    const ink = [...document.querySelectorAll('form[role="search"] [data-kind]')].at(-1);
    if (!input || !ink) throw new Error('no box');
    const canvas = document.createElement('canvas').getContext('2d');
    if (!canvas) throw new Error('no canvas');
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(input);
    canvas.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    canvas.fontKerning = 'none';
    return {
      text: canvas.measureText(input.value).width,
      ink: ink.getBoundingClientRect().right - input.getBoundingClientRect().left,
    };
  });
  expect(Math.abs(drawn.text - drawn.ink)).toBeLessThan(2);
  await expectAccessible(page);
});

test('the help puts its examples into the box', async ({ window, page }) => {
  await page.getByRole('button', { name: 'What can be searched' }).click();
  const help = page.getByRole('dialog', { name: 'What can be searched' });
  await expect(help).toContainText('in this day, month or year');
  await expectAccessible(page);
  await help.getByRole('button', { name: 'Put has:code into the search' }).click();
  await expect(help).toBeHidden();
  await expect(window.search).toHaveValue('has:code');
  await expect(window.search).toBeFocused();
});

test('values are asked for, left out and taken back', async ({ window, page }) => {
  const chatgpt = window.filters.getByRole('checkbox', { name: /ChatGPT/ });
  const claude = window.filters.getByRole('checkbox', { name: /^Claude/ });
  await chatgpt.click();
  await expect(window.search).toHaveValue('provider:chatgpt');
  await expect(chatgpt).toBeChecked();
  await claude.click();
  await expect(window.search).toHaveValue('provider:chatgpt,claude');
  await claude.click({ modifiers: ['Alt'] });
  await expect(window.search).toHaveValue('provider:chatgpt -provider:claude');
  await expect(claude).toHaveAttribute('aria-checked', 'mixed');
  await expectAccessible(page);
  await window.filters.getByRole('button', { name: 'Clear Provider' }).click();
  await expect(window.search).toHaveValue('');

  // The same without a mouse: arrows go through the filters, minus leaves out, Space asks for.
  await chatgpt.focus();
  await page.keyboard.press('-');
  await expect(window.search).toHaveValue('-provider:chatgpt');
  await expect(chatgpt).toBeFocused();
  await expect(page.getByText('1 conversation').first()).toBeVisible();
  await page.keyboard.press(' ');
  await expect(window.search).toHaveValue('');
  await page.keyboard.press('ArrowDown');
  await expect(claude).toBeFocused();
  await page.keyboard.press(' ');
  await expect(window.search).toHaveValue('provider:claude');
  await window.filters.getByRole('button', { name: 'Clear all' }).click();
  await expect(window.search).toHaveValue('');
});

test('every value of a filter is found by its name', async ({ window, page }) => {
  const again = byModels().map((conversation, at) => ({ ...conversation, id: `again-${at}`, conversation_id: `again-${at}` }));
  await window.drop({ name: 'again.zip', bytes: await chatgptZip(...again) });
  await window.imported(/21 conversations added/);
  await expect(window.filters.getByRole('checkbox', { name: /^model-/ })).toHaveCount(7);
  await window.filters.getByRole('button', { name: /more… of Model$/ }).click();
  const sheet = page.getByRole('dialog', { name: 'Model' });
  await expect(sheet.getByRole('checkbox')).toHaveCount(11);
  await page.keyboard.type('-9');
  await expect(sheet.getByRole('checkbox')).toHaveCount(1);
  await expect(sheet.getByText('1 of 11 values').first()).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  // The sheet covers the box; the place says what is asked.
  await expect(page).toHaveURL(/q=model:model-9/);
  await page.keyboard.press('-');
  await expect(page).toHaveURL(/q=-model:model-9/);
  await expect(sheet.getByRole('checkbox', { name: /model-9/ })).toHaveAttribute('aria-checked', 'mixed');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(window.filters.getByRole('checkbox', { name: /model-9/ })).toHaveAttribute('aria-checked', 'mixed');
});

test('a group is folded, and stays so', async ({ window, page }) => {
  const fold = window.filters.getByRole('button', { name: 'Provider', exact: true });
  await fold.click();
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
  await expect(window.filters.getByRole('checkbox', { name: /ChatGPT/ })).toBeHidden();
  await page.reload();
  await expect(fold).toHaveAttribute('aria-expanded', 'false');
});

test('places are queries', async ({ window, page }) => {
  await window.filters.getByRole('link', { name: /Starred/ }).click();
  await expect(window.search).toHaveValue('is:starred');
  await expect(page).toHaveURL(/q=is:starred/);
  await window.filters.getByRole('link', { name: /^All/ }).click();
  await expect(window.search).toHaveValue('');
});

async function drag(page: Page, on: Locator, from: number, to: number): Promise<void> {
  const box = await on.boundingBox();
  if (!box) throw new Error('nothing to drag over');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y, { steps: 3 });
  await page.mouse.move(box.x + box.width * to, y, { steps: 3 });
  await page.mouse.up();
}

test('time is brushed with the mouse', async ({ window, page }) => {
  const chart = window.filters.getByRole('listbox', { name: /^When/ });
  await expect(chart.getByRole('option').first()).toBeAttached();
  await drag(page, chart, 0.25, 0.55);
  await expect(window.search).toHaveValue(/^since:2024-\S+ until:2024-\S+$/);
  const drawn = await window.search.inputValue();
  await expect(window.filters.getByText(/ – /)).toBeVisible();
  await expectAccessible(page);
  const until = window.filters.getByRole('slider', { name: 'Until' });
  const edge = await until.boundingBox();
  const box = await chart.boundingBox();
  if (!edge || !box) throw new Error('no edge');
  await page.mouse.move(edge.x + 4, edge.y + edge.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.8, edge.y + edge.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect(window.search).not.toHaveValue(drawn);
  expect((await window.search.inputValue()).split(' ')[0]).toBe(drawn.split(' ')[0]);
  await window.filters.getByRole('button', { name: 'Clear When' }).click();
  await expect(window.search).toHaveValue('');
});

test('time is brushed from the keyboard', async ({ window, page }) => {
  const chart = window.filters.getByRole('listbox', { name: /^When/ });
  await chart.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(chart.getByRole('option', { selected: true })).toHaveCount(3);
  await expect(window.search).toHaveValue('');
  await page.keyboard.press('Enter');
  await expect(window.search).toHaveValue(/^since:\S+ until:\S+$/);
  await expect(chart.getByRole('option', { selected: true })).toHaveCount(3);
  await expect(chart).toBeFocused();
  await window.filters.getByRole('slider', { name: 'From' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(chart.getByRole('option', { selected: true })).toHaveCount(2);
  await page.keyboard.press('Escape');
  await expect(window.search).toHaveValue('');
});

test('times are chosen by name and by day', async ({ window, page }) => {
  await window.filters.getByRole('button', { name: 'Choose a time' }).click();
  await page.getByRole('menuitem', { name: 'This year' }).click();
  await expect(window.search).toHaveValue('on:"this year"');
  await window.filters.getByRole('button', { name: 'Choose a time' }).click();
  await page.getByRole('menuitem', { name: 'Choose days…' }).click();
  const sheet = page.getByRole('dialog', { name: 'Choose days' });
  await sheet.getByLabel('First day').fill('2024-03-01');
  await sheet.getByLabel('Last day').fill('2024-02-01');
  await expect(sheet.getByRole('status')).toContainText('after the last');
  await sheet.getByLabel('Last day').fill('2024-05-31');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(window.search).toHaveValue('since:2024-03-01 until:2024-05-31');
});

test('the query stands there in plain words while it is written', async ({ window, page }) => {
  const box = page.locator('form[role="search"]');
  await window.search.pressSequentially('provider:claude has:code -draft ');
  const meaning = 'from Claude, with code, without “draft”';
  await expect(box.getByText(meaning, { exact: true }).last()).toBeVisible();
  await expect(box.getByRole('status').filter({ hasText: `Conversations ${meaning}` })).toBeAttached();
  await expectAccessible(page);
  // Where it does not fit behind the text it stands under the box, and nothing moves for it.
  const pane = page.getByRole('region', { name: 'Conversations', exact: true });
  const before = await pane.boundingBox();
  await window.search.pressSequentially('-"slack water" -tag:work -has:attachments model:gpt-4*');
  await expect(box.getByText(/^Conversations from Claude, with code,.*without “slack water”/).first()).toBeVisible();
  expect(await pane.boundingBox()).toEqual(before);
  // Words alone say what they mean.
  await window.search.fill('tide harbour');
  await expect(box.getByText(/about/)).toHaveCount(0);
});

test('an expression is told apart, and nothing is completed inside of it', async ({ window, page }) => {
  await window.search.pressSequentially('tide /har.ou?r/');
  const expression = page.locator('form[role="search"] [data-kind="expression"]');
  await expect(expression).toHaveText('/har.ou?r/');
  await window.expectTotal(5);
  for (let step = 0; step < 5; step++) await page.keyboard.press('ArrowLeft');
  await page.keyboard.type(' pro');
  await expect(expression).toHaveText('/har. proou?r/');
  await expect(page.getByRole('listbox', { name: 'Suggestions' })).toBeHidden();
  // What is not supported is said where it stands, for whoever walks there with the keys.
  await window.search.fill('tide /(?=har)/ ');
  await expect(window.search).toHaveAccessibleDescription(/Looking ahead or behind/);
  await page.keyboard.press('Home');
  await expect(page.locator('form[role="search"] p').getByText(/Looking ahead/)).toBeHidden();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await expect(page.locator('form[role="search"] p').getByText(/Looking ahead/)).toBeVisible();
  await expectAccessible(page);
});

test('what was searched for is offered again, and forgotten', async ({ window, page }) => {
  const recent = page.getByRole('listbox', { name: 'Recent searches' });
  await page.keyboard.press('/');
  await expect(recent).toBeHidden();
  await window.find('lantern');
  await window.rows.first().click();
  await window.find('tide provider:chatgpt');
  await window.expectCount(5);
  await window.rows.first().click();
  // Left standing a moment, and finding nothing: it is not worth keeping.
  await window.find('xylophone');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.reload();
  await window.search.fill('');
  await expect(recent.getByRole('option')).toHaveText(['tide provider:chatgpt', 'lantern', 'Forget all recent searches']);
  await expectAccessible(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(recent.getByRole('option', { name: 'lantern' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(window.search).toHaveValue('lantern');
  await expect(window.list).toBeFocused();
  await window.expectCount(1);

  // As a completion of what begins like it; Tab is not its key.
  await page.keyboard.press('/');
  await page.keyboard.type('tid');
  const suggestions = page.getByRole('listbox', { name: /Suggestions|Recent searches/ });
  await expect(suggestions.getByRole('option')).toHaveText(['tide provider:chatgpt']);
  await page.keyboard.press('Escape');
  await expect(suggestions).toBeHidden();

  await page.keyboard.press('Escape');
  await expect(window.search).toHaveValue('');
  await window.search.click();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Delete');
  await expect(recent.getByRole('option')).toHaveCount(2);
  // The next one is highlighted now, and after it the way to forget them all.
  await page.keyboard.press('ArrowDown');
  await expect(recent.getByRole('option', { name: 'Forget all' })).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(recent).toBeHidden();
  await page.getByRole('button', { name: 'Undo' }).click();
  await window.search.click();
  await expect(recent.getByRole('option')).toHaveCount(2);
});

test('what was misspelt is offered as it is written in the archive', async ({ window, page }) => {
  await window.find('lantrn voyge');
  const button = page.getByRole('button', { name: /Search for lantern/ });
  await expect(button).toBeVisible();
  await expectAccessible(page);
  await window.find('lantrn');
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(window.search).toHaveValue('lantern');
  await window.expectCount(1);
  await expect(window.list).toBeFocused();
});

test('nothing found says whether it were the filters, and what is nowhere', async ({ window, page }) => {
  await window.find('tide provider:claude');
  await expect(page.getByText('5 conversations have these words; the filters leave all of them out.')).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: /^Search without the filters/ }).click();
  await expect(window.search).toHaveValue('tide');
  await window.expectCount(5);
  await expect(window.list).toBeFocused();

  await window.find('has:branches is:subagent');
  await expect(page.getByText('No conversation passes all of these filters.')).toBeVisible();

  await window.find('(qqqqq OR wwwww) tide bread');
  await page.getByRole('button', { name: /^Only tide/ }).waitFor();
  await expect(page.getByText('In no conversation at all:')).toBeVisible();
  await page.getByRole('button', { name: /^Only bread/ }).click();
  await expect(window.search).toHaveValue('bread');
  await window.expectCount(5);

  // A part goes with its brackets.
  await window.find('tide (qqqqq OR wwwww)');
  await page.getByRole('button', { name: /^Without qqqqq OR wwwww/ }).click();
  await expect(window.search).toHaveValue('tide');
  await window.expectCount(5);
});

test('a query is a URL, and typing it one step of the history', async ({ window, page }) => {
  const before = await page.evaluate(() => history.length);
  await window.search.pressSequentially('tide har', { delay: 120 });
  await expect(page).toHaveURL(/q=tide\+har$/);
  await window.search.press('Enter');
  await window.expectCount(5);
  await expect(page).toHaveURL(/q=tide\+har\*$/);
  expect(await page.evaluate(() => history.length)).toBe(before + 1);
  await page.goBack();
  await expect(window.search).toHaveValue('');
  await page.goForward();
  await expect(window.search).toHaveValue('tide har*');
  await page.reload();
  await expect(window.search).toHaveValue('tide har*');
  await window.expectCount(5);
});
