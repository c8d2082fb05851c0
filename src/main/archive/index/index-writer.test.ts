import { describe, expect, test } from 'vitest';
import { indexBehind } from '../../import/index-behind.ts';
import { checkArchive } from '../check/doctor.ts';
import { openImportWriter } from '../import-writer.ts';
import { indexCheck } from './index-check.ts';
import { openIndexWriter, readIndexProgress } from './index-writer.ts';
import { star } from '../words/kept.ts';
import { openIndex, openUser } from '../open.ts';
import { importRecords, sampleConversation, sampleMessage, sampleRecord } from '../sample-records.ts';
import { sql, type Db } from '../sql.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const say = (text: string) => [
  sampleMessage('a', null, { text }),
  sampleMessage('b', 'a', { text: 'an answer', role: 'assistant', origin: 'assistant' }),
];

function store(
  dir: string,
  name: string,
  conversations: Readonly<Record<string, string>>,
  updatedAt = 1_700_000_000_000,
): number {
  const writer = openImportWriter(dir);
  const { runId } = importRecords(writer, name, [
    sampleRecord(Object.entries(conversations).map(([id, text]) => sampleConversation(id, { updatedAt, messages: say(text) }))),
  ]);
  writer.close();
  return runId;
}

function look<Result>(dir: string, work: (db: Db) => Result): Result {
  const db = openIndex(dir);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const messagesWith = (dir: string, match: string): number =>
  look(dir, (db) => db.all(sql`select rowid from main.ft_message where ft_message match ${match}`).length);

const found = (dir: string, term: string) =>
  look(dir, (db) => ({
    conversations: db
      .all<{ id: string }>(
        sql`select native_id as id from main.ft_conversation f join conversation c on c.id = f.rowid where ft_conversation match ${`"${term}"`} order by id`,
      )
      .map(({ id }) => id),
    messages: db.all(sql`select rowid from main.ft_message where ft_message match ${`"${term}"`}`).length,
  }));

describe('the index follows the archive', () => {
  test('what is stored is found once it was indexed, and an update replaces it', async () => {
    const dir = temporaryFolder();
    store(dir, 'one', { x: 'apples', y: 'pears' });
    await indexBehind(dir);
    expect(found(dir, 'apples')).toEqual({ conversations: ['x'], messages: 1 });
    store(dir, 'two', { x: 'cherries' }, 1_800_000_000_000);
    await indexBehind(dir);
    expect(found(dir, 'apples')).toEqual({ conversations: [], messages: 0 });
    expect(found(dir, 'cherries')).toEqual({ conversations: ['x'], messages: 1 });
    expect(found(dir, 'pears')).toEqual({ conversations: ['y'], messages: 1 });
    look(dir, (db) => expect(readIndexProgress(db, 'main')).toEqual({ done: 2, of: 2, rebuilding: false }));
  });

  test('thousands of conversations of one day, newest last, are indexed in one go', { timeout: 120_000 }, async () => {
    // Row ids fall while times do not rise: each conversation would begin a segment, and FTS5 bears 2,000.
    const dir = temporaryFolder();
    store(dir, 'one', Object.fromEntries(Array.from({ length: 4500 }, (_, number) => [`c${number}`, `word${number}`])));
    await indexBehind(dir, { slice: 60_000 });
    look(dir, (db) => expect(readIndexProgress(db, 'main')).toEqual({ done: 4500, of: 4500, rebuilding: false }));
    expect(found(dir, 'word17')).toEqual({ conversations: ['c17'], messages: 1 });
  });

  test('what is gone from the archive is gone from the index', async () => {
    const dir = temporaryFolder();
    const runId = store(dir, 'one', { x: 'apples' });
    store(dir, 'two', { y: 'pears' });
    await indexBehind(dir);
    const writer = openImportWriter(dir);
    for (const _step of writer.undoRun(runId)) continue;
    writer.close();
    await indexBehind(dir);
    expect(found(dir, 'apples')).toEqual({ conversations: [], messages: 0 });
    expect(found(dir, 'pears')).toEqual({ conversations: ['y'], messages: 1 });
  });

  test('stopped after any transaction, it goes on without loss or doubles', async () => {
    const dir = temporaryFolder();
    store(dir, 'one', Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`c${at}`, `common word${at}`])));
    for (let stop = 0; stop < 60; stop++) {
      const writer = openIndexWriter(dir);
      // No time at all: one look at the clock, then the transaction ends, in the middle of a conversation.
      writer.step(stop % 3 === 0 ? 0 : 0.2);
      writer.close();
    }
    await indexBehind(dir, { slice: 1 });
    const { conversations, messages } = found(dir, 'common');
    expect(conversations).toHaveLength(20);
    expect(messages).toBe(20);
  });

  test('thousands of conversations that grew are indexed in one go, never in too many segments', () => {
    const dir = temporaryFolder();
    const many = Object.fromEntries(Array.from({ length: 2200 }, (_, at) => [`c${at}`, `common words ${at}`]));
    store(dir, 'one', many);
    const writer = openIndexWriter(dir);
    while (writer.step(60_000)) continue;
    store(dir, 'two', many, 1_800_000_000_000);
    let most = 0;
    // What is above belongs to what was taken out.
    const segments = (): number =>
      look(dir, (db) =>
        db.get<{ count: number }>(
          sql`select count(distinct id >> 37) as count from main.ft_message_data where id between 1 << 37 and 65535 << 37`,
        ),
      )?.count ?? 0;
    for (let busy = true; busy; most = Math.max(most, segments())) busy = writer.step(60_000);
    expect(writer.progress()).toMatchObject({ done: 2200, of: 2200 });
    writer.close();
    // 230 when what is taken out is not counted.
    expect(most).toBeLessThan(150);
  }, 30_000);

  test('an index of other terms is made anew', async () => {
    const dir = temporaryFolder();
    store(dir, 'one', { x: 'apples' });
    await indexBehind(dir);
    look(dir, (db) => db.run(sql`update state set value = 0 where name = 'terms'`));
    const writer = openIndexWriter(dir);
    expect(writer.progress()).toEqual({ done: 0, of: 1, rebuilding: true });
    writer.close();
    await indexBehind(dir);
    expect(found(dir, 'apples')).toEqual({ conversations: ['x'], messages: 1 });
    look(dir, (db) => expect(readIndexProgress(db, 'main').rebuilding).toBe(false));
  });

  test('the newest conversation comes first', () => {
    const dir = temporaryFolder();
    store(dir, 'old', { old: 'words' }, 1_600_000_000_000);
    store(dir, 'new', { new: 'words' }, 1_800_000_000_000);
    store(dir, 'mid', { mid: 'words' }, 1_700_000_000_000);
    const order: string[] = [];
    const writer = openIndexWriter(dir);
    while (writer.step(0.05)) {
      for (const id of found(dir, 'words').conversations) if (!order.includes(id)) order.push(id);
    }
    writer.close();
    expect(order[0] ?? 'new').toBe('new');
  });

  test('a phrase may cross the parts of a message, and does not cross messages', async () => {
    const dir = temporaryFolder();
    const writer = openImportWriter(dir);
    importRecords(writer, 'one', [
      sampleRecord([
        sampleConversation('x', {
          messages: [
            sampleMessage('a', null, {
              parts: [
                { type: 'text', text: 'first red-hot' },
                { type: 'text', text: 'second' },
              ],
            }),
            sampleMessage('b', 'a', { parts: [{ type: 'text', text: 'third' }] }),
          ],
        }),
      ]),
    ]);
    writer.close();
    await indexBehind(dir);
    expect(messagesWith(dir, '"hot second"')).toBe(1);
    expect(messagesWith(dir, '"second third"')).toBe(0);
  });

  test('an import may write while a transaction of the index is open', () => {
    const dir = temporaryFolder();
    store(dir, 'one', { x: 'apples' });
    look(dir, (db) => {
      db.transaction(() => {
        db.run(sql`insert into main.state values ('test', 1)`);
        db.all(sql`select * from archive.conversation`);
        store(dir, 'two', { y: 'pears' });
      });
    });
  });
});

