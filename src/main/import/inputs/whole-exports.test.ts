import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConversations } from '../../archive/conversations.ts';
import { openArchive } from '../../archive/open.ts';
import { sql } from '../../archive/sql.ts';
import { runImport } from '../import.ts';
import { chatgptConversation, writeZip } from '../sample-inputs.ts';
import { undoImport } from '../undo.ts';

const parser = join(import.meta.dirname, '..', '..', 'parser.ts');
const signal = new AbortController().signal;
let root = '';
let made = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'polylogue-whole-'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const place = (name: string): string => {
  const folder = join(root, `${made++}`);
  return join(folder, name);
};

/** A list of conversations; greater numbers are newer. */
const list = (...numbers: readonly number[]): string => JSON.stringify(numbers.map((number) => chatgptConversation(number, 0)));
const account = { 'user.json': '{"id":"me"}' };

async function zip(name: string, members: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const file = place(name);
  await mkdir(join(file, '..'));
  await writeZip(file, members);
  return file;
}

async function take(dir: string, ...inputs: readonly string[]): Promise<number> {
  const { runId } = await runImport({
    dir,
    inputs,
    provider: null,
    dryRun: false,
    signal,
    onProgress: () => undefined,
    parser,
    threads: 1,
  });
  return runId ?? 0;
}

/** What is said of each conversation, oldest first: 1 in the newest export, 0 gone from it, ? unknown. */
function said(dir: string): string {
  const { db, close } = openArchive(dir, 'read');
  try {
    const keys = db.all<{ id: number }>(sql`select id from conversation`).map(({ id }) => id);
    const found = readConversations(db, keys);
    return found
      .toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))
      .map(({ inNewestExport }) => (inNewestExport === null ? '?' : inNewestExport ? '1' : '0'))
      .join('');
  } finally {
    close();
  }
}

