import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { caller } from '../../../shared/rpc/caller.ts';
import { serve } from '../../../shared/rpc/serve.ts';
import { openWebSocket } from '../../../shared/rpc/web-socket.ts';
import { inboxIn, type Inbox } from '../../inbox.ts';
import { createRespond } from '../../respond.ts';
import { startHttp, type Http } from './http.ts';
import { temporaryFolder } from '../../archive/temporary-folder.ts';

const token = 'a-token-of-32-characters-or-more-';
const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
const hashes = { png: 'a'.repeat(64), html: 'b'.repeat(64), svg: 'c'.repeat(64), none: 'd'.repeat(64) };

let dir = '';
let http: Http;
let inbox: Inbox;
let origin = '';
let cookie = '';

beforeEach(async () => {
  dir = temporaryFolder();
  const blobPath = (hash: string): string => join(dir, 'blobs', hash);
  for (const folder of ['window/assets', 'blobs', 'exports']) mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, 'window/index.html'), '<!doctype html><title>Polylogue</title>');
  writeFileSync(join(dir, 'window/assets/main-1a2b.js'), 'export {}');
  writeFileSync(join(dir, 'secret.txt'), 'secret');
  writeFileSync(join(dir, 'exports/job-1.zip'), 'zip');
  writeFileSync(blobPath(hashes.png), png);
  writeFileSync(blobPath(hashes.html), '<script>alert(1)</script>');
  writeFileSync(blobPath(hashes.svg), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  inbox = inboxIn(join(dir, 'inbox'));
  http = await startHttp({
    port: 0,
    token,
    respond: createRespond({
      renderer: join(dir, 'window'),
      blobPath,
      exportPath: (id) => join(dir, 'exports', `${id}.zip`),
      inbox,
    }),
    connected: (port) => serve(port, async (_name, body) => body),
  });
  origin = `http://127.0.0.1:${http.address.port}`;
  cookie = `polylogue-${http.address.port}=${token}`;
});
afterEach(async () => {
  await http.close();
});

