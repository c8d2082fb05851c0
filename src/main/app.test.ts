import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JobProgress } from '../shared/contract.ts';
import { rowsOf } from '../shared/outline.ts';
import { createApp, type App } from './app.ts';
import { checkIndexFile } from './archive/index/index-file.ts';
import { openArchive } from './archive/open.ts';
import { sql } from './archive/sql.ts';
import { providerOf } from './providers/index.ts';
import { nodeHost } from './hosts/node/host.ts';
import { placesAt } from './places.ts';
import { temporaryFolder } from './archive/temporary-folder.ts';

const places = placesAt(import.meta.dirname, '.ts');
let dir = '';
let app: App;

beforeEach(async () => {
  dir = temporaryFolder();
  app = await createApp({ host: nodeHost('cli'), dir: join(dir, 'archive'), ...places });
});
afterEach(async () => {
  await app.close();
});

/** A ChatGPT export with one short conversation per title. */
function chatgptExport(...titles: readonly string[]): string {
  const conversations = titles.map((title, index) => {
    const id = createHash('sha256').update(title).digest('hex').slice(0, 32);
    const message = (role: string, text: string, at: number) => ({
      id: `${id}-${role}`,
      author: { role },
      create_time: at,
      content: { content_type: 'text', parts: [text] },
      metadata: {},
      recipient: 'all',
      status: 'finished_successfully',
      weight: 1,
    });
    const at = 1_700_000_000 + index;
    return {
      title,
      id,
      conversation_id: id,
      create_time: at,
      update_time: at + 2,
      current_node: 'b',
      mapping: {
        root: { id: 'root', message: null, parent: null, children: ['a'] },
        a: { id: 'a', message: message('user', `Tell me about ${title}`, at), parent: 'root', children: ['b'] },
        b: { id: 'b', message: message('assistant', `${title} is fine.`, at + 1), parent: 'a', children: [] },
      },
    };
  });
  const folder = join(dir, `export-${titles.length}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'conversations.json'), JSON.stringify(conversations));
  return folder;
}

async function importPath(path: string): Promise<void> {
  const { jobId } = await app.handlers.import({ inputs: [{ path }] });
  const { progress } = await app.jobEnded(jobId);
  expect(progress).toMatchObject({ state: 'done', error: null });
}

describe('a new archive', () => {
  test('is made where it was wanted, and is empty', async () => {
    expect(await app.handlers.status({})).toMatchObject({
      conversations: 0,
      messages: 0,
      jobs: [],
      host: 'cli',
      path: join(dir, 'archive'),
    });
    expect(readdirSync(join(dir, 'archive'))).toEqual(expect.arrayContaining(['archive.db', 'user.db', 'index.db']));
  });

  test('has no conversation, and says which was asked for', async () => {
    await expect(app.handlers.conversation({ id: 'chatgpt:nothing' })).rejects.toMatchObject({ code: 'NotFound' });
  });

  test('keeps what the person sets', async () => {
    const kept = new Promise((resolve) => app.on('kept', resolve));
    await app.handlers.setSetting({ name: 'theme', value: 'dark' });
    expect((await app.handlers.settings({})).settings).toEqual({ theme: 'dark' });
    await kept;
  });
});

describe('an import', () => {
  test('is read at once, by outline, messages, Markdown and receipt', async () => {
    const changed = new Promise((resolve) => app.on('changed', resolve));
    await importPath(chatgptExport('Sourdough', 'Tides'));
    await changed;
    expect(await app.handlers.status({})).toMatchObject({ conversations: 2, messages: 4 });
    const { runs } = await app.handlers.runs({});
    expect(runs).toHaveLength(1);
    const receipt = await app.handlers.run({ runId: runs[0]!.runId });
    expect(receipt.totals.conversations).toMatchObject({ read: 2, added: 2 });
    const id = `chatgpt:${createHash('sha256').update('Tides').digest('hex').slice(0, 32)}`;
    const { conversation } = await app.handlers.conversation({ id });
    expect(conversation.title).toBe('Tides');
    const rows = rowsOf(await app.handlers.outline({ id }));
    const { messages } = await app.handlers.messages({ id, indexes: rows.map(({ index }) => index) });
    expect(messages.map(({ role }) => role)).toEqual(expect.arrayContaining(['user', 'assistant']));
    expect((await app.handlers.markdown({ id })).markdown).toContain('Tides is fine.');
  });

  test('that is undone leaves nothing', async () => {
    await importPath(chatgptExport('Sourdough'));
    const [run] = (await app.handlers.runs({})).runs;
    const { jobId } = await app.handlers.undoImport({ runId: run!.runId });
    expect((await app.jobEnded(jobId)).progress).toMatchObject({ state: 'done', error: null });
    expect(await app.handlers.status({})).toMatchObject({ conversations: 0, messages: 0 });
  });

  test('of what is no export fails with the reason, and the archive goes on', async () => {
    const file = join(dir, 'holiday.txt');
    writeFileSync(file, 'Dear diary');
    const { jobId } = await app.handlers.import({ inputs: [{ path: file }] });
    const { progress, result } = await app.jobEnded(jobId);
    expect(JSON.stringify([progress, result])).toMatch(/holiday\.txt/);
    await importPath(chatgptExport('Sourdough'));
  });
});

describe('what the person says', () => {
  test('is kept, told, and taken back', async () => {
    await importPath(chatgptExport('Sourdough'));
    const id = `chatgpt:${createHash('sha256').update('Sourdough').digest('hex').slice(0, 32)}`;
    const { changeId } = await app.handlers.star({ selection: { ids: [id] }, starred: true });
    expect((await app.handlers.conversation({ id })).conversation.starred).toBe(true);
    await app.handlers.undo({ changeId });
    expect((await app.handlers.conversation({ id })).conversation.starred).toBe(false);
    await app.handlers.tag({ selection: { ids: [id] }, add: ['bread'] });
    expect((await app.handlers.conversation({ id })).conversation.tags).toEqual(['bread']);
  });
});

describe('a search', () => {
  test('finds what was imported, once it is indexed, and counts it', async () => {
    await importPath(chatgptExport('Sourdough', 'Tides', 'Tea'));
    await searchable();
    const page = await app.handlers.search({ query: 'tides' });
    expect(page.rows.map(({ title }) => title)).toEqual(['Tides']);
    expect((await app.handlers.total({ query: 'fine' })).conversations).toBe(3);
    const { facets } = await app.handlers.facets({ query: '' });
    expect(facets.find(({ name }) => name === 'provider')?.values).toEqual([
      expect.objectContaining({ value: 'chatgpt', count: 3 }),
    ]);
  });

  test('selects what the person means to keep, but for the exceptions', async () => {
    await importPath(chatgptExport('Sourdough', 'Tides', 'Tea'));
    await searchable();
    const except = [`chatgpt:${createHash('sha256').update('Tea').digest('hex').slice(0, 32)}`];
    expect(await app.handlers.star({ selection: { query: 'fine', except }, starred: true })).toMatchObject({ conversations: 2 });
    const starred = await app.handlers.search({ query: 'is:starred', sort: 'title' });
    expect(starred.rows.map(({ title }) => title)).toEqual(['Sourdough', 'Tides']);
  });
});

async function searchable(): Promise<void> {
  for (;;) {
    const { index } = await app.handlers.status({});
    if (index.done >= index.of && !index.rebuilding) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('an export', () => {
  test('writes what was selected where it was wanted', async () => {
    await importPath(chatgptExport('Sourdough', 'Tides'));
    const ids = ['Tides'].map((title) => `chatgpt:${createHash('sha256').update(title).digest('hex').slice(0, 32)}`);
    const to = join(dir, 'out');
    const { jobId } = await app.handlers.export({ selection: { ids }, to });
    expect((await app.jobEnded(jobId)).progress).toMatchObject({ state: 'done', error: null, done: 1, result: to });
    expect(readdirSync(to)).toHaveLength(1);
  });

  test('without a target is a zip to be fetched by its URL', async () => {
    await importPath(chatgptExport('Sourdough'));
    const ids = [`chatgpt:${createHash('sha256').update('Sourdough').digest('hex').slice(0, 32)}`];
    const { jobId } = await app.handlers.export({ selection: { ids } });
    const { progress } = await app.jobEnded(jobId);
    expect(progress.result).toBe(`/exports/${jobId}.zip`);
    const answer = await app.respond(new Request(`http://127.0.0.1${progress.result}`));
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });
});