test('what the person does waits neither for an import nor for the index', () => {
  const dir = temporaryFolder();
  store(dir, 'one', { x: 'apples' });
  const writer = openImportWriter(dir);
  const user = openUser(dir);
  try {
    writer.transact(() => {
      star(user, ['chatgpt:x'], true);
      look(dir, (db) => db.transaction(() => star(user, ['chatgpt:x'], false)));
    });
  } finally {
    user.close();
    writer.close();
  }
});

describe('the doctor', () => {
  const check = (dir: string, repair = false) =>
    checkArchive(dir, { repair, more: [indexCheck] }).checks.find(({ name }) => name === 'search index');

  test('finds a whole index whole, one that is behind too', async () => {
    const dir = temporaryFolder();
    store(dir, 'one', { x: 'apples', y: 'pears' });
    expect(check(dir)).toMatchObject({ ok: true, notes: ['2 of 2 conversations are still to be indexed.'] });
    await indexBehind(dir);
    expect(check(dir)).toMatchObject({ ok: true, notes: [] });
  });

  test.each([
    'delete from main.ft_message where rowid = 2',
    'delete from main.ft_conversation where rowid = 1',
    "insert into main.ft_title (rowid, terms) values (99, 'x')",
  ])('finds damage and has the index made anew: %s', async (damage) => {
    const dir = temporaryFolder();
    store(dir, 'one', { x: 'apples', y: 'pears' });
    await indexBehind(dir);
    look(dir, (db) => db.exec(damage));
    expect(check(dir)?.ok).toBe(false);
    expect(check(dir, true)).toMatchObject({ ok: true, notes: [expect.stringContaining('made anew')] });
    await indexBehind(dir);
    expect(check(dir)).toMatchObject({ ok: true, notes: [] });
    expect(found(dir, 'pears')).toEqual({ conversations: ['y'], messages: 1 });
  });
});