function get(path: string, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${origin}${path}`, { headers: { cookie, ...headers }, redirect: 'manual' });
}

/** Sends a path exactly as written; `fetch` would tidy it. */
function rawStatus(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port: http.address.port, path, headers: { cookie, ...headers } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the address', () => {
  test('is bound on 127.0.0.1 and nowhere else', () => {
    expect(http.address).toMatchObject({ address: '127.0.0.1', family: 'IPv4' });
  });

  test('with the token gives the cookie, and the window opens with it', async () => {
    const greeting = await fetch(http.url, { redirect: 'manual' });
    expect(greeting.status).toBe(303);
    expect(greeting.headers.get('location')).toBe('/');
    const [given] = (greeting.headers.get('set-cookie') ?? '').split(';');
    expect(given).toBe(cookie);
    expect((await get('/')).status).toBe(200);
  });

  test('answers nothing without the cookie, files neither', async () => {
    for (const path of ['/', '/assets/main-1a2b.js', `/blobs/${hashes.png}`, '/exports/job-1.zip', '/nothing']) {
      expect((await get(path, { cookie: '' })).status, path).toBe(401);
    }
  });

  test('answers nothing under a foreign name', async () => {
    expect(await rawStatus('/', { host: 'evil.example' })).toBe(403);
  });
});

describe('the sealed frame', () => {
  test('is a page of its own origin that reaches nothing, may be framed by the window alone, and asks for the cookie', async () => {
    expect((await get('/sealed-frame', { cookie: '' })).status).toBe(401);
    const answer = await get('/sealed-frame');
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^sandbox allow-scripts; default-src 'none';/);
    for (const given of [
      'same-origin',
      'popups',
      'navigation',
      'forms',
      'downloads',
      'eval',
      'connect-src',
      'http',
      'worker',
      '*',
    ])
      expect(policy, given).not.toContain(given);
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).toContain("form-action 'none'");
    expect(answer.headers.get('connection-allowlist')).toBe('()');
    expect(answer.headers.get('x-dns-prefetch-control')).toBe('off');
    expect(await answer.text()).not.toContain(token);
    expect((await get('/sealed-frame/more.js')).status).toBe(404);
  });
});

describe('the window', () => {
  test('has a policy without inline script, and nobody may frame it', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('data:');
    expect(policy).not.toMatch(/https?:/);
  });

  test('has its state in the address: unknown paths without an ending are the window', async () => {
    expect(await (await get('/search/cats')).text()).toContain('<title>Polylogue</title>');
    expect((await get('/search/cats.js')).status).toBe(404);
  });

  test('keeps hashed assets and never the page', async () => {
    expect((await get('/assets/main-1a2b.js')).headers.get('cache-control')).toContain('immutable');
    expect((await get('/')).headers.get('cache-control')).toBe('no-store');
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/..\\secret.txt',
    '/assets/%2e%2e%5c%2e%2e%5csecret.txt',
    '/blobs/../secret.txt',
    '/exports/../secret.txt',
    '/exports/..%2fsecret.zip',
  ])('gives nothing away at %s', async (path) => {
    expect(await rawStatus(path)).toBe(404);
  });
});

describe('attachments', () => {
  test('are typed by their bytes and inert', async () => {
    const answer = await get(`/blobs/${hashes.png}?type=text/html`);
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(png);
  });

  test('that are pages are text or downloads, never pages', async () => {
    expect((await get(`/blobs/${hashes.html}?type=text/html`)).headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const unknown = await get(`/blobs/${hashes.html}`);
    expect(unknown.headers.get('content-type')).toBe('application/octet-stream');
    expect(unknown.headers.get('content-disposition')).toBe('attachment');
  });

  test('that are drawings may be shown, sandboxed', async () => {
    const answer = await get(`/blobs/${hashes.svg}?type=image/svg%2Bxml`);
    expect(answer.headers.get('content-type')).toBe('image/svg+xml');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  });

  test('come in ranges, for sound and film', async () => {
    const answer = await get(`/blobs/${hashes.png}`, { range: 'bytes=1-3' });
    expect(answer.status).toBe(206);
    expect(await answer.text()).toBe('PNG');
    expect(answer.headers.get('content-range')).toBe(`bytes 1-3/${png.length}`);
    expect((await get(`/blobs/${hashes.png}`, { range: 'bytes=99-' })).status).toBe(416);
  });

  test('that are not there are not found, nor is anything that is no hash', async () => {
    expect((await get(`/blobs/${hashes.none}`)).status).toBe(404);
    expect((await get(`/blobs/${hashes.png.toUpperCase()}`)).status).toBe(404);
    expect((await get('/exports/job-2')).status).toBe(404);
  });
});

describe('exports', () => {
  test('are downloads', async () => {
    const answer = await get('/exports/job-1.zip');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="polylogue-[\d-]+\.zip"$/);
    expect(await answer.text()).toBe('zip');
  });
});

describe('the inbox', () => {
  test('takes a file in a stream, with its name, size and date in headers', async () => {
    const bytes = new Uint8Array(3 * 1024 * 1024).fill(7);
    const answer = await fetch(`${origin}/inbox`, {
      method: 'POST',
      body: bytes,
      headers: {
        cookie,
        origin,
        'x-polylogue-name': encodeURIComponent('日本語 export.zip'),
        'x-polylogue-size': String(bytes.length),
        'x-polylogue-modified': '1700000000000',
      },
    });
    expect(answer.status).toBe(201);
    const received: unknown = await answer.json();
    expect(received).toMatchObject({
      inbox: expect.any(String),
      bytes: bytes.length,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const path = await inbox.pathOf((received as { inbox: string }).inbox);
    expect(path.endsWith('日本語 export.zip')).toBe(true);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  test('gives back what is not to be imported after all', async () => {
    const headers = { cookie, origin, 'x-polylogue-name': 'a.zip', 'x-polylogue-drop': 'abcdefgh' };
    expect((await fetch(`${origin}/inbox`, { method: 'POST', body: 'x', headers })).status).toBe(201);
    expect((await fetch(`${origin}/inbox/abcdefgh`, { headers })).status).toBe(405);
    expect((await fetch(`${origin}/inbox/abcdefgh`, { method: 'DELETE', headers: { cookie } })).status).toBe(403);
    await inbox.pathOf('abcdefgh');
    expect((await fetch(`${origin}/inbox/abcdefgh`, { method: 'DELETE', headers: { cookie, origin } })).status).toBe(204);
    await expect(inbox.pathOf('abcdefgh')).rejects.toMatchObject({ code: 'NotFound' });
  });

  test('takes nothing from another page, and nothing that says not whence', async () => {
    const post = (headers: Record<string, string>) =>
      fetch(`${origin}/inbox`, { method: 'POST', body: 'x', headers: { cookie, 'x-polylogue-name': 'a', ...headers } });
    expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({})).status).toBe(403);
    expect((await post({ origin, cookie: '' })).status).toBe(401);
  });

  test('wants a name and POST', async () => {
    expect((await fetch(`${origin}/inbox`, { method: 'POST', body: 'x', headers: { cookie, origin } })).status).toBe(400);
    expect((await get('/inbox')).status).toBe(405);
    expect((await fetch(`${origin}/`, { method: 'POST', body: 'x', headers: { cookie, origin } })).status).toBe(405);
  });
});

describe('the socket', () => {
  test('speaks the contract', async () => {
    const port = await openWebSocket(new WebSocket(`${origin.replace('http', 'ws')}/ws`, { headers: { cookie, origin } }));
    expect(await caller(port).call('status', '{"a":1}')).toBe('{"a":1}');
    port.close();
  });

  test.each([
    ['from another page', { origin: 'https://evil.example' }],
    ['without saying whence', { origin: undefined }],
    ['without the cookie', { cookie: '' }],
  ])('does not open %s', async (_name, change) => {
    const headers = Object.fromEntries(
      Object.entries({ cookie, origin, ...change }).filter(([, value]) => value !== undefined),
    ) as Record<string, string>;
    await expect(openWebSocket(new WebSocket(`${origin.replace('http', 'ws')}/ws`, { headers }))).rejects.toThrow();
  });

  test('does not open elsewhere', async () => {
    await expect(
      openWebSocket(new WebSocket(`${origin.replace('http', 'ws')}/other`, { headers: { cookie, origin } })),
    ).rejects.toThrow();
  });
});
