import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { addsUp, type Receipt } from '../../shared/receipt.ts';
import { receiptFigures } from '../../shared/requests.ts';
import { openArchive } from '../archive/open.ts';
import { readRecords } from '../archive/outcomes.ts';
import { sql } from '../archive/sql.ts';
import { sharedFolder, temporaryFolder } from '../archive/temporary-folder.ts';
import { archiveContent } from './archive-content.ts';
import { claimProviders } from './claims/claims.fixture.ts';
import { fileEntry } from './inputs/folder.ts';
import { runImport, type ImportOptions } from './import.ts';
import { problemsOf } from './kill-trial.ts';
import type { Work } from './run.ts';
import { chatgptConversation, claudeCodeLines, writeZip } from './sample-inputs.ts';
import { undoImport } from './undo.ts';

const parser = join(import.meta.dirname, '..', 'parser.ts');

async function run(
  dir: string,
  input: string,
  more: Partial<ImportOptions> = {},
): Promise<{ readonly receipt: Receipt; readonly work: Work }> {
  const work: Work = { hashed: 0, parsed: 0 };
  const receipt = await runImport({
    dir,
    inputs: [input],
    provider: null,
    dryRun: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    parser,
    threads: 1,
    work,
    ...more,
  });
  for (const line of receipt.inputs) expect(addsUp(line), JSON.stringify(line)).toBe(true);
  return { receipt, work };
}

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

const root = sharedFolder();
const logs = join(root, 'logs');
const moving = join(root, 'moving');
const parts = join(root, 'parts');

beforeAll(async () => {
  for (let s = 0; s < 12; s++) write(logs, { [`project/s${s}.jsonl`]: claudeCodeLines(`s${s}`, 8).join('\n') });
  for (let s = 0; s < 4; s++) write(logs, { [`project/settings${s}.json`]: `{"theme":${s}}` });
  for (let s = 0; s < 5; s++) write(moving, { [`a/s${s}.jsonl`]: claudeCodeLines(`s${s}`, 4).join('\n') });
  for (let s = 0; s < 6; s++) {
    write(parts, { [`session/s${s}.json`]: `{"id":"s${s}"}`, [`part/s${s}/1.json`]: `{"word":"one of ${s}"}` });
  }
  // Changed just now: not trusted yet.
  expect(fileEntry(join(logs, 'project/s1.jsonl'), 's1').stamp).toBe(null);
  await new Promise((resolve) => {
    setTimeout(resolve, 2050);
  });
});

test('files that are as they were are neither read nor hashed, and one that grew is read alone', async () => {
  const dir = join(temporaryFolder(), 'archive');
  const folder = logs;
  const first = await run(dir, folder);
  expect(first.work).toEqual({ hashed: 16, parsed: 12 });
  const before = archiveContent(dir);
  const second = await run(dir, folder);
  expect(second.work).toEqual({ hashed: 0, parsed: 0 });
  expect(second.receipt.inputs[0]).toMatchObject({ skipped: 'unchanged' });
  expect(second.receipt.totals.conversations).toMatchObject({ read: 12, unchanged: 12 });
  expect(archiveContent(dir)).toEqual(before);

  const grown = join(folder, 'project/s3.jsonl');
  writeFileSync(grown, claudeCodeLines('s3', 12).join('\n'));
  const third = await run(dir, folder);
  expect(third.work).toEqual({ hashed: 1, parsed: 1 });
  expect(third.receipt.totals.conversations).toMatchObject({ read: 12, updated: 1, unchanged: 11 });
  expect(third.receipt.totals.messages).toMatchObject({ read: 100, added: 4, unchanged: 96 });

  // Other bytes of the same length and with the same time of change: the time of the entry tells.
  const { atime, mtime } = statSync(join(folder, 'project/s5.jsonl'));
  const text = readFileSync(join(folder, 'project/s5.jsonl'), 'utf8');
  writeFileSync(join(folder, 'project/s5.jsonl'), text.replace('asks 0', 'told 0'));
  utimesSync(join(folder, 'project/s5.jsonl'), atime, mtime);
  expect((await run(dir, folder)).work.parsed).toBe(1);
  expect(problemsOf(dir)).toEqual([]);
});

