import { ArchiveError } from '../../shared/errors.ts';
import { keyOf } from '../archive/conversations.ts';
import type { Archive } from '../archive/open.ts';
import type { ExportTask } from './export-task.ts';

/** Row ids of the conversations that a task selects, in its order. Ids that are no more are left out. */
export function selectKeys(archive: Archive, { selection }: ExportTask): readonly number[] {
  if (!('ids' in selection)) throw new ArchiveError('Unsupported', 'Search is not there yet.');
  return selection.ids.flatMap((id) => {
    try {
      return [keyOf(archive.db, id)];
    } catch (error) {
      if (error instanceof ArchiveError && error.code === 'NotFound') return [];
      throw error;
    }
  });
}
