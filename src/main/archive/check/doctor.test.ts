import { closeSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { blobPath, putBlobSync } from '../blobs.ts';
import { checkArchive } from './doctor.ts';
import { openImportWriter } from '../import-writer.ts';
import { indexCheck } from '../index/index-check.ts';
import { archiveFile, openArchive, type Archive } from '../open.ts';
import { importRecords, sampleAttachment, sampleConversation, sampleRecord } from '../sample-records.ts';
import { rawSql, sql } from '../sql.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let dir: string;
let hash: string;
let archive: Archive;

beforeEach(() => {
  dir = temporaryFolder();
  const writer = openImportWriter(dir);
  const blob = putBlobSync(dir, Buffer.from('picture'));
  hash = blob.hash;
  const conversation = sampleConversation('one', { attachments: [sampleAttachment('x')] });
  importRecords(writer, 'zip', [sampleRecord([conversation], { blobs: new Map([['one', new Map([['x', blob]])]]) })]);
  writer.close();
  archive = openArchive(dir, 'keep');
});
afterEach(() => archive.close());

function failing(): readonly string[] {
  return checkArchive(dir)
    .checks.filter(({ ok }) => !ok)
    .map(({ name }) => name);
}

test('a sound archive is found sound; what a cut-short import left is a note', () => {
  putBlobSync(dir, Buffer.from('not referred to yet'));
  const report = checkArchive(dir);
  expect(report.ok).toBe(true);
  expect(report.checks.flatMap(({ notes }) => notes)).toHaveLength(2);
  expect(checkArchive(dir, { repair: true })).toMatchObject({ ok: true });
  expect(checkArchive(dir).checks.flatMap(({ notes }) => notes)).toEqual([]);
});

test.each([
  ['reference counts', 'update blob set refs = refs + 1'],
  ['originals', 'update raw set data = zeroblob(10)'],
  ['originals', 'delete from raw'],
  ['conversations and messages', 'update block set data = zeroblob(10)'],
  ['conversations and messages', 'delete from message where id = 1'],
  ['conversations and messages', 'update message set length = length - 1 where id = 1'],
  ['conversations and messages', 'update conversation set words = words + 1'],
  ['conversations and messages', 'update message set parent = 1 where id = 1'],
  ['records and conversations', 'update contribution set current = 0'],
  ['records and conversations', 'delete from source_record'],
  ['receipts', 'update outcome set count = count + 1'],
  ['receipts', "update outcome set conversations = '[1'"],
  ['receipts', "update outcome set conversations = '[99]'"],
  ['receipts', "update outcome set places = '[]'"],
])('finds damage to %s: %s', (name, damage) => {
  archive.db.run(sql`${rawSql(damage)}`);
  expect(failing()).toEqual([name]);
});

test('finds rows that refer to nothing', () => {
  archive.db.exec('pragma foreign_keys = off; delete from model');
  expect(failing()).toEqual(['foreign keys']);
});

test('finds files of attachments that are missing or changed', () => {
  writeFileSync(blobPath(dir, hash), 'pictura');
  expect(failing()).toEqual(['attachment files']);
  rmSync(blobPath(dir, hash));
  expect(failing()).toEqual(['attachment files']);
});

test('repairs counts, and has damaged conversations made again from their originals', () => {
  archive.db.exec('update blob set refs = 7; delete from message where id = 1');
  checkArchive(dir, { repair: true });
  expect(failing()).toEqual(['conversations and messages']);
  const writer = openImportWriter(dir);
  expect(writer.dueFamilies()).toMatchObject([{ kind: 'export', recordIds: [1] }]);
  writer.close();
});

test.each([
  ['in its pages', 4096],
  ['in its beginning', 0],
])('a search index that is damaged %s is reported, keeps nothing else from being looked at, and is made anew', (_, from) => {
  archive.close();
  const file = openSync(archiveFile(dir, 'index'), 'r+');
  writeSync(file, Buffer.alloc(40_000, 7), 0, 40_000, from);
  closeSync(file);
  for (const suffix of ['-wal', '-shm']) rmSync(archiveFile(dir, 'index') + suffix, { force: true });
  const look = (repair: boolean): unknown =>
    checkArchive(dir, { repair, more: [indexCheck] })
      .checks.filter(({ ok, repaired }) => !ok || repaired)
      .map(({ name, repaired }) => [name, repaired]);
  expect(look(false)).toEqual([['search index file', false]]);
  look(true);
  expect(look(false)).toEqual([]);
  archive = openArchive(dir, 'keep');
  expect(archive.db.all(sql`select conversation_id from ix.indexed`)).toEqual([]);
});
