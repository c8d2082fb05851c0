import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { findBrowser } from '../e2e/browser.ts';

// npm run screenshots: the README's pictures, made from the sample conversations in resources/ by the built app in a real browser.

const root = join(import.meta.dirname, '..');
const images = join(root, 'docs', 'images');
const archive = mkdtempSync(join(tmpdir(), 'polylogue-pictures-'));
mkdirSync(images, { recursive: true });

await ended(
  spawn(
    process.execPath,
    [join(root, 'out/main/cli.js'), '--archive', archive, 'import', '--quiet', join(root, 'resources/sample')],
    { stdio: 'inherit' },
  ),
);
const server = spawn(process.execPath, [join(root, 'out/main/serve.js'), '--archive', archive, '--port', '0'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const url = await new Promise<string>((resolve, reject) => {
    server.stdout.on('data', (text: Buffer) => {
      const found = /http:\S+/.exec(text.toString());
      if (found !== null) resolve(found[0]);
    });
    server.on('exit', () => reject(new Error('The web host ended before it printed its address.')));
  });
  const { executablePath, args, env } = await findBrowser();
  const browser = await chromium.launch({ executablePath, args: [...args], env });
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme, reducedMotion: 'reduce' });
    await page.goto(url);
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('cart total');
    await page.keyboard.press('Enter');
    await page.getByText('1 conversation').first().waitFor();
    await page.getByRole('option').first().click();
    await page.getByText('off by one cent').last().waitFor();
    // Pictures are taken at rest: fonts in, marks drawn.
    await page.waitForTimeout(800);
    await page.screenshot({ path: join(images, `window-${colorScheme}.png`) });
    await page.close();
  }
  await browser.close();
} finally {
  server.kill();
  await ended(server);
  rmSync(archive, { recursive: true, force: true });
}

function ended(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });
}
