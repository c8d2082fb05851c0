import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFates, goneAmong, type Fate } from './fate.ts';
import { homeWith } from './home.fixture.ts';

const session = '.claude/projects/-boat/0a.jsonl';

/** A home with one session of Claude Code, and a drive beside it. */
function computer(): {
  readonly home: string;
  readonly drive: string;
  readonly fate: (path: string, entry: string) => Promise<Fate | null>;
} {
  const { home } = homeWith({ [session]: 1, '.claude/projects/-boat/1b.jsonl': 1 });
  const { home: drive } = homeWith({ 'logs/a.jsonl': 1, 'logs/b.jsonl': 1 });
  return {
    home,
    drive,
    fate: (path, entry) => createFates([join(home, '.claude')], home, [join(home, 'inbox')]).of({ path, entry }),
  };
}

describe('a file of a tool’s own place', () => {
  test('is here while it is there', async () => {
    const { home, fate } = computer();
    expect(await fate(join(home, '.claude/projects'), '-boat/0a.jsonl')).toBe('here');
    expect(await fate(join(home, session), '0a.jsonl')).toBe('here');
  });

  test.each([
    ['itself', session],
    ['the last of its folder with it', dirname(session)],
    ['all of the tool', '.claude'],
  ])('is gone when it was deleted: %s', async (_what, removed) => {
    const { home, fate } = computer();
    rmSync(join(home, removed), { recursive: true });
    expect(await fate(join(home, '.claude/projects'), '-boat/0a.jsonl')).toBe('gone');
  });

  test('is out of reach when the way to it is a link that leads nowhere now', async () => {
    const { home, fate } = computer();
    rmSync(join(home, '.claude'), { recursive: true });
    symlinkSync(join(home, 'drive', 'claude'), join(home, '.claude'));
    expect(await fate(join(home, '.claude/projects'), '-boat/0a.jsonl')).toBe('unknown');
  });

  test('is out of reach when the home itself is not there', async () => {
    const { home, fate } = computer();
    rmSync(home, { recursive: true });
    expect(await fate(join(home, '.claude/projects'), '-boat/0a.jsonl')).toBe('unknown');
  });
});

describe('a file from elsewhere', () => {
  test('is gone when what was given is there and it is not', async () => {
    const { drive, fate } = computer();
    rmSync(join(drive, 'logs/a.jsonl'));
    expect(await fate(join(drive, 'logs'), 'a.jsonl')).toBe('gone');
    expect(await fate(join(drive, 'logs/a.jsonl'), 'a.jsonl')).toBe('gone');
  });

  test('is out of reach when the drive is not connected, also where its folder stays behind, empty', async () => {
    const { drive, fate } = computer();
    rmSync(join(drive, 'logs'), { recursive: true });
    expect(await fate(join(drive, 'logs'), 'a.jsonl')).toBe('unknown');
    mkdirSync(join(drive, 'logs'));
    expect(await fate(join(drive, 'logs'), 'a.jsonl')).toBe('unknown');
    expect(await fate(join(drive, 'logs/a.jsonl'), 'a.jsonl')).toBe('unknown');
  });

  test('in a zip or a database is here while that is', async () => {
    const { home } = homeWith({ 'all.zip': 1, 'other.zip': 1, 'state.vscdb': 1 });
    const fates = createFates([], home, []);
    expect(await fates.of({ path: join(home, 'all.zip'), entry: 'sessions/a.jsonl' })).toBe('here');
    expect(await fates.of({ path: join(home, 'state.vscdb'), entry: 'state.vscdb/composer' })).toBe('here');
    rmSync(join(home, 'all.zip'));
    const again = createFates([], home, []);
    expect(await again.of({ path: join(home, 'all.zip'), entry: 'sessions/a.jsonl' })).toBe('gone');
  });

  test('that a browser sent was never a file of the person’s', async () => {
    const { home, fate } = computer();
    expect(await fate(join(home, 'inbox/1/2/a.jsonl'), 'a.jsonl')).toBeNull();
  });
});

test('a conversation is gone when nothing of it is left, and nothing is out of reach', async () => {
  const { home, drive } = computer();
  const projects = join(home, '.claude/projects');
  rmSync(join(home, session));
  const fates = createFates([join(home, '.claude')], home, [join(home, 'inbox')]);
  const of = (conversation: number, path: string, entry: string) => ({ conversation, path, entry });
  const gone = await goneAmong(
    [
      of(1, projects, '-boat/0a.jsonl'),
      of(2, projects, '-boat/0a.jsonl'),
      of(2, projects, '-boat/1b.jsonl'),
      of(3, projects, '-boat/0a.jsonl'),
      of(3, join(drive, 'gone', 'logs'), 'a.jsonl'),
      of(4, projects, '-boat/0a.jsonl'),
      of(4, join(home, 'inbox/1'), 'a.jsonl'),
      of(5, join(home, 'inbox/1'), 'a.jsonl'),
    ],
    fates,
  );
  expect(gone).toEqual([1, 4]);
});
