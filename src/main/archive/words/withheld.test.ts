import { expect, test } from 'vitest';
import { openImportWriter } from '../import-writer.ts';
import { purge, trash, unpurge } from './kept.ts';
import { openUser } from '../open.ts';
import { importRecords, sampleConversation, sampleRecord, sampleThread } from '../sample-records.ts';
import { sql } from '../sql.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('what a record holds beside others stays away when it is read again, and comes from its bytes when it is let in', () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  const user = openUser(dir);
  const ids = (): readonly string[] =>
    writer.db.all<{ id: string }>(sql`select native_id as id from conversation order by 1`).map(({ id }) => id);
  const record = sampleRecord([
    sampleConversation('deleted', { messages: sampleThread(['d']) }),
    sampleConversation('kept', { messages: sampleThread(['k']) }),
  ]);
  importRecords(writer, 'zip', [record]);
  trash(user, ['chatgpt:deleted'], true);
  purge(user, ['chatgpt:deleted']);
  for (const step of writer.purge()) void step;
  expect(ids()).toEqual(['kept']);
  const [stale = 0, ...more] = writer.staleRecords('chatgpt', 2);
  expect(more).toEqual([]);
  expect(writer.replaceParsed(stale, { ...record, parserVersion: 2 })).toMatchObject([
    { outcome: 'hidden' },
    { outcome: 'unchanged' },
  ]);
  expect([ids(), writer.staleRecords('chatgpt', 2)]).toEqual([['kept'], []]);
  expect(unpurge(user, null)).toBe(1);
  expect(writer.staleRecords('chatgpt', 2)).toEqual([stale]);
  writer.replaceParsed(stale, { ...record, parserVersion: 2 });
  expect([ids(), writer.staleRecords('chatgpt', 2)]).toEqual([['deleted', 'kept'], []]);
  user.close();
  writer.close();
});

test('of two with one id the one that was deleted stays away, and the other keeps what was said of it', () => {
  const dir = temporaryFolder();
  const writer = openImportWriter(dir);
  const user = openUser(dir);
  const at = (time: number, ids: readonly string[]) =>
    sampleRecord([
      sampleConversation('one', {
        updatedAt: time,
        messages: sampleThread(ids).map((message) => ({ ...message, createdAt: time })),
      }),
    ]);
  const older = at(1_600_000_000_000, ['a']);
  importRecords(writer, 'older', [older]);
  importRecords(writer, 'newer', [at(1_700_000_000_000, ['b'])]);
  const names = (): readonly { readonly id: string; readonly title: string | null }[] =>
    writer.db.all(sql`
      select v.native_id as id, k.title from conversation v left join user.kept k on k.conversation = v.provider || ':' || v.native_id order by 1`);
  const second = names()[1]?.id ?? '';
  expect(second).toMatch(/^one~[0-9a-f]{8}$/);
  user.run(sql`insert into kept (conversation, title) values (${`chatgpt:${second}`}, 'Mine')`);
  trash(user, ['chatgpt:one'], true);
  purge(user, ['chatgpt:one']);
  for (const step of writer.purge()) void step;
  expect(names()).toEqual([{ id: 'one', title: 'Mine' }]);
  expect(importRecords(writer, 'again', [older]).stored).toMatchObject([{ outcome: 'hidden', key: null }]);
  expect(names()).toEqual([{ id: 'one', title: 'Mine' }]);
  user.close();
  writer.close();
});
