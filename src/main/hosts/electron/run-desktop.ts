import { app, BrowserWindow, dialog, ipcMain, protocol } from 'electron';
import { createApp, type App } from '../../app.ts';
import type { Places } from '../../places.ts';
import { archiveDir } from '../../archive-dir.ts';
import { electronHost } from './host.ts';
import { mainPort } from './port.ts';
import { denyPermissions, home, openWindow } from './window.ts';

/**
 * The desktop program. `--archive=DIR` names the archive. A second start shows the window of the first. Call before Electron is ready:
 * schemes cannot be registered later.
 */
export async function runDesktop(places: Places, preload: string): Promise<void> {
  if (!app.requestSingleInstanceLock()) return app.quit();
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ]);
  await app.whenReady();
  const archive = await open(places);
  if (archive === null) return app.exit(1);

  denyPermissions();
  protocol.handle('app', (request) => {
    const isHome = request.url.startsWith(home);
    return isHome ? archive.respond(request) : new Response(null, { status: 404 });
  });
  ipcMain.on('polylogue:connect', (event) => {
    const [port] = event.ports;
    if (port === undefined) return;
    // Only the window's own page: no frame in it, no page from elsewhere.
    const isOurs = event.senderFrame?.parent === null && event.senderFrame.url.startsWith(home);
    if (isOurs) archive.connect(mainPort(port));
    else port.close();
  });

  openWindow(preload);
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows();
    if (window === undefined) {
      openWindow(preload);
      return;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(preload);
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void archive.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
}

async function open(places: Places): Promise<App | null> {
  const asked = process.argv.find((argument) => argument.startsWith('--archive='))?.slice('--archive='.length);
  const dir = archiveDir(asked);
  try {
    return await createApp({ host: electronHost, dir, ...places });
  } catch (error) {
    dialog.showErrorBox(
      'Polylogue cannot open the archive',
      `${error instanceof Error ? error.message : String(error)}\n\n${dir}`,
    );
    return null;
  }
}
