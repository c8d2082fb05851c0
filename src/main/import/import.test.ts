import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addsUp, type Receipt } from '../../shared/receipt.ts';
import { archiveContent } from './archive-content.ts';
import { runImport, type ImportOptions } from './import.ts';
import { problemsOf } from './kill-trial.ts';
import { chatgptConversation, claudeCodeLines, writeInputs, writeZip } from './sample-inputs.ts';
import { purgeTrash, undoImport } from './undo.ts';
import type { RecordRow } from '../../shared/contract.ts';
import { receiptFigures } from '../../shared/requests.ts';
import { blobPath, listBlobs } from '../archive/blobs.ts';
import { countPurged, purge, trash, unpurge } from '../archive/words/kept.ts';
import { openArchive, openUser } from '../archive/open.ts';
import { readIssueText, readRecords } from '../archive/outcomes.ts';
import { openImportWriter } from '../archive/import-writer.ts';
import { readReceipt } from '../archive/runs.ts';
import { sql } from '../archive/sql.ts';
import { reparse } from './reparse.ts';

const parser = join(import.meta.dirname, '..', 'parser.ts');
let root = '';
let made = 0;
let inputs: readonly string[] = [];

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'polylogue-import-'));
  inputs = await writeInputs(join(root, 'inputs'), 24);
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const place = (name: string): string => join(root, `${made++}-${name}`);

async function run(dir: string, paths: readonly string[], more: Partial<ImportOptions> = {}): Promise<Receipt> {
  const receipt = await runImport({
    dir,
    inputs: paths,
    provider: null,
    dryRun: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    parser,
    threads: 2,
    ...more,
  });
  for (const input of receipt.inputs) expect(addsUp(input), JSON.stringify(input)).toBe(true);
  expect(addsUp(receipt.totals)).toBe(true);
  if (more.dryRun !== true) expectRecords(dir, receipt);
  return receipt;
}

/** Every figure of a receipt leads to as many records as it says, each where it was; page by page all of them. */
function expectRecords(dir: string, receipt: Receipt): void {
  const archive = openArchive(dir, 'read');
  const { runId } = receipt;
  try {
    for (const figure of receiptFigures) {
      const lines = receipt.inputs.map((line, input) => {
        const { records } = readRecords(archive, { runId, figure, unit: 'conversation', input, after: 0, limit: 10_000 });
        expect([line.path, figure, records.length]).toEqual([line.path, figure, line.conversations[figure]]);
        for (const { where } of records) expect(where.startsWith(line.path)).toBe(true);
        return records;
      });
      const all = [];
      for (let more = true; more;) {
        const page = readRecords(archive, { runId, figure, unit: 'conversation', after: all.length, limit: 7 });
        all.push(...page.records);
        more = page.more;
      }
      const keyed = (rows: readonly RecordRow[]): string[] =>
        rows.map(({ where, conversation, issue }) => `${where} ${conversation?.id} ${issue}`).sort();
      expect(keyed(all)).toEqual(keyed(lines.flat()));
      expect(all.map(({ place }) => place)).toEqual(all.map((_, at) => at + 1));
    }
  } finally {
    archive.close();
  }
}

