import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { localProviders, looksLikeExport, placesIn, type Place } from './places.ts';
import { surroundingsOf, type Surroundings } from './surroundings.ts';

const at = (given: Partial<Surroundings>): readonly Place[] =>
  placesIn({ home: '/home/ada', platform: 'linux', env: {}, ...given });
const folderOf = (id: string, given: Partial<Surroundings> = {}): string | undefined =>
  at(given).find((place) => place.id === id)?.folder;
const slashes = (path: string | undefined): string | undefined => path?.replaceAll('\\', '/');

describe('places', () => {
  test('of Linux, macOS and Windows', () => {
    expect(folderOf('cursor')).toBe(join('/home/ada/.config/Cursor/User'));
    expect(folderOf('cursor', { platform: 'darwin' })).toBe(join('/home/ada/Library/Application Support/Cursor/User'));
    expect(slashes(folderOf('cursor', { platform: 'win32' }))).toBe('/home/ada/AppData/Roaming/Cursor/User');
    expect(folderOf('vscode', { platform: 'darwin' })).toBe(join('/home/ada/Library/Application Support/Code/User'));
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(slashes(folderOf('claude-code', { platform }))).toBe('/home/ada/.claude');
      expect(slashes(folderOf('opencode', { platform }))).toBe('/home/ada/.local/share/opencode');
    }
  });

  test('where a variable moves a tool elsewhere, it is looked for there and not at home', () => {
    const env = {
      CLAUDE_CONFIG_DIR: '/data/claude',
      CODEX_HOME: '~/work/codex',
      XDG_CONFIG_HOME: '/cfg',
      XDG_DATA_HOME: '/share',
      PI_CODING_AGENT_DIR: '/pi',
      COPILOT_HOME: '/copilot',
    };
    expect(folderOf('claude-code', { env })).toBe('/data/claude');
    expect(slashes(folderOf('codex', { env }))).toBe('/home/ada/work/codex');
    expect(slashes(folderOf('vscodium', { env }))).toBe('/cfg/VSCodium/User');
    expect(slashes(folderOf('opencode', { env }))).toBe('/share/opencode');
    expect(folderOf('pi', { env })).toBe('/pi');
    expect(folderOf('copilot-cli', { env })).toBe('/copilot');
  });

  test('an empty or relative variable moves nothing', () => {
    expect(slashes(folderOf('codex', { env: { CODEX_HOME: '' } }))).toBe('/home/ada/.codex');
    expect(slashes(folderOf('codex', { env: { CODEX_HOME: 'codex' } }))).toBe('/home/ada/.codex');
  });

  test('that two variables lead to are one', () => {
    const env = { CLAUDE_CONFIG_DIR: join('/home/ada/.config/claude') };
    expect(at({ env }).filter(({ provider }) => provider === 'claude-code')).toHaveLength(1);
  });

  test('have an id each, and every provider that keeps its own files has one', () => {
    const places = at({});
    expect(new Set(places.map(({ id }) => id)).size).toBe(places.length);
    expect(new Set(places.map(({ provider }) => provider))).toEqual(new Set(localProviders));
  });
});

describe('sessions are told by the names of files', () => {
  const kind = (id: string, root: number, path: string): string | null =>
    at({})
      .find((place) => place.id === id)
      ?.roots[root]?.kindOf(path) ?? null;

  test.each([
    ['claude-code', 0, '-home-ada/0a1b.jsonl', 'session'],
    ['claude-code', 0, '-home-ada/agent-7.jsonl', 'beside'],
    ['claude-code', 0, '-home-ada/0a1b/subagents/agent-7.jsonl', 'beside'],
    ['claude-code', 0, '-home-ada/0a1b/tool-results/x.txt', null],
    ['codex', 0, '2026/11/23/rollout-2026-11-23T10-00-00-0a1b.jsonl', 'session'],
    ['codex', 1, 'rollout-2026-11-23T10-00-00-0a1b.jsonl.zst', 'session'],
    ['codex', 0, '2026/notes.jsonl', null],
    ['gemini-cli', 0, 'abc/chats/session-2026-11-23T10-00-0a1b.jsonl', 'session'],
    ['gemini-cli', 0, 'abc/chats/0a1b/2c3d.jsonl', 'beside'],
    ['gemini-cli', 0, 'abc/logs.json', 'beside'],
    ['cursor', 0, '', 'sessions'],
    ['opencode', 1, 'session/global/ses_1.json', 'session'],
    ['opencode', 1, 'part/msg_1/prt_1.json', 'beside'],
    ['copilot-cli', 0, '0a1b/events.jsonl', 'session'],
    ['copilot-cli', 0, '0a1b.jsonl', 'session'],
    ['vscode', 0, '0a1b.json', 'session'],
    ['pi', 0, '--home-ada--/2026_0a1b.jsonl', 'session'],
  ])('%s, root %i: %s is %s', (id, root, path, expected) => expect(kind(id, root, path)).toBe(expected));
});

describe('days after which a tool deletes', () => {
  const days = (id: string, settings: unknown): number | null | undefined =>
    at({})
      .find((place) => place.id === id)
      ?.deletes?.days(settings);

  test('Claude Code: 30, or what its settings say', () => {
    expect(days('claude-code', null)).toBe(30);
    expect(days('claude-code', { cleanupPeriodDays: 365 })).toBe(365);
    expect(days('claude-code', { cleanupPeriodDays: 'never' })).toBe(30);
    expect(days('claude-code', { cleanupPeriodDays: -1 })).toBe(30);
  });

  test('Gemini CLI: only what its settings say', () => {
    const retention = (sessionRetention: unknown): unknown => ({ general: { sessionRetention } });
    expect(days('gemini-cli', null)).toBeNull();
    expect(days('gemini-cli', retention({ enabled: true, maxAge: '30d' }))).toBe(30);
    expect(days('gemini-cli', retention({ enabled: true, maxAge: '2w' }))).toBe(14);
    expect(days('gemini-cli', retention({ enabled: false, maxAge: '30d' }))).toBeNull();
    expect(days('gemini-cli', retention({ enabled: true, maxAge: 'soon' }))).toBeNull();
  });
});

test('exports are hinted at by the names that providers give them', () => {
  const hash = 'a'.repeat(64);
  for (const name of [
    `${hash}-2026-11-23-10-00-00-${'b'.repeat(32)}.zip`,
    'data-2026-11-23-10-00-00-batch-0000.zip',
    'takeout-20261123T100000Z-1-001.zip',
    'conversations-000 (1).zip',
    'chatgpt-export.zip',
  ])
    expect(looksLikeExport(name), name).toBe(true);
  for (const name of ['holiday.zip', 'data.zip', 'takeout.pdf', 'dataset-2026-11-23.zip', 'conversations.json'])
    expect(looksLikeExport(name), name).toBe(false);
});

test('a named home is looked at alone: no variable leads out of it', () => {
  const here = surroundingsOf({ POLYLOGUE_HOME: '/empty', CODEX_HOME: '/elsewhere' }, 'linux');
  expect(here).toEqual({ home: '/empty', platform: 'linux', env: {} });
  expect(surroundingsOf({ CODEX_HOME: '/elsewhere' }, 'linux').env['CODEX_HOME']).toBe('/elsewhere');
});
