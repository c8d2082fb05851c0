import type { Archive } from '../archive/open.ts';
import { createSearch } from '../archive/search/search.ts';
import type { ExportTask } from './export-task.ts';

/** Row ids of the conversations that a task selects: a list in its order, a query's in the task's. Ids that are no more are left out. */
export function selectKeys(archive: Archive, { selection, sort, reverse, limit }: ExportTask): readonly number[] {
  const keys = createSearch(archive).selectKeys(selection, sort, reverse);
  return 'ids' in selection || limit === 0 ? keys : keys.slice(0, limit);
}
