import type { QueryClient } from '@tanstack/react-query';
import type { ConversationDetail, SearchPage, SearchRow } from '../../shared/contract.ts';
import type { Conversation } from '../../shared/model.ts';

/** How conversations look once a change is through: shown at once, before the archive has answered. */
export interface Patch {
  readonly concerns: (id: string) => boolean;
  readonly row?: (row: Conversation) => Partial<SearchRow>;
  readonly detail?: (detail: ConversationDetail) => Partial<ConversationDetail>;
}

/** Patches of changes that are not through; data that comes meanwhile may be older than they are. */
const pending = new WeakMap<QueryClient, Set<Patch>>();

export interface Shown {
  /** From now on what the archive says counts again. */
  readonly end: () => void;
  /** It did not come to pass: what was there before is there again, where nothing newer has come. */
  readonly revert: () => void;
}

/** Shows a patch at once. */
export function show(cache: QueryClient, patch: Patch): Shown {
  const all = pending.get(cache) ?? follow(cache);
  all.add(patch);
  const changed: { readonly key: readonly unknown[]; readonly before: unknown; readonly after: unknown }[] = [];
  for (const name of ['search', 'conversation']) {
    for (const [key, before] of cache.getQueriesData({ queryKey: [name] })) {
      const after = patched(key, before, [patch]);
      if (after === before) continue;
      cache.setQueryData(key, after);
      changed.push({ key, before, after: cache.getQueryData(key) });
    }
  }
  const end = (): void => void all.delete(patch);
  return {
    end,
    revert: () => {
      end();
      for (const { key, before, after } of changed) if (cache.getQueryData(key) === after) cache.setQueryData(key, before);
    },
  };
}

function follow(cache: QueryClient): Set<Patch> {
  const all = new Set<Patch>();
  pending.set(cache, all);
  cache.getQueryCache().subscribe((event) => {
    if (all.size === 0 || event.type !== 'updated' || event.action.type !== 'success' || event.action.manual) return;
    const { queryKey, state } = event.query;
    const next = patched(queryKey, state.data, [...all]);
    if (next !== state.data) cache.setQueryData(queryKey, next);
  });
  return all;
}

function patched(key: readonly unknown[], data: unknown, patches: readonly Patch[]): unknown {
  if (isPage(key, data)) return patches.reduce(patchPage, data);
  if (isDetail(key, data)) return patches.reduce(patchDetail, data);
  return data;
}

/** A page with the patch; the same page when it concerns none of its rows. */
export function patchPage(page: SearchPage, { concerns, row }: Patch): SearchPage {
  if (!row || !page.rows.some((one) => concerns(one.id))) return page;
  return { ...page, rows: page.rows.map((one) => (concerns(one.id) ? { ...one, ...row(one) } : one)) };
}

export function patchDetail(detail: ConversationDetail, patch: Patch): ConversationDetail {
  const { conversation } = detail;
  if (!patch.concerns(conversation.id)) return detail;
  return { ...detail, conversation: { ...conversation, ...patch.row?.(conversation) }, ...patch.detail?.(detail) };
}

/** The keys of the cache say what is under them (`archive.ts`). */
function isPage(key: readonly unknown[], data: unknown): data is SearchPage {
  return key[0] === 'search' && typeof data === 'object' && data !== null && 'rows' in data;
}

function isDetail(key: readonly unknown[], data: unknown): data is ConversationDetail {
  return key[0] === 'conversation' && typeof data === 'object' && data !== null && 'conversation' in data;
}

/** When nothing under these names is being asked any more. */
export function settled(cache: QueryClient, names: readonly string[]): Promise<void> {
  return new Promise((resolve) => {
    const quiet = (): boolean => names.every((name) => cache.isFetching({ queryKey: [name] }) === 0);
    if (quiet()) return resolve();
    const stop = cache.getQueryCache().subscribe(() => {
      if (!quiet()) return;
      stop();
      resolve();
    });
  });
}
