import { app, BrowserWindow, ipcMain, Menu, protocol } from 'electron';
import { z } from 'zod';
import type { CommandId } from '../../../shared/commands.ts';
import { ArchiveError, toArchiveError } from '../../../shared/errors.ts';
import { createApp, type Connected } from '../../app.ts';
import { archiveDir, settingsFile } from '../../archive-dir.ts';
import type { Places } from '../../places.ts';
import type { Respond } from '../../respond.ts';
import { createArchives } from './archives.ts';
import { earlyRespond } from './early-respond.ts';
import { electronHost } from './host.ts';
import { menuTemplate } from './menu.ts';
import { askForArchive, notifyEnd, say, showBar } from './notices.ts';
import { mainPort } from './port.ts';
import { settingsIn } from './settings.ts';
import { startOf } from './start.ts';
import { denyPermissions, home, openWindow, showWindow } from './window.ts';
import { followWork } from './work-follower.ts';
import { words } from './words.ts';

/** What a second start hands to the first. */
const handed = z.object({ files: z.array(z.string()) });

/**
 * The desktop program. `--archive=DIR` names the archive, other arguments files to import. A second start shows the window of the
 * first and gives it its files. Call before Electron is ready: schemes cannot be registered later.
 */
export async function runDesktop(places: Places, preload: string): Promise<void> {
  const start = startOf(process.argv.slice(1), process.cwd(), app.getAppPath());
  if (!app.requestSingleInstanceLock({ files: start.files })) return app.quit();
  // Windows shows notifications of programs that say who they are.
  app.setAppUserModelId('io.polylogue.app');
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true } },
  ]);

  const asked = archiveDir(start.archive);
  const settings = settingsIn(settingsFile());
  const remembered = settings.read().archive;
  const work = followWork({
    show: showBar,
    notify: notifyEnd,
    isLookedAt: () => BrowserWindow.getFocusedWindow() !== null,
    now: () => performance.now(),
  });
  let isFirst = true;
  const archives = createArchives({
    create: async (dir) => {
      // A disk that is not connected must not look like an archive that is empty.
      if (isFirst && dir === remembered && !(await holdsArchive(dir))) throw new ArchiveError('NotFound', words.notThere);
      return createApp({ host, dir, ...places });
    },
    ask: askForArchive,
    opened: (open, dir) => {
      work.reset();
      open.on('job', work.job);
      if (!isFirst || dir !== asked) settings.change({ archive: dir });
      if (!isFirst) for (const window of BrowserWindow.getAllWindows()) void window.loadURL(home);
      isFirst = false;
    },
    moving: (part) => showBar(part === null ? { value: -1, mode: 'none' } : { value: part, mode: 'normal' }),
    moved: (dir, reason, left) => {
      if (reason !== null) say(words.notMoved, words.notMovedStill(reason.message, dir));
      else if (left !== null) say(words.leftBehind, words.leftBehindAt(left));
    },
  });
  const host = electronHost(archives.change);

  const importFiles = async (files: readonly string[]): Promise<void> => {
    if (files.length === 0) return;
    try {
      const { handlers } = await archives.current();
      await handlers.import({ inputs: files.map((path) => ({ path })) });
    } catch (error) {
      say(words.notImported, toArchiveError(error).message);
    }
  };
  let comeForward = (): void => {};
  // On a Mac: opened with Polylogue, or dropped on the dock; also before the window is there.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    comeForward();
    void importFiles([path]);
  });
  void importFiles(start.files);

  await app.whenReady();
  denyPermissions();
  protocol.handle('app', answerApp(earlyRespond(places.renderer, archives.current)));

  /** How each window is told of a command, by the id of its page. */
  const connected = new Map<number, Connected>();
  ipcMain.on('polylogue:connect', (event) => {
    const [port] = event.ports;
    if (port === undefined) return;
    const { sender, senderFrame } = event;
    // Only the window's own page: no frame in it, no page from elsewhere.
    const isOurs = senderFrame?.parent === null && senderFrame.url.startsWith(home);
    if (!isOurs) return port.close();
    const end = mainPort(port);
    void archives.current().then((open) => connected.set(sender.id, open.connect(end)));
  });

  const open = (): void => {
    const window = openWindow(preload, settings);
    const { id } = window.webContents;
    window.on('focus', work.seen);
    window.on('closed', () => connected.delete(id));
  };
  const run = (id: CommandId): void => {
    const window = showWindow();
    if (window === null) open();
    else connected.get(window.webContents.id)?.command(id);
  };
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(menuTemplate({ platform: process.platform, tools: !app.isPackaged, run, newWindow: open })),
  );

  open();
  comeForward = () => {
    if (showWindow() === null) open();
  };
  app.on('second-instance', (_event, _args, _cwd, data) => {
    comeForward();
    const given = handed.safeParse(data);
    if (given.success) void importFiles(given.data.files);
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) open();
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let closed = false;
  app.on('before-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    void archives.close().finally(() => {
      closed = true;
      app.quit();
    });
  });
  if (!(await archives.open(asked))) app.quit();
}

async function holdsArchive(dir: string): Promise<boolean> {
  const { targetOf } = await import('../../move-archive.ts');
  return (await targetOf(dir)) === 'archive';
}

/** Answers `app://archive/…` and nothing else. */
function answerApp(respond: Respond): Respond {
  return async (request) => (request.url.startsWith(home) ? respond(request) : new Response(null, { status: 404 }));
}
