import Database from 'better-sqlite3';
import { closeSync, openSync, utimesSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Provider } from '../../providers/provider.ts';
import { claimProviders } from '../claims/claims.fixture.ts';
import { chatgptConversation } from '../sample-inputs.ts';
import { scene, titlesIn } from './hostile.fixture.ts';

const at = scene('changed-meanwhile');
const parser = join(import.meta.dirname, '..', 'claims', 'claims.fixture.ts');

/** Larger than what is held in memory from hashing to reading. */
const large = JSON.stringify(Array.from({ length: 1600 }, (_, n) => chatgptConversation(n, 0, { length: 20 })));

function overwrite(file: string, text: string, position: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, text, position);
  closeSync(handle);
}

test('a file that is overwritten in place while it is read says so, and is not known by what it was', async () => {
  expect(large.length).toBeGreaterThan(8 * 1024 ** 2);
  const file = at.file('overwritten/conversations.json', large);
  // As long as before, so that its size tells nothing.
  const place = large.lastIndexOf('Conversation 1599');
  let changed = false;
  const { receipt, lines, dir } = await at.run([file], {
    onProgress: ({ tally }) => {
      if (changed || tally.conversations.added === 0) return;
      changed = true;
      overwrite(file, 'Conversation 9951', place);
      utimesSync(file, 1_700_000_000, 1_700_000_000);
    },
  });
  expect(lines).toEqual([
    'unreadable conversations.json: Reading stopped: another program changed it while it was read; the next import reads it again.',
  ]);
  expect(receipt.totals.conversations).toMatchObject({ read: 1600, added: 1600 });
  // The very bytes that were hashed, from a backup: they were never read whole.
  writeFileSync(file, large);
  const back = await at.run([file], { dir });
  expect(back.receipt.inputs[0]?.skipped).toBe(null);
  expect(back.lines).toEqual([]);
  const again = await at.run([file], { dir });
  expect(again.receipt.inputs[0]?.skipped).toBe('unchanged');
  expect(titlesIn(dir)).toHaveLength(1600);
});

test('a file that is touched and holds the same bytes is read like any other', async () => {
  const file = at.file('touched/conversations.json', large);
  let touched = false;
  const { lines, dir } = await at.run([file], {
    onProgress: ({ tally }) => {
      if (touched || tally.conversations.added === 0) return;
      touched = true;
      overwrite(file, large.slice(0, 10), 0);
    },
  });
  expect([touched, lines]).toEqual([true, []]);
  const again = await at.run([file], { dir });
  expect(again.receipt.inputs[0]?.skipped).toBe('unchanged');
});

/** Formats that do something when what lies beside the records is asked for: after the file was hashed, and before it is read. */
function between(change: () => void): readonly Provider[] {
  return claimProviders.map((provider) => ({
    ...provider,
    gather: () => {
      change();
      return Promise.resolve({ shared: null, byEntry: {}, account: null });
    },
  }));
}

test('a part of a record that changes before it is read is read as it is, and again the next time', async () => {
  const folder = dirname(at.file('parts/session/s1.json', '{"id":"s1"}'));
  const part = at.file('parts/part/s1/1.json', '{"word":"before"}');
  const input = dirname(folder);
  const providers = between(() => writeFileSync(part, '{"word":"later"}'));
  const { lines, dir } = await at.run([input], { parser, providers });
  expect(lines).toEqual([
    'changed part/s1/1.json: Another program changed this file while it was read; it was read as it is now, and the next import reads the record again.',
  ]);
  writeFileSync(part, '{"word":"before"}');
  const back = await at.run([input], { dir, parser, providers: between(() => undefined) });
  expect(back.receipt.inputs[0]?.skipped).toBe(null);
  expect(back.receipt.totals.conversations).toMatchObject({ read: 1, updated: 1 });
});

test.each(['delete', 'wal'])(
  'a database (%s) that changes before it is read says so, and is read again the next time',
  async (mode) => {
    const file = at.file(`${mode}/a.db`, '');
    const db = new Database(file);
    db.pragma(`journal_mode = ${mode}`);
    db.exec('create table kv (key text unique, value blob)');
    const tell = (chat: number): void => {
      db.exec(`insert into kv values ('chat:${chat}', 'c${chat}'), ('word:c${chat}:0', 'asks')`);
    };
    tell(0);
    const input = dirname(file);
    const { receipt, lines, dir } = await at.run([input], { parser, providers: between(() => tell(1)) });
    expect(lines.join('\n')).toMatch(/^changed a\.db: Another program changed this database while it was looked at/);
    expect(receipt.totals.conversations).toMatchObject({ read: 2, added: 2 });
    db.exec("delete from kv where key = 'chat:1'");
    const still = between(() => undefined);
    const back = await at.run([input], { dir, parser, providers: still });
    expect([back.lines, back.receipt.totals.conversations.read]).toEqual([[], 1]);
    const again = await at.run([input], { dir, parser, providers: still });
    expect(again.receipt.inputs[0]?.skipped).toBe('unchanged');
    db.close();
  },
);
