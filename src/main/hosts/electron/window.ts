import { BrowserWindow, session, shell } from 'electron';

/** The address of the window's page; what it loads and asks stays below it. */
export const home = 'app://archive/';

/** Opens the window: sandboxed, without Node, going nowhere but home. */
export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 860,
    minWidth: 480,
    minHeight: 400,
    show: false,
    backgroundColor: '#17181b',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  window.webContents.on('will-navigate', (event, url) => {
    if (!url.startsWith(home)) event.preventDefault();
  });
  window.webContents.setWindowOpenHandler(({ url }) => {
    if (/^(?:https?|mailto):/.test(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
  void window.loadURL(home);
  return window;
}

/** Camera, location, notifications and the like: the window needs the clipboard for writing and nothing else. */
export function denyPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, grant) =>
    grant(permission === 'clipboard-sanitized-write'),
  );
}
