import { existsSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../shared/model.ts';
import { resolveFamily } from '../import/resolve.ts';
import { blobPath, putBlobSync } from './blobs.ts';
import { keyOf, readConversations } from './conversations.ts';
import { checkArchive } from './check/doctor.ts';
import { openImportWriter, type ImportWriter } from './import-writer.ts';
import { streamMessages } from './messages.ts';
import { openUser } from './open.ts';
import { prepareConversation } from './prepare.ts';
import {
  importRecords,
  parseSample,
  sampleAttachment,
  sampleConversation,
  sampleMessage,
  sampleRecord,
  sampleSource,
  sampleThread,
} from './sample-records.ts';
import { sql } from './sql.ts';
import { trash, purge } from './words/kept.ts';
import { temporaryFolder } from './temporary-folder.ts';

let dir: string;
let writer: ImportWriter;

beforeEach(() => {
  dir = temporaryFolder();
  writer = openImportWriter(dir);
});
afterEach(() => writer.close());

function texts(id: string): string[] {
  return [...streamMessages(writer.db, keyOf(writer.db, id))].map(textOf);
}

function textOf(message: Message): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

function records(): number {
  return writer.db.get<{ n: number }>(sql`select count(*) as n from record`)?.n ?? 0;
}

/** What the importer does at the end of a run. */
function resolveDue(): void {
  for (const family of writer.dueFamilies()) {
    const members = family.recordIds.flatMap((id) =>
      parseSample(writer.loadRecord(id).bytes).map((conversation) => ({ key: String(id), conversation })),
    );
    const parsed = family.kind === 'log' ? resolveFamily(members) : members.map((member) => member.conversation);
    writer.storeFamily(
      family,
      parsed.map((conversation) => prepareConversation(conversation, family.provider, family.kind)),
    );
  }
}

describe('an export', () => {
  test('is added, and read back as it was', () => {
    const conversation = sampleConversation('one', { title: 'First', project: 'p' });
    const { stored } = importRecords(writer, 'zip', [sampleRecord([conversation])]);
    expect(stored).toMatchObject([{ nativeId: 'one', outcome: 'added', messages: { added: 2 } }]);
    const [row] = readConversations(writer.db, [keyOf(writer.db, 'chatgpt:one')]);
    expect(row).toMatchObject({
      title: 'First',
      messages: 2,
      userMessages: 1,
      assistantMessages: 1,
      models: ['some-model'],
      project: 'p',
    });
    expect([...streamMessages(writer.db, keyOf(writer.db, 'one'))].map(({ id, parent }) => [id, parent])).toEqual([
      ['a', -1],
      ['b', 0],
    ]);
  });

  test('a newer version replaces, an older one is kept and changes nothing, in either order', () => {
    const older = sampleRecord([sampleConversation('one', { updatedAt: 1_700_000_000_000, messages: sampleThread(['a', 'b']) })]);
    const newer = sampleRecord([
      sampleConversation('one', {
        updatedAt: 1_700_000_100_000,
        messages: [sampleMessage('a', null, { text: 'edited' }), ...sampleThread(['a', 'b', 'c']).slice(1)],
      }),
    ]);
    expect(importRecords(writer, '1', [older]).stored).toMatchObject([{ outcome: 'added' }]);
    expect(importRecords(writer, '2', [newer]).stored).toMatchObject([
      { outcome: 'updated', messages: { added: 1, updated: 1, unchanged: 1 } },
    ]);
    expect(importRecords(writer, '3', [older]).stored).toMatchObject([{ outcome: 'unchanged', messages: { unchanged: 2 } }]);
    expect(texts('one')).toEqual(['edited', 'words of b', 'words of c']);
    expect(records()).toBe(2);
  });

  test('the same content in other bytes is not stored again', () => {
    const conversation = sampleConversation('one');
    importRecords(writer, '1', [sampleRecord([conversation])]);
    const before = writer.db.get<{ generation: number }>(sql`select generation from conversation`);
    const other = sampleRecord([conversation], {
      raw: JSON.stringify(Object.fromEntries(Object.entries(conversation).toReversed())),
    });
    expect(importRecords(writer, '2', [other]).stored).toMatchObject([{ outcome: 'unchanged' }]);
    expect(records()).toBe(1);
    expect(writer.db.get(sql`select generation from conversation`)).toEqual(before);
  });

  test('the same content with new fields takes the place of the stored original', () => {
    const conversation = sampleConversation('one');
    importRecords(writer, '1', [sampleRecord([conversation])]);
    const fuller = JSON.stringify({ ...conversation, new_field: 1 });
    expect(importRecords(writer, '2', [sampleRecord([conversation], { raw: fuller })]).stored).toMatchObject([
      { outcome: 'unchanged' },
    ]);
    expect(records()).toBe(1);
    const id = writer.db.get<{ id: number }>(sql`select id from record`)?.id ?? 0;
    expect(Buffer.from(writer.loadRecord(id).bytes).toString()).toBe(fuller);
    importRecords(writer, '3', [sampleRecord([conversation])]);
    expect(Buffer.from(writer.loadRecord(id).bytes).toString()).toBe(fuller);
  });

  test('two conversations with one id in a record: the greater is shown, both are accounted for', () => {
    const lesser = sampleConversation('one');
    const greater = sampleConversation('one', { updatedAt: 1_800_000_000_000, messages: sampleThread(['a', 'b', 'c']) });
    const { stored } = importRecords(writer, '1', [sampleRecord([greater, lesser])]);
    expect(stored.map(({ outcome }) => outcome)).toEqual(['added', 'unchanged']);
    expect(texts('one')).toHaveLength(3);
  });

  test('what a newer export of the account does not have is marked', () => {
    const [one, two] = [sampleRecord([sampleConversation('one')]), sampleRecord([sampleConversation('two')])];
    importRecords(writer, 'january', [one, two], { exportTime: 100, account: 'me' });
    const undone = importRecords(writer, 'february', [one], { exportTime: 200, account: 'me' });
    importRecords(writer, 'else', [sampleRecord([sampleConversation('three')])], { exportTime: 300, account: 'you' });
    const seen = (): unknown =>
      Object.fromEntries(
        readConversations(writer.db, [1, 2, 3]).map(({ nativeId, inNewestExport }) => [nativeId, inNewestExport]),
      );
    expect(seen()).toEqual({ one: true, two: false, three: true });
    for (const step of writer.undoRun(undone.runId)) void step;
    expect(seen()).toEqual({ one: true, two: true, three: true });
  });

  describe('is the newest of its account, also while its figures are not known:', () => {
    const [one, two, three] = ['one', 'two', 'three'].map((name) => sampleRecord([sampleConversation(name)]));
    const seen = (): unknown =>
      Object.fromEntries(
        readConversations(
          writer.db,
          writer.db.all<{ id: number }>(sql`select id from conversation`).map(({ id }) => id),
        ).map(({ nativeId, inNewestExport }) => [nativeId, inNewestExport]),
      );
    const twoExports = (): number => {
      if (one === undefined || two === undefined || three === undefined) throw new Error('Three samples are needed.');
      importRecords(writer, 'january', [one, two, three], { exportTime: 100, account: 'me' });
      return importRecords(writer, 'february', [one, three], { exportTime: 200, account: 'me' }).sourceId;
    };
    const known = (): unknown => writer.knownSource({ fingerprint: 'february', provider: 'chatgpt', parserVersion: 1 });

    test('when a conversation in it was deleted for good', () => {
      twoExports();
      const user = openUser(dir);
      trash(user, ['chatgpt:three'], true);
      purge(user, ['chatgpt:three']);
      user.close();
      for (const step of writer.purge()) void step;
      expect(known()).toBeNull();
      expect(seen()).toEqual({ one: true, two: false });
    });

    test('when its run left something to be resolved', () => {
      const sourceId = twoExports();
      writer.db.run(sql`insert into due select record_id from source_record where source_id = ${sourceId}`);
      writer.begin();
      expect(known()).toBeNull();
      expect(seen()).toEqual({ one: true, two: false, three: true });
    });

    test('when it is read again', () => {
      twoExports();
      const sourceId = writer.openSource(writer.begin(), sampleSource('february'));
      expect(seen()).toEqual({ one: true, two: false, three: true });
      writer.completeSource(sourceId, { receipt: null, exportTime: null, account: null });
      expect(known()).not.toBeNull();
      expect(seen()).toEqual({ one: true, two: false, three: true });
    });
  });

  test('undo brings back the version before, undo of all leaves nothing', () => {
    const older = importRecords(writer, '1', [sampleRecord([sampleConversation('one')])]);
    const newer = importRecords(writer, '2', [
      sampleRecord([sampleConversation('one', { updatedAt: 1_800_000_000_000, messages: sampleThread(['a', 'b', 'c']) })]),
    ]);
    for (const step of writer.undoRun(newer.runId)) void step;
    resolveDue();
    expect(texts('one')).toEqual(['words of a', 'words of b']);
    for (const step of writer.undoRun(older.runId)) void step;
    resolveDue();
    for (const table of ['conversation', 'message', 'block', 'record', 'raw', 'source', 'contribution', 'run_source', 'due']) {
      expect(writer.db.prepare(`select * from ${table}`).all(), table).toEqual([]);
    }
  });

  test('undo leaves what another run brought as well', () => {
    const record = sampleRecord([sampleConversation('one')]);
    const first = importRecords(writer, '1', [record]);
    importRecords(writer, '2', [record]);
    for (const step of writer.undoRun(first.runId)) void step;
    expect(texts('one')).toHaveLength(2);
  });

  test('trashed: stored, shown as hidden; purged: gone, and not stored again', () => {
    const record = sampleRecord([sampleConversation('one')]);
    importRecords(writer, '1', [record]);
    const user = openUser(dir);
    trash(user, ['chatgpt:one'], true);
    expect(importRecords(writer, '2', [record]).stored).toMatchObject([{ outcome: 'hidden', messages: { hidden: 2 } }]);
    expect(purge(user, ['chatgpt:one'])).toBe(1);
    user.close();
    expect(importRecords(writer, '3', [record]).stored).toMatchObject([{ outcome: 'hidden', messages: { hidden: 2 } }]);
    expect(records()).toBe(0);
    expect(writer.db.all(sql`select id from message`)).toEqual([]);
  });
});

describe('a log', () => {
  const session = (id: string, ids: readonly string[], family: readonly string[] = []) =>
    sampleConversation(id, { messages: sampleThread(ids), familyKeys: family });
  const line = (conversation: object): string => `${JSON.stringify(conversation)}\n`;

  test('that has grown takes the place of its beginning; the beginning comes later and changes nothing', () => {
    const [short, long] = [session('s', ['a', 'b']), session('s', ['a', 'b', 'c', 'd'])];
    const beginning = sampleRecord([short], { kind: 'log' });
    const grown = sampleRecord([long], { kind: 'log', raw: line(short) + line(long) });
    importRecords(writer, '1', [beginning]);
    const second = importRecords(writer, '2', [grown]);
    expect(second.stored).toMatchObject([{ outcome: 'updated', messages: { added: 2, unchanged: 2 } }]);
    expect(writer.dueFamilies()).toEqual([]);
    expect(importRecords(writer, '3', [beginning]).stored).toMatchObject([{ outcome: 'unchanged' }]);
    expect(writer.db.all(sql`select record_id from raw`)).toHaveLength(1);
    for (const step of writer.undoRun(second.runId)) void step;
    resolveDue();
    expect(texts('s')).toEqual(['words of a', 'words of b']);
  });

  test('a beginning that arrives after the whole is no second record', () => {
    const [short, long] = [session('s', ['a', 'b']), session('s', ['a', 'b', 'c', 'd'])];
    const whole = importRecords(writer, '1', [sampleRecord([long], { kind: 'log', raw: line(short) + line(long) })]);
    const { stored } = importRecords(writer, '2', [sampleRecord([short], { kind: 'log' })]);
    expect(stored).toMatchObject([{ outcome: 'unchanged', messages: { unchanged: 2 } }]);
    expect(texts('s')).toHaveLength(4);
    for (const step of writer.undoRun(whole.runId)) void step;
    resolveDue();
    expect(texts('s')).toHaveLength(2);
  });

  test('two files of one session are united', () => {
    importRecords(writer, '1', [sampleRecord([session('s', ['a', 'b'])], { kind: 'log' })]);
    const second = importRecords(writer, '2', [
      sampleRecord([session('s', ['a', 'b', 'c'])], { kind: 'log', raw: line(session('s', ['a', 'b', 'c'])) }),
    ]);
    expect(second.stored).toMatchObject([{ outcome: 'due' }]);
    resolveDue();
    expect(texts('s')).toEqual(['words of a', 'words of b', 'words of c']);
    expect(writer.dueFamilies()).toEqual([]);
  });

  test('copied history belongs to the parent, whichever comes first', () => {
    const parent = sampleConversation('parent', { messages: sampleThread(['a', 'b']), familyKeys: ['f'], createdAt: 1 });
    const child = sampleConversation('child', {
      messages: sampleThread(['a', 'b', 'c', 'd']),
      familyKeys: ['f'],
      parent: { nativeId: 'parent', relation: 'fork' },
    });
    const first = importRecords(writer, '1', [sampleRecord([child], { kind: 'log' })]);
    expect(texts('child')).toHaveLength(4);
    const second = importRecords(writer, '2', [sampleRecord([parent], { kind: 'log' })]);
    expect(second.stored).toMatchObject([{ outcome: 'due' }]);
    resolveDue();
    expect(texts('parent')).toEqual(['words of a', 'words of b']);
    expect(texts('child')).toEqual(['words of c', 'words of d']);
    const [row] = readConversations(writer.db, [keyOf(writer.db, 'child')]);
    expect(row).toMatchObject({ parentId: 'claude-code:parent', rootId: 'claude-code:parent', relation: 'fork' });
    for (const step of writer.undoRun(second.runId)) void step;
    resolveDue();
    expect(texts('child')).toHaveLength(4);
    expect(() => keyOf(writer.db, 'parent')).toThrow('no conversation');
    for (const step of writer.undoRun(first.runId)) void step;
    resolveDue();
    expect(writer.db.all(sql`select id from conversation`)).toEqual([]);
  });

  test('a title given elsewhere is applied, and goes with its record', () => {
    importRecords(writer, '1', [sampleRecord([session('s', ['a', 'b'])], { kind: 'log' })]);
    const second = importRecords(writer, '2', [
      sampleRecord([session('other', ['x'])], { kind: 'log', titles: [{ message: 'b', title: 'Given' }] }),
    ]);
    writer.applyTitles();
    const title = () => readConversations(writer.db, [keyOf(writer.db, 's')])[0]?.title;
    expect(title()).toBe('Given');
    for (const step of writer.undoRun(second.runId)) void step;
    writer.applyTitles();
    expect(title()).toBe('words of a');
  });
});

test('a source that was cut short is opened again and completed', () => {
  const first = writer.begin();
  const identity = { fingerprint: 'zip', provider: 'chatgpt', parserVersion: 1 } as const;
  const sourceId = writer.openSource(first, sampleSource('zip'));
  writer.store(sourceId, sampleRecord([sampleConversation('one')]));
  writer.close();
  writer = openImportWriter(dir);
  expect(writer.knownSource(identity)).toBeNull();
  const second = importRecords(writer, 'zip', [
    sampleRecord([sampleConversation('one')]),
    sampleRecord([sampleConversation('two')]),
  ]);
  expect(second.sourceId).toBe(sourceId);
  expect(second.stored.map(({ outcome }) => outcome)).toEqual(['unchanged', 'added']);
  expect(writer.db.get(sql`select status from run where id = ${first}`)).toEqual({ status: 'interrupted' });
  expect(writer.knownSource(identity)).toMatchObject({ sourceId });
});

test('an undo gives the space back', () => {
  const records = Array.from({ length: 300 }, (_, at) =>
    sampleRecord([sampleConversation(`c${at}`, { title: 'x'.repeat(5000) })]),
  );
  const { runId } = importRecords(writer, '1', records);
  const pages = (): number => Number(writer.db.pragma('page_count'));
  const full = pages();
  for (const step of writer.undoRun(runId)) void step;
  expect(pages()).toBeLessThan(full / 3);
});

test('a run that is rolled back as a whole removes no file', () => {
  const blob = putBlobSync(dir, Buffer.from('picture'));
  const conversation = sampleConversation('one', { attachments: [sampleAttachment('x')] });
  const { runId } = importRecords(writer, '1', [
    sampleRecord([conversation], { blobs: new Map([['one', new Map([['x', blob]])]]) }),
  ]);
  writer.db.exec('begin immediate');
  for (const step of writer.undoRun(runId)) void step;
  writer.begin();
  expect(writer.sweep(true)).toBe(0);
  writer.db.exec('rollback');
  expect(existsSync(blobPath(dir, blob.hash))).toBe(true);
  expect(checkArchive(dir)).toMatchObject({ ok: true });
});

test('a second import at once is refused by name', () => {
  expect(() => openImportWriter(dir)).toThrow(`Process ${process.pid}`);
});

test('a newer parser replaces what an older one made', () => {
  const old = sampleConversation('one', { messages: sampleThread(['a']) });
  importRecords(writer, '1', [sampleRecord([old], { raw: 'same' })]);
  const [stale] = writer.staleRecords('chatgpt', 2);
  const better = sampleRecord([sampleConversation('one', { messages: sampleThread(['a', 'b']) })], { raw: 'same', version: 2 });
  expect(writer.replaceParsed(stale ?? 0, better)).toMatchObject([{ outcome: 'updated', messages: { added: 1, unchanged: 1 } }]);
  expect(writer.staleRecords('chatgpt', 2)).toEqual([]);
});
