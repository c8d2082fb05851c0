import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge, type Knock } from './gate.ts';

const port = 7717;
const token = 'x'.repeat(32);
const host = `127.0.0.1:${port}`;
const cookie = `polylogue-${port}=${token}`;

function knock(change: Partial<Knock> & { headers?: Knock['headers'] } = {}): Knock {
  return { method: 'GET', url: '/', upgrade: false, ...change, headers: { host, cookie, ...change.headers } };
}

function verdict(change: Parameters<typeof knock>[0]): string {
  const result = judge(knock(change), port, token);
  return result.type === 'refuse' ? String(result.status) : result.type;
}

describe('who is let in', () => {
  test('our own page, by cookie', () => {
    expect(verdict({})).toBe('pass');
    expect(verdict({ headers: { 'sec-fetch-site': 'same-origin', origin: `http://${host}` } })).toBe('pass');
    expect(verdict({ headers: { 'sec-fetch-site': 'none' } })).toBe('pass');
    expect(verdict({ headers: { cookie: `a=b; ${cookie}; c=d` } })).toBe('pass');
  });

  test('through a tunnel with another port, as long as host and origin agree', () => {
    expect(verdict({ headers: { host: 'localhost:9000', origin: 'http://localhost:9000' } })).toBe('pass');
    expect(verdict({ headers: { host: 'localhost:9000', origin: 'http://localhost:9001' } })).toBe('403');
  });

  test('a WebSocket and an upload only when they say where they come from', () => {
    const ours = { origin: `http://${host}` };
    expect(verdict({ upgrade: true, url: '/ws', headers: ours })).toBe('pass');
    expect(verdict({ upgrade: true, url: '/ws' })).toBe('403');
    expect(verdict({ method: 'POST', url: '/inbox', headers: ours })).toBe('pass');
    expect(verdict({ method: 'POST', url: '/inbox' })).toBe('403');
  });
});

describe('who is sent away', () => {
  test.each([
    ['a foreign name that resolves to this machine', { host: `evil.example:${port}` }],
    ['a name that begins like ours', { host: `127.0.0.1.evil.example:${port}` }],
    ['no host at all', { host: '' }],
    ['a page from elsewhere', { origin: 'https://evil.example' }],
    ['a page on another port of this machine', { origin: 'http://127.0.0.1:8080' }],
    ['a sandboxed page', { origin: 'null' }],
    ['a request another site caused', { 'sec-fetch-site': 'cross-site' }],
    ['a request another port of this machine caused', { 'sec-fetch-site': 'same-site' }],
  ])('%s', (_name, headers) => {
    expect(verdict({ headers })).toBe('403');
  });

  test.each([
    ['no cookie', ''],
    ['the cookie of another port', `polylogue-8080=${token}`],
    ['an empty token', `polylogue-${port}=`],
    ['a wrong token', `polylogue-${port}=${'y'.repeat(32)}`],
  ])('%s', (_name, cookie) => {
    expect(verdict({ headers: { cookie } })).toBe('401');
  });

  test('an old token in the URL', () => {
    expect(verdict({ url: '/?token=old', headers: { cookie: '' } })).toBe('401');
  });
});

describe('the printed URL', () => {
  test('becomes a cookie that scripts cannot read and other sites do not send', () => {
    expect(judge(knock({ url: `/?token=${token}&q=cats`, headers: { cookie: '' } }), port, token)).toEqual({
      type: 'greet',
      cookie: `polylogue-${port}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000`,
      location: '/?q=cats',
    });
  });

  test('is no key for another site to use', () => {
    expect(verdict({ url: `/?token=${token}`, headers: { cookie: '', 'sec-fetch-site': 'cross-site' } })).toBe('403');
    expect(verdict({ url: `/?token=${token}`, headers: { cookie: '', host: 'evil.example' } })).toBe('403');
  });

  test('never sends on to another place', () => {
    fc.assert(
      fc.property(fc.webPath(), fc.constantFrom('', '//evil.example', '/.//evil.example', '/\\evil.example'), (path, start) => {
        const result = judge(knock({ url: `${start}${path}?token=${token}` }), port, token);
        if (result.type !== 'greet') return;
        expect(new URL(result.location, `http://${host}`).host).toBe(host);
      }),
    );
  });
});