test('files that were moved are hashed and not parsed; files of an import that was undone are read again', async () => {
  const dir = join(temporaryFolder(), 'archive');
  const folder = moving;
  const { receipt } = await run(dir, folder);
  renameSync(join(folder, 'a'), join(folder, 'b'));
  expect((await run(dir, folder)).work).toEqual({ hashed: 5, parsed: 0 });
  const options = { dir, signal: new AbortController().signal, onProgress: () => undefined, parser };
  await undoImport({ ...options, runId: receipt.runId });
  await undoImport({ ...options, runId: receipt.runId + 1 });
  expect(archiveContent(dir)['conversations']).toEqual([]);
  const again = await run(dir, folder);
  expect(again.work.parsed).toBe(5);
  expect(again.receipt.totals.conversations).toMatchObject({ read: 5, added: 5 });
});

test('files that are one record together are known by their times as well', async () => {
  const dir = join(temporaryFolder(), 'archive');
  const folder = parts;
  const options = { parser: join(import.meta.dirname, 'claims', 'claims.fixture.ts'), providers: claimProviders };
  expect((await run(dir, folder, options)).work).toEqual({ hashed: 12, parsed: 6 });
  expect((await run(dir, folder, options)).work).toEqual({ hashed: 0, parsed: 0 });
  write(folder, { 'part/s4/2.json': '{"word":"new"}' });
  const third = await run(dir, folder, options);
  expect(third.work).toEqual({ hashed: 1, parsed: 1 });
  expect(third.receipt.totals.conversations).toMatchObject({ read: 6, updated: 1, unchanged: 5 });
  rmSync(join(folder, 'session/s0.json'));
  rmSync(join(folder, 'part/s0'), { recursive: true });
  expect((await run(dir, folder, options)).work.parsed).toBe(0);
});

test('of an export that grew only what is new is parsed, and its receipt is that of one that was parsed whole', async () => {
  const folder = temporaryFolder();
  const conversations = Array.from({ length: 40 }, (_, at) => chatgptConversation(at, 0));
  const old = join(folder, 'old.zip');
  const grown = join(folder, 'grown.zip');
  await writeZip(old, { 'conversations.json': JSON.stringify(conversations) });
  await writeZip(grown, {
    'conversations.json': JSON.stringify([
      chatgptConversation(50, 0),
      ...conversations.slice(0, 30),
      chatgptConversation(30, 1),
      ...conversations.slice(31, 38),
    ]),
  });
  const dir = join(temporaryFolder(), 'archive');
  expect((await run(dir, old)).work.parsed).toBe(40);
  const { receipt, work } = await run(dir, grown);
  expect(work.parsed).toBe(2);
  expect(receipt.totals.conversations).toMatchObject({ read: 39, added: 1, updated: 1, unchanged: 37 });

  // The same without figures of records to go by.
  const slow = join(temporaryFolder(), 'archive');
  await run(slow, old);
  const archive = openArchive(slow, 'import');
  archive.db.run(sql`delete from record_figures`);
  archive.close();
  const whole = await run(slow, grown);
  expect(whole.work.parsed).toBe(39);
  expect(receipt.inputs).toEqual(whole.receipt.inputs);
  expect(archiveContent(dir)).toEqual(archiveContent(slow));
  expect(problemsOf(dir)).toEqual([]);
  // Who is in the newest export, and who is not.
  const seen = (of: string): readonly unknown[] => {
    const opened = openArchive(of, 'read');
    try {
      return opened.db.all(sql`select native_id, seen_export_time from conversation order by native_id`);
    } finally {
      opened.close();
    }
  };
  expect(new Set(seen(dir).map((row) => JSON.stringify(row)))).toEqual(new Set(seen(slow).map((row) => JSON.stringify(row))));
  expect((await run(dir, grown)).receipt.inputs[0]?.skipped).toBe('unchanged');
});