describe('an import', () => {
  test('counts everything it read, and quarantines what is broken with its text', async () => {
    const dir = place('archive');
    const receipt = await run(dir, inputs);
    expect(receipt.status).toBe('completed');
    const [first] = receipt.inputs;
    expect(first?.provider).toBe('chatgpt');
    expect(first?.conversations).toMatchObject({ read: 25, added: 24, quarantined: 1 });
    expect(first?.attachments).toMatchObject({ read: 5, added: 5 });
    expect(first?.issues[0]?.raw).toContain('nonsense');
    expect(first?.issues[0]?.where).toMatch(/conversations-001\.json, byte \d+/);
    expect(receipt.inputs[1]?.conversations).toMatchObject({ read: 22, updated: 8, unchanged: 14 });
    expect(receipt.inputs[2]?.conversations).toMatchObject({ read: 12, unchanged: 12 });
    expect(problemsOf(dir)).toEqual([]);
    const archive = openArchive(dir, 'read');
    const asked = { runId: receipt.runId, unit: 'conversation', after: 0, limit: 3 } as const;
    const [broken] = readRecords(archive, { ...asked, figure: 'quarantined' }).records;
    expect(broken).toMatchObject({ conversation: null, where: expect.stringMatching(/conversations-001\.json, byte \d+/) });
    expect(readIssueText(archive, broken?.issue ?? 0, 0)).toMatchObject({
      offset: 0,
      text: expect.stringContaining('nonsense'),
    });
    const [added] = readRecords(archive, { ...asked, figure: 'added', input: 0 }).records;
    expect(added?.where).toMatch(/conversations-00\d\.json, byte \d+/);
    expect(added?.conversation).toMatchObject({ provider: 'chatgpt', id: expect.stringContaining('chatgpt:') });
    archive.close();
    const content = archiveContent(dir);
    expect(content['due']).toEqual([]);
    // The picture of a conversation that the newer zip has without bytes is kept from the older one.
    expect(content['attachments']?.filter((row) => !row.includes('"hash":""'))).toHaveLength(5);
  });

  test('gives the same archive in any order, at once or one by one', async () => {
    const whole = place('whole');
    await run(whole, inputs);
    const expected = archiveContent(whole);
    const orders = [
      [4, 3, 2, 1, 0],
      [1, 0, 4, 2, 3],
      [2, 4, 0, 3, 1],
    ];
    for (const order of orders) {
      const dir = place('order');
      for (const at of order) await run(dir, [inputs[at] ?? '']);
      expect(archiveContent(dir)).toEqual(expected);
    }
  });

  test('of what is known reads, parses and writes nothing', async () => {
    const dir = place('again');
    const first = await run(dir, inputs);
    const before = archiveContent(dir);
    const again = await run(dir, inputs);
    expect(again.inputs.map((input) => input.skipped)).toEqual(inputs.map(() => 'unchanged'));
    expect(again.totals.conversations).toMatchObject({
      read: first.totals.conversations.read,
      added: 0,
      updated: 0,
      quarantined: 1,
    });
    expect(again.totals.messages.read).toBe(first.totals.messages.read);
    expect(again.inputs.map((input) => input.sha256)).toEqual(first.inputs.map((input) => input.sha256));
    expect(archiveContent(dir)).toEqual(before);
  });

  test('brings back bytes that are no longer on the disk', async () => {
    const dir = place('lost');
    await run(dir, [inputs[0] ?? '']);
    const before = archiveContent(dir);
    const { hashes } = listBlobs(dir);
    expect(hashes.size).toBeGreaterThan(0);
    for (const hash of hashes) await rm(blobPath(dir, hash));
    const again = await run(dir, [inputs[0] ?? '']);
    expect(again.totals.conversations).toMatchObject({ added: 0, updated: 0 });
    expect(listBlobs(dir).hashes).toEqual(hashes);
    expect(archiveContent(dir)).toEqual(before);
    expect((await run(dir, [inputs[0] ?? ''])).inputs[0]?.skipped).toBe('unchanged');
  });

  test('run dry gives the same receipt and writes nothing', async () => {
    const dir = place('dry');
    const dry = await run(dir, inputs, { dryRun: true });
    await expect(readdir(dir)).rejects.toThrow(/ENOENT/);
    const real = await run(dir, inputs);
    const plain = (receipt: Receipt): unknown => ({ inputs: receipt.inputs, totals: receipt.totals });
    expect(plain(dry)).toEqual(plain(real));
    const before = archiveContent(dir);
    const longer = [...inputs, join(root, 'longer.jsonl')];
    await writeFile(join(root, 'longer.jsonl'), claudeCodeLines('new', 5).join('\n'));
    const second = await run(dir, longer, { dryRun: true });
    expect(second.inputs.at(-1)?.conversations.added).toBe(1);
    expect(archiveContent(dir)).toEqual(before);
  });

  test('is undone whole, and what it replaced is shown again', async () => {
    const dir = place('undo');
    await run(dir, [inputs[0] ?? '', inputs[4] ?? '']);
    const before = archiveContent(dir);
    const { runId } = await run(dir, [inputs[1] ?? '', inputs[2] ?? '', inputs[3] ?? '']);
    expect(archiveContent(dir)).not.toEqual(before);
    const undone = await undoImport({ dir, runId, signal: new AbortController().signal, onProgress: () => undefined, parser });
    expect(undone.undone).toBe(true);
    expect(archiveContent(dir)).toEqual(before);
    expect(problemsOf(dir)).toEqual([]);
  });

  test('that is cancelled says so, and the next completes it', async () => {
    const dir = place('cancel');
    const controller = new AbortController();
    let calls = 0;
    const receipt = await run(dir, inputs, {
      signal: controller.signal,
      onProgress: () => {
        if (++calls === 8) controller.abort();
      },
    });
    expect(receipt.status).toBe('cancelled');
    expect(problemsOf(dir)).toEqual([]);
    await run(dir, inputs);
    const whole = place('whole');
    await run(whole, inputs);
    expect(archiveContent(dir)).toEqual(archiveContent(whole));
  });

  test('reads zips in zips in folders, and one file or folder of the same as the same', async () => {
    const conversations = JSON.stringify([chatgptConversation(1, 0), chatgptConversation(2, 0)]);
    await writeZip(join(root, 'inner.zip'), { 'conversations.json': conversations });
    const folder = place('folder');
    await mkdir(folder);
    await writeZip(join(folder, 'outer.zip'), {
      'parts/conversations-000.zip': await readFile(join(root, 'inner.zip')),
      'manifest.json': '{"parts":1}',
    });
    const nested = place('nested');
    const receipt = await run(nested, [folder]);
    expect(receipt.inputs).toHaveLength(1);
    expect(receipt.inputs[0]?.conversations).toMatchObject({ read: 2, added: 2 });
    const file = join(root, 'conversations.json');
    await writeFile(file, conversations);
    const plain = place('plain');
    await run(plain, [file]);
    expect(archiveContent(nested)).toEqual(archiveContent(plain));
  });
});

