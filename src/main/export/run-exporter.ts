import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import { ArchiveError } from '../../shared/errors.ts';
import { entities, fieldsNamed } from '../../shared/rows.ts';
import { transformsNamed } from '../../shared/transforms/index.ts';
import { blobPath } from '../archive/blobs.ts';
import { readDetail } from '../archive/conversations.ts';
import { readBranch, streamMessages } from '../archive/messages.ts';
import { openArchive, type Archive } from '../archive/open.ts';
import { serveWork } from '../work.ts';
import { exportTask, type ExportTask } from './export-task.ts';
import { exportConversations, type Exported } from './export.ts';
import { folderSink } from './folder-sink.ts';
import { selectKeys } from './select-keys.ts';
import { zipSink } from './zip-sink.ts';

/** The exporter process: one export, then it is done. */
export function runExporter(): void {
  serveWork(async (task, signal, onProgress) => {
    const parsed = exportTask.safeParse(task);
    if (!parsed.success) throw new ArchiveError('BadInput', 'The export was asked for in a way that is not understood.');
    return runExport(parsed.data, signal, onProgress);
  });
}

/** Writes what the task selects, in its order. `done` counts conversations; */
export async function runExport(
  task: ExportTask,
  signal: AbortSignal,
  onProgress: (progress: unknown) => void,
): Promise<{ readonly done: number; readonly total: number }> {
  const transforms = transformsNamed(task.transforms);
  const fields = task.fields === undefined ? null : fieldsNamed(entities.messages, task.fields.join(','));
  const archive = openArchive(task.dir, 'read');
  try {
    const keys = selectKeys(archive, task);
    const sink = extname(task.to).toLowerCase() === '.zip' ? zipSink(task.to) : folderSink(task.to);
    const source = {
      total: keys.length,
      conversations: exportedOf(archive, keys, keys.length === 1 ? task.through : undefined),
      blobPath: (hash: string): string | null => {
        const path = blobPath(task.dir, hash);
        return existsSync(path) ? path : null;
      },
    };
    onProgress({ done: 0, total: keys.length });
    const options = { format: task.format, transforms, branches: task.branches, fields };
    const { conversations } = await exportConversations(source, sink, options, { signal, onProgress });
    return { done: conversations, total: conversations };
  } finally {
    archive.close();
  }
}

/** One after the other; what an import removed meanwhile is left out. */
function* exportedOf(
  { db }: Archive,
  keys: readonly number[],
  through: number | undefined,
): Generator<Exported, void, undefined> {
  for (const key of keys) {
    try {
      const branch = through === undefined ? null : readBranch(db, key, through);
      yield { detail: readDetail(db, key), through: branch, messages: streamMessages(db, key) };
    } catch (error) {
      if (!(error instanceof ArchiveError) || error.code !== 'NotFound') throw error;
    }
  }
}