test('a record is parsed again where bytes of its attachments may have come, or the person deleted it', async () => {
  const folder = temporaryFolder();
  const conversations = Array.from({ length: 12 }, (_, at) => chatgptConversation(at, 0, { attach: at % 4 === 0 }));
  const picture = { 'file-4-picture.png': `\x89PNG ${'x'.repeat(500)}` };
  await writeZip(join(folder, 'old.zip'), { 'conversations.json': JSON.stringify(conversations) });
  await writeZip(join(folder, 'new.zip'), { 'conversations.json': JSON.stringify(conversations.toReversed()), ...picture });
  const dir = join(temporaryFolder(), 'archive');
  await run(dir, join(folder, 'old.zip'));
  const archive = openArchive(dir, 'keep');
  const trashed = archive.db.get<{ id: string }>(
    sql`select provider || ':' || native_id as id from conversation where title = 'Conversation 5'`,
  );
  archive.db.run(sql`insert into user.kept (conversation, trashed_at) values (${trashed?.id ?? ''}, 1)`);
  archive.close();
  const { receipt, work } = await run(dir, join(folder, 'new.zip'));
  expect(work.parsed).toBe(2);
  expect(receipt.totals.conversations).toMatchObject({ read: 12, updated: 1, unchanged: 10, hidden: 1 });
  expect(archiveContent(dir)['attachments']?.filter((row) => !row.includes('"hash":""'))).toHaveLength(1);
  expect(problemsOf(dir)).toEqual([]);
});

test('a record that shows files is parsed again only where what lies beside it says otherwise of them', async () => {
  const folder = temporaryFolder();
  const shown = (at: number): boolean => at % 3 === 0;
  const told = (count: number): string =>
    JSON.stringify(Array.from({ length: count }, (_, at) => chatgptConversation(at, 0, { attach: shown(at) })));
  const picture = (at: number, text = 'one'): Record<string, string> => ({ [`file-${at}-picture.png`]: `\x89PNG ${at} ${text}` });
  const named = (names: Record<string, string>): Record<string, string> => ({
    'conversation_asset_file_names.json': JSON.stringify(names),
  });
  // 0 and 3 come with bytes, 6 with a name, 9 with nothing.
  const first = { ...picture(0), ...picture(3), ...named({ 'file-6.dat': 'six.png' }) };
  const editions: readonly (readonly [name: string, members: Record<string, string>, parsed: number])[] = [
    ['first', { 'conversations.json': told(12), ...first }, 12],
    ['grown', { 'conversations.json': told(14), ...first, ...named({ 'file-6.dat': 'six.png', 'file-12.dat': 'new.png' }) }, 2],
    // Conversation 12 has lost a name.
    ['other bytes', { 'conversations.json': told(15), ...first, ...picture(3, 'two') }, 3],
    ['bytes that were missing', { 'conversations.json': told(16), ...first, ...picture(9) }, 3],
    ['another name', { 'conversations.json': told(17), ...first, ...picture(9), ...named({ 'file-6.dat': 'other.png' }) }, 2],
    ['bytes that are missing', { 'conversations.json': told(18), ...named({ 'file-6.dat': 'other.png' }), ...picture(9) }, 3],
  ];
  const dir = join(temporaryFolder(), 'archive');
  const slow = join(temporaryFolder(), 'archive');
  for (const [name, members, parsed] of editions) {
    const zip = join(folder, `${name}.zip`);
    await writeZip(zip, members);
    const { receipt, work } = await run(dir, zip);
    expect([name, work.parsed]).toEqual([name, parsed]);
    const archive = openArchive(slow, 'import');
    archive.db.run(sql`delete from record_figures`);
    archive.close();
    const whole = await run(slow, zip);
    expect(receipt.inputs).toEqual(whole.receipt.inputs);
    expect(archiveContent(dir)).toEqual(archiveContent(slow));
  }
  expect(problemsOf(dir)).toEqual([]);
  // What was met without being parsed is kept when the import that brought it is undone.
  for (const runId of [1, 3, 4, 5, 6]) {
    for (const each of [dir, slow])
      await undoImport({ dir: each, runId, signal: new AbortController().signal, onProgress: () => undefined, parser });
  }
  const { attachments } = archiveContent(dir);
  expect(attachments).toEqual(archiveContent(slow)['attachments']);
  expect(attachments?.filter((row) => !row.includes('"hash":""'))).toHaveLength(2);
  expect(problemsOf(dir)).toEqual([]);
});

