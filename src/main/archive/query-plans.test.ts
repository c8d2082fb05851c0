import { expect, test, vi } from 'vitest';
import { noTally } from '../../shared/receipt.ts';
import { undoChange } from './words/changes.ts';
import { conversationRows } from './conversations.ts';
import { openImportWriter, type ImportWriter } from './import-writer.ts';
import { note, purge, setSetting, star, trash } from './words/kept.ts';
import { outlineRows } from './messages.ts';
import { openUser } from './open.ts';
import { importCounts, importedKeys, readRecords } from './outcomes.ts';
import { importRecords, sampleConversation, sampleRecord } from './sample-records.ts';
import { Db, sql, type Sql } from './sql.ts';
import { changeTag, deleteTag, tag } from './words/tags.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** Hot statements must not read tables from end to end. */

function planOf(db: Db, query: Sql): readonly string[] {
  return db
    .prepare<{ detail: string }>(`explain query plan ${query.text}`)
    .all(...query.values)
    .map(({ detail }) => detail);
}

/** What of a plan reads a whole table; small inputs of the statement itself do not count. */
function scans(plan: readonly string[]): readonly string[] {
  return plan.filter(
    (line) =>
      line.startsWith('SCAN ') &&
      !/json_each|VIRTUAL TABLE|above|CONSTANT|wanted|\(subquery|best|brought|blob_unused|VALUES CLAUSE/.test(line),
  );
}

function filled(): ImportWriter {
  const writer = openImportWriter(temporaryFolder());
  importRecords(
    writer,
    'zip',
    Array.from({ length: 20 }, (_, at) => sampleRecord([sampleConversation(`c${at}`)])),
    { exportTime: 1, account: null },
  );
  return writer;
}

test('a page of conversations is one statement by keys', () => {
  const writer = filled();
  const plan = planOf(writer.db, conversationRows('[1,2,3]'));
  expect(scans(plan)).toEqual([]);
  expect(plan.some((line) => line.includes('SEARCH c USING INTEGER PRIMARY KEY'))).toBe(true);
  expect(plan.some((line) => line.includes('SEARCH k USING PRIMARY KEY (conversation=?)'))).toBe(true);
  expect(plan.some((line) => line.includes('SEARCH s USING COVERING INDEX source_export (provider=? AND account=?'))).toBe(true);
  writer.close();
});

test('an outline is a range of row ids, in order as it lies', () => {
  const writer = filled();
  expect(planOf(writer.db, outlineRows(1, 100))).toEqual(['SEARCH message USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)']);
  writer.close();
});

/** The statements that `work` prepares, with their plans. */
function plansOf(db: Db, work: () => void): ReadonlyMap<string, readonly string[]> {
  const prepared = vi.spyOn(Db.prototype, 'prepare');
  work();
  const texts = new Set(
    prepared.mock.calls
      .map(([text]) => text)
      .filter((text) => /^\s*(?:select|insert|update|delete|with)/i.test(text) && !text.includes('holder')),
  );
  prepared.mockRestore();
  return new Map(
    Array.from(texts, (text) => [text, planOf(db, { text, values: Array.from(text.matchAll(/\?/g), () => null) })] as const),
  );
}

test('what leads from a receipt to its records, and from an import to its conversations, is found by keys', () => {
  const writer = filled();
  const line = { ...noTally, path: '/in/zip', provider: 'chatgpt', bytes: 1, sha256: null, skipped: null, issueCount: 0 };
  const receipt = JSON.stringify({ inputs: [{ ...line, reason: null }] });
  writer.db.run(sql`update run set status = 'completed', receipt = ${receipt} where id = 1`);
  const dir = temporaryFolder();
  const asked = { runId: 1, unit: 'conversation', after: 0, limit: 10 } as const;
  const seen = plansOf(writer.db, () => {
    for (const figure of ['added', 'unchanged', 'quarantined'] as const)
      for (const line of [{}, { input: 0 }]) readRecords({ db: writer.db, dir }, { ...asked, figure, ...line });
    importedKeys(writer.db, 1);
    importedKeys(writer.db, null);
    importCounts(writer.db, 10);
  });
  writer.close();
  expect(seen.size).toBeGreaterThan(5);
  // The latest imports, from the end.
  const offending = [...seen].filter(([, plan]) => scans(plan).some((line) => line !== 'SCAN run'));
  expect(offending).toEqual([]);
});

test('what a person keeps is changed by keys', () => {
  const user = openUser(temporaryFolder());
  const seen = plansOf(user, () => {
    const { changeId } = tag(user, ['a', 'b'], ['Work'], []);
    star(user, ['a', 'b'], true);
    note(user, 'a', 'text');
    changeTag(user, { name: 'work', to: 'Play', color: 'violet' });
    changeTag(user, { name: 'play', to: 'Work' });
    deleteTag(user, 'Work');
    undoChange(user, changeId);
    trash(user, ['a'], true);
    purge(user, ['a']);
    setSetting(user, 'a', 'b');
  });
  user.close();
  expect(seen.size).toBeGreaterThan(15);
  // The list of changes is short, and looked through from its end.
  const offending = [...seen].filter(([text, plan]) => scans(plan).length > 0 && !/ change\b/.test(text));
  expect(offending).toEqual([]);
});

test('no statement of storing, resolving, undoing and reading reads a whole table', () => {
  const writer = filled();
  const newer = sampleRecord([sampleConversation('c1', { updatedAt: 1_800_000_000_000 })]);
  const log = (id: string) => sampleRecord([sampleConversation(id, { familyKeys: ['f'] })], { kind: 'log' });
  const seen = plansOf(writer.db, () => {
    const { runId } = importRecords(writer, 'second', [newer, log('l1'), log('l2')], { exportTime: 2, account: null });
    writer.dueFamilies();
    for (const step of writer.undoRun(runId)) void step;
  });
  writer.close();
  expect(seen.size).toBeGreaterThan(40);
  const offending = [...seen].filter(([text, plan]) => scans(plan).length > 0 && !known.some((part) => text.includes(part)));
  expect(offending.map(([text, plan]) => `${text.trim()}\n${plan.join('\n')}`)).toEqual([]);
});

/** Read whole on purpose: tables that are small, or once in a run. */
const known = [
  'from due',
  'from run where',
  'update run set',
  'user.kept k join conversation',
  'select id, provider, export_time is not null',
  'from title group by',
];

test('the parts of a statement carry their values in order', () => {
  const condition = sql`provider = ${'a'} and native_id = ${'b'}`;
  const query = sql`select * from conversation where id > ${1} and (${condition}) limit ${2}`;
  expect(query).toEqual({
    text: 'select * from conversation where id > ? and (provider = ? and native_id = ?) limit ?',
    values: [1, 'a', 'b', 2],
  });
});
