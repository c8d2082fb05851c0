import { createServer, type Server, type Socket } from 'node:net';
import { claudeZip } from './exports.ts';
import { Window } from './pages/window.ts';
import { expect, expectAccessible, test } from './test.ts';

/** Tries every door, and writes into itself what each one did. */
const hostile = (elsewhere: string): string => `<!doctype html>
<html><body><h1>A page that runs</h1><ul id="said"></ul>
<script>
const say = (name, what) => { document.querySelector('#said').append(Object.assign(document.createElement('li'), { textContent: name + ': ' + what })); };
const attempt = (name, go) => { try { say(name, go() || 'nothing'); } catch (error) { say(name, error.name); } };
const later = (name, go) => go().then(() => say(name, 'got through'), () => say(name, 'refused'));
attempt('cookies', () => document.cookie);
attempt('storage', () => localStorage.length + ' kept');
attempt('parent', () => parent.document.title);
attempt('top', () => top.location.href);
attempt('frame', () => String(frameElement && frameElement.src));
attempt('popup', () => open('${elsewhere}/popup') ? 'opened' : 'refused');
attempt('eval', () => eval('1 + 1'));
attempt('navigate top', () => { top.location = '${elsewhere}/top'; });
attempt('origin', () => origin);
attempt('calls', () => typeof RTCPeerConnection);
later('fetch', () => fetch('${elsewhere}/fetch'));
later('fetch home', () => fetch('/'));
later('database', () => new Promise((yes, no) => { const asked = indexedDB.open('x'); asked.onsuccess = yes; asked.onerror = no; }));
const load = (name, element) => later(name, () => new Promise((yes, no) => { element.onload = yes; element.onerror = no; document.body.append(element); }));
load('image', Object.assign(new Image(), { src: '${elsewhere}/image.png' }));
load('script', Object.assign(document.createElement('script'), { src: '${elsewhere}/script.js' }));
load('style', Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '${elsewhere}/style.css' }));
load('drawing', Object.assign(new Image(), { src: 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==' }));
document.body.append(Object.assign(document.createElement('iframe'), { src: '${elsewhere}/inner' }));
document.body.append(Object.assign(document.createElement('link'), { rel: 'prefetch', href: '${elsewhere}/prefetch' }));
navigator.sendBeacon && attempt('beacon', () => { navigator.sendBeacon('${elsewhere}/beacon', 'x'); });
attempt('socket', () => { new WebSocket('${elsewhere}/socket'.replace('http', 'ws')); });
const form = Object.assign(document.createElement('form'), { action: '${elsewhere}/form', method: 'post' });
document.body.append(form);
attempt('form', () => form.submit());
addEventListener('click', () => { location = '${elsewhere}/away'; });
</script></body></html>`;

function conversation(page: string): unknown {
  const message = (at: number, sender: string, content: readonly object[]) => ({
    uuid: `5ea1ed00-0000-4000-8000-00000000000${at}`,
    text: '',
    content,
    sender,
    created_at: `2026-02-14T10:2${at}:00.000000Z`,
    updated_at: `2026-02-14T10:2${at}:00.000000Z`,
    attachments: [],
    files: [],
    parent_message_uuid: at === 1 ? '00000000-0000-4000-8000-000000000000' : `5ea1ed00-0000-4000-8000-00000000000${at - 1}`,
  });
  const input = { command: 'create', id: 'door', type: 'text/html', title: 'Doors', content: page };
  return {
    uuid: '5ea1ed00-0000-4000-8000-000000000000',
    name: 'A page with doors',
    summary: '',
    created_at: '2026-02-14T10:20:00.000000Z',
    updated_at: '2026-02-14T10:30:00.000000Z',
    account: { uuid: 'acc00000-0000-4000-8000-000000000000' },
    chat_messages: [
      message(1, 'human', [{ type: 'text', text: 'Make a page.', citations: [] }]),
      message(2, 'assistant', [
        { type: 'text', text: 'Here it is.', citations: [] },
        { type: 'tool_use', id: 'toolu_door', name: 'artifacts', input },
        {
          type: 'tool_result',
          tool_use_id: 'toolu_door',
          name: 'artifacts',
          content: [{ type: 'text', text: 'OK' }],
          is_error: false,
        },
      ]),
    ],
  };
}

let elsewhere: Server;
const knocks: string[] = [];
const sockets = new Set<Socket>();

test.beforeEach(async () => {
  knocks.length = 0;
  elsewhere = createServer((socket: Socket) => {
    knocks.push('connected');
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => knocks.push(data.toString('latin1').split('\r\n')[0] ?? ''));
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
});
test.afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  elsewhere.close();
});

test('a page the assistant wrote runs only when asked to, and reaches nothing', async ({ host, page }) => {
  test.skip(host.kind === 'desktop', 'The frame’s policy is the same there; this spec watches a web host.');
  const address = elsewhere.address();
  const port = typeof address === 'object' ? address?.port : null;
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  // Not the fixture's window: what is refused here is said in the console, and is meant to be.
  await page.goto(host.url);
  const window = new Window(page);
  await window.drop({ name: 'claude.zip', bytes: await claudeZip(conversation(hostile(`http://127.0.0.1:${port}`))) });
  await window.imported(/1 conversation added/);
  await window.rows.first().click();
  await window.reader.getByRole('button', { name: /Doors/ }).last().click();
  const dialog = page.getByRole('dialog', { name: 'Doors' });
  await dialog.getByText('Run', { exact: true }).click();
  await expect(dialog.getByText('it reaches no network')).toBeVisible();
  await expectAccessible(page);
  expect(page.frames()).toHaveLength(1);

  asked.length = 0;
  await dialog.getByRole('button', { name: 'Run in a sealed frame' }).click();
  const frame = page.frameLocator('iframe[title^="Doors"]');
  await expect(frame.getByRole('heading', { name: 'A page that runs' })).toBeVisible();
  const said = frame.getByRole('listitem');
  await expect(said.filter({ hasText: /^style:/ })).toHaveCount(1);
  await expect(said.filter({ hasText: /^database:/ })).toHaveCount(1);
  await expect(said.filter({ hasText: /^drawing:/ })).toHaveText('drawing: got through');
  const lines = Object.fromEntries((await said.allTextContents()).map((line) => line.split(': ') as [string, string]));
  expect(lines).toMatchObject({
    cookies: 'SecurityError',
    storage: 'SecurityError',
    parent: 'SecurityError',
    top: 'SecurityError',
    popup: 'refused',
    eval: 'EvalError',
    'navigate top': 'SecurityError',
    origin: 'null',
    calls: 'undefined',
    fetch: 'refused',
    'fetch home': 'refused',
    database: 'refused',
    image: 'refused',
    script: 'refused',
    style: 'refused',
  });
  // It may not go elsewhere with what it knows either.
  const turnedBack = page.waitForEvent('console', (message) => message.text().includes("frame-src 'self'"));
  await frame.getByRole('heading').click();
  await turnedBack;
  expect(knocks, 'what reached another server').toEqual([]);
  expect(asked.filter((line) => !line.startsWith('GET /assets/'))).toEqual(expect.arrayContaining(['GET /sealed-frame']));
  expect(page.url()).toContain(new URL(host.url).host);

  await dialog.getByRole('button', { name: 'Stop' }).click();
  await expect(page.locator('iframe')).toHaveCount(0);
});