test('a second process on the same archive reads it and is told of changes', async () => {
  const second = await createApp({ host: nodeHost('cli'), dir: join(dir, 'archive'), ...places });
  try {
    const told = new Promise((resolve) => second.on('changed', resolve));
    // Its reader looks for changes from its first answer on.
    await second.handlers.status({});
    await importPath(chatgptExport('Sourdough'));
    await told;
    expect(await second.handlers.status({})).toMatchObject({ conversations: 1 });
  } finally {
    await second.close();
  }
});

test('with a damaged search index everything is found all the same, and it is made anew', async () => {
  const { jobId } = await app.handlers.import({ inputs: [{ path: chatgptExport('Lemons', 'Oranges') }], dryRun: false });
  await app.jobEnded(jobId);
  const indexed = async (): Promise<boolean> => (await app.handlers.status({})).index.done === 2;
  await expect.poll(indexed, { timeout: 10_000 }).toBe(true);
  await app.close();
  const file = join(dir, 'archive', 'index.db');
  const bytes = readFileSync(file);
  for (let at = 8192; at < bytes.length; at += 4096) bytes.fill(0x55, at, at + 2000);
  writeFileSync(file, bytes);
  const whole = (): boolean => checkIndexFile(join(dir, 'archive'), false).ok;
  expect(whole()).toBe(false);
  app = await createApp({ host: nodeHost('cli'), dir: join(dir, 'archive'), ...places });
  const found = async (): Promise<number> => (await app.handlers.total({ query: 'lemons', typing: false })).conversations;
  await expect.poll(found, { timeout: 10_000 }).toBe(1);
  await expect.poll(async () => whole() && (await indexed()), { timeout: 10_000 }).toBe(true);
  expect(await found()).toBe(1);
});

