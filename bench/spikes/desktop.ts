import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { findBrowser } from '../../e2e/browser.ts';
import { chatgptZip, manyConversations } from '../../e2e/exports.ts';
import { launchStandIn } from '../../e2e/hosts/electron-stand-in/launch.ts';

// Spike 3 (docs/adr/0003): the built main and preload bundles over the stand-in, beside the web host, in one real Chromium.
// node bench/spikes/desktop.ts [conversations]     after: npm run build

const root = join(import.meta.dirname, '../..');
const conversations = Number(process.argv[2] ?? 2000);
const dir = mkdtempSync(join(tmpdir(), 'polylogue-spike-'));
const file = join(dir, 'chatgpt.zip');
writeFileSync(file, await chatgptZip(...manyConversations(conversations)));

const browser = await findBrowser();
const chrome = await chromium.launch({ executablePath: browser.executablePath, args: [...browser.args], env: browser.env });
console.log(`Chromium ${chrome.version()}, ${conversations} conversations, ${(statSync(file).size / 1024).toFixed(0)} KB zip`);
for (const part of ['main', 'preload', 'renderer'])
  console.log(`out/${part}: ${(sizeOf(join(root, 'out', part)) / 1024).toFixed(0)} KB`);

await desktop();
await web();
await chrome.close();
rmSync(dir, { recursive: true, force: true, maxRetries: 5 });

async function desktop(): Promise<void> {
  const host = await launchStandIn({ archive: join(dir, 'desktop'), data: join(dir, 'data') });
  const page = await chrome.newPage();
  await page.addInitScript({ content: host.preload ?? '' });
  const opened = performance.now();
  await page.goto(host.url);
  await page.getByRole('heading', { name: 'Drop your conversations here' }).waitFor();
  print('desktop', 'process to window', host.startMs);
  print('desktop', 'window to first words', performance.now() - opened);
  await page.evaluate((paths) => Object.assign(globalThis, { standInPaths: paths }), { 'chatgpt.zip': file });
  const input = await page.context().newCDPSession(page);
  const data = { items: [], files: [file], dragOperationsMask: 1 };
  const dropped = performance.now();
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await input.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  await host.until('utility');
  print('desktop', 'drop to import process', performance.now() - dropped);
  await page
    .getByText(/conversations added/)
    .first()
    .waitFor({ timeout: 120_000 });
  print('desktop', 'drop to receipt', performance.now() - dropped);
  await ask(page, 'desktop', 'preload');
  await page.close();
  console.log(`desktop ended with ${await host.close()}`);
}

async function web(): Promise<void> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, 'out/main/serve.js'), '--archive', join(dir, 'desktop'), '--port', '0']);
  const url = await new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim())),
  );
  print('web', 'process to URL', performance.now() - started);
  const page = await chrome.newPage();
  const opened = performance.now();
  await page.goto(url);
  await page.getByRole('searchbox').waitFor();
  print('web', 'window to first words', performance.now() - opened);
  await ask(page, 'web', 'socket');
  await page.close();
  child.kill();
}

/** Asks through a port as the window does, one after the other, and prints the round trips. */
async function ask(page: Page, host: string, way: 'preload' | 'socket'): Promise<void> {
  const questions = { status: {}, search: { query: 'conversation number' }, facets: { query: 'number' }, runs: {} };
  for (const [name, input] of Object.entries(questions)) {
    const times = await page.evaluate(
      async ({ name, body, way }) => {
        const { post, listen } = await (way === 'preload' ? throughPreload() : throughSocket());
        const times: number[] = [];
        for (let id = 1; id <= 220; id++) {
          const at = performance.now();
          const answer = await new Promise<string>((resolve) => {
            listen((data) => {
              if (data.startsWith(`answer ${id}\n`) || data.startsWith(`failure ${id}\n`)) resolve(data);
            });
            post(`call ${id} ${name}\n${body}`);
          });
          if (answer.startsWith('failure')) return answer;
          times.push(performance.now() - at);
        }
        return times.slice(20);

        interface Line {
          readonly post: (text: string) => void;
          readonly listen: (message: (data: string) => void) => void;
        }

        function line(end: EventTarget, post: (text: string) => void): Line {
          let heard: (data: string) => void = () => {};
          end.addEventListener('message', (event) => {
            if (event instanceof MessageEvent) heard(String(event.data));
          });
          return { post, listen: (message) => (heard = message) };
        }

        function throughPreload(): Promise<Line> {
          return new Promise((resolve) => {
            window.addEventListener('message', ({ data, ports: [port] }) => {
              if (data !== 'polylogue:port' || port === undefined) return;
              resolve(line(port, (text) => port.postMessage(text)));
              port.start();
            });
            window.postMessage('polylogue:connect', location.origin);
          });
        }

        function throughSocket(): Promise<Line> {
          const socket = new WebSocket(`ws://${location.host}/ws`);
          return new Promise((resolve) => {
            socket.addEventListener('open', () => resolve(line(socket, (text) => socket.send(text))));
          });
        }
      },
      { name, body: JSON.stringify(input), way },
    );
    if (typeof times === 'string') console.log(`${host}\t${name}\t${times.split('\n')[1]}`);
    else {
      const sorted = times.toSorted((a, b) => a - b);
      console.log(`${host}\t${name}\tp50 ${sorted[100]?.toFixed(1)} ms\tp95 ${sorted[190]?.toFixed(1)} ms`);
    }
  }
}

function print(host: string, what: string, ms: number): void {
  console.log(`${host}\t${what}\t${ms.toFixed(0)} ms`);
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true }).reduce(
    (sum, name) => sum + (statSync(join(folder, String(name))).isFile() ? statSync(join(folder, String(name))).size : 0),
    0,
  );
}
