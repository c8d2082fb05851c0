import { bread, chatgptZip, claudeZip, harbour, lantern } from './exports.ts';
import { expect, expectAccessible, test } from './test.ts';

test('drop, filter, search, open at the hit, strip, export: the Markdown is what the view shows', async ({
  window,
  page,
  context,
  host,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await test.step('the empty archive says what to do', async () => {
    await expect(page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();
    await expectAccessible(page);
  });

  await test.step('drop two zips', async () => {
    await window.drop(
      { name: 'chatgpt.zip', bytes: await chatgptZip(harbour, bread) },
      { name: 'claude.zip', bytes: await claudeZip(lantern) },
    );
    await window.imported(/3 conversations added/);
    await window.expectCount(3);
    await expectAccessible(page);
  });

  await test.step('filter by provider', async () => {
    await window.filters.getByRole('checkbox', { name: /ChatGPT/ }).click();
    await window.expectCount(2);
    await expect(window.search).toHaveValue('provider:chatgpt');
    await expect(page).toHaveURL(/q=provider:chatgpt/);
  });

  await test.step('search a phrase', async () => {
    await window.find('provider:chatgpt "slack water lantern"');
    await window.expectCount(1);
    await expect(window.rows.first().locator('mark').first()).toBeVisible();
  });

  await test.step('open at the hit', async () => {
    await window.rows.first().click();
    await expect(window.reader.getByRole('heading', { name: 'Tides in the harbour', level: 1 })).toBeVisible();
    await expect(window.reader.getByText('is only here')).toBeInViewport();
    await expect(window.reader.getByText(/1 of \d|1 match/).first()).toBeVisible();
    await expectAccessible(page);
  });

  const shown = await test.step('strip tools', async () => {
    await expect(window.reader.getByRole('button', { name: /^python/ })).toBeVisible();
    await page.keyboard.press('1');
    await expect(window.reader.getByText(/1 tool call.*hidden/)).toBeVisible();
    await expect(window.reader.getByRole('button', { name: /^python/ })).toBeHidden();
    return (await window.reader.getByRole('region', { name: 'Messages' }).innerText()).split('\n').map((line) => line.trim());
  });

  await test.step('export: the file equals the view and the copy', async () => {
    const { name, markdown } = await window.exportOne(host.desktop);
    expect(name).toMatch(/^2023-11-14 Tides in the harbour [0-9a-f]{8}\.md$/);
    expect(markdown).toContain('title: "Tides in the harbour"');
    expect(markdown).toContain('strip-tools');
    expect(markdown).not.toContain('tide_table');
    // Every sentence on screen is in the file, in the same order.
    const sentences = shown.filter((line) => /tide|lantern|hidden/.test(line) && !line.includes('|'));
    let from = 0;
    for (const sentence of sentences) {
      const at = markdown.replaceAll('**', '').indexOf(sentence, from);
      expect(at, `“${sentence}” after place ${from} of the file`).toBeGreaterThanOrEqual(0);
      from = at + sentence.length;
    }
    expect(sentences.length).toBeGreaterThanOrEqual(4);

    await page.keyboard.press('c');
    await expect(page.getByText('Copied as Markdown.')).toBeVisible();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(withoutFrontMatter(copied)).toBe(withoutFrontMatter(markdown));
  });

  await test.step('the lens is remembered, and back leads back', async () => {
    await page.reload();
    await expect(window.reader.getByText(/1 tool call.*hidden/)).toBeVisible();
    await page.goBack();
    await expect(window.reader).toBeHidden();
    await page.goForward();
    await expect(window.reader.getByRole('heading', { name: 'Tides in the harbour', level: 1 })).toBeVisible();
  });
});

function withoutFrontMatter(markdown: string): string {
  return markdown.replaceAll('\r\n', '\n').replace(/^---\n[\s\S]*?\n---\n/, '');
}
