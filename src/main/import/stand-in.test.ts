import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Receipt } from '../../shared/receipt.ts';
import { runImport } from './import.ts';
import { chatgptConversation } from './sample-inputs.ts';

// The page of a ChatGPT export, which holds the conversations again: read where they are not beside it.

const parser = join(import.meta.dirname, '..', 'parser.ts');
let root = '';
let made = 0;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'polylogue-stand-in-'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const conversations = JSON.stringify([1, 2, 3].map((number) => chatgptConversation(number, 0)));
const pageOf = (json: string): string =>
  `<html><head><title>ChatGPT Data Export</title><style>p { color: red }</style></head><body><div id="root"></div></body>` +
  `<script>\nvar jsonData = ${json};\n var assetsJson = {"file-1": "a.png"};\nfunction show(list) { return list[0]; }</script></html>`;

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(root, String(made++));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

async function read(dir: string, path: string): Promise<Receipt['inputs'][number]> {
  const receipt = await runImport({
    dir,
    inputs: [path],
    provider: null,
    dryRun: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    parser,
    threads: 1,
  });
  const [input] = receipt.inputs;
  if (input === undefined || receipt.inputs.length > 1) throw new Error(`${receipt.inputs.length} lines`);
  return input;
}

const codes = ({ issues }: Receipt['inputs'][number]): readonly string[] => issues.map(({ code }) => code);

test('where the list is missing, the page is read, and the receipt says so', async () => {
  const dir = join(root, 'alone');
  const folder = await folderOf({ 'chat.html': pageOf(conversations), 'user.json': '{"id":"user-1"}' });
  const input = await read(dir, folder);
  expect([input.conversations.read, input.conversations.added, codes(input)]).toEqual([3, 3, ['stand-in']]);
  expect(input.issues[0]?.where).toBe('chat.html');
  // The list that is found later says the same.
  const later = await read(dir, await folderOf({ 'conversations.json': conversations }));
  expect([later.conversations.read, later.conversations.unchanged, codes(later)]).toEqual([3, 3, []]);
});

test('beside the list the page is never read, in whichever order they come', async () => {
  for (const list of ['conversations.json', 'a/conversations-000.json']) {
    const page = list.includes('/') ? 'a/chat.html' : 'chat.html';
    const folder = await folderOf({ [page]: pageOf(conversations), [list]: conversations });
    const dir = join(root, `both-${made}`);
    for (const added of [3, 0]) {
      const input = await read(dir, folder);
      expect([input.conversations.read, input.conversations.added, codes(input)]).toEqual([3, added, []]);
      expect(input.ignoredEntries.map(({ name }) => name)).toEqual([page]);
    }
  }
});

test('a list in another folder is of another export', async () => {
  const folder = await folderOf({
    'old/chat.html': pageOf(JSON.stringify([chatgptConversation(7, 0)])),
    'new/conversations.json': conversations,
  });
  const input = await read(join(root, 'folders'), folder);
  expect([input.conversations.read, input.conversations.added, codes(input)]).toEqual([4, 4, ['stand-in']]);
});

test('a page that was cut off is read as far as it goes', async () => {
  const page = pageOf(conversations);
  const folder = await folderOf({ 'chat.html': page.slice(0, page.indexOf('assetsJson') - 40) });
  const input = await read(join(root, 'cut'), folder);
  expect([input.conversations.added, codes(input).includes('cut-off')]).toEqual([2, true]);
});

test('a page without conversations is no export', async () => {
  const input = await read(join(root, 'empty'), await folderOf({ 'chat.html': '<html><body>ChatGPT</body></html>' }));
  expect([input.conversations.read, input.ignoredEntries.map(({ name }) => name)]).toEqual([0, ['chat.html']]);
});
