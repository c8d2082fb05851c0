import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from 'playwright';
import { findBrowser } from '../e2e/browser.ts';
import { longSet } from './data.ts';
import { median } from './measure.ts';
import type { Figure } from './table.ts';

const out = join(import.meta.dirname, '..', 'out', 'main');

/**
 * Reading one conversation of so many messages, in a real Chromium over the web host: opening it from the list (median of 5), scrolling
 * down by the wheel, going to the end, and scrolling up from there, where the row at the edge must stay where the wheel puts it.
 */
export async function benchReader(dir: string, messages: number): Promise<readonly Figure[]> {
  const input = await longSet(dir, messages);
  const archive = mkdtempSync(join(dir, 'archive-reader-'));
  spawnSync(process.execPath, [join(out, 'cli.js'), '--archive', archive, 'import', '--json', input], { stdio: 'ignore' });
  const host = spawn(process.execPath, [join(out, 'serve.js'), '--archive', archive, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const browser = await findBrowser().then(({ executablePath, args, env }) =>
    chromium.launch({ executablePath, args: [...args, '--enable-precise-memory-info'], env }),
  );
  try {
    const url = await new Promise<string>((resolve) => createInterface({ input: host.stdout }).once('line', resolve));
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript(watchTasks);
    await page.goto(url);
    const row = page.locator('[data-list-scroller] [role="option"], [data-list-scroller] [role="row"][data-id]').first();
    await row.waitFor();
    const paints: number[] = [];
    const opening: number[] = [];
    for (let round = 0; round < 5; round++) {
      // A reload would keep the conversation open: it begins from home.
      await page.goto(new URL('/', url).href);
      await row.waitFor();
      await page.waitForTimeout(500);
      if ((await page.locator('[data-part]').count()) > 0) throw new Error('A message is drawn before anything was opened.');
      await page.evaluate(watchPaint);
      await row.click();
      paints.push(await page.evaluate(async () => await window.bench.painted));
      await page.waitForTimeout(700);
      opening.push(await page.evaluate(() => Math.max(0, ...window.bench.tasks.splice(0))));
      const shown = await page.locator('[data-reader-scroller] [data-part]').count();
      if (shown === 0) throw new Error('No message was drawn.');
    }
    const scroller = page.locator('[data-reader-scroller]');
    await scroller.hover();
    const down = await wheel(page, 60, 240);
    await scroller.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await page.waitForTimeout(800);
    const end = await page.evaluate(() => Math.max(0, ...window.bench.tasks.splice(0)));
    const up = await wheel(page, 60, -240);
    const memory = await page.evaluate(() => window.bench.memory());
    const label = `${messages.toLocaleString('en-US')} messages`;
    return [
      {
        what: `${label}: first paint of a message after the click`,
        value: median(paints),
        unit: 'ms',
        goal: messages <= 10_000 ? '<= 150' : '',
      },
      { what: `${label}: longest task while opening`, value: median(opening), unit: 'ms', goal: '<= 50' },
      { what: `${label}: longest task, 60 steps of the wheel down`, value: down.longest, unit: 'ms', goal: '<= 50' },
      { what: `${label}: longest task, to the end`, value: end, unit: 'ms', goal: '<= 50' },
      { what: `${label}: longest task, 60 steps up from the end`, value: up.longest, unit: 'ms', goal: '<= 50' },
      { what: `${label}: greatest jump of a row while scrolling up`, value: up.drift, unit: 'px', goal: '<= 1' },
      { what: `${label}: memory of the page`, value: memory, unit: 'MB', goal: '' },
    ];
  } finally {
    await browser.close();
    host.kill('SIGTERM');
    await once(host, 'exit');
    rmSync(archive, { recursive: true, force: true });
  }
}

declare global {
  interface Window {
    bench: { tasks: number[]; painted: Promise<number>; memory: () => number };
  }
}

/** In the page: notes every task over 50 ms; shorter ones count as 0. */
function watchTasks(): void {
  const tasks: number[] = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
    type: 'longtask',
  });
  const memory = (): number => {
    const heap: unknown = Reflect.get(performance, 'memory');
    return typeof heap === 'object' && heap !== null ? Number(Reflect.get(heap, 'usedJSHeapSize')) / 1e6 : Number.NaN;
  };
  window.bench = { tasks, painted: Promise.resolve(0), memory };
}

/** In the page: from the next press until the first message's text has been painted. */
function watchPaint(): void {
  window.bench.tasks.length = 0;
  window.bench.painted = new Promise((resolve) => {
    document.addEventListener(
      'pointerdown',
      (press) => {
        const look = (): void => {
          if (!document.querySelector('[data-reader-scroller] [data-part]')) requestAnimationFrame(look);
          // After the frame that is being made has been painted.
          else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - press.timeStamp)));
        };
        requestAnimationFrame(look);
      },
      { once: true, capture: true },
    );
  });
}

/** Turns the wheel; gives the longest task, and how far a row went beside the way it was scrolled, at most. */
async function wheel(page: Page, steps: number, by: number): Promise<{ readonly longest: number; readonly drift: number }> {
  let drift = 0;
  await page.evaluate(() => window.bench.tasks.splice(0));
  for (let step = 0; step < steps; step++) {
    const before = await places(page);
    await page.mouse.wheel(0, by);
    await page.waitForTimeout(60);
    const after = await places(page);
    const moved = Object.keys(before).flatMap((key) => {
      const [from, to] = [before[key], after[key]];
      return from === undefined || to === undefined ? [] : [to - from + by];
    });
    // The row nearest to the middle of the window: what one reads.
    const seen = moved[Math.floor(moved.length / 2)];
    if (seen !== undefined && step > 0 && step < steps - 1) drift = Math.max(drift, Math.abs(seen));
  }
  return { longest: await page.evaluate(() => Math.max(0, ...window.bench.tasks.splice(0))), drift };
}

/** Of the rows in sight, by their place, where they begin on screen. */
async function places(page: Page): Promise<Readonly<Record<string, number>>> {
  return await page.evaluate(() => {
    const box = document.querySelector('[data-reader-scroller]')?.getBoundingClientRect();
    const rows = [...document.querySelectorAll<HTMLElement>('[data-reader-scroller] [data-index]')];
    return Object.fromEntries(
      rows
        .map((row) => [row.dataset['index'] ?? '', row.getBoundingClientRect().top] as const)
        .filter(([, top]) => box !== undefined && top > box.top && top < box.bottom),
    );
  });
}
