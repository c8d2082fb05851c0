import { QueryObserver } from '@tanstack/react-query';
import { expect, test, vi } from 'vitest';
import type { ArchiveClient, EventName, Events } from '../shared/contract.ts';
import { ArchiveError } from '../shared/errors.ts';
import { followEvents, newQueryClient, storeSetting } from './cache.ts';
import type { Connection } from './connect.ts';

/** An archive that only tells what happens to it. */
function told() {
  const listeners = new Map<EventName, ((event: never) => void)[]>();
  const on: ArchiveClient['on'] = (name, listener) => {
    listeners.set(name, [...(listeners.get(name) ?? []), listener]);
    return () =>
      listeners.set(
        name,
        (listeners.get(name) ?? []).filter((other) => other !== listener),
      );
  };
  const tell = <Name extends EventName>(name: Name, event: Events[Name]): void => {
    for (const listener of listeners.get(name) ?? []) listener(event as never);
  };
  const connection = { client: { on }, state: () => 'open', onState: () => () => {} } as unknown as Connection;
  return { connection, tell, listening: () => [...listeners.values()].flat().length };
}

function asked(cache: ReturnType<typeof newQueryClient>, name: string, answer: () => unknown) {
  const queryFn = vi.fn(answer);
  new QueryObserver(cache, { queryKey: [name], queryFn }).subscribe(() => {});
  return queryFn;
}

test('a setting asks for settings alone, a change for what it may show in', async () => {
  const { connection, tell, listening } = told();
  const cache = newQueryClient();
  const stop = followEvents(connection, cache);
  const settings = asked(cache, 'settings', () => ({}));
  const search = asked(cache, 'search', () => ({}));
  await vi.waitUntil(() => cache.getQueryData(['settings']) && cache.getQueryData(['search']));
  tell('kept', { of: 'settings', changeId: null });
  await vi.waitUntil(() => settings.mock.calls.length === 2);
  tell('kept', { of: 'conversations', changeId: 1 });
  await vi.waitUntil(() => search.mock.calls.length === 2);
  expect(settings).toHaveBeenCalledTimes(2);
  stop();
  expect(listening()).toBe(0);
  cache.clear();
});

test('a setting that is on its way is not overwritten by an older answer', async () => {
  const { connection, tell } = told();
  const cache = newQueryClient();
  followEvents(connection, cache);
  let stored = 'old';
  const settings = asked(cache, 'settings', () => ({ lens: stored }));
  await vi.waitUntil(() => cache.getQueryData(['settings']) !== undefined);
  let written = (): void => {};
  const archive = {
    setSetting: () => new Promise<object>((resolve) => (written = () => resolve({}))),
  } as unknown as ArchiveClient;
  storeSetting(archive, cache, 'lens', 'new');
  tell('kept', { of: 'settings', changeId: null });
  await Promise.resolve();
  expect(cache.getQueryData(['settings'])).toEqual({ lens: 'new' });
  expect(settings).toHaveBeenCalledTimes(1);
  stored = 'new';
  written();
  await vi.waitUntil(() => settings.mock.calls.length === 2);
  expect(cache.getQueryData(['settings'])).toEqual({ lens: 'new' });
  cache.clear();
});

test('what a newer question of the same kind took the place of is asked again; what failed is not', async () => {
  const cache = newQueryClient();
  let times = 0;
  const replaced = (): Promise<string> =>
    ++times < 3 ? Promise.reject(new ArchiveError('Cancelled', 'A newer question took its place.')) : Promise.resolve('there');
  expect(await cache.fetchQuery({ queryKey: ['facets'], queryFn: replaced })).toBe('there');
  const failing = vi.fn(() => Promise.reject(new ArchiveError('Internal', 'The disk is full.')));
  await expect(cache.fetchQuery({ queryKey: ['search'], queryFn: failing })).rejects.toThrow('full');
  expect(failing).toHaveBeenCalledTimes(1);
  cache.clear();
});
