import { isObject, textOf } from '../../shared/json.ts';
import { importing as text } from '../messages/index.ts';
import type { Dropped, FolderFile } from './dropped.ts';

export interface Sending {
  readonly onTotal: (bytes: number) => void;
  readonly onSent: (bytes: number) => void;
  /** An entry of the inbox that exists from now on; whoever cancels takes it back. */
  readonly onEntry: (inbox: string) => void;
  readonly signal: AbortSignal;
}

/** Sends what was dropped into the archive's inbox; gives the ids there, one for each file and folder. */
export async function send(items: readonly Dropped[], { onTotal, onSent, onEntry, signal }: Sending): Promise<readonly string[]> {
  const files: (FolderFile & { readonly entry: string })[] = [];
  for (const item of items) {
    const entry = crypto.randomUUID();
    if (item.kind === 'file') files.push({ path: item.name, file: item.file, entry });
    else for await (const found of item.files()) files.push({ ...found, entry });
    signal.throwIfAborted();
  }
  onTotal(files.reduce((sum, { file }) => sum + file.size, 0));
  const entries = new Set<string>();
  let before = 0;
  for (const { path, file, entry } of files) {
    signal.throwIfAborted();
    if (!entries.has(entry)) onEntry(entry);
    entries.add(entry);
    await post(file, path, entry, signal, (bytes) => onSent(before + bytes));
    before += file.size;
    onSent(before);
  }
  return [...entries];
}

/** Removes entries from the inbox. What cannot be reached now is swept at the host's next start. */
export function takeBack(entries: readonly string[]): void {
  for (const entry of entries) void fetch(`/inbox/${entry}`, { method: 'DELETE' }).catch(() => {});
}

/** Sends one file; `XMLHttpRequest` because `fetch` does not tell how much has gone out. */
function post(file: File, path: string, entry: string, signal: AbortSignal, onSent: (bytes: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const cancel = (): void => request.abort();
    const header = (name: string, value: string): void =>
      request.setRequestHeader(`x-polylogue-${name}`, encodeURIComponent(value));
    request.open('POST', '/inbox');
    header('path', path.toWellFormed());
    header('size', String(file.size));
    header('modified', String(file.lastModified));
    header('drop', entry);
    request.upload.addEventListener('progress', (event) => onSent(event.loaded));
    request.addEventListener('loadend', () => signal.removeEventListener('abort', cancel));
    request.addEventListener('error', () => reject(new Error(text.jobs.broken)));
    request.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
    request.addEventListener('load', () => {
      if (request.status < 300) return resolve();
      const answer = parsed(request.responseText);
      reject(new Error((isObject(answer) && textOf(answer['message'])) || text.jobs.refused(request.status)));
    });
    signal.addEventListener('abort', cancel, { once: true });
    request.send(file);
  });
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer);
  } catch {
    return null;
  }
}