test('a record is parsed again by a newer parser', async () => {
  const folder = temporaryFolder();
  const dir = join(temporaryFolder(), 'archive');
  const options = { parser: join(import.meta.dirname, 'claims', 'claims.fixture.ts'), providers: claimProviders };
  const lines = Array.from({ length: 6 }, (_, at) => JSON.stringify({ id: `c${at}`, words: ['one', 'two'] }));
  write(folder, { 'all.jsonl': lines.join('\n') });
  expect((await run(dir, folder, options)).work.parsed).toBe(6);
  write(folder, { 'all.jsonl': `${lines.join('\n')}\n{"id":"c9","words":[]}` });
  expect((await run(dir, folder, options)).work.parsed).toBe(1);
  write(folder, { 'all.jsonl': `\n${lines.join('\n')}` });
  const newer = claimProviders.map((provider) => ({ ...provider, version: 2 }));
  expect((await run(dir, folder, { ...options, providers: newer })).work.parsed).toBe(6);
});

test('what is known by its bytes is undone with the import that met it', async () => {
  const folder = temporaryFolder();
  const conversations = Array.from({ length: 10 }, (_, at) => chatgptConversation(at, 0));
  await writeZip(join(folder, 'old.zip'), { 'conversations.json': JSON.stringify(conversations) });
  await writeZip(join(folder, 'new.zip'), {
    'conversations.json': JSON.stringify([...conversations, chatgptConversation(10, 0)]),
  });
  const dir = join(temporaryFolder(), 'archive');
  const first = await run(dir, join(folder, 'old.zip'));
  const before = archiveContent(dir);
  const second = await run(dir, join(folder, 'new.zip'));
  expect(second.work.parsed).toBe(1);
  const options = { dir, signal: new AbortController().signal, onProgress: () => undefined, parser };
  await undoImport({ ...options, runId: second.receipt.runId });
  expect(archiveContent(dir)).toEqual(before);
  await run(dir, join(folder, 'new.zip'));
  const both = archiveContent(dir);
  // What the first brought is still in the second.
  await undoImport({ ...options, runId: first.receipt.runId });
  expect(archiveContent(dir)['conversations']).toEqual(both['conversations']);
  expect(problemsOf(dir)).toEqual([]);
});

test('a file without an ending is judged by what is in it, also where its title seems to have one', async () => {
  const folder = temporaryFolder();
  const told = (at: number): string => JSON.stringify(chatgptConversation(at, 0));
  write(folder, { 'Why Node.js': told(1), 'No ending': told(2), 'main.js': 'let a = { b: 1 };', 'notes.md': '# { no }' });
  appendFileSync(join(folder, 'conversations.json'), `[${told(3)}]`);
  const { receipt } = await run(join(temporaryFolder(), 'archive'), folder);
  expect(receipt.totals.conversations).toMatchObject({ read: 3, added: 3 });
});

test('logs that an import read and did not come to resolve are new in the one that does', async () => {
  const dir = temporaryFolder();
  const forks = join(temporaryFolder(), 'sessions');
  for (let s = 0; s < 4; s++) {
    write(forks, {
      [`project/s${s}.jsonl`]: claudeCodeLines(`s${s}`, 8).join('\n'),
      [`project/f${s}.jsonl`]: claudeCodeLines(`f${s}`, 3, { session: `s${s}`, count: 5 }).join('\n'),
    });
  }
  const ended = new AbortController();
  const cut = await run(dir, forks, {
    signal: ended.signal,
    onProgress: ({ label }) => (label.startsWith('forks') ? ended.abort() : undefined),
  });
  expect(cut.receipt.status).toBe('cancelled');
  const { receipt } = await run(dir, forks);
  // Every conversation is new once: in the run that stored it.
  expect(receipt.totals.conversations.read).toBe(8);
  expect(receipt.totals.conversations.added).toBeGreaterThan(0);
  expect(cut.receipt.totals.conversations.added + receipt.totals.conversations.added).toBe(8);
  const archive = openArchive(dir, 'read');
  receipt.inputs.forEach((line, input) => {
    for (const figure of receiptFigures) {
      const asked = { runId: receipt.runId, figure, unit: 'conversation', input, after: 0, limit: 100 } as const;
      expect([figure, readRecords(archive, asked).records.length]).toEqual([figure, line.conversations[figure]]);
    }
  });
  archive.close();
  expect(problemsOf(dir)).toEqual([]);
});
