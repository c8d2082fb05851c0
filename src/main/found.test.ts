import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { followedSetting, type FoundPlace } from '../shared/contract.ts';
import { createApp, type App } from './app.ts';
import { temporaryFolder } from './archive/temporary-folder.ts';
import { followedIn } from './found.ts';
import { nodeHost } from './hosts/node/host.ts';
import { claudeCodeLines } from './import/sample-inputs.ts';
import { placesAt } from './places.ts';

let home = '';
let dir = '';
let app: App;

const open = async (kind: 'web' | 'cli'): Promise<App> =>
  createApp({ host: nodeHost(kind), dir, ...placesAt(import.meta.dirname, '.ts') });

beforeEach(async () => {
  home = temporaryFolder();
  dir = join(temporaryFolder(), 'archive');
  vi.stubEnv('POLYLOGUE_HOME', home);
  app = await open('web');
});
afterEach(async () => {
  await app.close();
  vi.unstubAllEnvs();
});

const fileOf = (session: string): string => join(home, '.claude/projects', `-home-dev-${session[0]}`, `${session}.jsonl`);

/** Writes a session of Claude Code with so many records, as if some seconds after everything that was imported until now. */
function write(session: string, records: number, secondsFromNow = 0): void {
  const file = fileOf(session);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `${claudeCodeLines(session, records).join('\n')}\n`);
  const at = new Date(Date.now() + secondsFromNow * 1000);
  utimesSync(file, at, at);
}

async function claude(): Promise<FoundPlace | undefined> {
  return (await app.handlers.discover({})).places.find(({ id }) => id === 'claude-code');
}

async function bring(places?: readonly string[]): Promise<void> {
  const { jobId } = await app.handlers.importFound(places === undefined ? {} : { places: [...places] });
  expect(jobId).not.toBeNull();
  expect((await app.jobEnded(jobId ?? '')).progress).toMatchObject({ state: 'done', error: null });
}

const count = async (query: string): Promise<number> => (await app.handlers.total({ query })).conversations;

describe('a home with sessions', () => {
  test('is found, imported, and brought up to date by what grew alone', async () => {
    for (const session of ['a1', 'a2', 'b1']) write(session, 4);
    expect(await claude()).toMatchObject({ sessions: 3, new: 3, grown: 0, archived: false });
    // Nothing of it is archived: there is nothing to bring up to date.
    expect(await app.handlers.importFound({})).toEqual({ jobId: null });

    await bring(['claude-code']);
    expect(await count('provider:claude-code')).toBe(3);
    expect(await claude()).toMatchObject({ new: 0, grown: 0, archived: true });
    expect(await app.handlers.importFound({ places: ['claude-code'] })).toEqual({ jobId: null });

    write('b1', 6, 5);
    write('c1', 2, 5);
    expect(await claude()).toMatchObject({ sessions: 4, new: 1, grown: 1 });
    await bring();
    const [run] = (await app.handlers.runs({})).runs;
    expect(run?.inputs.map((path) => path.slice(-11)).toSorted()).toEqual(['-home-dev-b', '-home-dev-c']);
    expect(run?.totals.conversations).toMatchObject({ added: 1, updated: 1, unchanged: 0 });
  });

  test('the place of an import that was undone is new again', async () => {
    write('a1', 4);
    await bring(['claude-code']);
    const [run] = (await app.handlers.runs({})).runs;
    await app.jobEnded((await app.handlers.undoImport({ runId: run?.runId ?? 0 })).jobId);
    expect(await claude()).toMatchObject({ new: 1, archived: false });
  });

  test('a browser may import what was found here, and names no path', async () => {
    write('a1', 4);
    await expect(app.handlers.import({ inputs: [{ path: fileOf('a1') }] })).rejects.toMatchObject({ code: 'Unsupported' });
    await bring(['claude-code']);
    expect(await app.handlers.importFound({ places: ['/etc', '../..'] })).toEqual({ jobId: null });
  });
});

describe('kept here, gone there', () => {
  test('a session that the tool deleted is told, counted and marked, and told no longer when it is back', async () => {
    for (const session of ['a1', 'b1']) write(session, 4);
    await bring(['claude-code']);
    expect(await count('is:gone')).toBe(0);

    const away = join(home, 'away.jsonl');
    renameSync(fileOf('a1'), away);
    await app.handlers.discover({});
    await vi.waitFor(async () => expect(await count('is:gone')).toBe(1), { timeout: 20_000 });
    const { rows } = await app.handlers.search({ query: 'is:gone' });
    expect(rows.map(({ originalDeleted }) => originalDeleted)).toEqual([true]);
    expect((await app.handlers.conversation({ id: rows[0]?.id ?? '' })).conversation.originalDeleted).toBe(true);

    renameSync(away, fileOf('a1'));
    await app.handlers.discover({});
    await vi.waitFor(async () => expect(await count('is:gone')).toBe(0), { timeout: 20_000 });
  });

  test('is seen at the start, without anybody asking', async () => {
    write('a1', 4);
    await bring(['claude-code']);
    await app.close();
    rmSync(join(home, '.claude'), { recursive: true });
    app = await open('web');
    await vi.waitFor(async () => expect(await count('is:gone')).toBe(1), { timeout: 20_000 });
    expect(await claude()).toMatchObject({ missing: true, sessions: 0, archived: true });
  });

  test('the command line writes it down before it answers', async () => {
    write('a1', 4);
    await bring(['claude-code']);
    await app.close();
    rmSync(fileOf('a1'));
    app = await open('cli');
    await app.handlers.discover({});
    expect(await count('is:gone')).toBe(1);
  });
});

describe('what is followed', () => {
  test('is brought up to date as soon as it is followed', async () => {
    write('a1', 4);
    await app.handlers.setSetting({ name: followedSetting, value: '["claude-code"]' });
    await vi.waitFor(async () => expect(await count('')).toBe(1), { timeout: 30_000, interval: 200 });
  });

  test('that is no list of ids is nothing', () => {
    expect(followedIn({})).toEqual([]);
    expect(followedIn({ [followedSetting]: 'broken' })).toEqual([]);
    expect(followedIn({ [followedSetting]: '{"a":1}' })).toEqual([]);
    expect(followedIn({ [followedSetting]: '["codex"]' })).toEqual(['codex']);
  });
});
