import { BrowserWindow, dialog, Notification } from 'electron';
import type { JobProgress } from '../../../shared/contract.ts';
import type { ArchiveError } from '../../../shared/errors.ts';
import { choosePaths } from './host.ts';
import { home, showWindow } from './window.ts';
import type { Bar } from './work-follower.ts';
import { words } from './words.ts';

/** Shows how far the work is, on the task bar or the dock. */
export function showBar({ value, mode }: Bar): void {
  for (const window of BrowserWindow.getAllWindows()) window.setProgressBar(value, { mode });
}

/** Kept while they are shown: a notification that is garbage hears no click. */
const notices = new Set<Notification>();

/** Says that an import has ended; a click shows its receipt. */
export function notifyEnd(job: JobProgress): void {
  if (!Notification.isSupported()) return;
  const titles = { done: words.importEnded, failed: words.importFailed, cancelled: words.importCancelled };
  const title = job.state === 'failed' || job.state === 'cancelled' ? titles[job.state] : titles.done;
  const notice = new Notification({
    title,
    body: job.error ?? words.added(job.label, job.tally?.conversations.added ?? 0),
  });
  notices.add(notice);
  notice.on('click', () => {
    notices.delete(notice);
    const window = showWindow();
    if (job.runId !== null) void window?.loadURL(`${home}?import=${job.runId}`);
  });
  notice.on('close', () => notices.delete(notice));
  notice.show();
}

/** Says something that needs no choice; the program goes on meanwhile. */
export function say(message: string, detail: string): void {
  void dialog.showMessageBox({ type: 'warning', message, detail });
}

/** Says why an archive cannot be opened. The folder to try next, or null to quit. */
export async function askForArchive(dir: string, reason: ArchiveError): Promise<string | null> {
  for (;;) {
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: words.cannotOpen,
      detail: words.reasonAt(reason.message, dir),
      buttons: [words.tryAgain, words.openAnother, words.quit],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    });
    if (response === 0) return dir;
    if (response !== 1) return null;
    const [chosen] = await choosePaths('archive-folder');
    if (chosen !== undefined) return chosen;
  }
}
