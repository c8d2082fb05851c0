import { expect, test } from 'vitest';
import { keyOf } from '../../archive/conversations.ts';
import { streamMessages } from '../../archive/messages.ts';
import { openArchive } from '../../archive/open.ts';
import { sql } from '../../archive/sql.ts';
import { chatgptConversation } from '../sample-inputs.ts';
import { scene, titlesIn } from './hostile.fixture.ts';

const at = scene('hostile-numbers');

test('a size that is no count of bytes is not known, and the import goes on', async () => {
  const sizes = ['1.5', '1e300', '-1', '12'];
  const lists = sizes.map((size, n) =>
    JSON.stringify(chatgptConversation(n, 0, { attach: true })).replace('"size_bytes":100', `"size_bytes":${size}`),
  );
  const file = at.file('conversations.json', `[${lists.join(',')}]`);
  const { receipt, dir } = await at.run([file]);
  expect(receipt.status).toBe('completed');
  expect(titlesIn(dir)).toHaveLength(sizes.length);
  const archive = openArchive(dir, 'read');
  const stored = archive.db.all<{ size: number | null }>(
    sql`select a.size from attachment a join conversation c on c.id = a.conversation_id order by c.title`,
  );
  archive.close();
  expect(stored.map(({ size }) => size)).toEqual([null, null, null, 12]);
});

test('tokens and costs that no response has are not stated, and the import goes on', async () => {
  const usages = [
    { input: 1e300, output: 2, cacheRead: 3, cacheWrite: 0, cost: { total: 0.5 } },
    { input: 1, output: 2, cacheRead: 0, cacheWrite: 0, cost: { total: 1e305 } },
    { input: 1e300, output: 1e308, cacheRead: 0, cacheWrite: 0 },
    { input: 5, output: 6, cacheRead: 7, cacheWrite: 8, cost: { total: 0.25 } },
  ];
  const time = '2025-01-01T00:00:00.000Z';
  const lines = [
    { type: 'session', version: 3, id: 'session', timestamp: time, cwd: '/home/me/app' },
    ...usages.map((usage, n) => ({
      type: 'message',
      id: `m${n}`,
      parentId: n === 0 ? null : `m${n - 1}`,
      timestamp: time,
      message: { role: 'assistant', content: [{ type: 'text', text: 'words' }], model: 'm', provider: 'p', usage },
    })),
  ];
  const file = at.file('2025-01-01T00-00-00-000Z_session.jsonl', lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const { receipt, dir } = await at.run([file]);
  expect(receipt).toMatchObject({ status: 'completed', totals: { messages: { added: 4 } } });
  const archive = openArchive(dir, 'read');
  const stored = [...streamMessages(archive.db, keyOf(archive.db, 'pi:session'))].map(({ usage }) => usage);
  const counts = archive.db.all(sql`select input_tokens, output_tokens, cost from conversation`);
  archive.close();
  expect(stored).toEqual([
    { input: 0, output: 2, cacheRead: 3, cacheWrite: 0, cost: 0.5 },
    { input: 1, output: 2, cacheRead: 0, cacheWrite: 0 },
    null,
    { input: 5, output: 6, cacheRead: 7, cacheWrite: 8, cost: 0.25 },
  ]);
  expect(counts).toEqual([{ input_tokens: 6, output_tokens: 10, cost: 0.75 }]);
});
