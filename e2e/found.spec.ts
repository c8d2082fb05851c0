import { appendFile, mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, expectAccessible, test } from './test.ts';

/** What Claude Code would write down of a session: as many pairs of question and answer. */
function session(name: string, pairs: number, from = 0): string {
  return Array.from({ length: pairs * 2 }, (_, at) => from * 2 + at)
    .map((at) => {
      const isPerson = at % 2 === 0;
      return JSON.stringify({
        parentUuid: at === 0 ? null : `${name}-${at - 1}`,
        isSidechain: false,
        userType: 'external',
        cwd: '/home/ada/boat',
        sessionId: name,
        version: '2.1.4',
        type: isPerson ? 'user' : 'assistant',
        uuid: `${name}-${at}`,
        timestamp: new Date(Date.UTC(2026, 4, 1, 9, 0, at)).toISOString(),
        message: isPerson
          ? { role: 'user', content: `How does the ${name} of a boat hold, ${at}?` }
          : {
              id: `msg-${name}-${at}`,
              type: 'message',
              role: 'assistant',
              model: 'claude-opus-4',
              content: [{ type: 'text', text: `By its ${name}.` }],
            },
      });
    })
    .map((line) => `${line}\n`)
    .join('');
}

const fileOf = (home: string, name: string): string => join(home, '.claude/projects/-home-ada-boat', `${name}.jsonl`);

/** Writes a session with a time later than every import until now. */
async function write(home: string, name: string, text: string, append = false): Promise<void> {
  const file = fileOf(home, name);
  await mkdir(dirname(file), { recursive: true });
  await (append ? appendFile(file, text) : writeFile(file, text));
  const later = new Date(Date.now() + 5000);
  await utimes(file, later, later);
}

test('found, imported at a click, brought up to date, and kept when the tool deletes it', async ({ window, page, host }) => {
  const { home } = host;
  for (const name of ['keel', 'mast', 'rudder']) await write(home, name, session(name, 2));
  await writeFile(join(home, '.claude/settings.json'), '{"cleanupPeriodDays":45}');
  await page.reload();

  const card = page.getByRole('region', { name: 'Found on this computer' });
  await expect(card.getByText(/^3 sessions/)).toBeVisible();
  await expect(card.getByText('Claude Code deletes its sessions after 45 days.')).toBeVisible();
  await expectAccessible(page);
  // By the keyboard alone: what is ticked can be left out, and then there is nothing to import.
  const box = card.getByRole('checkbox', { name: 'Claude Code' });
  await box.focus();
  await page.keyboard.press('Space');
  await expect(card.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await page.keyboard.press('Space');
  await card.getByRole('button', { name: /^Import 3 sessions/ }).click();
  await window.imported(/Claude Code: 3 conversations added/);
  await window.expectCount(3);

  await page.keyboard.press('g');
  await page.keyboard.press('i');
  const here = page.getByRole('region', { name: 'Found here' });
  await expect(here.getByText('Up to date', { exact: true })).toBeVisible();
  await expect(page.getByText('3 added')).toBeVisible();
  await expectAccessible(page);

  // One goes on, one is new: only that is said, and only that is read.
  await write(home, 'mast', session('mast', 1, 2), true);
  await write(home, 'sail', session('sail', 2));
  await page.reload();
  await expect(here.getByText('1 new · 1 grown')).toBeVisible();
  await here.getByRole('button', { name: 'Bring Claude Code up to date' }).click();
  await window.imported(/Claude Code: 1 conversation added, 1 updated/);
  await expect(here.getByText('Up to date', { exact: true })).toBeVisible();
  // The command does the same, and says when there is nothing to do.
  await page.keyboard.press('g');
  await page.keyboard.press('u');
  await expect(page.getByText('Everything that was found is up to date.')).toBeVisible();

  // The tool deletes a session: it stays here, and says so.
  await rm(fileOf(home, 'keel'));
  await page.reload();
  await expect(here.getByText(/^3 sessions/)).toBeVisible();
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await window.filters.getByRole('link', { name: /Only here/ }).click();
  await window.expectCount(1);
  await expect(window.rows.first()).toContainText('keel');
  await window.rows.first().click();
  await expect(window.reader.getByText('The original was deleted from this computer; kept here')).toBeVisible();
  await expectAccessible(page);
  await window.find('keel');
  await expect(window.rows.first().getByText('kept here, gone where it was')).toBeAttached();

  // All of it vanishes: what was imported is kept, and the place is not forgotten.
  await rm(join(home, '.claude'), { recursive: true });
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.reload();
  await expect(here.getByText('Not there any more. What was imported is kept.')).toBeVisible();
  await expectAccessible(page);
});

test('what is kept up to date is imported as it grows', async ({ window, page, host }) => {
  const { home } = host;
  await write(home, 'keel', session('keel', 2));
  await page.keyboard.press('Control+,');
  await page.reload();
  const here = page.getByRole('region', { name: 'Found here' });
  const follow = here.getByRole('switch', { name: 'Keep Claude Code up to date while Polylogue is open' });
  await expect(here.getByText('Not imported')).toBeVisible();
  await expect(follow).not.toBeChecked();
  await follow.focus();
  await page.keyboard.press('Space');
  await expect(follow).toBeChecked();
  await window.imported(/Claude Code: 1 conversation added/);
  await expectAccessible(page);
  await page.reload();
  await expect(follow).toBeChecked();
  await expect(here.getByText('Up to date', { exact: true })).toBeVisible();
  await write(home, 'mast', session('mast', 2));
  await window.imported(/Claude Code: 1 conversation added/, 50_000);
});

test('a computer without any says nothing on the first page, and so in the settings', async ({ page, window: _window }) => {
  await expect(page.getByRole('heading', { name: 'Drop your conversations here' })).toBeVisible();
  await page.keyboard.press('Control+,');
  const here = page.getByRole('region', { name: 'Found here' });
  await expect(here.getByText('No tool whose conversations Polylogue reads')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Found on this computer' })).toBeHidden();
  await expectAccessible(page);
});
