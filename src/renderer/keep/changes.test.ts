import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test } from 'vitest';
import type { ArchiveClient, Change, SearchPage } from '../../shared/contract.ts';
import { ArchiveError } from '../../shared/errors.ts';
import { useToasts } from '../ui/toast.ts';
import { useView } from '../view.ts';
import { changesOf, useHistory, type Wish } from './changes.ts';
import { noHistory } from './history.ts';
import { row } from './row.fixture.ts';

const key = ['search', { query: '' }, null];
const toasts = () => useToasts.getState().toasts.map(({ text }) => text);
/** Until everything that was begun has ended. */
const later = () => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  useHistory.setState(noHistory, true);
  useToasts.setState({ toasts: [] });
});

const change = (changeId: number, conversations = 1): Change => ({ changeId, conversations, of: 'conversations' });

function setUp(undo: ArchiveClient['undo'] = ({ changeId }) => Promise.resolve(change(changeId + 100))) {
  const cache = new QueryClient();
  cache.setQueryData(key, { rows: [row('a')], cursor: null, problems: [], total: null, reading: null } satisfies SearchPage);
  const archive: Pick<ArchiveClient, 'undo'> = { undo };
  const starred = () => cache.getQueryData<SearchPage>(key)?.rows[0]?.starred;
  return { ...changesOf(archive as ArchiveClient, cache), starred };
}

const wish = (ask: () => Promise<Change>, more: Partial<Wish> = {}): Wish => ({
  ask,
  told: (conversations) => `Starred ${conversations}.`,
  patch: { concerns: () => true, row: () => ({ starred: true }) },
  ...more,
});
const done = (changeId: number) => () => Promise.resolve(change(changeId));

test('a change shows before the archive answers, and is told with its undo when it has', async () => {
  const { make, starred } = setUp();
  const made = make(wish(done(1)));
  expect(starred()).toBe(true);
  expect(toasts()).toEqual([]);
  expect(await made).toBe(true);
  expect(toasts()).toEqual(['Starred 1.']);
  expect(useHistory.getState().done).toEqual([{ changeId: 1, told: 'Starred 1.' }]);
});

test('a change that fails is told as a sentence, cannot be undone, and its rows come back', async () => {
  const { make, starred } = setUp();
  const made = make(wish(() => Promise.reject(new ArchiveError('Internal', 'The disk is full.')), { leaving: ['a'] }));
  expect(useView.getState().gone).toEqual(new Set(['a']));
  expect(await made).toBe(false);
  expect(starred()).toBe(false);
  expect(useView.getState().gone.size).toBe(0);
  expect(toasts()).toEqual(['Nothing was changed. The disk is full.']);
  expect(useHistory.getState()).toEqual(noHistory);
});

test('changes reach the archive one after the other, and are undone last first', async () => {
  const asked: string[] = [];
  const { make, undo, redo } = setUp(({ changeId }) => {
    asked.push(`undo ${changeId}`);
    return Promise.resolve(change(changeId + 100));
  });
  const slow = wish(async () => {
    asked.push('first');
    await later();
    asked.push('first done');
    return change(1);
  });
  const quick = wish(() => {
    asked.push('second');
    return Promise.resolve(change(2));
  });
  await Promise.all([make(slow), make(quick), undo(), undo(), redo()]);
  expect(asked).toEqual(['first', 'first done', 'second', 'undo 2', 'undo 1', 'undo 101']);
  expect(useHistory.getState().done.map(({ changeId }) => changeId)).toEqual([201]);
  expect(useHistory.getState().undone.map(({ changeId }) => changeId)).toEqual([102]);
});

test('what the archive has forgotten is skipped the next time', async () => {
  const { make, undo } = setUp(() => Promise.reject(new ArchiveError('NotFound', 'This change is too old to be undone.')));
  await make(wish(done(1)));
  await undo();
  expect(useHistory.getState()).toEqual(noHistory);
  await undo();
  expect(toasts().at(-1)).toBe('There is nothing to undo.');
});

test('an undo that finds nothing to take back says so, and is not done again', async () => {
  const { make, undo } = setUp(({ changeId }) => Promise.resolve(change(changeId, 0)));
  await make(wish(done(1)));
  await undo();
  expect(toasts().at(-1)).toBe('Nothing changed.');
  expect(useHistory.getState()).toEqual(noHistory);
});

test('an empty tag renamed is taken back and told', async () => {
  const { make, undo } = setUp(({ changeId }) => Promise.resolve(change(changeId + 1, 0)));
  await make(wish(() => Promise.resolve(change(1, 0)), { always: true }));
  await undo();
  expect(toasts().at(-1)).toBe('Undone: Starred 0.');
});

test('nothing changed is no change', async () => {
  const { make } = setUp();
  await make(wish(() => Promise.resolve(change(1, 0))));
  expect(toasts()).toEqual(['Nothing changed.']);
  expect(useHistory.getState()).toEqual(noHistory);
});
