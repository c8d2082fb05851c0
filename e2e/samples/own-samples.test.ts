import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConversations } from '../../src/main/archive/conversations.ts';
import { streamMessages } from '../../src/main/archive/messages.ts';
import { openArchive } from '../../src/main/archive/open.ts';
import { sql } from '../../src/main/archive/sql.ts';
import { temporaryFolder } from '../../src/main/archive/temporary-folder.ts';
import { runImport } from '../../src/main/import/import.ts';
import { kindOf } from '../../src/renderer/reader/tools/index.ts';
import { addsUp } from '../../src/shared/receipt.ts';

// What a stranger is shown first must show everything: the conversations of resources/sample.

const root = join(import.meta.dirname, '..', '..');

test('the sample conversations cover every provider, kind of part and kind of tool, and nothing in them is unreadable', async () => {
  const dir = temporaryFolder();
  const receipt = await runImport({
    dir,
    inputs: [join(root, 'resources', 'sample')],
    provider: null,
    dryRun: false,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    parser: join(root, 'src', 'main', 'parser.ts'),
    threads: 1,
  });
  expect(addsUp(receipt.totals)).toBe(true);
  for (const counts of Object.values(receipt.totals)) expect(counts.quarantined).toBe(0);

  const { db, close } = openArchive(dir, 'read');
  const keys = db.all<{ id: number }>(sql`select id from conversation`).map(({ id }) => id);
  const conversations = readConversations(db, keys);
  const messages = keys.flatMap((key) => [...streamMessages(db, key)]);
  close();
  const parts = messages.flatMap((message) => message.parts);

  expect(new Set(conversations.map(({ provider }) => provider))).toEqual(new Set(['chatgpt', 'claude', 'claude-code', 'codex']));
  expect([...new Set(parts.map(({ type }) => type))].toSorted()).toEqual([
    'artifact',
    'citation',
    'code',
    'file',
    'image',
    'text',
    'thinking',
    'tool-call',
    'tool-result',
  ]);
  const kinds = new Set(parts.flatMap((part) => (part.type === 'tool-call' ? [kindOf(part).id] : [])));
  expect([...kinds]).toEqual(expect.arrayContaining(['shell', 'read', 'write', 'edit', 'search', 'web', 'plan', 'subagent']));
  expect(conversations.some(({ branches }) => branches > 0)).toBe(true);
  expect(parts.some((part) => part.type === 'tool-result' && part.outcome === 'error')).toBe(true);
  expect(new Set(messages.map(({ origin }) => origin)).size).toBeGreaterThan(2);
});