test('attachments of a zip that has grown are not unpacked again', async () => {
  const dir = place('grown');
  const attachments = Object.fromEntries([0, 5].map((n) => [`file-${n}-picture.png`, `bytes of ${n} ${'abc'.repeat(500)}`]));
  const zip = (count: number): Promise<string> => {
    const file = place('grown.zip');
    const conversations = Array.from({ length: count }, (_, n) => chatgptConversation(n, 0, { attach: n % 5 === 0 }));
    return writeZip(file, { ...attachments, 'conversations.json': JSON.stringify(conversations), 'user.json': '{}' }).then(
      () => file,
    );
  };
  await run(dir, [await zip(6)]);
  const before = archiveContent(dir);
  // Damage that nobody notices who does not unpack.
  const grown = await zip(7);
  const bytes = await readFile(grown);
  for (const name of Object.keys(attachments))
    bytes.fill(0xff, bytes.indexOf(name) + name.length + 4, bytes.indexOf(name) + name.length + 12);
  await writeFile(grown, bytes);
  const receipt = await run(dir, [grown]);
  expect(receipt.inputs[0]?.issues).toEqual([]);
  expect(receipt.inputs[0]?.conversations).toMatchObject({ read: 7, added: 1, unchanged: 6 });
  expect(archiveContent(dir)['attachments']).toEqual(before['attachments']);
  const fresh = await run(place('fresh'), [grown]);
  expect(fresh.inputs[0]?.issues.map((issue) => issue.code)).toEqual(['attachment-unreadable', 'attachment-unreadable']);
});

