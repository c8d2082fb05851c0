import { _electron } from '@playwright/test';
import type Electron from 'electron';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { environmentIn, type Desktop, type LaunchOptions, type Order, type Told } from './desktop.ts';

const root = join(import.meta.dirname, '../..');
const electron = join(root, 'node_modules/electron');

/** Electron's program where it is unpacked; null where only the npm package is. Nothing is downloaded. */
export function runtimePath(): string | null {
  try {
    const path = join(electron, 'dist', readFileSync(join(electron, 'path.txt'), 'utf8'));
    return existsSync(path) ? path : null;
  } catch {
    return null;
  }
}

/** The built app in real Electron, by the same orders as the stand-in takes. */
export async function launchElectron(executablePath: string, options: LaunchOptions): Promise<Desktop> {
  const started = performance.now();
  const args = [
    root,
    `--user-data-dir=${join(options.data, 'electron')}`,
    ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ...(options.archive === undefined ? [] : [`--archive=${options.archive}`]),
    ...(options.args ?? []),
  ];
  const inherited = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  const env = {
    ...Object.fromEntries(inherited),
    POLYLOGUE_ARCHIVE: '',
    ...environmentIn(options.data),
    ...options.env,
  };
  const app = await _electron.launch({ executablePath, args, env });
  const page = await app.firstWindow();
  await page.waitForLoadState();
  const startMs = performance.now() - started;
  await app.evaluate(record);
  const child = app.process();
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));

  const told: Told[] = [];
  const until: Desktop['until'] = async (type, matches = () => true) => {
    for (let tries = 0; tries < 300; tries++) {
      told.push(...(await app.evaluate(() => (globalThis as unknown as Recorded).polylogueTold.splice(0))));
      const found = told.find((one) => one.type === type && matches(one));
      if (found !== undefined) return found;
      await pause(100);
    }
    throw new Error(`The desktop did not say “${type}”: ${told.map((one) => one.type).join(', ')}`);
  };
  return {
    kind: 'electron',
    url: 'app://archive/',
    page,
    startMs,
    told,
    until,
    tell: async (order) => {
      if (order.do === 'second start') spawn(executablePath, [...args.slice(0, 2), ...order.files], { env, stdio: 'ignore' });
      else if (order.do === 'navigate') {
        await page.evaluate((url) => location.assign(url), order.url);
        await pause(500);
        const prevented = page.url().startsWith('app://archive/');
        told.push({ type: 'navigation', url: order.url, prevented });
      } else if (order.do === 'open link') {
        await page.evaluate((url) => void window.open(url), order.url);
        told.push({ type: 'link', url: order.url, actions: app.windows().length === 1 ? ['deny'] : ['allow'] });
      } else await app.evaluate(obey, order);
    },
    ended,
    close: async () => {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().forEach((one) => one.close())).catch(() => {});
      // On a Mac the program stays when its last window is closed.
      if (process.platform === 'darwin') await app.evaluate(({ app: program }) => program.quit()).catch(() => {});
      return ended;
    },
  };
}

interface Recorded {
  polylogueTold: Told[];
  polylogueChosen: (readonly string[])[];
  polyloguePressed: number[];
}

/** Runs in Electron's main process: writes down what the host does from now on, and what it did before as far as that can be seen. */
function record({ BrowserWindow, Menu, dialog, shell }: typeof Electron): void {
  const recorded = Object.assign(globalThis as unknown as Recorded, {
    polylogueTold: [],
    polylogueChosen: [],
    polyloguePressed: [],
  });
  const tell = (one: Told): void => void recorded.polylogueTold.push(one);
  const menu = Menu.getApplicationMenu();
  tell({
    type: 'menu',
    menus: menu?.items.map(({ label }) => label),
    items: menu?.items
      .flatMap(({ submenu }) => submenu?.items ?? [])
      .map(({ id, label, role, accelerator }) => ({ id, label, role, accelerator })),
  });
  for (const window of BrowserWindow.getAllWindows()) {
    tell({ type: 'opened', ...window.getNormalBounds() });
    if (window.isMaximized()) tell({ type: 'maximised' });
    const setProgressBar = window.setProgressBar.bind(window);
    window.setProgressBar = (value, options) => {
      tell({ type: 'progress', value, mode: options?.mode });
      setProgressBar(value, options);
    };
    window.on('focus', () => tell({ type: 'focused' }));
  }
  Object.assign(dialog, {
    showOpenDialog: (options: Electron.OpenDialogOptions) => {
      const filePaths = recorded.polylogueChosen.shift() ?? [];
      tell({ type: 'open dialog', options, filePaths });
      return Promise.resolve({ canceled: filePaths.length === 0, filePaths });
    },
    showMessageBox: (options: Electron.MessageBoxOptions) => {
      const response = recorded.polyloguePressed.shift() ?? options.cancelId ?? 0;
      tell({ ...options, type: 'message box', kind: options.type, response });
      return Promise.resolve({ response, checkboxChecked: false });
    },
  });
  Object.assign(shell, {
    openExternal: (url: string) => Promise.resolve(tell({ type: 'external', url })),
    showItemInFolder: (path: string) => tell({ type: 'shown in folder', path }),
  });
}

/** Runs in Electron's main process: does what a person does. */
function obey({ BrowserWindow, Menu, app }: typeof Electron, order: Order): void {
  const recorded = globalThis as unknown as Recorded;
  const [window] = BrowserWindow.getAllWindows();
  if (order.do === 'menu') Menu.getApplicationMenu()?.getMenuItemById(order.id)?.click();
  else if (order.do === 'choose') recorded.polylogueChosen.push(order.paths);
  else if (order.do === 'press') recorded.polyloguePressed.push(order.button);
  else if (order.do === 'place') {
    window?.setBounds(order.bounds);
    if (order.maximised) window?.maximize();
  } else if (order.do === 'open file') app.emit('open-file', { preventDefault: () => {} }, order.path);
  else if (order.do === 'look away') window?.blur();
  else throw new Error(`Real Electron does not do “${order.do}”.`);
}
