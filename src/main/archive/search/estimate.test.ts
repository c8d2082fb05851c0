import { expect, test, vi } from 'vitest';
import { indexBehind } from '../../import/index-behind.ts';
import { openImportWriter } from '../import-writer.ts';
import { openArchive } from '../open.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from '../sample-records.ts';
import { Db } from '../sql.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { Columns } from './columns.ts';
import { estimateMessages, scanMessages, type SearchContext } from './sets.ts';

test('samples tell about how many messages have a word, and look at few of them', async () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  const conversations = Array.from({ length: 30 }, (_, of) =>
    sampleConversation(`c${of}`, {
      messages: Array.from({ length: 20 }, (_, at) =>
        sampleMessage(`${of} ${at}`, at === 0 ? null : `${of} ${at - 1}`, { text: at % 4 === 0 ? 'often lantern' : 'often' }),
      ),
    }),
  );
  importRecords(writer, 'one', [sampleRecord(conversations)]);
  writer.close();
  await indexBehind(dir);
  const { db, close } = openArchive(dir, 'read');
  const columns = new Columns();
  columns.refresh(db);
  const context: SearchContext = {
    db,
    columns,
    stopped: () => false,
    scans: new Map(),
    many: new Set(),
    own: new Map(),
    isIndexed: () => true,
  };
  const asked = vi.spyOn(Db.prototype, 'prepare');
  expect(estimateMessages(context, '"often"', 8)).toBe(600);
  expect(asked).toHaveBeenCalledTimes(1);
  asked.mockRestore();
  expect(estimateMessages(context, '"lantern"', 8)).toBe(150);
  expect(estimateMessages(context, '"nowhere"', 8)).toBe(0);
  expect(scanMessages(context, '"lantern"', false).found).toBe(150);
  // Too few messages to be worth it.
  expect(estimateMessages(context, '"often"')).toBe(0);
  close();
});
