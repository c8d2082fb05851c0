import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { WebSocketServer, type WebSocket } from 'ws';
import { strict } from './strict.ts';

export type PageHandler = (request: Request) => Response | Promise<Response>;

/** What `app://archive/` answers, as HTTP for a real Chromium, and the window's ports as WebSockets. Gives the origin. */
export function openServer(
  handler: () => PageHandler | null,
  connected: (channel: string, port: object) => void,
): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      const handle = handler();
      const answer = handle === null ? new Response(null, { status: 404 }) : await handle(await appRequest(request));
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      connected(new URL(request.url ?? '/', 'http://x').searchParams.get('channel') ?? '', portOf(webSocket));
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') resolve(`http://archive.localhost:${address.port}`);
    });
  });
}

/** Main's end of a window's channel. */
function portOf(socket: WebSocket): object {
  const port = new EventEmitter();
  const early: string[] = [];
  let started = false;
  socket.on('message', (data, isBinary) => {
    const text = isBinary || !Buffer.isBuffer(data) ? '' : data.toString('utf8');
    if (started) port.emit('message', { data: text, ports: [] });
    else early.push(text);
  });
  socket.on('close', () => port.emit('close'));
  return strict('MessagePortMain', {
    on: (event: string, listener: (...args: unknown[]) => void) => port.on(event, listener),
    start: () => {
      started = true;
      for (const data of early.splice(0)) port.emit('message', { data, ports: [] });
    },
    postMessage: (message: unknown) => {
      if (typeof message !== 'string') throw new Error('This port carries text.');
      if (socket.readyState === socket.OPEN) socket.send(message);
    },
    close: () => socket.close(),
  });
}

/** The request as Electron would hand it to the handler of `app:`. */
async function appRequest(request: IncomingMessage): Promise<Request> {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const body = request.method === 'POST' ? await buffer(request) : null;
  return new Request(`app://archive${request.url ?? '/'}`, { method: request.method ?? 'GET', headers, body });
}
