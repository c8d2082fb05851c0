import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import yauzl from 'yauzl';
import { detailWith } from '../../shared/conversation.arbitrary.ts';
import type { Message, Part } from '../../shared/model.ts';
import { transformsNamed } from '../../shared/transforms/index.ts';
import { exportConversations, type Exported, type ExportOptions, type ExportSource } from './export.ts';
import { folderSink } from './folder-sink.ts';
import { zipSink } from './zip-sink.ts';
import { temporaryFolder } from '../archive/temporary-folder.ts';

let dir = '';
beforeEach(() => {
  dir = temporaryFolder();
});

const png = Buffer.from('not really a picture');
const hash = createHash('sha256').update(png).digest('hex');

const message = (index: number, parts: readonly Part[], given: Partial<Message> = {}): Message => ({
  id: `m${index}`,
  index,
  parent: index - 1,
  role: 'assistant',
  origin: 'assistant',
  author: null,
  model: 'gpt-4o',
  createdAt: null,
  words: 1,
  onActivePath: true,
  hidden: false,
  usage: null,
  parts,
  ...given,
});

const conversation = (number: number): Exported => ({
  detail: detailWith({ id: `chatgpt:${number}`, title: `Number ${number}`, tags: ['kept'] }, [
    { id: 'i', name: 'a.png', mime: 'image/png', size: png.length, hash },
    { id: 'j', name: 'lost.png', mime: 'image/png', size: 1, hash: null },
  ]),
  messages: [
    message(0, [{ type: 'text', text: `Question ${number}` }], { role: 'user', origin: 'person', model: null }),
    message(1, [{ type: 'text', text: 'Old answer' }], { onActivePath: false }),
    message(
      2,
      [
        { type: 'thinking', text: 'hm' },
        { type: 'text', text: 'Answer' },
        { type: 'image', attachment: 'i', name: 'a.png', mime: null },
      ],
      {
        parent: 0,
      },
    ),
  ],
});

const source = (conversations: readonly Exported[]): ExportSource => {
  const blobs = join(dir, 'blobs');
  mkdirSync(blobs, { recursive: true });
  writeFileSync(join(blobs, hash), png);
  return { total: conversations.length, conversations, blobPath: (name) => (name === hash ? join(blobs, name) : null) };
};

const options: ExportOptions = { format: 'markdown', transforms: [], branches: 'active', fields: null };
const running = { signal: new AbortController().signal, onProgress: () => {} };

function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')];
    }),
  );
}

async function filesInZip(path: string): Promise<Record<string, string>> {
  const zip = await yauzl.openPromise(path);
  const files: Record<string, string> = {};
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
    files[entry.fileName] = Buffer.concat(chunks).toString();
  }
  return files;
}

test('Markdown: a file for each conversation, its attachments beside it once', async () => {
  const to = join(dir, 'out', 'deep');
  await exportConversations(source([conversation(1), conversation(2)]), folderSink(to), options, running);
  const files = filesIn(to);
  const names = Object.keys(files).sort();
  expect(names).toHaveLength(3);
  expect(names[0]).toMatch(/^2025-03-01 Number 1 [0-9a-f]{8}\.md$/);
  expect(names[2]).toBe(`attachments/${hash.slice(0, 16)}-a.png`);
  expect(files[names[2] ?? '']).toBe(png.toString());
  expect(files[names[0] ?? '']).toContain(`![a.png](<attachments/${hash.slice(0, 16)}-a.png>)`);
});

test('the same export twice is the same bytes, in a folder and as a zip', async () => {
  const made = [conversation(1), conversation(2)];
  for (const name of ['a', 'b']) {
    await exportConversations(source(made), folderSink(join(dir, name)), options, running);
    await exportConversations(source(made), zipSink(join(dir, `${name}.zip`)), options, running);
  }
  expect(filesIn(join(dir, 'b'))).toEqual(filesIn(join(dir, 'a')));
  expect(readFileSync(join(dir, 'b.zip')).equals(readFileSync(join(dir, 'a.zip')))).toBe(true);
  expect(await filesInZip(join(dir, 'a.zip'))).toEqual(filesIn(join(dir, 'a')));
});

test('a second export into the same folder replaces its files and touches no other', async () => {
  const to = join(dir, 'out');
  await exportConversations(source([conversation(1)]), folderSink(to), options, running);
  writeFileSync(join(to, 'mine.txt'), 'mine');
  await exportConversations(
    source([conversation(1)]),
    folderSink(to),
    { ...options, transforms: transformsNamed(['strip-thinking']) },
    running,
  );
  const files = filesIn(to);
  expect(Object.keys(files)).toHaveLength(3);
  expect(files['mine.txt']).toBe('mine');
  expect(Object.values(files).join('')).toContain('1 thinking part hidden');
});