describe('an input that is no export', () => {
  test('is named as what it is', async () => {
    const dir = place('strangers');
    const files: Record<string, string | Uint8Array> = {
      'page.html': '<!doctype html><title>Sign in</title>',
      'notes.txt': 'Just some notes.\n',
      'settings.json': '{"theme":"dark","size":3}',
      'empty.json': '',
      'picture.png': Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'),
    };
    const paths: string[] = [];
    for (const [name, content] of Object.entries(files)) {
      paths.push(join(root, name));
      await writeFile(join(root, name), content);
    }
    const receipt = await run(dir, [...paths, join(root, 'nowhere')]);
    const reasons = receipt.inputs.map((input) => input.reason);
    expect(reasons).toEqual([
      'This is not an export or log that is known: it is a web page, not an export.',
      'This is not an export or log that is known: it is text, not an export.',
      'This is not an export or log that is known: it is JSON, but of no known kind (its keys: theme, size).',
      'This is not an export or log that is known: it is empty.',
      'This is not an export or log that is known: it is a picture.',
      'This cannot be read: it is not there.',
    ]);
    expect(receipt.inputs.every((input) => input.provider === null)).toBe(true);
  });

  test('says so of a log in which nobody speaks, and not of one that is put together when all was read', async () => {
    const dir = place('silent');
    const line = (uuid: string, parentUuid: string | null, isSidechain: boolean, content: string): string =>
      JSON.stringify({
        type: 'user',
        uuid,
        parentUuid,
        isSidechain,
        sessionId: 'session',
        cwd: '/home/me',
        version: '2.0.0',
        timestamp: '2025-05-01T10:00:00.000Z',
        message: { role: 'user', content },
      });
    await writeFile(join(root, 'silent.jsonl'), line('a', null, false, '<command-name>/clear</command-name>'));
    await writeFile(
      join(root, 'spoken.jsonl'),
      [line('b', null, false, 'Have a look, please'), line('c', null, true, 'Look around'), line('d', 'c', true, 'Go on')].join(
        '\n',
      ),
    );
    const receipt = await run(dir, [join(root, 'silent.jsonl'), join(root, 'spoken.jsonl')]);
    expect(receipt.inputs.map(({ conversations, reason }) => [conversations.added > 0, reason])).toEqual([
      [false, 'Nobody says anything in it: only commands and notices.'],
      [true, null],
    ]);
  });

  test('but cut short says so, and what is whole is read', async () => {
    const dir = place('cut');
    const text = JSON.stringify([chatgptConversation(1, 0), chatgptConversation(2, 0), chatgptConversation(3, 0)]);
    await writeFile(join(root, 'cut.json'), text.slice(0, -40));
    const receipt = await run(dir, [join(root, 'cut.json')]);
    expect(receipt.inputs[0]?.conversations).toMatchObject({ read: 3, added: 2, quarantined: 1 });
    expect(receipt.inputs[0]?.issues.map((issue) => issue.code)).toEqual(['cut-off', 'cut-off']);
    expect(receipt.inputs[0]?.issues[0]?.raw).toContain('Conversation 3');
  });

  test('reads UTF-16 and byte order marks', async () => {
    const dir = place('encodings');
    const text = JSON.stringify([chatgptConversation(1, 0)]);
    await writeFile(join(root, 'bom.json'), `\uFEFF${text}`);
    await writeFile(join(root, 'wide.json'), Buffer.from(`\uFEFF${text}`, 'utf16le'));
    const receipt = await run(dir, [join(root, 'bom.json'), join(root, 'wide.json')]);
    expect(receipt.totals.conversations).toMatchObject({ read: 2, added: 1, unchanged: 1 });
  });
});

