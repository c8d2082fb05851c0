import { spawn, spawnSync, type ChildProcessByStdio } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { chromium, type Browser, type Locator, type Page } from 'playwright';
import { findBrowser, packedChromium } from '../e2e/browser.ts';

// `npm run screenshots`: the pictures of README.md and docs/window.md, made by the built app in a real browser from the sample
// conversations in resources/sample. A fixed clock, no motion, and the pinned Chromium where it runs: two runs differ in a few pixels at
// rounded edges at most.

const root = join(import.meta.dirname, '..');
const images = join(root, 'docs', 'images');
/** The sample conversations end in May; times are written as seen from here. */
const now = new Date('2026-06-01T09:00:00Z');
/** Titles in scripts that not every machine has typefaces for. */
const unset = ['chatgpt:111b8aaa', 'chatgpt:2ecdac57'];
const sizes = { usual: { width: 1280, height: 800 }, narrow: { width: 480, height: 800 } };

mkdirSync(images, { recursive: true });
const archive = mkdtempSync(join(tmpdir(), 'polylogue-pictures-'));
const server = serving(archive, join(archive, 'nobody'));
try {
  const url = await addressOf(server);
  const { name, executablePath, args, env } = (await packedChromium()) ?? (await findBrowser());
  console.log(`Pictures are taken in ${name}.`);
  const browser = await chromium.launch({
    executablePath,
    args: [...args, '--font-render-hinting=none', '--disable-lcd-text'],
    env,
  });
  try {
    await takeAll(browser, url);
    await takeFound(browser);
  } finally {
    await browser.close();
  }
} finally {
  await ended(server);
  rmSync(archive, { recursive: true, force: true, maxRetries: 5 });
}

async function takeAll(browser: Browser, url: string): Promise<void> {
  const page = await opened(browser, url, 'light');
  await page.getByRole('heading', { name: 'Drop your conversations here' }).waitFor();
  await take(page, 'first-minute');

  importSamples();
  await rowsOf(page).first().waitFor();
  await page.close();
  await keep(browser, url);

  for (const scheme of ['light', 'dark'] as const) {
    const reading = await opened(browser, url, scheme);
    await openTitled(reading, 'The cent that nobody paid');
    await unfold(reading, 'apply_patch');
    await take(reading, `window-${scheme}`);
    await reading.close();
  }

  const code = await opened(browser, url, 'dark');
  await openTitled(code, 'The same small thing in seven languages');
  await take(code, 'code');
  await code.close();

  const search = await opened(browser, url, 'light');
  await searchFor(search, 'wind has:tools');
  await openTitled(search, 'Close the dome');
  await search
    .getByText(/^1 of \d+$/)
    .first()
    .waitFor();
  await take(search, 'search');
  await search.close();

  const completion = await opened(browser, url, 'dark');
  await completion.keyboard.press('/');
  await completion.keyboard.type('wind dome has:');
  await completion.getByRole('listbox', { name: 'Suggestions' }).waitFor();
  await take(completion, 'completion');
  await completion.close();

  const table = await opened(browser, url, 'light');
  await table.keyboard.press('v');
  await table.getByRole('grid').getByRole('row').nth(3).waitFor();
  await rest(table);
  for (const key of ['j', 'x', 'j', 'x', 'j', 'j', 'x']) {
    await table.keyboard.press(key);
    await table.waitForTimeout(100);
  }
  await table.getByText('3 selected').first().waitFor();
  await take(table, 'table');
  await table.keyboard.press('Escape');
  await table.keyboard.press('v');
  await table.getByRole('listbox', { name: 'Conversations', exact: true }).waitFor();

  await go(table, '?import=1');
  await table.getByRole('heading', { level: 1, name: /chatgpt-export/ }).waitFor();
  await take(table, 'receipt');
  await table.close();

  const palette = await opened(browser, url, 'dark');
  await openTitled(palette, 'Close the dome');
  await palette.keyboard.press('Control+k');
  await palette.getByRole('dialog').getByRole('combobox').fill('tra');
  await palette.getByRole('option').first().waitFor();
  await take(palette, 'palette');
  await palette.close();

  const narrow = await opened(browser, url, 'light', sizes.narrow);
  await openTitled(narrow, 'The cart total is off');
  await take(narrow, 'narrow');
  await narrow.close();
}

