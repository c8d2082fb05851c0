import { keyOf } from '../archive/conversations.ts';
import type { Archive } from '../archive/open.ts';
import { createSearch, type Search } from '../archive/search.ts';
import type { SortOrder } from '../../shared/requests.ts';
import type { ExportTask } from './export-task.ts';

/** Row ids of the conversations that a task selects: a list in its order, a query's in the task's. Ids that are no more are left out. */
export function selectKeys(archive: Archive, { selection, sort, limit }: ExportTask): readonly number[] {
  const search = createSearch(archive);
  if ('ids' in selection || sort === 'newest') {
    const keys = search.selectKeys(selection);
    return 'ids' in selection || limit === 0 ? keys : keys.slice(0, limit);
  }
  const except = new Set(search.selectKeys({ ids: selection.except }));
  const keys: number[] = [];
  for (const id of inOrder(search, selection.query, sort)) {
    if (limit > 0 && keys.length >= limit) break;
    const key = keyOf(archive.db, id);
    if (!except.has(key)) keys.push(key);
  }
  return keys;
}

/** What a query finds, page by page. */
function* inOrder(search: Search, query: string, sort: SortOrder): Generator<string, void, undefined> {
  let cursor: string | null = null;
  do {
    const request = { query, sort, limit: 500, typing: false, passages: 0 };
    const page: ReturnType<Search['search']> = search.search(cursor === null ? request : { ...request, cursor });
    for (const { id } of page.rows) yield id;
    cursor = page.cursor;
  } while (cursor !== null);
}
