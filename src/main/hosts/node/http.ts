import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { WebSocketServer, type WebSocket } from 'ws';
import { webSocketPort } from '../../../shared/rpc/web-socket.ts';
import type { Port } from '../../../shared/rpc/port.ts';
import type { Respond } from '../../respond.ts';
import { judge, requestUrl, type Verdict } from './gate.ts';

export interface HttpOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly token: string;
  readonly respond: Respond;
  /** A window has opened its socket. */
  readonly connected: (port: Port) => void;
}

export interface Http {
  /** As bound, read back from the socket. */
  readonly address: AddressInfo;
  /** With the token: the one URL to open. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Milliseconds. */
const heartbeatEvery = 20_000;

/** Larger requests than any the contract allows are not read. */
const maxFrame = 32 * 1024 * 1024;

/** Serves the window on 127.0.0.1 and nowhere else. Rejects when the port is taken (`EADDRINUSE`). */
export async function startHttp(options: HttpOptions): Promise<Http> {
  const { token } = options;
  const server = createServer({ keepAliveTimeout: 5000, requestTimeout: 0 });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxFrame, perMessageDeflate: false });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const { port } = address;

  const verdictOn = (request: IncomingMessage, upgrade: boolean): Verdict =>
    judge({ method: request.method ?? 'GET', url: request.url ?? '/', headers: request.headers, upgrade }, port, token);

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const verdict = verdictOn(request, false);
    if (verdict.type === 'pass') void answer(options.respond, request, response);
    else turnAway(response, verdict);
  });

  server.on('upgrade', (request, socket, head) => {
    const verdict = verdictOn(request, true);
    socket.on('error', () => socket.destroy());
    if (verdict.type !== 'pass' || requestUrl(request.url)?.pathname !== '/ws') {
      const status = verdict.type === 'refuse' ? verdict.status : 404;
      socket.end(
        `HTTP/1.1 ${status} ${status === 401 ? 'Unauthorized' : status === 403 ? 'Forbidden' : 'Not Found'}\r\nconnection: close\r\n\r\n`,
      );
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      silent.set(webSocket, 0);
      webSocket.on('pong', () => silent.set(webSocket, 0));
      options.connected(webSocketPort(webSocket));
    });
  });

  // A window whose tunnel broke does not say goodbye.
  const silent = new WeakMap<WebSocket, number>();
  const heartbeat = setInterval(() => {
    for (const socket of sockets.clients) {
      const missed = silent.get(socket) ?? 0;
      if (missed >= 3) socket.terminate();
      silent.set(socket, missed + 1);
      socket.ping();
    }
  }, heartbeatEvery).unref();

  return {
    address,
    url: `http://127.0.0.1:${port}/?token=${token}`,
    close: async () => {
      clearInterval(heartbeat);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function turnAway(response: ServerResponse, verdict: Exclude<Verdict, { type: 'pass' }>): void {
  const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  if (verdict.type === 'greet') {
    response.writeHead(303, {
      ...plain,
      'set-cookie': verdict.cookie,
      location: verdict.location,
      'referrer-policy': 'no-referrer',
    });
    response.end();
    return;
  }
  // What follows the headers of a refused upload is not read.
  response.writeHead(verdict.status, { ...plain, connection: 'close' });
  response.end(`${verdict.message}\n`);
}

async function answer(respond: Respond, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  try {
    const result = await respond(webRequest(request, gone.signal));
    response.writeHead(result.status, Object.fromEntries(result.headers));
    if (result.body === null) response.end();
    else await pipeline(result.body, response);
  } catch {
    // The browser left, or the file did, in the middle: the length it was told shows it.
    response.destroy();
  }
}

function webRequest(request: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  const method = request.method ?? 'GET';
  const url = requestUrl(request.url) ?? 'http://127.0.0.1/';
  if (method !== 'POST') return new Request(url, { method, headers, signal });
  const init: RequestInit & { duplex: 'half' } = { method, headers, signal, body: bodyOf(request), duplex: 'half' };
  return new Request(url, init);
}

/** The body as it arrives; the browser is slowed down to the pace of the reader. */
function bodyOf(request: IncomingMessage): ReadableStream<Uint8Array<ArrayBuffer>> {
  const chunks: AsyncIterator<Uint8Array<ArrayBuffer>> = request[Symbol.asyncIterator]();
  return new ReadableStream(
    {
      pull: async (controller) => {
        const { done, value } = await chunks.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => void request.destroy(),
    },
    { highWaterMark: 1 },
  );
}
