import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openImportWriter } from '../archive/import-writer.ts';
import { readIndexProgress } from '../archive/index/index-writer.ts';
import { openArchive } from '../archive/open.ts';
import { importRecords, sampleConversation, sampleRecord } from '../archive/sample-records.ts';
import { sql } from '../archive/sql.ts';
import { temporaryFolder } from '../archive/temporary-folder.ts';
import { indexBehind } from './index-behind.ts';

const ended = sql`update run set status = 'completed'`;

test('an import has the cores until it ends, and is indexed then', async () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  importRecords(writer, 'one', [sampleRecord([sampleConversation('a')])]);
  const reader = openArchive(dir, 'read');
  const steps: number[] = [];
  const indexing = indexBehind(dir, { giveWay: 1, onProgress: ({ done }) => steps.push(done) });
  await pause(50);
  importRecords(writer, 'two', [sampleRecord([sampleConversation('b')])]);
  expect(steps).toEqual([]);
  writer.db.run(ended);
  await indexing;
  expect(readIndexProgress(reader.db, 'ix').done).toBe(2);
  reader.close();
  writer.close();
});

test('a run that its process left open holds nothing up, and is asked after once', async () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  importRecords(writer, 'one', [sampleRecord([sampleConversation('a')])]);
  writer.close();
  await indexBehind(dir, { giveWay: 1 });
  const reader = openArchive(dir, 'read');
  expect(readIndexProgress(reader.db, 'ix')).toEqual({ done: 1, of: 1, rebuilding: false });
  reader.close();
});

test('told to stop, it waits for no import', async () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  importRecords(writer, 'one', [sampleRecord([sampleConversation('a')])]);
  const stopping = new AbortController();
  const indexing = indexBehind(dir, { giveWay: 1, signal: stopping.signal });
  await pause(10);
  stopping.abort();
  await indexing;
  writer.close();
});
