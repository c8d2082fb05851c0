import { describe, expect, test } from 'vitest';
import { openArchive } from '../../archive/open.ts';
import { readDetail } from '../../archive/conversations.ts';
import { readMessages } from '../../archive/messages.ts';
import { createSearch } from '../../archive/search/search.ts';
import { sql } from '../../archive/sql.ts';
import { markdownChunks } from '../../../shared/markdown.ts';
import { transformsNamed } from '../../../shared/transforms/index.ts';
import { toldOf } from '../../providers/fixtures/told.ts';
import { writers } from '../../providers/writers.ts';
import { indexBehind } from '../index-behind.ts';
import { goodExport, scene, titlesIn } from './hostile.fixture.ts';
import { chatgptConversation, claudeCodeLines } from '../sample-inputs.ts';

const at = scene('hostile-text');

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes).swap16();
}

describe('an encoding', () => {
  const wide = (text: string): Buffer => Buffer.from(text, 'utf16le');
  test.each<[string, (text: string) => Buffer]>([
    ['UTF-8 with a mark', (text) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16 LE with a mark', (text) => wide(`\uFEFF${text}`)],
    ['UTF-16 LE without', wide],
    ['UTF-16 BE with a mark', (text) => swapped(wide(`\uFEFF${text}`))],
    ['UTF-16 BE without', (text) => swapped(wide(text))],
    ['lines that end in CR LF', (text) => Buffer.from(JSON.stringify(JSON.parse(text), null, 1).replaceAll('\n', '\r\n'))],
    ['a tail of NULs', (text) => Buffer.concat([Buffer.from(text), Buffer.alloc(100_000)])],
  ])('%s gives the same', async (_name, encode) => {
    const file = at.file(`${_name}/conversations.json`, encode(goodExport(1, 2)));
    const { receipt, lines, dir } = await at.run([file]);
    expect(lines).toEqual([]);
    expect(receipt.totals.conversations).toMatchObject({ read: 2, added: 2 });
    expect(titlesIn(dir)).toEqual(['Conversation 1', 'Conversation 2']);
  });

  test('of lines is as good', async () => {
    const lines = claudeCodeLines('s', 6);
    const inputs = [
      at.file('lines/a.jsonl', Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`)),
      at.file('lines/b.jsonl', wide(`\uFEFF${claudeCodeLines('t', 6).join('\n')}`)),
      at.file('lines/c.jsonl', Buffer.concat([Buffer.from(claudeCodeLines('u', 6).join('\n')), Buffer.alloc(4096)])),
    ];
    const { receipt } = await at.run(inputs);
    expect(receipt.totals.conversations).toMatchObject({ added: 3, quarantined: 0 });
    expect(receipt.totals.messages.added).toBe(18);
  });

  test('that is not UTF-8 is read with signs of replacement, and said once', async () => {
    const bytes = Buffer.from(goodExport(1, 2, 3));
    for (const word of ['Conversation 1', 'Conversation 3']) bytes[bytes.indexOf(word) + 12] = 0xff;
    const { receipt, lines, dir } = await at.run([at.file('invalid/conversations.json', bytes)]);
    expect(receipt.totals.conversations).toMatchObject({ added: 3, quarantined: 0 });
    expect(titlesIn(dir)).toContain('Conversation\uFFFD1');
    expect(lines).toEqual([expect.stringMatching(/^not-utf-8 .*conversations\.json: Some bytes of this file are not UTF-8/)]);
  });

  test('documents one behind the other are read all', async () => {
    const { receipt } = await at.run([
      at.file('several/conversations.json', `${goodExport(1)}\n${goodExport(2, 3)}${goodExport(4)}`),
    ]);
    expect(receipt.totals.conversations).toMatchObject({ read: 4, added: 4 });
  });
});

test('halves of signs and NULs in text, titles, names and ids are stored, found, exported', async () => {
  const strange = 'half \uD83D sign, \u0000 none, whole \u{1F600} needle';
  const conversation = {
    uuid: 'id-\uD83D-\u0000',
    name: strange,
    summary: '',
    created_at: '2025-01-01T00:00:00Z',
    updated_at: '2025-01-01T00:00:00Z',
    account: { uuid: 'me' },
    chat_messages: [
      {
        uuid: 'm-\uDC00',
        sender: 'human',
        text: strange,
        content: [{ type: 'text', text: strange }],
        created_at: '2025-01-01T00:00:00Z',
        updated_at: '2025-01-01T00:00:00Z',
        attachments: [{ file_name: `\uD83D\u0000.txt`, file_size: 1, file_type: 'txt', extracted_content: strange }],
        files: [],
      },
    ],
  };
  const { receipt, dir } = await at.run([at.file('strange/conversations.json', JSON.stringify([conversation]))]);
  expect(receipt.totals.conversations).toMatchObject({ added: 1, quarantined: 0 });
  await indexBehind(dir);
  const archive = openArchive(dir, 'read');
  const search = createSearch(archive);
  expect(search.total({ query: 'needle', typing: false }).conversations).toBe(1);
  const key = archive.db.get<{ id: number }>(sql`select id from conversation`)?.id ?? 0;
  const detail = readDetail(archive.db, key);
  const markdown = [
    ...markdownChunks(detail, readMessages(archive.db, key, [0]), {
      transforms: transformsNamed([]),
      branches: 'all',
      through: null,
    }),
  ].join('');
  // As it is written: whoever encodes it, and every window, shows a half sign as its replacement.
  expect(Buffer.from(markdown).toString()).toContain('half \uFFFD sign');
  expect(markdown).toContain('whole \u{1F600} needle');
  expect(detail.conversation.title).toContain('whole \u{1F600} needle');
  archive.close();
});

describe('cut at any byte', () => {
  test('an array gives what is whole, and says that it ends in the middle', async () => {
    const text = goodExport(1, 2, 3);
    const inputs = Array.from({ length: 30 }, (_, n) =>
      at.file(`array/${n}.json`, text.slice(0, Math.floor(((n + 1) * text.length) / 31))),
    );
    const { receipt, dir } = await at.run(inputs);
    expect(titlesIn(dir)).toEqual(['Conversation 1', 'Conversation 2']);
    for (const input of receipt.inputs) {
      expect(input.issues.length > 0 || input.reason !== null, JSON.stringify(input)).toBe(true);
      expect(input.conversations.quarantined).toBeLessThanOrEqual(1);
    }
  });

  test('lines give all but the last', async () => {
    const text = claudeCodeLines('cut', 8).join('\n');
    const inputs = Array.from({ length: 12 }, (_, n) =>
      at.file(`cut-lines/${n}.jsonl`, text.slice(0, Math.floor(((n + 4) * text.length) / 16))),
    );
    const { receipt, dir } = await at.run(inputs);
    for (const input of receipt.inputs) expect(input.provider).toBe('claude-code');
    const archive = openArchive(dir, 'read');
    expect(archive.db.all(sql`select id from message`).length).toBeGreaterThanOrEqual(6);
    archive.close();
  });
});

describe('JSON nested 100,000 deep', () => {
  const deep = (open: string, close: string): string => open.repeat(100_000) + close.repeat(100_000);
  test.each([
    ['as an element', deep('[', ']')],
    ['of objects as an element', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    [
      'in a message',
      JSON.stringify(chatgptConversation(7, 0)).replace(
        '"content_type":"text"',
        `"content_type":"text","deep":${deep('[', ']')}`,
      ),
    ],
    ['that is never closed', '['.repeat(100_000)],
  ])('%s is kept aside or read, and everything else imported', async (name, element) => {
    const file = at.file(
      `deep ${name}/conversations.json`,
      `[${goodExport(1).slice(1, -1)},${element},${goodExport(2).slice(1, -1)}]`,
    );
    const { receipt, dir } = await at.run([file, at.file('beside.json', goodExport(3))]);
    expect(receipt.status).toBe('completed');
    expect(titlesIn(dir)).toContain('Conversation 1');
    expect(titlesIn(dir)).toContain('Conversation 3');
    if (name !== 'that is never closed') expect(titlesIn(dir)).toContain('Conversation 2');
    const { added, quarantined } = receipt.totals.conversations;
    expect(added + quarantined).toBeGreaterThanOrEqual(3);
  });

  test('in the input of a tool is kept as it can be', async () => {
    const input = `{"a":${deep('[', ']')}}`;
    const line = (uuid: string, parent: string | null, content: string): string =>
      `{"type":"assistant","uuid":"${uuid}","parentUuid":${parent === null ? 'null' : `"${parent}"`},"sessionId":"deep","cwd":"/","version":"2","isSidechain":false,"userType":"external","timestamp":"2025-01-01T00:00:00Z","message":{"id":"${uuid}","type":"message","role":"assistant","model":"m","content":${content}}}`;
    const text = [
      line('a', null, '[{"type":"text","text":"before"}]'),
      line('b', 'a', `[{"type":"tool_use","id":"t","name":"Bash","input":${input}}]`),
      line('c', 'b', '[{"type":"text","text":"after"}]'),
    ].join('\n');
    const { receipt, issues } = await at.run([at.file('deep tool/s.jsonl', text), at.file('beside.json', goodExport(3))]);
    expect(receipt.totals.conversations.added).toBeGreaterThanOrEqual(1);
    expect(receipt.totals.messages.added + issues.length).toBeGreaterThan(6);
  });
});

test('an export of any kind, cut anywhere, ends in a receipt that says so, and what stands beside it is imported', async () => {
  const inputs: string[] = [];
  for (const [index, { provider, write }] of writers.entries()) {
    const files = Object.entries(write([1, 2, 3].map((n) => toldOf(index * 10 + n, 4))));
    const [longest] = files.toSorted((a, b) => b[1].length - a[1].length);
    for (const part of [0.02, 0.3, 0.55, 0.8, 0.99]) {
      const folder = `kinds/${provider.id}-${part}`;
      for (const [name, content] of files) {
        const bytes = Buffer.from(content);
        at.file(`${folder}/${name}`, name === longest?.[0] ? bytes.subarray(0, Math.floor(bytes.length * part)) : bytes);
      }
      inputs.push(at.path(folder));
    }
  }
  const { receipt, dir } = await at.run([...inputs, at.file('kinds/beside.json', goodExport(77))]);
  expect(receipt.status).toBe('completed');
  expect(titlesIn(dir)).toContain('Conversation 77');
  // Nothing is passed over in silence: conversations, an issue, or the reason why there are none.
  for (const { path, conversations, issueCount, reason } of receipt.inputs)
    expect(conversations.read > 0 || issueCount > 0 || (reason ?? '') !== '', path).toBe(true);
});
