import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type Electron from 'electron';
import { WebSocketServer, type WebSocket } from 'ws';
import { strict } from './strict.ts';

/**
 * Electron's main process as far as `src/main/hosts/electron` uses it, in Node. The window is a page of a real Chromium that the test
 * opens: what `app://archive/` would answer is served on `http://archive.localhost:PORT/` by the very handler that the host registered,
 * and the preload's `MessagePort` is a WebSocket. The process that started this one is told where (`{ type: 'window', url, preload }`).
 */
const told = (message: object): void => void process.send?.(message);
const events = new EventEmitter();
const windows: FakeWindow[] = [];
let handler: ((request: Request) => Response | Promise<Response>) | null = null;
let origin = '';

export const app = strict('app', {
  requestSingleInstanceLock: () => true,
  whenReady: () => ready,
  quit: () => {
    let prevented = false;
    events.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (!prevented) process.exit(0);
  },
  exit: (code?: number) => process.exit(code),
  on: (event: string, listener: (...args: unknown[]) => void) => events.on(event, listener),
}) satisfies Members<Electron.App>;

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => {
    if (isReady) throw new Error('Schemes are registered before Electron is ready.');
    told({ type: 'schemes', schemes });
  },
  handle: (scheme: string, handle: (request: Request) => Response | Promise<Response>) => {
    if (scheme !== 'app') throw new Error(`No scheme ${scheme} was registered.`);
    handler = handle;
  },
}) satisfies Members<Electron.Protocol>;

export const ipcMain = strict('ipcMain', {
  on: (channel: string, listener: (...args: unknown[]) => void) => events.on(`ipc ${channel}`, listener),
}) satisfies Members<Electron.IpcMain>;

export const dialog = strict('dialog', {
  showErrorBox: (title: string, content: string) => told({ type: 'error', title, content }),
}) satisfies Members<Electron.Dialog>;

export const shell = strict('shell', {
  openExternal: async (url: string) => told({ type: 'external', url }),
}) satisfies Members<Electron.Shell>;

export const session = strict('session', {
  defaultSession: strict('session.defaultSession', {
    setPermissionRequestHandler: (
      handle: ((contents: Electron.WebContents, permission: 'media', grant: (granted: boolean) => void) => void) | null,
    ) => told({ type: 'permissions', denied: handle !== null }),
  }),
});

export const utilityProcess = strict('utilityProcess', { fork: forkUtility });

class FakeWindow implements Pick<Electron.BrowserWindow, 'show' | 'isMinimized' | 'restore' | 'focus' | 'loadURL'> {
  readonly webContents = strict('BrowserWindow.webContents', {
    on: (event: string, listener: (...args: unknown[]) => void) => events.on(`contents ${event}`, listener),
    setWindowOpenHandler: (handle: (details: { url: string }) => { action: 'deny' }) => void events.on('open', handle),
  });

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    const { sandbox, contextIsolation, nodeIntegration, preload } = options.webPreferences ?? {};
    told({ type: 'preferences', sandbox, contextIsolation, nodeIntegration });
    this.preload = preload ?? '';
    windows.push(this);
  }
  private readonly preload: string;

  static getAllWindows(): FakeWindow[] {
    return windows;
  }

  once(_event: 'ready-to-show', listener: () => void): this {
    events.once('ready-to-show', listener);
    return this;
  }

  show(): void {
    told({ type: 'shown' });
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}

  focus(): void {}

  async loadURL(url: string): Promise<void> {
    const { pathname, search, hash } = new URL(url);
    told({ type: 'window', url: `${origin}${pathname}${search}${hash}`, preload: this.preload });
    events.emit('ready-to-show');
  }
}
export const BrowserWindow = new Proxy(FakeWindow, {
  construct: (target, args: ConstructorParameters<typeof FakeWindow>) => strict('BrowserWindow', new target(...args)),
});

/** Members that are there have Electron's types; `on` has too many to be written again. */
type Members<Whole> = Partial<Omit<Whole, 'on'>> & {
  readonly on?: (event: string, listener: (...args: unknown[]) => void) => unknown;
};

function forkUtility(entry: string, args: string[] = [], options: Electron.ForkOptions = {}): FakeUtility {
  const register = new URL('./register-utility.ts', import.meta.url).href;
  const stderr = Array.isArray(options.stdio) && options.stdio[2] === 'inherit' ? 'inherit' : 'ignore';
  const child = fork(entry, args, {
    execArgv: ['--import', register],
    stdio: ['ignore', 'ignore', stderr, 'ipc'],
    serialization: 'advanced',
  });
  told({ type: 'utility', entry, pid: child.pid });
  return strict('UtilityProcess', new FakeUtility(child));
}

class FakeUtility implements Pick<Electron.UtilityProcess, 'pid' | 'postMessage' | 'kill'> {
  private readonly child: ChildProcess;

  constructor(child: ChildProcess) {
    this.child = child;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  postMessage(message: unknown): void {
    if (this.child.connected) this.child.send(message as object, () => {});
  }

  on(event: 'message' | 'exit', listener: (value: never) => void): this {
    this.child.on(event, listener as (value: unknown) => void);
    return this;
  }

  kill(): boolean {
    return this.child.kill();
  }
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

const server = createServer((request, response) => {
  void (async () => {
    const answer = handler === null ? new Response(null, { status: 404 }) : await handler(await appRequest(request));
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  })();
});
const sockets = new WebSocketServer({ noServer: true });
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    const channel = new URL(request.url ?? '/', 'http://x').searchParams.get('channel') ?? '';
    const senderFrame = { url: 'app://archive/', parent: null };
    events.emit(`ipc ${channel}`, { senderFrame, ports: [portOf(webSocket)] }, null);
  });
});

/** The request as Electron would hand it to the handler of `app:`. */
async function appRequest(request: IncomingMessage): Promise<Request> {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const body = request.method === 'POST' ? await buffer(request) : null;
  return new Request(`app://archive${request.url ?? '/'}`, { method: request.method ?? 'GET', headers, body });
}

let isReady = false;
// As in Electron: ready comes only after the main bundle has been evaluated, so awaiting it at the top level would hang here too.
const ready = new Promise<void>((resolve) => {
  setImmediate(() => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (address !== null && typeof address === 'object') origin = `http://archive.localhost:${address.port}`;
      isReady = true;
      resolve();
    });
  });
});

process.on('message', (message) => {
  if (message === 'quit') events.emit('window-all-closed');
  if (typeof message === 'object' && message !== null && 'navigate' in message) {
    let prevented = false;
    events.emit('contents will-navigate', { preventDefault: () => (prevented = true) }, message.navigate);
    told({ type: 'navigation', url: message.navigate, prevented });
  }
});
process.on('disconnect', () => process.exit(1));