test('records that an older parser read are read again from the archive', async () => {
  const dir = place('reparse');
  await run(dir, inputs);
  const expected = archiveContent(dir);
  const writer = openImportWriter(dir);
  // As an older version left them: other content, other version.
  writer.db.exec(`update record set parser_version = 0; update conversation set content_hash = x'00', title = 'old';
    update contribution set content_hash = x'00'`);
  writer.close();
  const result = await reparse({ dir, signal: new AbortController().signal, onProgress: () => undefined, parser });
  expect(result.records).toBe(expected['records']?.filter((row) => row.includes('"prefix_of":""')).length);
  const content = archiveContent(dir);
  expect(content['conversations']).toEqual(expected['conversations']);
  expect(content['messages']).toEqual(expected['messages']);
  expect(content['attachments']).toEqual(expected['attachments']);
  expect(problemsOf(dir)).toEqual([]);
});

test('what is read again has a receipt of its own, which goes on where it was broken off', async () => {
  const dir = place('reparse-run');
  await run(dir, inputs);
  const expected = archiveContent(dir);
  const setUp = openImportWriter(dir);
  setUp.db.exec("update record set parser_version = 0; update conversation set content_hash = x'00', title = 'old'");
  const records = setUp.db.all(sql`select id from record where prefix_of is null`).length;
  const loose = setUp.db.all(sql`select record_id from title`).length;
  setUp.close();
  const ended = new AbortController();
  const first = await reparse({
    dir,
    parser,
    signal: ended.signal,
    onProgress: ({ done }) => (done >= 5 ? ended.abort() : undefined),
  });
  expect(first).toMatchObject({ status: 'cancelled' });
  expect(first.records).toBe(0);
  // As a killed process leaves it.
  const broken = openImportWriter(dir);
  broken.db.exec(`update run set status = 'running' where id = ${first.runId}`);
  broken.close();
  const again = { dir, parser, signal: new AbortController().signal, onProgress: () => undefined };
  expect(await reparse(again)).toMatchObject({ runId: first.runId, status: 'completed' });
  const archive = openArchive(dir, 'read');
  const receipt = readReceipt(archive, first.runId ?? 0);
  archive.close();
  expect(receipt).toMatchObject({ kind: 'reparse', status: 'completed', undone: false });
  for (const input of receipt.inputs) expect(addsUp(input), JSON.stringify(input)).toBe(true);
  expect(receipt.totals.conversations.updated).toBeGreaterThan(0);
  expect(receipt.totals.conversations.read).toBeGreaterThanOrEqual(records - loose);
  expectRecords(dir, receipt);
  expect(archiveContent(dir)['conversations']).toEqual(expected['conversations']);
  // Ended when all was read and not yet resolved, it is ended by the next.
  const open = openImportWriter(dir);
  open.db.exec(`update run set status = 'running' where id = ${first.runId}`);
  open.close();
  expect(await reparse(again)).toMatchObject({ runId: first.runId, status: 'completed', records: 0 });
  // Nothing is left to be read, and nothing to be taken back.
  expect(await reparse(again)).toEqual({ runId: null, status: 'completed', records: 0, changed: 0 });
  await expect(undoImport({ ...again, runId: first.runId ?? 0 })).rejects.toThrow('nothing to be taken back');
  expect(problemsOf(dir)).toEqual([]);
}, 30_000);