describe('JSON', () => {
  test('holds the row, every branch, every part and the attachments', async () => {
    await exportConversations(
      source([conversation(1)]),
      folderSink(join(dir, 'out')),
      { ...options, format: 'json', branches: 'all' },
      running,
    );
    const [text = ''] = Object.entries(filesIn(join(dir, 'out'))).flatMap(([name, content]) =>
      name.endsWith('.json') ? [content] : [],
    );
    const parsed = JSON.parse(text);
    expect(parsed).toMatchObject({
      polylogue: 1,
      id: 'chatgpt:1',
      nativeId: 'abc',
      tags: ['kept'],
      transforms: [],
      branchesShown: 'all',
    });
    expect(parsed.messages.map((one: { id: string; parentId: string }) => [one.id, one.parentId])).toEqual([
      ['m0', null],
      ['m1', 'm0'],
      ['m2', 'm0'],
    ]);
    expect(parsed.messages[2].parts).toEqual([...(conversation(1).messages as Message[])][2]?.parts);
    expect(parsed.attachments).toEqual([
      { id: 'i', name: 'a.png', mime: 'image/png', size: png.length, hash, file: `attachments/${hash.slice(0, 16)}-a.png` },
      { id: 'j', name: 'lost.png', mime: 'image/png', size: 1, hash: null, file: null },
    ]);
  });

  test('lines: one conversation each, or one message each when fields are named', async () => {
    const made = [conversation(1), conversation(2)];
    await exportConversations(
      source(made),
      folderSink(join(dir, 'a')),
      { ...options, format: 'jsonl', branches: 'all' },
      running,
    );
    const lines = filesIn(join(dir, 'a'))['conversations.jsonl']?.trimEnd().split('\n') ?? [];
    expect(lines.map((line) => JSON.parse(line).messages.length)).toEqual([3, 3]);

    await exportConversations(
      source(made),
      folderSink(join(dir, 'b')),
      { ...options, format: 'jsonl', fields: ['id', 'text'] },
      running,
    );
    const rows = filesIn(join(dir, 'b'))['conversations.jsonl']?.trimEnd().split('\n') ?? [];
    expect(rows.map((row) => JSON.parse(row))).toEqual([
      { id: 'm0', text: 'Question 1' },
      { id: 'm2', text: 'hm\n\nAnswer' },
      { id: 'm0', text: 'Question 2' },
      { id: 'm2', text: 'hm\n\nAnswer' },
    ]);
  });
});

describe('cancelled in the middle of a conversation', () => {
  const cancelledIn = async (sink: ReturnType<typeof folderSink>): Promise<void> => {
    const controller = new AbortController();
    const second: Exported = {
      ...conversation(2),
      messages: (function* () {
        yield message(0, [{ type: 'text', text: 'x'.repeat(1_000_000) }]);
        controller.abort();
        yield message(1, [{ type: 'text', text: 'never' }]);
      })(),
    };
    const exported = exportConversations(source([conversation(1), second]), sink, options, {
      ...running,
      signal: controller.signal,
    });
    await expect(exported).rejects.toMatchObject({ code: 'Cancelled' });
  };

  test('a folder keeps the whole files and no half one', async () => {
    await cancelledIn(folderSink(join(dir, 'out')));
    const names = Object.keys(filesIn(join(dir, 'out'))).sort();
    expect(names).toHaveLength(2);
    expect(names[0]).toMatch(/Number 1 .*\.md$/);
  });

  test('a zip that was there is as it was', async () => {
    mkdirSync(join(dir, 'out'));
    writeFileSync(join(dir, 'out', 'x.zip'), 'before');
    await cancelledIn(zipSink(join(dir, 'out', 'x.zip')));
    expect(filesIn(join(dir, 'out'))).toEqual({ 'x.zip': 'before' });
  });
});

test('a zip of a conversation larger than any buffer is written as it is read', async () => {
  const long: Exported = {
    detail: detailWith(),
    messages: (function* () {
      for (let index = 0; index < 2000; index++) yield message(index, [{ type: 'text', text: `${index} `.repeat(1000) }]);
    })(),
  };
  await exportConversations(source([long]), zipSink(join(dir, 'long.zip')), options, running);
  const [text = ''] = Object.values(await filesInZip(join(dir, 'long.zip')));
  expect(text).toContain('1999 1999');
  expect(text.length).toBeGreaterThan(5_000_000);
});
