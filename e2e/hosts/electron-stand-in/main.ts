import { fork, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import { openServer, type PageHandler } from './server.ts';
import { strict } from './strict.ts';

/**
 * Electron's main process as far as `src/main/hosts/electron` uses it, in Node. The window is a page of a real Chromium that the test
 * opens: what `app://archive/` would answer is served on `http://archive.localhost:PORT/` by the very handler that the host registered,
 * and the preload's `MessagePort` is a WebSocket. The process that started this one is told what happens, and says what a person does
 * (`orders.ts`).
 */
const told = (message: object): void => void process.send?.(message);
const events = new EventEmitter();
/** What happens to the whole program; `orders.ts` makes it happen. */
export const fake = {
  events,
  /** What the person does in the next dialogues. */
  chosen: new Array<readonly string[]>(),
  pressed: new Array<number>(),
  notices: new Array<EventEmitter>(),
  menu: new Array<Electron.MenuItemConstructorOptions>(),
  windows: new Array<FakeWindow>(),
  focused: true,
};
let handler: PageHandler | null = null;
let origin = '';

/** Members that are there have Electron's types; `on` has too many to be written again. */
type Members<Whole> = Partial<Omit<Whole, 'on' | 'once'>> & { readonly on?: Listen; readonly once?: Listen };
type Listen = (event: string, listener: (...args: never[]) => void) => unknown;
const listenTo =
  (emitter: EventEmitter): Listen =>
  (event, listener) =>
    emitter.on(event, listener as (...args: unknown[]) => void);

export const app = strict('app', {
  isPackaged: false,
  getAppPath: () => process.argv[1] ?? '',
  setAppUserModelId: (id: string) => told({ type: 'appUserModelId', id }),
  requestSingleInstanceLock: (data?: Record<string, unknown>) => {
    told({ type: 'lock', data });
    return process.env['STAND_IN_IS_SECOND'] === undefined;
  },
  whenReady: () => ready,
  quit: () => {
    let prevented = false;
    events.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (prevented) return;
    for (const window of fake.windows.slice()) window.close();
    process.exit(0);
  },
  on: listenTo(events),
} satisfies Members<Electron.App>);

export const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (schemes: Electron.CustomScheme[]) => {
    if (isReady) throw new Error('Schemes are registered before Electron is ready.');
    told({ type: 'schemes', schemes });
  },
  handle: (scheme: string, handle: PageHandler) => {
    if (scheme !== 'app') throw new Error(`No scheme ${scheme} was registered.`);
    handler = handle;
  },
} satisfies Members<Electron.Protocol>);

export const ipcMain = strict('ipcMain', {
  on: (channel: string, listener: (...args: never[]) => void) => listenTo(events)(`ipc ${channel}`, listener),
} satisfies Members<Electron.IpcMain>);

export const dialog = strict('dialog', {
  showOpenDialog: async (first: Electron.BaseWindow | Electron.OpenDialogOptions, second?: Electron.OpenDialogOptions) => {
    const options = second ?? first;
    const filePaths = [...(fake.chosen.shift() ?? [])];
    told({ type: 'open dialog', options, filePaths });
    return { canceled: filePaths.length === 0, filePaths };
  },
  showMessageBox: async (first: Electron.BaseWindow | Electron.MessageBoxOptions, second?: Electron.MessageBoxOptions) => {
    const options = second ?? (first as Electron.MessageBoxOptions);
    const response = fake.pressed.shift() ?? options.cancelId ?? 0;
    told({ ...options, type: 'message box', kind: options.type, response });
    return { response, checkboxChecked: false };
  },
} satisfies Members<Electron.Dialog>);

export const shell = strict('shell', {
  openExternal: async (url: string) => told({ type: 'external', url }),
  showItemInFolder: (path: string) => told({ type: 'shown in folder', path }),
} satisfies Members<Electron.Shell>);

export const nativeTheme = strict('nativeTheme', {
  shouldUseDarkColors: process.env['STAND_IN_IS_DARK'] !== undefined,
} satisfies Members<Electron.NativeTheme>);

const area = { x: 0, y: 0, width: 1600, height: 1000 };
export const screen = strict('screen', {
  getAllDisplays: () => [
    strict('Display', { workArea: area } satisfies Members<Electron.Display>) as unknown as Electron.Display,
  ],
} satisfies Members<Electron.Screen>);

export const session = strict('session', {
  defaultSession: strict('session.defaultSession', {
    setPermissionRequestHandler: (
      handle: ((contents: Electron.WebContents, permission: 'media', grant: (granted: boolean) => void) => void) | null,
    ) => told({ type: 'permissions', denied: handle !== null }),
    setPermissionCheckHandler: (handle: ((contents: Electron.WebContents | null, permission: string) => boolean) | null) =>
      told({ type: 'permission checks', denied: handle?.(null, 'media') === false }),
  }),
});

export const Menu = strict('Menu', {
  buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) =>
    strict('Menu', { template }) as unknown as Electron.Menu,
  setApplicationMenu: (menu: Electron.Menu | null) => {
    const { template } = menu as unknown as { template: Electron.MenuItemConstructorOptions[] };
    fake.menu = template.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []));
    told({
      type: 'menu',
      menus: template.map(({ label, role }) => label ?? role),
      items: fake.menu.map(({ id, label, role, accelerator, registerAccelerator }) => ({
        id,
        label,
        role,
        accelerator,
        registerAccelerator,
      })),
    });
  },
} satisfies Partial<typeof Electron.Menu>);

