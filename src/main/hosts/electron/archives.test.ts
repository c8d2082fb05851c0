import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ArchiveError } from '../../../shared/errors.ts';
import type { App } from '../../app.ts';
import { ensureArchive } from '../../archive/open.ts';
import { temporaryFolder } from '../../archive/temporary-folder.ts';
import { createArchives } from './archives.ts';

/** Archives on real folders, with apps that only say what becomes of them. */
function world(answers: readonly (string | null)[] = [], broken: ReadonlySet<string> = new Set()) {
  const root = temporaryFolder();
  const log: string[] = [];
  const asked: string[] = [];
  const waiting = [...answers];
  const name = (dir: string): string => dir.slice(root.length + 1);
  const archives = createArchives({
    create: async (dir) => {
      if (broken.has(name(dir))) throw new ArchiveError('Unsupported', 'too new');
      mkdirSync(dir, { recursive: true });
      ensureArchive(dir);
      log.push(`open ${name(dir)}`);
      return { dir, close: async () => void log.push(`close ${name(dir)}`) } as unknown as App;
    },
    ask: async (dir, reason) => {
      asked.push(`${name(dir)}: ${reason.message}`);
      const next = waiting.shift() ?? null;
      return next === null ? null : join(root, next);
    },
    opened: (_app, dir) => log.push(`opened ${name(dir)}`),
    moving: () => {},
    moved: (dir, reason, left) => log.push(`moved ${name(dir)} ${reason?.code ?? ''}${left ?? ''}`.trim()),
  });
  const dirOf = async (): Promise<string> => name(((await archives.current()) as unknown as { dir: string }).dir);
  return { archives, log, asked, root, dirOf };
}

/** Until what was begun after an answer is done. */
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0).unref());
async function until(log: readonly string[], line: string): Promise<void> {
  while (!log.includes(line)) await settled();
}

test('one that cannot be opened is asked about until one can', async () => {
  const { archives, asked, root, dirOf } = world(['one', 'two'], new Set(['one']));
  const waiting = dirOf();
  expect(await archives.open(join(root, 'one'))).toBe(true);
  expect(asked).toEqual(['one: too new', 'one: too new']);
  expect(await waiting).toBe('two');
});

test('giving up says so', async () => {
  const { archives, asked, root } = world(['one'], new Set(['one']));
  expect(await archives.open(join(root, 'one'))).toBe(false);
  expect(asked).toEqual(['one: too new', 'one: too new']);
  await archives.close();
});

test('another archive is opened before the first is closed', async () => {
  const { archives, log, root, dirOf } = world();
  await archives.open(join(root, 'one'));
  await archives.change({ dir: join(root, 'two'), move: false });
  await until(log, 'close one');
  expect(log).toEqual(['open one', 'opened one', 'open two', 'opened two', 'close one']);
  expect(await dirOf()).toBe('two');
  await archives.close();
  expect(log.at(-1)).toBe('close two');
});

test('one that cannot be opened leaves the first as it is', async () => {
  const { archives, log, root, dirOf } = world([], new Set(['two']));
  await archives.open(join(root, 'one'));
  await expect(archives.change({ dir: join(root, 'two'), move: false })).rejects.toThrow('too new');
  await expect(archives.change({ dir: join(root, 'one'), move: false })).rejects.toThrow('open already');
  expect(await dirOf()).toBe('one');
  expect(log).toEqual(['open one', 'opened one']);
  await archives.change({ dir: join(root, 'three'), move: false });
  await until(log, 'close one');
});

test('one that is opened while the program ends is closed again', async () => {
  const { archives, log, root } = world();
  await archives.open(join(root, 'one'));
  const changed = archives.change({ dir: join(root, 'two'), move: false });
  const closed = archives.close();
  await Promise.all([changed, closed]);
  await until(log, 'close two');
  expect(log.filter((line) => line.startsWith('opened'))).toEqual(['opened one']);
});

test('a folder is named whole', async () => {
  const { archives, root } = world();
  await archives.open(join(root, 'one'));
  await expect(archives.change({ dir: 'two', move: false })).rejects.toMatchObject({ code: 'BadInput' });
  await expect(archives.change({ dir: join(root, 'two', '..', 'one'), move: false })).rejects.toThrow('open already');
});

test('a move closes, moves and opens; who asks meanwhile waits', async () => {
  const { archives, log, root, dirOf } = world();
  await archives.open(join(root, 'one'));
  await archives.change({ dir: join(root, 'two'), move: true });
  await expect(archives.change({ dir: join(root, 'three'), move: false })).rejects.toMatchObject({ code: 'Conflict' });
  await until(log, 'close one');
  expect(await dirOf()).toBe('two');
  expect(existsSync(join(root, 'one'))).toBe(false);
  expect(log).toEqual(['open one', 'opened one', 'close one', 'open two', 'opened two']);
  await archives.close();
});

test('a move that cannot be is refused before anything is closed', async () => {
  const { archives, log, root } = world();
  await archives.open(join(root, 'one'));
  mkdirSync(join(root, 'full', 'of things'), { recursive: true });
  await expect(archives.change({ dir: join(root, 'full'), move: true })).rejects.toThrow('holds other files');
  expect(log).toEqual(['open one', 'opened one']);
});

test('a move that fails opens the old one again, and says why', async () => {
  const { archives, log, root, dirOf } = world();
  await archives.open(join(root, 'one'));
  await archives.change({ dir: join(root, 'two'), move: true });
  // Something gets in the way between the check and the move.
  mkdirSync(join(root, 'two', 'in the way'), { recursive: true });
  await until(log, 'moved one Conflict');
  expect(await dirOf()).toBe('one');
  expect(log).toEqual(['open one', 'opened one', 'close one', 'moved one Conflict', 'open one', 'opened one']);
});
