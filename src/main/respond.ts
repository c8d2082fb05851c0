import { openAsBlob } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { ArchiveError, toArchiveError, type ErrorCode } from '../shared/errors.ts';
import type { Inbox } from './inbox.ts';
import { sealedFrame, sealedFramePath } from './sealed-frame.ts';

/** Where the answers of the one URL space come from. */
export interface RespondOptions {
  /** The built window: `index.html` and its assets. */
  readonly renderer: string;
  readonly blobPath: (hash: string) => string;
  readonly exportPath: (jobId: string) => string;
  readonly inbox: Inbox;
}

export type Respond = (request: Request) => Promise<Response>;

/** No inline script or style, nothing from elsewhere, nobody may frame the window. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** For what an export brought: it may be shown, and nothing in it runs. */
const blobPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";

const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
} as const;

/** Answers `GET` of the window's files, `/blobs/…` and `/exports/…`, `POST /inbox` and `DELETE /inbox/<id>`, on every host. */
export function createRespond(options: RespondOptions): Respond {
  return async (request) => {
    try {
      return await route(options, request);
    } catch (thrown) {
      const error = toArchiveError(thrown);
      return json(statusOf[error.code], { code: error.code, message: error.message });
    }
  };
}

const statusOf: Readonly<Record<ErrorCode, number>> = {
  BadInput: 400,
  NotFound: 404,
  Conflict: 409,
  Cancelled: 499,
  Unsupported: 405,
  Internal: 500,
};

async function route(options: RespondOptions, request: Request): Promise<Response> {
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === '/inbox') return receive(options.inbox, request);
  const dropped = /^\/inbox\/([\w-]{1,64})$/.exec(pathname)?.[1];
  if (dropped !== undefined) return takeBack(options.inbox, request, dropped);
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new ArchiveError('Unsupported', 'This is read with GET.');
  if (pathname === sealedFramePath) return sealedFrame(always);

  const blob = /^\/blobs\/([0-9a-f]{64})$/.exec(pathname)?.[1];
  if (blob !== undefined) return sendBlob(request, options.blobPath(blob), searchParams.get('type'));
  const jobId = /^\/exports\/([\w-]{1,64})\.zip$/.exec(pathname)?.[1];
  if (jobId !== undefined) return sendExport(request, options.exportPath(jobId));
  if (/^\/(?:blobs|exports|ws)(?:\/|$)/.test(pathname)) throw nothingHere();
  return sendWindow(request, options.renderer, pathname);
}

function nothingHere(): ArchiveError {
  return new ArchiveError('NotFound', 'There is nothing at this address.');
}

async function receive(inbox: Inbox, request: Request): Promise<Response> {
  if (request.method !== 'POST') throw new ArchiveError('Unsupported', 'The inbox takes POST.');
  if (request.body === null) throw new ArchiveError('BadInput', 'There is no file in this request.');
  const header = (name: string): string | null => {
    const value = request.headers.get(`x-polylogue-${name}`);
    try {
      return value === null || value === '' ? null : decodeURIComponent(value);
    } catch {
      throw new ArchiveError('BadInput', `The header x-polylogue-${name} is not URI-encoded.`);
    }
  };
  const number = (name: string): number | null => {
    const value = Number(header(name) ?? Number.NaN);
    return Number.isSafeInteger(value) && value >= 0 ? value : null;
  };
  const path = header('path') ?? header('name');
  if (path === null) throw new ArchiveError('BadInput', 'The file has no name.');
  const upload = { drop: header('drop'), path, size: number('size'), modified: number('modified') };
  return json(201, await inbox.receive(upload, request.body));
}

/** What was sent and is not to be imported after all. */
async function takeBack(inbox: Inbox, request: Request, dropped: string): Promise<Response> {
  if (request.method !== 'DELETE') throw new ArchiveError('Unsupported', 'What is in the inbox can be deleted, not read.');
  await inbox.remove(dropped);
  return new Response(null, { status: 204, headers: always });
}

const windowTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.zip': 'application/zip',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