/** The first page where tools keep conversations; of what really is on this computer nothing is in the pictures. */
async function takeFound(browser: Browser): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'polylogue-found-'));
  const home = join(folder, 'home');
  for (const [name, sample] of [
    ['.claude/projects', 'claude-code'],
    ['.codex/sessions', 'codex/sessions'],
  ] as const)
    cpSync(join(root, 'resources/sample', sample), join(home, name), { recursive: true });
  // Looked at by name and size alone.
  for (const [name, bytes] of [
    ['.gemini/tmp/3f/chats/session-2026-05-30T08-10-3f.json', 48_200],
    ['.config/Cursor/User/globalStorage/state.vscdb', 7_340_000],
    ['.local/share/opencode/storage/session/p/ses_1.json', 900],
    ['.copilot/session-state/0a/events.jsonl', 31_400],
    ['Downloads/chatgpt-export-2026-05-28.zip', 2_140_000],
  ] as const) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), ' '.repeat(bytes));
  }
  const host = serving(join(folder, 'archive'), home);
  try {
    const page = await opened(browser, await addressOf(host), 'light');
    await page.getByRole('region', { name: 'Found on this computer' }).getByText('~/.claude/projects').waitFor();
    await take(page, 'found');
    await page.close();
  } finally {
    await ended(host);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** As a person has them: two exports, and the folders of two programs. The command line imports while the window is open. */
function importSamples(): void {
  const given = mkdtempSync(join(tmpdir(), 'polylogue-given-'));
  const inputs = { 'chatgpt-export': 'chatgpt', 'claude-export': 'claude', projects: 'claude-code', sessions: 'codex/sessions' };
  const paths = Object.entries(inputs).map(([name, sample]) => {
    cpSync(join(root, 'resources/sample', sample), join(given, name), { recursive: true });
    return join(given, name);
  });
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'out/main/cli.js'), '--archive', archive, 'import', '--quiet', ...paths],
    { stdio: ['ignore', 'ignore', 'inherit'] },
  );
  rmSync(given, { recursive: true });
  if (status !== 0) throw new Error('The sample conversations could not be imported.');
}

/** What a person would have kept after a while: stars, tags, a note, and two conversations put away. */
async function keep(browser: Browser, url: string): Promise<void> {
  const page = await opened(browser, url, 'light');
  for (const id of unset) {
    await searchFor(page, `id:${id}`);
    await cursorOn(page);
    await page.keyboard.press('e');
    await page
      .getByText(/^Archived/)
      .first()
      .waitFor();
  }
  for (const [query, tags] of [
    ['"Close the dome"', ['observatory']],
    ['title:swifts', ['observatory', 'to read']],
    ['title:tide', ['harbour']],
    ['title:poster', ['harbour', 'design']],
    ['title:invitation', ['design']],
    ['title:seville', ['travel']],
    ['title:"night train"', ['travel']],
  ] as const) {
    await searchFor(page, query);
    await cursorOn(page);
    await page.keyboard.press('t');
    const box = page.getByRole('combobox', { name: 'Find or create a tag' });
    for (const tag of tags) {
      await box.fill(tag);
      await page.getByRole('option').first().waitFor();
      await box.press('Enter');
      await page.getByText(`with “${tag}”.`).first().waitFor();
    }
    await box.press('Escape');
    await box.waitFor({ state: 'detached' });
  }
  for (const query of ['"Close the dome"', 'title:seville']) {
    await searchFor(page, query);
    await cursorOn(page);
    await page.keyboard.press('s');
    await page
      .getByText(/^Starred/)
      .first()
      .waitFor();
  }
  await page.close();
}

