import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, truncateSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backup, restore } from './backup.ts';
import { blobPath, putBlobSync } from './blobs.ts';
import { keyOf, readConversations } from './conversations.ts';
import { checkArchive } from './check/doctor.ts';
import { openImportWriter } from './import-writer.ts';
import { star } from './words/kept.ts';
import { readSavedSearches, saveSearch } from './words/saved-searches.ts';
import { hiddenName, noteFolder } from './check/leftovers.ts';
import { openArchive, openUser } from './open.ts';
import { importRecords, sampleAttachment, sampleConversation, sampleRecord } from './sample-records.ts';
import { temporaryFolder } from './temporary-folder.ts';

function filledArchive(): { readonly dir: string; readonly hash: string } {
  const dir = join(temporaryFolder(), 'archive');
  const writer = openImportWriter(dir);
  const blob = putBlobSync(dir, Buffer.from('picture'));
  const conversation = sampleConversation('one', { title: 'Kept', attachments: [sampleAttachment('x')] });
  importRecords(writer, 'zip', [sampleRecord([conversation], { blobs: new Map([['one', new Map([['x', blob]])]]) })]);
  writer.close();
  const user = openUser(dir);
  star(user, ['chatgpt:one'], true);
  saveSearch(user, { name: 'Tides', query: 'tide', sort: 'longest', reverse: false });
  user.close();
  return { dir, hash: blob.hash };
}

test('a backup taken while the archive is in use is restored whole', async () => {
  const { dir, hash } = filledArchive();
  const file = join(temporaryFolder(), 'all.polylogue');
  const writer = openImportWriter(dir);
  const runId = writer.begin();
  await backup(dir, file);
  writer.close();
  const target = join(temporaryFolder(), 'restored');
  await restore(file, target);
  const { db, close } = openArchive(target, 'read');
  expect(readConversations(db, [keyOf(db, 'one')])).toMatchObject([{ title: 'Kept', starred: true, attachments: 1 }]);
  expect(readSavedSearches(db)).toMatchObject([{ name: 'Tides', query: 'tide', sort: 'longest', reverse: false }]);
  close();
  expect(readFileSync(blobPath(target, hash), 'utf8')).toBe('picture');
  expect(checkArchive(target)).toMatchObject({ ok: true });
  expect(runId).toBe(2);
  expect(readdirSync(join(file, '..'))).toEqual(['all.polylogue']);
});

test('a backup replaces an older backup, and nothing else', async () => {
  const { dir } = filledArchive();
  const folder = temporaryFolder();
  const file = join(folder, 'b.zip');
  await backup(dir, file);
  await backup(dir, file);
  writeFileSync(join(folder, 'letter.txt'), 'dear');
  await expect(backup(dir, join(folder, 'letter.txt'))).rejects.toThrow('is no backup');
  expect(readFileSync(join(folder, 'letter.txt'), 'utf8')).toBe('dear');
});

test('restoring refuses a folder with something in it, and leaves nothing of a damaged backup', async () => {
  const { dir } = filledArchive();
  const folder = temporaryFolder();
  const file = join(folder, 'b.zip');
  await backup(dir, file);
  await expect(restore(file, dir)).rejects.toThrow('not empty');
  const bytes = readFileSync(file);
  const at = bytes.indexOf('picture');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const target = join(folder, 'target');
  await expect(restore(file, target)).rejects.toThrow('missing or damaged');
  truncateSync(file, statSync(file).size - 100);
  await expect(restore(file, target)).rejects.toThrow('not a whole backup');
  writeFileSync(file, 'no zip');
  await expect(restore(file, target)).rejects.toThrow('not a whole backup');
  expect(existsSync(target)).toBe(false);
  expect(readdirSync(folder)).toEqual(['b.zip']);
  mkdirSync(target);
});

test('what a backup or a restore left that was ended goes with the next', async () => {
  const { dir } = filledArchive();
  const folder = temporaryFolder();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const stray = join(folder, hiddenName('polylogue-backup'));
  mkdirSync(stray);
  noteFolder(dir, stray);
  const [note = ''] = readdirSync(join(dir, 'leftovers'));
  writeFileSync(join(dir, 'leftovers', note), JSON.stringify({ path: stray, pid, host: hostname() }));
  await backup(dir, join(folder, 'b.zip'));
  expect(readdirSync(folder)).toEqual(['b.zip']);
  expect(existsSync(join(dir, 'leftovers'))).toBe(false);
  for (const name of [`.target-restore-${pid}`, `.target-restore-${process.ppid}`, '.target-restore-mine'])
    mkdirSync(join(folder, name, 'blobs'), { recursive: true });
  await restore(join(folder, 'b.zip'), join(folder, 'target'));
  expect(readdirSync(folder)).toEqual(['.target-restore-mine', `.target-restore-${process.ppid}`, 'b.zip', 'target'].toSorted());
  expect(checkArchive(join(folder, 'target'))).toMatchObject({ ok: true });
});