describe('parts of one export', () => {
  const parts = async (): Promise<string> => {
    const folder = place('export');
    await mkdir(folder, { recursive: true });
    await writeZip(join(folder, 'conversations-000.zip'), { 'conversations.json': list(1, 2) });
    await writeZip(join(folder, 'conversations-001.zip'), { 'conversations.json': list(3, 4) });
    return folder;
  };

  test('beside each other are one, as files, as zips and as what was unpacked of these', async () => {
    const folder = await parts();
    const outer = await zip('export.zip', {
      'conversations-000.zip': await readFile(join(folder, 'conversations-000.zip')),
      'conversations-001.zip': await readFile(join(folder, 'conversations-001.zip')),
    });
    const files = await zip('files.zip', {
      'top/conversations.json': list(1),
      'top/conversations-000.json': list(1, 2),
      'top/conversations-001.json': list(3, 4),
    });
    const unpacked = place('unpacked');
    for (const [name, numbers] of [
      ['conversations-000', [1, 2]],
      ['conversations-001', [3, 4]],
    ] as const) {
      await mkdir(join(unpacked, name), { recursive: true });
      await writeFile(join(unpacked, name, 'conversations.json'), list(...numbers));
    }
    for (const input of [folder, outer, files, unpacked]) {
      const dir = place('archive');
      await take(dir, input);
      expect(said(dir), input).toBe('1111');
    }
  });

  test('that came alone say nothing of the others, before and after these are known', async () => {
    const folder = await parts();
    const dir = place('archive');
    const alone = ['conversations-000.zip', 'conversations-001.zip'].map((name) => join(folder, name));
    for (const input of alone) await take(dir, input);
    expect(said(dir)).toBe('????');
    await take(dir, folder);
    expect(said(dir)).toBe('1111');
    for (const input of alone) await take(dir, input);
    expect(said(dir)).toBe('1111');
  });

  test('that are inputs of one run are one when what lies beside them, or another part, is given with them', async () => {
    const folder = await parts();
    const beside = join(folder, 'users.json');
    await writeFile(beside, '[{"uuid":"u","email_address":"a@example.org"}]');
    const [first, second] = ['conversations-000.zip', 'conversations-001.zip'].map((name) => join(folder, name));
    for (const [inputs, expected] of [
      [[second, first, beside], '1111'],
      [[first, beside], '11'],
      // The first is missing: who knows what else is.
      [[second, beside], '??'],
    ] as const) {
      const dir = place('archive');
      await take(dir, ...inputs.filter((input) => input !== undefined));
      expect(said(dir), inputs.join(' ')).toBe(expected);
    }
  });

  test('that are shards going on in another zip, or zips of one batch, are one', async () => {
    const shards = place('shards');
    await mkdir(shards, { recursive: true });
    await writeZip(join(shards, 'a.zip'), { 'conversations-000.json': list(1, 2), ...account });
    await writeZip(join(shards, 'b.zip'), { 'conversations-001.json': list(3, 4), ...account });
    const batches = place('batches');
    await mkdir(batches, { recursive: true });
    await writeZip(join(batches, 'data-x-batch-0000.zip'), { 'conversations.json': list(1, 2) });
    await writeZip(join(batches, 'data-x-batch-0001.zip'), { 'conversations.json': list(3, 4) });
    const zips = ['a.zip', 'b.zip'].map((name) => join(shards, name));
    const batch = ['data-x-batch-0000.zip', 'data-x-batch-0001.zip'].map((name) => join(batches, name));
    for (const [inputs, expected] of [
      [[shards], '1111'],
      [zips, '1111'],
      [batch, '1111'],
      [batch.slice(0, 1), '11'],
      [[...zips.slice(1), ...batch.slice(1)], '??'],
    ] as const) {
      const dir = place('archive');
      await take(dir, ...inputs);
      expect(said(dir), inputs.join(' ')).toBe(expected);
    }
  });

  test('of which one could not be read, or is there twice, say nothing', async () => {
    const folder = await parts();
    const broken = place('conversations-001.zip');
    await mkdir(join(broken, '..'), { recursive: true });
    await writeFile(broken, 'PK\u0003\u0004 cut off');
    const twin = place('conversations-000.zip');
    await mkdir(join(twin, '..'), { recursive: true });
    await writeZip(twin, { 'conversations.json': list(1, 9) });
    const first = join(folder, 'conversations-000.zip');
    const companion = await zip('projects-000.zip', { 'projects/p.json': '{"uuid":"p","name":"P","prompt_template":""}' });
    for (const inputs of [
      [broken, first, companion],
      [first, companion, twin],
    ]) {
      const dir = place('archive');
      await take(dir, ...inputs);
      expect(said(dir), inputs.join(' ')).toMatch(/^(\?\?|11\?|\?\?\?)$/);
    }
  });

  test('mark what is gone only when all of them were read', async () => {
    const dir = place('archive');
    await take(dir, await zip('old.zip', { 'conversations.json': list(1, 2, 3, 4), ...account }));
    await take(
      dir,
      await zip('torn.zip', { 'conversations-000.json': list(5), 'conversations-001.json': list(2, 3).slice(0, -9), ...account }),
    );
    expect(said(dir)).toBe('1111?');
    await take(
      dir,
      await zip('new.zip', { 'conversations-000.json': list(6), 'conversations-001.json': list(2, 3), ...account }),
    );
    expect(said(dir)).toBe('0110?1');
  });

  test('that are empty carry nothing from one export into another', async () => {
    const dir = place('archive');
    await take(dir, await zip('old.zip', { 'conversations-000.json': list(1, 2), 'conversations-001.json': '[]', ...account }));
    const newer = await zip('new.zip', { 'conversations-000.json': list(3), 'conversations-001.json': '[]', ...account });
    const runId = await take(dir, newer);
    expect(said(dir)).toBe('001');
    await undoImport({ dir, runId, signal, onProgress: () => undefined, parser });
    expect(said(dir)).toBe('11');
  });
});

test('exports of other folders in one folder are others', async () => {
  const both = place('downloads');
  for (const [name, numbers] of [
    ['june', [1, 2, 3]],
    ['july', [1, 2, 4]],
  ] as const) {
    await mkdir(join(both, name), { recursive: true });
    await writeFile(join(both, name, 'conversations.json'), list(...numbers));
  }
  const dir = place('archive');
  await take(dir, both);
  expect(said(dir)).toBe('1101');
});
