import { create } from 'zustand';
import type { ArchiveClient } from '../../shared/contract.ts';
import { sentence } from '../archive.ts';
import { watchJob } from '../jobs.ts';
import { importing as text } from '../messages/index.ts';
import { say } from '../ui/toast.ts';
import type { Dropped } from './dropped.ts';
import { groupsOf, type Group } from './groups.ts';
import { send, takeBack } from './send.ts';

/** What was dropped, on its way to the archive: sent one after the other, then imported as a job. */
export interface Upload {
  readonly id: string;
  readonly label: string;
  readonly state: 'waiting' | 'sending' | 'sent' | 'failed';
  /** Bytes. */
  readonly done: number;
  /** Bytes; null while a folder is still being walked. */
  readonly total: number | null;
  /** Bytes per second; null until it can be told. */
  readonly rate: number | null;
  readonly error: string | null;
  /** The import, once it has been asked for. */
  readonly jobId: string | null;
  readonly cancel: () => void;
  readonly retry: () => void;
}

export const useUploads = create<{ readonly uploads: readonly Upload[] }>(() => ({ uploads: [] }));

/** True while files are being sent: leaving the window would break that off. */
export function isUploading(): boolean {
  return useUploads.getState().uploads.some(({ state }) => state === 'waiting' || state === 'sending');
}

export function forgetUpload(id: string): void {
  useUploads.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.id !== id) }));
}

function update(id: string, patch: Partial<Upload>): void {
  useUploads.setState(({ uploads }) => ({
    uploads: uploads.map((upload) => (upload.id === id ? { ...upload, ...patch } : upload)),
  }));
}

/** Hands what was dropped to the archive: by its paths on the desktop, else by sending it. */
export async function importDropped(archive: ArchiveClient, dropped: readonly Dropped[]): Promise<void> {
  if (dropped.length === 0) {
    say(text.drop.nothing, { kind: 'failed' });
    return;
  }
  await Promise.all(
    groupsOf(dropped).map((group) => {
      const paths = pathsOf(group.items);
      return paths === null ? upload(archive, group) : importPaths(archive, paths);
    }),
  );
}

/** Imports files and folders of this machine. */
export async function importPaths(archive: ArchiveClient, paths: readonly string[]): Promise<void> {
  if (paths.length > 0) watchJob((await archive.import({ inputs: paths.map((path) => ({ path })) })).jobId);
}

/** Where they lie, on the desktop; null where that cannot be told of all. */
function pathsOf(items: readonly Dropped[]): readonly string[] | null {
  const desktop = window.polylogue;
  if (!desktop) return null;
  const paths = items.map((item) => {
    const file = item.kind === 'file' ? item.file : item.handle;
    return file ? desktop.pathOf(file) : '';
  });
  return paths.every(Boolean) ? paths : null;
}

/** One upload at a time: each has the whole line, and ends sooner. */
let turn: Promise<void> = Promise.resolve();

async function upload(archive: ArchiveClient, group: Group): Promise<void> {
  const id = crypto.randomUUID();
  const controller = new AbortController();
  const entries: string[] = [];
  const retry = (): void => {
    forgetUpload(id);
    void upload(archive, group);
  };
  const begun: Upload = {
    id,
    label: group.name ?? text.names.several(group.items.length),
    state: 'waiting',
    done: 0,
    total: null,
    rate: null,
    error: null,
    jobId: null,
    retry,
    cancel: () => {
      controller.abort();
      forgetUpload(id);
    },
  };
  useUploads.setState(({ uploads }) => ({ uploads: [...uploads, begun] }));
  const before = turn;
  let done = (): void => {};
  turn = new Promise((resolve) => {
    done = resolve;
  });
  try {
    await before;
    controller.signal.throwIfAborted();
    update(id, { state: 'sending' });
    const onSent = meter(id);
    const inputs = await send(group.items, {
      onTotal: (total) => update(id, { total }),
      onSent,
      onEntry: (entry) => entries.push(entry),
      signal: controller.signal,
    });
    if (inputs.length === 0) throw new Error(text.jobs.noFile);
    const { jobId } = await archive.import({ inputs: inputs.map((inbox) => ({ inbox })) });
    if (controller.signal.aborted) await archive.cancelImport({ jobId });
    watchJob(jobId);
    update(id, { state: 'sent', jobId });
  } catch (thrown) {
    takeBack(entries);
    if (!controller.signal.aborted) update(id, { state: 'failed', error: sentence(thrown) });
  } finally {
    done();
  }
}

/** Notes what has gone out, and how fast; at most ten times a second. */
function meter(id: string): (done: number) => void {
  const startedAt = performance.now();
  let notedAt = 0;
  return (done) => {
    const now = performance.now();
    if (now - notedAt < 100) return;
    notedAt = now;
    const seconds = (now - startedAt) / 1000;
    update(id, { done, rate: seconds > 0.5 ? done / seconds : null });
  };
}