test('what was deleted for good stays away through every way in, until it is let in again', async () => {
  const dir = place('tombstone');
  const deleted = 'chatgpt:deleted';
  const conversation = (id: string, ids: readonly string[]): object => ({
    id,
    title: id,
    create_time: 1_700_000_000,
    update_time: 1_700_000_000 + ids.length,
    current_node: ids.at(-1),
    mapping: Object.fromEntries(
      ids.map((one, at) => [
        one,
        {
          id: one,
          parent: ids[at - 1] ?? null,
          children: ids.slice(at + 1, at + 2),
          message: {
            id: one,
            author: { role: 'user' },
            create_time: 1_700_000_000 + at,
            content: { content_type: 'text', parts: [`words ${one}`] },
          },
        },
      ]),
    ),
  });
  const files: string[] = [];
  for (const [at, ids] of [
    ['a', 'b'],
    ['a', 'b', 'c'],
  ].entries()) {
    const file = join(root, `deleted-${at}.json`);
    await writeFile(file, JSON.stringify([conversation('deleted', ids), conversation('kept', ['k'])]));
    files.push(file);
  }
  const [older = '', newer = ''] = files;
  const ids = (): readonly string[] =>
    (archiveContent(dir)['conversations'] ?? []).map((row) => /"native_id":"(.*?)"/.exec(row)?.[1] ?? '');
  await run(dir, [older]);
  const user = openUser(dir);
  trash(user, [deleted], true);
  purge(user, [deleted]);
  await purgeTrash({ dir, parser, signal: new AbortController().signal, onProgress: () => undefined });
  expect(ids()).toEqual(['kept']);
  // The same again, and with more messages.
  for (const file of [older, newer, older]) {
    const { totals } = await run(dir, [file]);
    expect(totals.conversations).toMatchObject({ read: 2, added: 0, hidden: 1 });
    expect(totals.messages.hidden).toBe(file === newer ? 3 : 2);
    expect(ids()).toEqual(['kept']);
  }
  expect(countPurged(user)).toBe(1);
  expect(unpurge(user, null)).toBe(1);
  expect(countPurged(user)).toBe(0);
  const { totals } = await run(dir, [newer]);
  expect(totals.conversations).toMatchObject({ read: 2, added: 1, hidden: 0 });
  expect(ids().toSorted()).toEqual(['deleted', 'kept']);
  expect((await run(dir, [newer])).inputs[0]?.skipped).toBe('unchanged');
  expect(problemsOf(dir)).toEqual([]);
  user.close();
}, 30_000);

test('figures of random mixtures add up to what was put in, in one import and in two', async () => {
  const record = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('good' as const), number: fc.nat(12), edition: fc.nat(2) }) },
    fc.record({ kind: fc.constant('broken' as const), number: fc.nat(5), edition: fc.nat(1) }),
  );
  const textOf = ({ kind, number, edition }: { kind: 'good' | 'broken'; number: number; edition: number }): string =>
    kind === 'good'
      ? JSON.stringify(chatgptConversation(number, edition))
      : `{"id":"b${number}","mapping":{${'x'.repeat(edition + 1)}}}`;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(record, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      async (mixtures, cut) => {
        // A file of which nothing can be read is not recognised as an export.
        const shards = mixtures.map((records) => [{ kind: 'good' as const, number: 0, edition: 0 }, ...records]);
        const zip = place('mixture.zip');
        const members = shards.map((records, i) => [
          `conversations-00${i}.json`,
          `[${records.map(textOf).join(',')}${cut ? ',{"id":"cut' : ']'}`,
        ]);
        await writeZip(zip, Object.fromEntries([...members, ['user.json', '{}']]));
        const all = shards.flat();
        const good = all.filter(({ kind }) => kind === 'good');
        const dir = place('mixture');
        const { conversations, messages } = (await run(dir, [zip])).totals;
        expect(conversations.read).toBe(all.length + (cut ? shards.length : 0));
        expect(conversations.quarantined).toBe(all.length - good.length + (cut ? shards.length : 0));
        expect(conversations.added).toBe(new Set(good.map(({ number }) => number)).size);
        expect(messages.read).toBe(good.reduce((sum, { edition }) => sum + 6 + edition * 2, 0));
        const again = (await run(dir, [zip])).totals;
        expect(again.conversations).toMatchObject({
          read: conversations.read,
          added: 0,
          updated: 0,
          quarantined: conversations.quarantined,
        });
        expect(again.messages.read).toBe(messages.read);
      },
    ),
    { numRuns: 10 },
  );
});