async function sendWindow(request: Request, root: string, pathname: string): Promise<Response> {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const safe = segments.every((segment) => /^[\w@~+-][\w.@~+-]*$/.test(segment));
  const type = windowTypes[extname(pathname)];
  if (!safe || type === undefined) {
    if (pathname !== '/' && (extname(pathname) !== '' || !safe)) throw nothingHere();
    return sendIndex(request, root);
  }
  if (pathname === '/index.html') return sendIndex(request, root);
  const cache = segments[0] === 'assets' ? 'private, max-age=31536000, immutable' : 'no-cache';
  return send(request, join(root, ...segments), { 'content-type': type, 'cache-control': cache });
}

function sendIndex(request: Request, root: string): Promise<Response> {
  return send(request, join(root, 'index.html'), {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': contentSecurityPolicy,
    'cache-control': 'no-store',
  });
}

async function sendBlob(request: Request, file: string, claimed: string | null): Promise<Response> {
  const type = await safeType(file, claimed);
  return send(request, file, {
    'content-type': type ?? 'application/octet-stream',
    'content-disposition': type === null || type === 'application/pdf' ? 'attachment' : 'inline',
    'content-security-policy': blobPolicy,
    'cache-control': 'private, max-age=31536000, immutable',
  });
}

function sendExport(request: Request, file: string): Promise<Response> {
  const day = new Date().toISOString().slice(0, 10);
  return send(request, file, {
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="polylogue-${day}.zip"`,
    'cache-control': 'no-store',
  });
}

/** A file, or the range of it that is asked for. */
async function send(request: Request, file: string, headers: Readonly<Record<string, string>>): Promise<Response> {
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) throw nothingHere();
  const blob = await openAsBlob(file);
  const body = (part: Blob): Blob | null => (request.method === 'HEAD' ? null : part);
  const base = { ...always, ...headers, 'accept-ranges': 'bytes' };
  const range = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(request.headers.get('range') ?? '');
  if (range === null) return new Response(body(blob), { headers: { ...base, 'content-length': String(blob.size) } });
  const from = Number(range[1]);
  const to = range[2] === '' ? blob.size - 1 : Math.min(Number(range[2]), blob.size - 1);
  if (from > to) return new Response(null, { status: 416, headers: { ...always, 'content-range': `bytes */${blob.size}` } });
  return new Response(body(blob.slice(from, to + 1)), {
    status: 206,
    headers: { ...base, 'content-length': String(to - from + 1), 'content-range': `bytes ${from}-${to}/${blob.size}` },
  });
}

const signatures: readonly (readonly [type: string, matches: (head: string) => boolean])[] = [
  ['image/png', (head) => head.startsWith('\x89PNG\r\n')],
  ['image/jpeg', (head) => head.startsWith('\xff\xd8\xff')],
  ['image/gif', (head) => head.startsWith('GIF8')],
  ['image/webp', (head) => head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP'],
  ['audio/wav', (head) => head.startsWith('RIFF') && head.slice(8, 12) === 'WAVE'],
  ['image/avif', (head) => head.slice(4, 12) === 'ftypavif'],
  ['video/mp4', (head) => head.slice(4, 8) === 'ftyp'],
  ['video/webm', (head) => head.startsWith('\x1aE\xdf\xa3')],
  ['audio/ogg', (head) => head.startsWith('OggS')],
  ['audio/mpeg', (head) => head.startsWith('ID3') || head.startsWith('\xff\xfb')],
  ['application/pdf', (head) => head.startsWith('%PDF-')],
  ['image/bmp', (head) => head.startsWith('BM')],
];

/** The first bytes of a file, one character each; empty when it is not there. */
async function headOf(file: string): Promise<string> {
  try {
    const blob = await openAsBlob(file);
    return Buffer.from(await blob.slice(0, 16).arrayBuffer()).toString('latin1');
  } catch {
    return '';
  }
}

/** The type by the first bytes; text and SVG (inert under the policy above) when claimed; null: only to be saved. */
async function safeType(file: string, claimed: string | null): Promise<string | null> {
  const head = await headOf(file);
  const found = signatures.find(([, matches]) => matches(head));
  if (found !== undefined) return found[0];
  if (claimed === 'image/svg+xml') return claimed;
  return claimed?.startsWith('text/') === true ? 'text/plain; charset=utf-8' : null;
}

function json(status: number, value: unknown): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { ...always, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  });
}
