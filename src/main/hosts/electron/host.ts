import { dialog, shell, utilityProcess, type OpenDialogOptions } from 'electron';
import { existsSync } from 'node:fs';
import { basename, isAbsolute, resolve } from 'node:path';
import { ArchiveError } from '../../../shared/errors.ts';
import { workEnvironment, type Host, type WorkProcess } from '../../host.ts';
import { words } from './words.ts';

/** What only the desktop can do: processes of Electron's, the system's dialogues, another archive. */
export function electronHost(openArchive: NonNullable<Host['openArchive']>): Host {
  return { kind: 'desktop', startProcess, choosePaths, showInFolder, openArchive };
}

const dialogs: Readonly<Record<Parameters<NonNullable<Host['choosePaths']>>[0], OpenDialogOptions>> = {
  files: {
    title: words.filesTitle,
    buttonLabel: words.import,
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: words.exports, extensions: ['zip', 'json', 'jsonl', 'html', 'md', 'txt', 'db', 'sqlite', 'vscdb'] },
      { name: words.allFiles, extensions: ['*'] },
    ],
  },
  folder: { title: words.folderTitle, buttonLabel: words.import, properties: ['openDirectory'] },
  'export-folder': {
    title: words.exportTitle,
    buttonLabel: words.choose,
    properties: ['openDirectory', 'createDirectory'],
  },
  'archive-folder': {
    title: words.archiveTitle,
    buttonLabel: words.choose,
    properties: ['openDirectory', 'createDirectory'],
  },
};

/** The system's dialogue for files or a folder; no paths when it was dismissed. */
export async function choosePaths(what: keyof typeof dialogs): Promise<readonly string[]> {
  const { canceled, filePaths } = await dialog.showOpenDialog(dialogs[what]);
  return canceled ? [] : filePaths;
}

async function showInFolder(path: string): Promise<void> {
  if (!isAbsolute(path) || !existsSync(path)) throw new ArchiveError('NotFound', words.pathGone(path));
  shell.showItemInFolder(resolve(path));
}

function startProcess(entry: string): WorkProcess {
  const child = utilityProcess.fork(entry, [], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: workEnvironment(),
    serviceName: `polylogue ${basename(entry)}`,
  });
  return {
    // Known once it has started.
    get pid() {
      return child.pid;
    },
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a process, not a window
    post: (message) => child.postMessage(message),
    listen: (message, exited) => {
      child.on('message', message);
      child.on('exit', (code) => exited(code));
    },
    end: () => void child.kill(),
  };
}
