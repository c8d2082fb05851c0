import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openImportWriter } from '../archive/import-writer.ts';
import { readIndexProgress } from '../archive/index/index-writer.ts';
import { openArchive, openIndex } from '../archive/open.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from '../archive/sample-records.ts';
import { createSearch } from '../archive/search/search.ts';
import { temporaryFolder } from '../archive/temporary-folder.ts';
import { sql } from '../archive/sql.ts';
import { startThread } from '../threads/thread.ts';
import { indexBehind } from './index-behind.ts';

const thread = join(import.meta.dirname, '..', 'indexer.ts');

test('a thread that reads beside the writing gives the same index, over changes and a conversation of many chunks', async () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  const words = (from: number) => Array.from({ length: 3000 }, (_, at) => `word${from + at}`).join(' ');
  const long = Array.from({ length: 60 }, (_, at) =>
    sampleMessage(`m${at}`, at === 0 ? null : `m${at - 1}`, { text: words(at * 3000) }),
  );
  importRecords(writer, 'one', [
    sampleRecord([
      sampleConversation('long', { messages: long }),
      ...Array.from({ length: 300 }, (_, at) => sampleConversation(`c${at}`)),
    ]),
  ]);
  const indexing = indexBehind(dir, { thread, slice: 20 });
  importRecords(writer, 'two', [
    sampleRecord([sampleConversation('later', { messages: [sampleMessage('a', null, { text: 'something else' })] })]),
  ]);
  await indexing;
  await indexBehind(dir, { thread });
  writer.close();
  const archive = openArchive(dir, 'read');
  const { total } = createSearch(archive);
  const count = (query: string) => total({ query, typing: false }).conversations;
  try {
    expect(readIndexProgress(archive.db, 'ix')).toEqual({ done: 302, of: 302, rebuilding: false });
    expect(count('word0 word100000 word179999')).toBe(1);
    expect(count('"word179998 word179999"')).toBe(1);
    expect(count('words')).toBe(300);
    expect(count('"something else"')).toBe(1);
  } finally {
    archive.close();
  }
});

test('stopped at once, it leaves what was committed and ends its thread', async () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  importRecords(writer, 'one', [sampleRecord(Array.from({ length: 500 }, (_, at) => sampleConversation(`c${at}`)))]);
  writer.close();
  const stop = new AbortController();
  await indexBehind(dir, { thread, slice: 5, signal: stop.signal, onProgress: () => stop.abort() });
  await indexBehind(dir, { thread });
  const db = openIndex(dir);
  expect(db.get(sql`select count(*) as n from main.ft_message_docsize`)).toEqual({ n: 1000 });
  db.close();
});

test('stopped in the middle of a transaction, it commits what it has and goes on from there', async () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  importRecords(writer, 'one', [sampleRecord(Array.from({ length: 500 }, (_, at) => sampleConversation(`c${at}`)))]);
  writer.close();
  let looks = 0;
  await indexBehind(dir, { stopped: () => ++looks > 100, slice: 600_000 });
  const indexed = sql`select count(*) as n from main.ft_message_docsize`;
  const before = openIndex(dir);
  expect(before.get<{ n: number }>(indexed)?.n).toSatisfy((n: number) => n > 0 && n < 1000);
  before.close();
  await indexBehind(dir);
  const after = openIndex(dir);
  expect(after.get(indexed)).toEqual({ n: 1000 });
  after.close();
});

test('a thread that cannot start is a failure, not a wait', async () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  importRecords(writer, 'one', [sampleRecord([sampleConversation('x')])]);
  writer.close();
  await expect(indexBehind(dir, { thread: join(import.meta.dirname, 'there-is-no-such-file.ts'), slice: 20 })).rejects.toThrow();
});

test('an index that cannot be opened leaves no thread behind, for whose end the program would wait', async () => {
  const dir = temporaryFolder();
  const db = openIndex(dir);
  db.exec('drop table main.state');
  db.close();
  const indexer = startThread(thread, dir);
  await expect(indexer.call('index', 'null')).rejects.toThrow('state');
  indexer.close();
  expect(await indexer.ended).toBeNull();
});
