import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { receiptFigures } from '../shared/requests.ts';
import { caller } from '../shared/rpc/caller.ts';
import { client } from '../shared/rpc/client.ts';
import { loopback } from '../shared/rpc/loopback.ts';
import { createApp, type App } from './app.ts';
import { purge, setSetting, star, trash } from './archive/words/kept.ts';
import { saveSearch } from './archive/words/saved-searches.ts';
import { openArchive, openUser } from './archive/open.ts';
import { sql } from './archive/sql.ts';
import { nodeHost } from './hosts/node/host.ts';
import { placesAt } from './places.ts';
import { sharedFolder } from './archive/temporary-folder.ts';

const places = placesAt(import.meta.dirname, '.ts');
const dir = sharedFolder();
let app: App;
let runId = 0;

beforeAll(async () => {
  app = await createApp({ host: nodeHost('web'), dir: join(dir, 'archive'), ...places });
  const { jobId } = await app.handlers.importSample({});
  const { progress } = await app.jobEnded(jobId);
  expect(progress).toMatchObject({ state: 'done', error: null, label: 'sample conversations' });
  runId = progress.runId ?? 0;
}, 60_000);
afterAll(async () => {
  await app.close();
});

const ids = async (query: string): Promise<readonly string[]> =>
  (await app.handlers.search({ query, limit: 500 })).rows.map(({ id }) => id).sort();

/** Whether the archive still holds a conversation, in sight or not. */
function isThere(id: string): boolean {
  const archive = openArchive(join(dir, 'archive'), 'read');
  const found = archive.db.all(sql`select id from conversation where provider || ':' || native_id = ${id}`);
  archive.close();
  return found.length > 0;
}

test('the sample conversations that come with the program are imported, and each figure leads to its records', async () => {
  const receipt = await app.handlers.run({ runId });
  expect(receipt.totals.conversations.added).toBeGreaterThan(3);
  for (const figure of receiptFigures) {
    const { records } = await app.handlers.records({ runId, figure, limit: 500 });
    expect([figure, records.length]).toEqual([figure, receipt.totals.conversations[figure]]);
  }
  expect(await ids(`import:${runId}`)).toEqual(await ids('-is:trashed'));
});

test('what is said in one window is told to the others, and undone as one', async () => {
  const [asking, answering] = loopback();
  app.connect(answering);
  const other = client(caller(asking));
  const told: (number | null)[] = [];
  let settings = 0;
  other.on('kept', ({ of, changeId }) => void (of === 'settings' ? settings++ : told.push(changeId)));
  const all = await ids('');
  const { changeId, conversations } = await app.handlers.archive({ selection: { query: '' }, archived: true });
  expect(conversations).toBe(all.length);
  expect(await ids('')).toEqual([]);
  expect(await ids('is:archived')).toEqual(expect.arrayContaining([...all]));
  const undone = await other.undo({ changeId });
  expect(await ids('')).toEqual(all);
  await app.handlers.setSetting({ name: 'lens', value: 'plain' });
  // By who set it, and by the next look at the file: that tells nothing of changes which were told.
  await vi.waitUntil(() => settings === 2, { timeout: 20_000 });
  expect(told).toEqual([changeId, undone.changeId]);
});

test('a title, a note and tags that the person gave are there in rows, details and Markdown', async () => {
  const [id = ''] = await ids('');
  const before = (await app.handlers.conversation({ id })).conversation.title;
  await app.handlers.rename({ id, title: 'A wholly different headline' });
  await app.handlers.note({ id, note: 'Remember the *zwieback*.' });
  await app.handlers.tag({ selection: { ids: [id] }, add: ['Mine'] });
  await app.handlers.changeTag({ name: 'mine', to: 'Ours', color: 'violet' });
  const detail = await app.handlers.conversation({ id });
  expect(detail).toMatchObject({
    conversation: { title: 'A wholly different headline', tags: ['Ours'] },
    originalTitle: before,
    note: 'Remember the *zwieback*.',
  });
  expect((await app.handlers.tags({})).tags).toEqual([{ name: 'Ours', color: 'violet', conversations: 1 }]);
  expect((await app.handlers.markdown({ id })).markdown).toMatch(/^title: .*A wholly different headline/m);
  expect(await ids('zwieback')).toEqual([id]);
  expect(await ids('title:headline')).toEqual([id]);
  await app.handlers.deleteTag({ name: 'ours' });
  expect((await app.handlers.conversation({ id })).conversation.tags).toEqual([]);
  await app.handlers.rename({ id, title: null });
  expect((await app.handlers.conversation({ id })).originalTitle).toBeNull();
  await expect(app.handlers.changeTag({ name: 'none', to: 'x' })).rejects.toMatchObject({ code: 'NotFound' });
});

test('a setting of another process is told as one, and its change as one', async () => {
  const told: unknown[] = [];
  const stop = app.on('kept', (event) => void told.push(event));
  const user = openUser(join(dir, 'archive'));
  setSetting(user, 'lens', 'bare');
  await vi.waitUntil(() => told.length === 1, { timeout: 20_000 });
  const { changeId } = star(user, await ids(''), true);
  await vi.waitUntil(() => told.length === 2, { timeout: 20_000 });
  const saved = saveSearch(user, { name: 'Theirs', query: 'tide', sort: null, reverse: false });
  await vi.waitUntil(() => told.length === 3, { timeout: 20_000 });
  user.close();
  // By this process, and taken back: as often as it was done.
  const own = await app.handlers.saveSearch({ name: ' Ours ', query: 'moon', sort: 'longest', reverse: true });
  expect((await app.handlers.savedSearches({})).searches).toEqual([
    { id: saved.id, name: 'Theirs', query: 'tide', sort: null, reverse: false },
    { id: own.id, name: 'Ours', query: 'moon', sort: 'longest', reverse: true },
  ]);
  const undone = await app.handlers.undo({ changeId: own.changeId });
  expect((await app.handlers.savedSearches({})).searches.map(({ name }) => name)).toEqual(['Theirs']);
  stop();
  expect(told).toEqual([
    { of: 'settings', changeId: null },
    { of: 'conversations', changeId },
    { of: 'searches', changeId: saved.changeId },
    { of: 'searches', changeId: own.changeId },
    { of: 'searches', changeId: undone.changeId },
  ]);
});

test('only the trash is emptied for good', async () => {
  const all = await ids('');
  const [id = ''] = all;
  await app.handlers.trash({ selection: { ids: [id] }, trashed: true });
  expect(await app.handlers.purge({ selection: { query: '-is:trashed' } })).toEqual({ conversations: 0 });
  expect(await app.handlers.purge({ selection: { query: 'is:trashed' } })).toEqual({ conversations: 1 });
  expect(await ids('is:trashed')).toEqual([]);
  expect(await ids('')).toEqual(all.filter((one) => one !== id));
  expect((await app.handlers.status({})).jobs.map(({ kind }) => kind)).toEqual(['import']);
  await vi.waitUntil(() => !isThere(id), { timeout: 20_000 });
});

test('what was emptied from the trash and is still there is removed at the next start', async () => {
  const [id = ''] = await ids('');
  await app.close();
  const user = openUser(join(dir, 'archive'));
  trash(user, [id], true);
  purge(user, [id]);
  user.close();
  app = await createApp({ host: nodeHost('web'), dir: join(dir, 'archive'), ...places });
  await vi.waitUntil(() => !isThere(id), { timeout: 20_000 });
});
