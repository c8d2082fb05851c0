import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { webConversation } from '../bench/data.ts';
import { percentile } from '../bench/measure.ts';
import { vocabulary } from '../bench/text.ts';
import { expect, test } from './test.ts';
import { Window } from './pages/window.ts';

/** Of twenty messages each. */
const conversations = 5000;
/** Milliseconds between two keys: a hundred words a minute. */
const delay = 120;

/** A rare word, and two frequent ones, of twelve keys each. */
const rare = vocabulary.find((word, at) => at > 1000 && /^[a-z]{12}$/.test(word)) ?? '';
const queries = [rare, 'server error'];

/** What the page writes down while somebody types. Times are of `performance.now()`. */
interface Typed {
  readonly keys: { readonly text: string; readonly at: number }[];
  /** Lists that came into sight, the first time each. */
  readonly painted: { readonly query: string; readonly at: number }[];
  readonly searches: {
    readonly id: string;
    readonly query: string;
    readonly at: number;
    answered: number | null;
    dropped: number | null;
  }[];
  readonly longTasks: number[];
}

declare global {
  interface Window {
    typed: Typed;
  }
}

test('twelve letters at typing speed, among 100,000 messages', async ({ page, host }) => {
  test.setTimeout(180_000);
  await test.step('import', async () => {
    const file = test.info().outputPath('conversations.json');
    await pipeline(Readable.from(exported()), createWriteStream(file));
    const cli = join(import.meta.dirname, '../out/main/cli.js');
    const importing = spawn(process.execPath, [cli, '--archive', host.dir, 'import', '--json', file], {
      stdio: 'ignore',
      env: { ...process.env, POLYLOGUE_HOME: host.home },
    });
    expect(await once(importing, 'exit')).toEqual([0, null]);
  });
  await page.addInitScript(watchTyping);
  await page.goto(host.url);
  const window = new Window(page);
  await window.expectTotal(conversations);

  for (const query of queries) {
    await page.evaluate(() => {
      const { keys, painted, searches, longTasks } = globalThis.window.typed;
      for (const list of [keys, painted, searches, longTasks]) list.length = 0;
    });
    await window.search.focus();
    await page.keyboard.type(query, { delay });
    await expect.poll(() => page.evaluate(() => globalThis.window.typed.painted.at(-1)?.query)).toBe(query);
    const { keys, painted, searches, longTasks } = await page.evaluate(() => globalThis.window.typed);

    const paints = keys.flatMap(({ text, at }) => painted.filter((one) => one.query === text).map((one) => one.at - at));
    const answers = searches.flatMap(({ at, answered }) => (answered === null ? [] : [answered - at]));
    const said = (of: readonly number[], part: number): string =>
      of.length === 0 ? '–' : `${Math.round(percentile(of, part))} ms`;
    console.log(
      `“${query}”: keystroke to paint p50 ${said(paints, 0.5)}, p95 ${said(paints, 0.95)}, of ${paints.length} of ${keys.length} keys; ` +
        `search to answer p50 ${said(answers, 0.5)}, p95 ${said(answers, 0.95)}; ` +
        `${searches.filter(({ dropped }) => dropped !== null).length} of ${searches.length} searches dropped; ` +
        `${longTasks.length} tasks over 50 ms${longTasks.length > 0 ? ` (${longTasks.map(Math.round).join(', ')})` : ''}`,
    );

    expect(keys.map(({ text }) => text)).toEqual(Array.from(query, (_, at) => query.slice(0, at + 1)));
    // One search per key at the most, in their order; each was answered, or dropped for a newer one.
    expect(searches.length).toBeLessThanOrEqual(keys.length);
    expect(new Set(searches.map((one) => one.query)).size).toBe(searches.length);
    expect(searches.at(-1)?.query).toBe(query);
    expect(searches.at(-1)?.answered).not.toBeNull();
    for (const [at, one] of searches.entries()) {
      const next = searches[at + 1];
      if (next !== undefined && (one.answered === null || one.answered > next.at)) expect(one.dropped).not.toBeNull();
    }
    // Never an older list after a newer one.
    const lengths = painted.map((one) => one.query.length);
    expect(lengths).toEqual(lengths.toSorted((left, right) => left - right));
    await expect(window.rows.first()).toBeVisible();
    await window.search.press('Escape');
    await window.search.fill('');
    await window.expectTotal(conversations);
  }
});

/** Runs in the page, before its own scripts. */
function watchTyping(): void {
  const typed: Typed = { keys: [], painted: [], searches: [], longTasks: [] };
  globalThis.window.typed = typed;
  globalThis.WebSocket = class extends WebSocket {
    constructor(...given: ConstructorParameters<typeof WebSocket>) {
      super(...given);
      this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const id = /^answer (\d+)\n/.exec(String(data))?.[1];
        const search = typed.searches.find((one) => one.id === id);
        if (search) search.answered = performance.now();
      });
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      const frame = typeof data === 'string' ? data : '';
      const [head = '', body = ''] = frame.split('\n');
      const [what, id = '', name] = head.split(' ');
      if (what === 'cancel') {
        const search = typed.searches.find((one) => one.id === id);
        if (search) search.dropped = performance.now();
      } else if (name === 'search') {
        const asked: unknown = JSON.parse(body);
        // Further pages of a list are no search of their own.
        if (typeof asked === 'object' && asked !== null && 'query' in asked && !('cursor' in asked))
          typed.searches.push({ id, query: String(asked.query), at: performance.now(), answered: null, dropped: null });
      }
      super.send(data);
    }
  };
  let pressed = 0;
  addEventListener('keydown', ({ timeStamp }) => (pressed = timeStamp), true);
  addEventListener(
    'input',
    ({ target }) => {
      if (target instanceof HTMLInputElement) typed.keys.push({ text: target.value, at: pressed });
    },
    true,
  );
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) typed.longTasks.push(duration);
  }).observe({ type: 'longtask' });
  const look = (): void => {
    requestAnimationFrame(look);
    const query = new URLSearchParams(location.search).get('q') ?? '';
    const list = document.querySelector('[data-list-scroller]');
    const isAnswered = typed.searches.some((one) => one.query === query && one.answered !== null);
    if (query === '' || !list || list.hasAttribute('data-old') || !list.querySelector('[data-id]') || !isAnswered) return;
    if (typed.painted.at(-1)?.query === query) return;
    const shown = { query, at: 0 };
    typed.painted.push(shown);
    // Behind the frame in which it is drawn.
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => (shown.at = performance.now()), { once: true });
    port1.start();
    port2.postMessage(null);
  };
  requestAnimationFrame(look);
}

function* exported(): Generator<string> {
  for (let at = 0; at < conversations; at++) yield `${at === 0 ? '[' : ','}${JSON.stringify(webConversation(at, 20))}`;
  yield ']';
}