test('an archive that cannot be made says why', async () => {
  const file = join(dir, 'a file');
  writeFileSync(file, '');
  await expect(createApp({ host: nodeHost('cli'), dir: join(file, 'archive'), ...places })).rejects.toThrow(
    /cannot be opened: .* \((?:a file stands in its place|it is not there)\)/,
  );
});

describe('behind a browser', () => {
  let web: App;
  const root = (): string => join(dir, 'web');
  beforeEach(async () => {
    web = await createApp({ host: nodeHost('web'), dir: root(), ...places });
  });
  afterEach(() => web.close());

  async function upload(file: string, headers: Record<string, string>): Promise<string> {
    const request = new Request('http://127.0.0.1/inbox', { method: 'POST', body: readFileSync(file), headers });
    const answer: unknown = await (await web.respond(request)).json();
    return (answer as { inbox: string }).inbox;
  }

  test('a folder that was dropped arrives file by file, is one input, and is gone after its import', async () => {
    const folder = chatgptExport('Sourdough', 'Tides');
    writeFileSync(join(folder, 'user.json'), '{"id":"user-1"}');
    const drop = 'a-drop-of-two-files';
    for (const name of ['conversations.json', 'user.json']) {
      expect(await upload(join(folder, name), { 'x-polylogue-drop': drop, 'x-polylogue-path': `export/${name}` })).toBe(drop);
    }
    const { jobId } = await web.handlers.import({ inputs: [{ inbox: drop }] });
    const { progress } = await web.jobEnded(jobId);
    expect(progress).toMatchObject({ state: 'done', error: null, label: 'export' });
    expect(await web.handlers.status({})).toMatchObject({ conversations: 2 });
    const left = readdirSync(join(root(), 'inbox'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(left).toEqual([]);
    await expect(web.handlers.import({ inputs: [{ inbox: drop }] })).rejects.toMatchObject({ code: 'NotFound' });
  });

  test('paths of this computer are neither read nor written', async () => {
    await expect(web.handlers.import({ inputs: [{ path: '/etc/passwd' }] })).rejects.toMatchObject({ code: 'Unsupported' });
    await expect(web.handlers.export({ selection: { ids: [] }, to: join(dir, 'x') })).rejects.toMatchObject({
      code: 'Unsupported',
    });
  });
});

describe('after an update of the program', () => {
  test('what an older parser read is read again, from the originals alone', async () => {
    const input = chatgptExport('tides');
    await importPath(input);
    await app.close();
    rmSync(input, { recursive: true });
    const old = openArchive(join(dir, 'archive'), 'import');
    old.db.run(sql`update record set parser_version = 0`);
    old.close();
    app = await createApp({ host: nodeHost('web'), dir: join(dir, 'archive'), ...places });
    const end = await new Promise<JobProgress>((resolve) =>
      app.on('job', (job) => {
        if (job.kind === 'reparse' && job.state !== 'running' && job.state !== 'queued') resolve(job);
      }),
    );
    expect(end).toMatchObject({ state: 'done', error: null });
    const now = openArchive(join(dir, 'archive'), 'read');
    expect(now.db.all(sql`select distinct parser_version as version from record`)).toEqual([
      { version: providerOf('chatgpt')?.version },
    ]);
    now.close();
    expect(await app.handlers.status({})).toMatchObject({ conversations: 1 });
  });
});
