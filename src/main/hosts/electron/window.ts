import { BrowserWindow, nativeTheme, screen, session, shell } from 'electron';
import { openingOf, smallest } from './placement.ts';
import type { SettingsFile } from './settings.ts';

/** The address of the window's page; what it loads and asks stays below it. */
export const home = 'app://archive/';

/** The colour behind the page until it is drawn, by theme: `--chrome` of the renderer's tokens. */
const background = { light: '#f4f3f0', dark: '#17191a' } as const;

/** Opens a window: sandboxed, without Node, going nowhere but home. It opens where the last one was closed. */
export function openWindow(preload: string, settings: SettingsFile): BrowserWindow {
  const isFirst = BrowserWindow.getAllWindows().length === 0;
  const saved = settings.read().window;
  const { x, y, width, height } = openingOf(
    saved,
    screen.getAllDisplays().map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    // A second window does not cover the first.
    ...(isFirst && x !== undefined && y !== undefined && { x, y }),
    width,
    height,
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => {
    if (isFirst && saved?.maximised === true) window.maximize();
    if (isFirst && saved?.fullScreen === true) window.setFullScreen(true);
    window.show();
  });
  window.on('close', () => {
    settings.change({
      window: { ...window.getNormalBounds(), maximised: window.isMaximized(), fullScreen: window.isFullScreen() },
    });
  });
  stayHome(window);
  void window.loadURL(home);
  return window;
}

/** No page and no frame of the window goes elsewhere; a link that is clicked opens in the browser. */
function stayHome({ webContents }: BrowserWindow): void {
  webContents.on('will-frame-navigate', (event) => {
    if (!event.url.startsWith(home)) event.preventDefault();
  });
  webContents.setWindowOpenHandler(({ url }) => {
    if (isForBrowser(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
}

/** Web pages and letters; never a program, a file or another app's scheme. */
function isForBrowser(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:', 'mailto:'].includes(new URL(url).protocol);
}

/** Camera, location, notifications and the like: the window needs the clipboard for writing and nothing else. */
export function denyPermissions(): void {
  const isGiven = (permission: string): boolean => permission === 'clipboard-sanitized-write';
  session.defaultSession.setPermissionRequestHandler((_contents, permission, grant) => grant(isGiven(permission)));
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => isGiven(permission));
}

/** Brings a window to the front, if there is one. */
export function showWindow(): BrowserWindow | null {
  const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0];
  if (window === undefined) return null;
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  return window;
}
