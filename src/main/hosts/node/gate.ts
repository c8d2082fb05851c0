import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What the gate looks at. */
export interface Knock {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** A WebSocket is being opened. */
  readonly upgrade: boolean;
}

/** Let in, sent away with a reason, or (the token was in the URL) sent on with a cookie. */
export type Verdict =
  | { readonly type: 'pass' }
  | { readonly type: 'refuse'; readonly status: 401 | 403; readonly message: string }
  | { readonly type: 'greet'; readonly cookie: string; readonly location: string };

const loopbackHost = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/;

/**
 * Who may ask. The host name must be this machine's (a foreign name that resolves to it is an attack), a browser must say that the
 * request comes from our own page, and the cookie must hold the token. Any port in `Host` is fine: an SSH tunnel has its own.
 */
export function judge(knock: Knock, port: number, token: string): Verdict {
  const host = knock.headers.host ?? '';
  if (!loopbackHost.test(host)) return refuse(403, 'This address is not served here.');
  const { origin } = knock.headers;
  if (origin !== undefined && origin !== `http://${host}`) return refuse(403, 'Another page asked; only Polylogue’s own may.');
  if (origin === undefined && (knock.upgrade || (knock.method !== 'GET' && knock.method !== 'HEAD'))) {
    return refuse(403, 'The request does not say which page it comes from.');
  }
  const site = knock.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return refuse(403, 'Another page linked here. Copy the URL into the address bar instead.');
  }

  const url = requestUrl(knock.url);
  if (url === null) return refuse(403, 'This address is not served here.');
  const offered = url.searchParams.get('token');
  const name = cookieName(port);
  if (offered !== null && knock.method === 'GET' && !knock.upgrade) {
    if (!same(offered, token))
      return refuse(401, 'This URL is from an earlier start. Use the one that `polylogue serve` printed last.');
    url.searchParams.delete('token');
    return {
      type: 'greet',
      cookie: `${name}=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000`,
      location: `${url.pathname.replace(/^\/+/, '/')}${url.search}`,
    };
  }
  if (!same(cookieOf(knock.headers.cookie, name), token)) {
    return refuse(401, 'Open the URL that `polylogue serve` printed: it holds the key to this archive.');
  }
  return { type: 'pass' };
}

/** The address in a request line, or null when it is no path on this server. */
export function requestUrl(target: string | undefined): URL | null {
  return target?.startsWith('/') === true ? URL.parse(`http://127.0.0.1${target}`) : null;
}

/** Cookies know no ports, so their name does. */
export function cookieName(port: number): string {
  return `polylogue-${port}`;
}

function refuse(status: 401 | 403, message: string): Verdict {
  return { type: 'refuse', status, message };
}

function cookieOf(header: string | undefined, name: string): string {
  const pair = header?.split(';').find((part) => part.trimStart().startsWith(`${name}=`));
  return pair?.trim().slice(name.length + 1) ?? '';
}

function same(offered: string, token: string): boolean {
  const a = Buffer.from(offered);
  const b = Buffer.from(token);
  return a.length === b.length && timingSafeEqual(a, b);
}