async function opened(browser: Browser, url: string, colorScheme: 'light' | 'dark', viewport = sizes.usual): Promise<Page> {
  const page = await browser.newPage({
    viewport,
    colorScheme,
    deviceScaleFactor: 1,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  });
  await page.clock.setFixedTime(now);
  await page.routeWebSocket(/./, (socket) => {
    const archiveSocket = socket.connectToServer();
    socket.onMessage((message) => archiveSocket.send(message));
    archiveSocket.onMessage((message) => socket.send(typeof message === 'string' ? atFixedTimes(message) : message));
  });
  await page.goto(url);
  await page.getByRole('main').waitFor();
  return page;
}

/** When an import ran and how long it took is another thing each time; where the archive lies, too. */
function atFixedTimes(frame: string): string {
  return frame
    .replaceAll(/"startedAt":\d+/g, `"startedAt":${now.getTime() - 60_000}`)
    .replaceAll(/"startedAt":"[^"]*"/g, `"startedAt":"${new Date(now.getTime() - 60_000).toISOString()}"`)
    .replaceAll(/"durationMs":\d+(?:\.\d+)?/g, '"durationMs":300');
}

async function go(page: Page, search: string): Promise<void> {
  await page.goto(new URL(search, new URL('/', page.url())).href);
  await page.getByRole('main').waitFor();
}

async function searchFor(page: Page, query: string): Promise<void> {
  const box = page.getByRole('combobox', { name: 'Search conversations', exact: true });
  await box.fill(query);
  await box.press('Enter');
  await rowsOf(page).first().waitFor();
  await page.waitForFunction((text) => new URLSearchParams(location.search).get('q') === text, query);
  // The rows of the query before may still stand.
  await rest(page);
}

function rowsOf(page: Page): Locator {
  return page.getByRole('listbox', { name: 'Conversations', exact: true }).getByRole('option');
}

async function cursorOn(page: Page): Promise<void> {
  await page.keyboard.press('Escape');
  await rowsOf(page).first().click();
  await page.locator('main article').first().waitFor();
}

async function openTitled(page: Page, title: string): Promise<void> {
  await rowsOf(page).filter({ hasText: title }).first().click();
  await page.locator('main article').first().getByRole('heading', { level: 1 }).waitFor();
  await rest(page);
}

/** Unfolds a tool's card, and scrolls on so that most of it is in sight. */
async function unfold(page: Page, tool: string): Promise<void> {
  await page
    .getByRole('button', { name: new RegExp(`^${tool}`) })
    .first()
    .click();
  await rest(page);
  await page.mouse.move(950, 400);
  await page.mouse.wheel(0, 195);
  // At rest nothing is under the pointer.
  await page.mouse.move(640, 799);
}

/** Typefaces in, marks drawn, colours come from their worker. */
async function rest(page: Page): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  await page.waitForTimeout(700);
}

async function take(page: Page, name: string): Promise<void> {
  await rest(page);
  const path = join(images, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  const kilobytes = Math.round(statSync(path).size / 1024);
  console.log(`${name}.png ${kilobytes} KB`);
  if (kilobytes > 250) throw new Error(`${name}.png has ${kilobytes} KB; 250 are the most.`);
}

type Host = ChildProcessByStdio<null, Readable, null>;

/** The web host. @param home of the person, in which tools keep conversations */
function serving(dir: string, home: string): Host {
  return spawn(process.execPath, [join(root, 'out/main/serve.js'), '--archive', dir, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, TZ: 'UTC', POLYLOGUE_HOME: home },
  });
}

async function ended(host: Host): Promise<void> {
  host.kill();
  await new Promise((resolve) => (host.exitCode === null ? host.once('exit', resolve) : resolve(null)));
}

/** The address that the host prints. */
function addressOf(host: Host): Promise<string> {
  return new Promise((resolve, reject) => {
    host.stdout.on('data', (text: Buffer) => {
      const found = /http:\S+/.exec(text.toString());
      if (found !== null) resolve(found[0]);
    });
    host.once('exit', () => reject(new Error('The web host ended before it printed its address.')));
  });
}
