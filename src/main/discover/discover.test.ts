import { appendFileSync, chmodSync, mkdirSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../archive/temporary-folder.ts';
import { nothingKnown, type Known } from './compare.ts';
import { discover, inputsOf } from './discover.ts';
import { homeWith, writeIn } from './home.fixture.ts';
import { bounds } from './walk.ts';

const claude = {
  '.claude/projects/-home-ada-boat/0a.jsonl': 100,
  '.claude/projects/-home-ada-boat/1b.jsonl': 200,
  '.claude/projects/-home-ada-boat/1b/subagents/agent-7.jsonl': 50,
  '.claude/projects/-home-ada-boat/1b/tool-results/big.txt': 1000,
  '.claude/projects/-home-ada-house/2c.jsonl': 300,
};
const codex = { '.codex/sessions/2026/11/23/rollout-1.jsonl': 10, '.codex/archived_sessions/rollout-0.jsonl': 20 };

/** Everything in the home was imported just now. */
function readNow(home: string, files: Readonly<Record<string, number | string>>, roots: readonly string[]): Known {
  const length = (content: number | string): number => (typeof content === 'number' ? content : content.length);
  return {
    files: new Map(Object.entries(files).map(([name, content]) => [join(home, name), length(content)])),
    inputs: new Map(roots.map((root) => [join(home, root), Date.now() + 5000])),
  };
}
/** A change after the import of `readNow`. */
const later = (): number => Date.now() + 60_000;

describe('an empty home', () => {
  test('has no places', async () => expect(await discover(homeWith({}), nothingKnown)).toEqual([]));
});

describe('what is found', () => {
  test('sessions are counted, and the bytes of everything beside them', async () => {
    const surroundings = homeWith({ ...claude, ...codex });
    const [first, second, ...rest] = await discover(surroundings, nothingKnown);
    expect(rest).toEqual([]);
    expect(first?.place).toMatchObject({
      id: 'claude-code',
      provider: 'claude-code',
      path: join(surroundings.home, '.claude/projects'),
      sessions: 3,
      bytes: 1650,
      new: 3,
      grown: 0,
      archived: false,
      deletedAfterDays: 30,
      missing: false,
      partly: false,
    });
    // Two roots: the folder around them is named.
    expect(second?.place).toMatchObject({ path: join(surroundings.home, '.codex'), sessions: 2, new: 2, deletedAfterDays: null });
    expect(inputsOf([second!])).toEqual(
      ['.codex/sessions', '.codex/archived_sessions'].map((name) => join(surroundings.home, name)),
    );
  });

  test('a database is not counted', async () => {
    const surroundings = homeWith({ '.config/Cursor/User/globalStorage/state.vscdb': 4096, '.cursor/chats/a/b/store.db': 10 });
    const found = await discover(surroundings, nothingKnown);
    expect(found.map(({ place }) => [place.id, place.sessions, place.new])).toEqual([
      ['cursor', null, 1],
      ['cursor-agent', 1, 1],
    ]);
  });

  test('only the chats of an editor are imported, not what else it stores', async () => {
    const surroundings = homeWith({
      '.config/Code/User/workspaceStorage/aa/chatSessions/1.json': 5,
      '.config/Code/User/workspaceStorage/bb/chatSessions/2.jsonl': 5,
      '.config/Code/User/workspaceStorage/cc/state.vscdb': 5000,
      '.config/Code/User/globalStorage/emptyWindowChatSessions/3.json': 5,
    });
    const [found] = await discover(surroundings, nothingKnown);
    expect(found?.place).toMatchObject({ id: 'vscode', sessions: 3, bytes: 15 });
    expect(inputsOf([found!])).toHaveLength(3);
  });

  test('days come from the settings of the tool, and a broken file changes nothing', async () => {
    const surroundings = homeWith({ ...claude, '.claude/settings.json': '{"cleanupPeriodDays":99}' });
    const days = async (): Promise<unknown> => (await discover(surroundings, nothingKnown))[0]?.place.deletedAfterDays;
    expect(await days()).toBe(99);
    writeIn(surroundings.home, '.claude/settings.json', '{"cleanupPeriodDays":');
    expect(await days()).toBe(30);
  });

  test('export zips in the downloads are a hint, and known when they were imported', async () => {
    const name = 'Downloads/takeout-20261123T100000Z-001.zip';
    const surroundings = homeWith({ [name]: 10, 'Downloads/holiday.zip': 10 });
    const [found] = await discover(surroundings, nothingKnown);
    expect(found?.place).toMatchObject({ id: 'downloads', provider: null, sessions: 1, new: 1, archived: false });
    expect(inputsOf([found!])).toEqual([join(surroundings.home, name)]);
    const known: Known = { files: new Map(), inputs: new Map([[join(surroundings.home, name), later()]]) };
    expect((await discover(surroundings, known))[0]?.place).toMatchObject({ new: 0, archived: true });
  });
});

describe('walking', () => {
  test('follows no link, so that a circle ends and nothing outside is met', async () => {
    const outside = homeWith({ 'secret/9.jsonl': 999 }).home;
    const surroundings = homeWith(claude);
    const projects = join(surroundings.home, '.claude/projects');
    symlinkSync(projects, join(projects, '-home-ada-boat', 'again'));
    symlinkSync(join(outside, 'secret'), join(projects, '-secret'));
    symlinkSync(join(outside, 'secret/9.jsonl'), join(projects, '-home-ada-boat', '9.jsonl'));
    expect((await discover(surroundings, nothingKnown))[0]?.place).toMatchObject({ sessions: 3, bytes: 1650 });
  });

  test('a place that is itself a link is looked into: people keep their settings elsewhere', async () => {
    const real = homeWith(claude).home;
    const surroundings = homeWith({});
    symlinkSync(join(real, '.claude'), join(surroundings.home, '.claude'));
    expect((await discover(surroundings, nothingKnown))[0]?.place.sessions).toBe(3);
  });

  test('ends at its bounds, and says so', async () => {
    const surroundings = homeWith(claude);
    const few = await discover(surroundings, nothingKnown, null, { ...bounds, entries: 4 });
    expect(few[0]?.place.partly).toBe(true);
    expect(few[0]?.place.sessions).toBeLessThan(3);
    let asked = 0;
    const soon = await discover(surroundings, nothingKnown, null, { ...bounds, time: 5, now: () => asked++ });
    expect(soon[0]?.place.partly).toBe(true);
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('says when a folder cannot be read', async () => {
    const surroundings = homeWith(claude);
    const locked = join(surroundings.home, '.claude/projects/-home-ada-house');
    chmodSync(locked, 0);
    expect((await discover(surroundings, nothingKnown))[0]?.place).toMatchObject({ sessions: 2, partly: true });
    chmodSync(locked, 0o700);
  });

  test('stops when it is told to', async () => {
    await expect(discover(homeWith(claude), nothingKnown, null, bounds, AbortSignal.abort())).rejects.toThrow();
  });
});

describe('against the archive', () => {
  test('what was read is up to date', async () => {
    const surroundings = homeWith(claude);
    const [found] = await discover(surroundings, readNow(surroundings.home, claude, ['.claude/projects']));
    expect(found?.place).toMatchObject({ new: 0, grown: 0, archived: true });
    expect(inputsOf([found!])).toEqual([]);
  });

  test('a session that grew and one that is new are told apart, and only their folders are read', async () => {
    const surroundings = homeWith(claude);
    const { home } = surroundings;
    const known = readNow(home, claude, ['.claude/projects']);
    const grown = join(home, '.claude/projects/-home-ada-house/2c.jsonl');
    appendFileSync(grown, 'more');
    utimesSync(grown, new Date(later()), new Date(later()));
    writeIn(home, '.claude/projects/-home-ada-tent/3d.jsonl', 7, later());
    const [found] = await discover(surroundings, known);
    expect(found?.place).toMatchObject({ sessions: 4, new: 1, grown: 1 });
    expect(inputsOf([found!])).toEqual(['-home-ada-house', '-home-ada-tent'].map((name) => join(home, '.claude/projects', name)));
  });

  test('a file that was only touched has not grown', async () => {
    const surroundings = homeWith(claude);
    const known = readNow(surroundings.home, claude, ['.claude/projects']);
    const touched = join(surroundings.home, '.claude/projects/-home-ada-house/2c.jsonl');
    utimesSync(touched, new Date(later()), new Date(later()));
    expect((await discover(surroundings, known))[0]?.place).toMatchObject({ new: 0, grown: 0 });
  });

  test('a file in which an import found nothing is not new for ever', async () => {
    const files = { ...claude, '.claude/projects/-home-ada-boat/empty.jsonl': 0 };
    const surroundings = homeWith(files);
    expect((await discover(surroundings, readNow(surroundings.home, claude, ['.claude/projects'])))[0]?.place.new).toBe(0);
  });

  test('a subagent that goes on counts as growth of the place', async () => {
    const surroundings = homeWith(claude);
    const known = readNow(surroundings.home, claude, ['.claude/projects']);
    writeIn(surroundings.home, '.claude/projects/-home-ada-boat/1b/subagents/agent-7.jsonl', 70, later());
    expect((await discover(surroundings, known))[0]?.place).toMatchObject({ new: 0, grown: 1 });
  });

  test('a database has changed when it was written to, also beside itself', async () => {
    const name = '.local/share/opencode/opencode.db';
    const surroundings = homeWith({ [name]: 100 });
    const known = readNow(surroundings.home, { [name]: 100 }, [name]);
    expect((await discover(surroundings, known))[0]?.place).toMatchObject({ new: 0, grown: 0, archived: true });
    writeIn(surroundings.home, `${name}-wal`, 10, later());
    expect((await discover(surroundings, known))[0]?.place).toMatchObject({ new: 0, grown: 1 });
  });

  test('what was imported by another way to the same file is known', async () => {
    const surroundings = homeWith(claude);
    const known = readNow(surroundings.home, claude, ['.claude']);
    expect((await discover(surroundings, known))[0]?.place).toMatchObject({ new: 0, archived: true });
  });

  test('a place that was archived and is gone is said to be missing; one that never was is not said', async () => {
    const surroundings = homeWith({ ...claude, ...codex });
    const known = readNow(surroundings.home, claude, ['.claude/projects']);
    for (const name of ['.claude', '.codex']) rmSync(join(surroundings.home, name), { recursive: true });
    const found = await discover(surroundings, known);
    expect(found.map(({ place }) => [place.id, place.missing, place.sessions])).toEqual([['claude-code', true, 0]]);
    expect(inputsOf(found)).toEqual([]);
  });

  test('an empty folder where nothing ever was is no place', async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, '.claude/projects'), { recursive: true });
    expect(await discover(homeWith({}, { home }), nothingKnown)).toEqual([]);
  });
});