class FakeNotification extends EventEmitter {
  constructor(options: Electron.NotificationConstructorOptions) {
    super();
    this.options = options;
  }
  private readonly options: Electron.NotificationConstructorOptions;

  static isSupported(): boolean {
    return true;
  }

  show(): void {
    fake.notices.push(this);
    told({ type: 'notification', ...this.options });
  }
}
export const Notification = asClass('Notification', FakeNotification);

export const utilityProcess = strict('utilityProcess', {
  fork: (entry: string, args: string[] = [], options: Electron.ForkOptions = {}) =>
    forkUtility(entry, args, options) as unknown as Electron.UtilityProcess,
} satisfies Members<typeof Electron.utilityProcess>);

let lastContents = 0;
class FakeWindow
  extends EventEmitter
  implements Partial<Pick<Electron.BrowserWindow, 'show' | 'getNormalBounds' | 'setProgressBar'>>
{
  readonly contents = new EventEmitter();
  private bounds: Electron.Rectangle;
  private maximised = false;
  private fullScreen = false;
  private readonly preload: string;
  readonly webContents: { readonly id: number };

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super();
    const { x, y, width = 800, height = 600, backgroundColor, show } = options;
    const { sandbox, contextIsolation, nodeIntegration, preload } = options.webPreferences ?? {};
    told({ type: 'preferences', sandbox, contextIsolation, nodeIntegration });
    told({ type: 'opened', x, y, width, height, backgroundColor, show });
    this.bounds = { x: x ?? 160, y: y ?? 70, width, height };
    this.preload = preload ?? '';
    this.webContents = strict('BrowserWindow.webContents', {
      id: ++lastContents,
      on: listenTo(this.contents),
      setWindowOpenHandler: (handle: (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse) =>
        void this.contents.on('open', handle),
    } satisfies Members<Electron.WebContents>);
    fake.windows.push(this);
  }

  static getAllWindows(): FakeWindow[] {
    return fake.windows.map((window) => strict('BrowserWindow', window));
  }

  static getFocusedWindow(): FakeWindow | null {
    const window = fake.focused ? fake.windows.at(-1) : undefined;
    return window === undefined ? null : strict('BrowserWindow', window);
  }

  show(): void {
    told({ type: 'shown' });
  }

  focus(): void {
    fake.focused = true;
    told({ type: 'focused' });
    this.emit('focus');
  }

  maximize(): void {
    this.maximised = true;
    told({ type: 'maximised' });
  }

  setFullScreen(flag: boolean): void {
    this.fullScreen = flag;
  }

  /** What the person did with the window. */
  place(bounds: Electron.Rectangle, maximised: boolean): void {
    this.bounds = bounds;
    this.maximised = maximised;
  }

  isMaximized(): boolean {
    return this.maximised;
  }

  isFullScreen(): boolean {
    return this.fullScreen;
  }

  isMinimized(): boolean {
    return false;
  }

  restore(): void {}

  getNormalBounds(): Electron.Rectangle {
    return this.bounds;
  }

  setProgressBar(value: number, options?: Electron.ProgressBarOptions): void {
    told({ type: 'progress', value, mode: options?.mode });
  }

  close(): void {
    this.emit('close', {});
    fake.windows.splice(fake.windows.indexOf(this), 1);
    this.emit('closed');
    if (fake.windows.length === 0) events.emit('window-all-closed');
  }

  async loadURL(url: string): Promise<void> {
    const { pathname, search, hash } = new URL(url);
    told({ type: 'window', url: `${origin}${pathname}${search}${hash}`, preload: this.preload });
    this.emit('ready-to-show');
  }
}
export const BrowserWindow = asClass('BrowserWindow', FakeWindow);

/** A class whose objects and own members are as strict as the rest. */
function asClass<Class extends new (options: never) => object>(name: string, fakeClass: Class): Class {
  return new Proxy(fakeClass, {
    construct: (target, args: [never]) => strict(name, new target(...args)),
    get: (target, key, receiver) => {
      if (typeof key === 'symbol' || key in target) return Reflect.get(target, key, receiver) as unknown;
      throw new Error(`The stand-in knows no electron.${name}.${key}: add it, with what it cannot prove.`);
    },
  });
}

function forkUtility(entry: string, args: string[], options: Electron.ForkOptions): FakeUtility {
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

let isReady = false;
// As in Electron: ready comes only after the main bundle has been evaluated, so awaiting it at the top level would hang here too.
const ready = new Promise<void>((resolve) => {
  setImmediate(() => {
    const opening = openServer(
      () => handler,
      (channel, port) => {
        const sender = { id: fake.windows.at(-1)?.webContents.id };
        events.emit(`ipc ${channel}`, { sender, senderFrame: { url: 'app://archive/', parent: null }, ports: [port] }, null);
      },
    );
    void (async () => {
      origin = await opening;
      isReady = true;
      resolve();
    })();
  });
});

process.on('disconnect', () => process.exit(1));
