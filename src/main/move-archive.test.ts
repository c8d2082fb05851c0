import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { putBlobSync } from './archive/blobs.ts';
import { takeKeeper } from './archive/keeper.ts';
import { setSetting } from './archive/words/kept.ts';
import { ensureArchive, openUser } from './archive/open.ts';
import { sql } from './archive/sql.ts';
import { temporaryFolder } from './archive/temporary-folder.ts';
import { moveArchive, targetOf } from './move-archive.ts';

let root = '';
let from = '';

beforeEach(() => {
  root = temporaryFolder();
  from = join(root, 'archive');
  mkdirSync(from);
  ensureArchive(from);
  const user = openUser(from);
  setSetting(user, 'lens', 'kept');
  user.close();
  putBlobSync(from, Buffer.from('an attachment'));
  mkdirSync(join(from, 'exports', '1'), { recursive: true });
  writeFileSync(join(from, 'exports', '1', 'old.zip'), 'fetched long ago');
});

const setting = (dir: string): unknown => {
  const user = openUser(dir);
  try {
    return user.get<{ value: string }>(sql`select value from setting where name = 'lens'`)?.value;
  } finally {
    user.close();
  }
};

const files = (dir: string): readonly string[] =>
  readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/lock|-shm|-wal/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .toSorted();

/** Another disk: nothing is renamed out of its folder. */
const otherDisk = (source: string, target: string): Promise<void> =>
  dirname(source) === dirname(target) && target.includes('-moved-')
    ? rename(source, target)
    : Promise.reject(Object.assign(new Error('cross-device link'), { code: 'EXDEV' }));

for (const [name, options] of [
  ['on the same disk', {}],
  ['to another disk', { rename: otherDisk }],
] as const) {
  describe(`moved ${name}`, () => {
    test('the archive is whole there, and gone here', async () => {
      const before = files(from).filter((file) => !file.startsWith('exports'));
      const to = join(root, 'deep', 'down', 'mine');
      expect(await moveArchive(from, to, options)).toEqual({ left: null });
      expect(existsSync(from)).toBe(false);
      expect(files(to).filter((file) => !file.startsWith('exports'))).toEqual(before);
      expect(setting(to)).toBe('kept');
      expect(readdirSync(dirname(to))).toEqual(['mine']);
      expect(readdirSync(root).toSorted()).toEqual(['deep']);
    });

    test('an empty folder is taken, with what a file manager left in it', async () => {
      const to = join(root, 'empty');
      mkdirSync(to);
      writeFileSync(join(to, '.DS_Store'), '');
      await moveArchive(from, to, options);
      expect(setting(to)).toBe('kept');
      expect(existsSync(join(to, '.DS_Store'))).toBe(false);
    });

    test('a folder with something in it is left alone, and so is the archive', async () => {
      const to = join(root, 'letters');
      mkdirSync(to);
      writeFileSync(join(to, 'letter.txt'), 'dear');
      await expect(moveArchive(from, to, options)).rejects.toMatchObject({ code: 'Conflict', message: /holds other files/ });
      expect(readFileSync(join(to, 'letter.txt'), 'utf8')).toBe('dear');
      expect(setting(from)).toBe('kept');
    });

    test('nobody else may have it open', async () => {
      const lock = takeKeeper(from);
      await expect(moveArchive(from, join(root, 'mine'), options)).rejects.toMatchObject({ code: 'Conflict' });
      lock?.release();
      expect(existsSync(join(root, 'mine'))).toBe(false);
      expect(setting(from)).toBe('kept');
    });
  });
}

test('a copy that fails in the middle leaves the original and nothing beside the target', async () => {
  const to = join(root, 'disk', 'mine');
  let full = 0;
  const onProgress = (done: number, total: number): void => {
    full = done / total;
    if (full > 0.5) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
  };
  await expect(moveArchive(from, to, { rename: otherDisk, onProgress })).rejects.toThrow('the disk is full');
  expect(full).toBeLessThan(1);
  expect(readdirSync(join(root, 'disk'))).toEqual([]);
  expect(setting(from)).toBe('kept');
});

test('what is no file of ours is not lost on the way', async () => {
  symlinkSync(join(root, 'nowhere'), join(from, 'link'));
  await expect(moveArchive(from, join(root, 'mine'), { rename: otherDisk })).rejects.toMatchObject({ code: 'Unsupported' });
  expect(existsSync(join(root, 'mine'))).toBe(false);
  expect(setting(from)).toBe('kept');
});

test('what cannot be written to is named with the reason', async () => {
  writeFileSync(join(root, 'file'), '');
  await expect(moveArchive(from, join(root, 'file', 'mine'))).rejects.toMatchObject({ message: /cannot be used|is a file/ });
  await expect(moveArchive(from, join(root, 'file'))).rejects.toMatchObject({ code: 'BadInput' });
  await expect(moveArchive(from, 'relative')).rejects.toMatchObject({ code: 'BadInput' });
  expect(setting(from)).toBe('kept');
});

test.runIf(process.platform !== 'win32' && process.getuid?.() !== 0)('a folder without permission is named', async () => {
  const locked = join(root, 'locked');
  mkdirSync(locked);
  chmodSync(locked, 0o500);
  await expect(moveArchive(from, join(locked, 'mine'))).rejects.toThrow('you may not write there');
  expect(setting(from)).toBe('kept');
});

test('into itself, onto itself, onto another archive, through a link: refused', async () => {
  await expect(moveArchive(from, join(from, 'inner'))).rejects.toThrow('into itself');
  await expect(moveArchive(from, from)).rejects.toThrow('there already');
  const other = join(root, 'other');
  mkdirSync(other);
  ensureArchive(other);
  await expect(moveArchive(from, other)).rejects.toThrow('another archive');
  symlinkSync(from, join(root, 'link'));
  await expect(moveArchive(join(root, 'link'), join(root, 'mine'))).rejects.toThrow('is a link');
  expect(setting(from)).toBe('kept');
});

test('progress ends at all there is, and what cannot be removed is named', async () => {
  const seen: (readonly [number, number])[] = [];
  const neverAside = (): Promise<void> => Promise.reject(Object.assign(new Error('busy'), { code: 'EBUSY' }));
  const to = join(root, 'mine');
  const bytes = statSync(join(from, 'archive.db')).size;
  expect(await moveArchive(from, to, { rename: neverAside, onProgress: (done, total) => seen.push([done, total]) })).toEqual({
    left: null,
  });
  const [done, total] = seen.at(-1) ?? [0, -1];
  expect(done).toBe(total);
  expect(total).toBeGreaterThanOrEqual(bytes);
  expect(existsSync(from)).toBe(false);
  expect(setting(to)).toBe('kept');
});

test('what a folder is', async () => {
  expect(await targetOf(from)).toBe('archive');
  expect(await targetOf(join(root, 'new'))).toBe('absent');
  mkdirSync(join(root, 'new'));
  expect(await targetOf(join(root, 'new'))).toBe('empty');
  await expect(targetOf(root)).rejects.toMatchObject({ code: 'Conflict' });
});
