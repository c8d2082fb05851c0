import { create } from 'zustand';
import type { ArchiveClient } from '../../shared/contract.ts';
import { isObject, textOf } from '../../shared/json.ts';
import { sentence } from '../archive.ts';
import { watchJob } from '../jobs.ts';
import type { Dropped, FolderFile } from './dropped.ts';

/** Files on their way to the archive's inbox: one entry per drop. */
export interface Upload {
  readonly id: string;
  readonly label: string;
  /** Bytes. */
  readonly done: number;
  /** Bytes; null while a folder is still being walked. */
  readonly total: number | null;
  /** Bytes per second; null until it can be told. */
  readonly rate: number | null;
  readonly error: string | null;
  readonly cancel: () => void;
}

export const useUploads = create<{ readonly uploads: readonly Upload[] }>(() => ({ uploads: [] }));

/** True while files are being sent: leaving the window would break that off. */
export function isUploading(): boolean {
  return useUploads.getState().uploads.some((upload) => upload.error === null);
}

export function forgetUpload(id: string): void {
  useUploads.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.id !== id) }));
}

function update(id: string, patch: Partial<Upload>): void {
  useUploads.setState(({ uploads }) => ({
    uploads: uploads.map((upload) => (upload.id === id ? { ...upload, ...patch } : upload)),
  }));
}

/** Hands what was dropped to the archive: by its paths on the desktop, else by sending it; then asks for the import. */
export async function importDropped(archive: ArchiveClient, dropped: readonly Dropped[]): Promise<void> {
  if (dropped.length === 0) return;
  const desktop = window.polylogue;
  const paths = desktop ? dropped.flatMap((item) => (item.kind === 'file' ? [desktop.pathOf(item.file)] : [])) : [];
  if (desktop && paths.length === dropped.length && paths.every(Boolean)) {
    watchJob((await archive.import({ inputs: paths.map((path) => ({ path })) })).jobId);
    return;
  }
  const id = crypto.randomUUID();
  const controller = new AbortController();
  const [first] = dropped;
  const label = dropped.length === 1 && first ? first.name : `${dropped.length} files and folders`;
  const upload: Upload = { id, label, done: 0, total: null, rate: null, error: null, cancel: () => controller.abort() };
  useUploads.setState(({ uploads }) => ({ uploads: [...uploads, upload] }));
  try {
    const inputs = await send(id, dropped, controller.signal);
    if (inputs.length === 0) throw new Error('There is no file in it.');
    watchJob((await archive.import({ inputs: inputs.map((inbox) => ({ inbox })) })).jobId);
    forgetUpload(id);
  } catch (thrown) {
    if (controller.signal.aborted) forgetUpload(id);
    else update(id, { error: sentence(thrown) });
  }
}

async function send(id: string, dropped: readonly Dropped[], signal: AbortSignal): Promise<readonly string[]> {
  const files: (FolderFile & { readonly drop: string | null })[] = [];
  for (const item of dropped) {
    if (item.kind === 'file') files.push({ path: item.name, file: item.file, drop: null });
    else {
      const drop = crypto.randomUUID();
      for await (const found of item.files()) files.push({ ...found, drop });
    }
  }
  const total = files.reduce((sum, { file }) => sum + file.size, 0);
  update(id, { total });
  const startedAt = performance.now();
  const sent = (done: number): void => {
    const seconds = (performance.now() - startedAt) / 1000;
    update(id, { done, rate: seconds > 0.5 ? done / seconds : null });
  };
  const inputs = new Set<string>();
  let before = 0;
  for (const { path, file, drop } of files) {
    signal.throwIfAborted();
    inputs.add(await post(file, path, drop, signal, (bytes) => sent(before + bytes)));
    before += file.size;
    sent(before);
  }
  return [...inputs];
}

/** Sends one file; `XMLHttpRequest` because `fetch` does not tell how much has gone out. Gives its id in the inbox. */
function post(
  file: File,
  path: string,
  drop: string | null,
  signal: AbortSignal,
  onSent: (bytes: number) => void,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/inbox');
    const header = (name: string, value: string): void =>
      request.setRequestHeader(`x-polylogue-${name}`, encodeURIComponent(value));
    header('path', path.toWellFormed());
    header('size', String(file.size));
    header('modified', String(file.lastModified));
    if (drop !== null) header('drop', drop);
    request.upload.addEventListener('progress', (event) => onSent(event.loaded));
    request.addEventListener('error', () =>
      reject(new Error('The file could not be sent: the connection broke, or the file changed meanwhile.')),
    );
    request.addEventListener('abort', () => reject(new Error('Cancelled.')));
    request.addEventListener('load', () => {
      const answer = parsed(request.responseText);
      const inbox = isObject(answer) ? textOf(answer['inbox']) : null;
      if (request.status < 300 && inbox !== null) resolve(inbox);
      else reject(new Error((isObject(answer) && textOf(answer['message'])) || `The file was refused (${request.status}).`));
    });
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
