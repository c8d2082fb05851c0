import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openUser } from '../archive/open.ts';
import { temporaryFolder } from '../archive/temporary-folder.ts';
import { purge, rename, trash } from '../archive/words/kept.ts';
import { chatgptConversation } from '../import/sample-inputs.ts';
import { purgeTrash } from '../import/undo.ts';

const entry = join(import.meta.dirname, '../cli.ts');

interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

function polylogue(dir: string, ...args: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [entry, '--archive', dir, ...args], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}

test('what was deleted for good is listed, and one of it is let in without the others', async () => {
  const dir = join(temporaryFolder(), 'archive');
  const file = join(temporaryFolder(), 'conversations.json');
  writeFileSync(file, JSON.stringify([0, 1, 2, 3].map((number) => chatgptConversation(number, 0))));
  await polylogue(dir, 'import', file);
  const { stdout } = await polylogue(dir, 'view', 'conversations', '--json', '--fields', 'id,title');
  const rows: readonly { id: string; title: string }[] = JSON.parse(stdout);
  const [first = '', second = '', third = ''] = rows.toSorted((a, b) => (a.title < b.title ? -1 : 1)).map(({ id }) => id);
  const user = openUser(dir);
  rename(user, first, 'Mine');
  trash(user, [first, second, third], true);
  purge(user, [first]);
  purge(user, [second, third]);
  user.close();
  const parser = join(import.meta.dirname, '..', 'parser.ts');
  await purgeTrash({ dir, parser, signal: new AbortController().signal, onProgress: () => undefined });

  const listed = await polylogue(dir, 'deleted', '--json');
  expect(JSON.parse(listed.stdout)).toMatchObject({ conversations: 3, letIn: false });
  expect(JSON.parse(listed.stdout).deleted).toHaveLength(3);
  expect(JSON.parse(listed.stdout).deleted).toContainEqual({
    id: first,
    provider: 'chatgpt',
    nativeId: first.slice('chatgpt:'.length),
    title: 'Mine',
    deletedAt: expect.stringMatching(/^20\d\d-/),
  });
  const lines = (await polylogue(dir, 'deleted')).stdout.trim().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines.filter((line) => line.endsWith('  Mine'))).toHaveLength(1);
  // Titles of others went with them.
  expect(lines.join('\n')).not.toContain('Conversation 1');

  expect(await polylogue(dir, 'deleted', '--let-in', 'nothing of the kind')).toMatchObject({ code: 1, stdout: '' });
  expect(await polylogue(dir, 'deleted', '--let-in', 'chatgpt:')).toMatchObject({ code: 2, stdout: '' });
  const one = await polylogue(dir, 'deleted', '--let-in', second.slice('chatgpt:'.length, -4), '--json');
  expect(JSON.parse(one.stdout)).toMatchObject({ conversations: 1, letIn: true, deleted: [{ id: second }] });

  const receipt = JSON.parse((await polylogue(dir, 'import', file, '--json')).stdout);
  expect(receipt.totals.conversations).toMatchObject({ read: 4, added: 1, unchanged: 1, hidden: 2 });
  expect(JSON.parse((await polylogue(dir, 'deleted', '--json')).stdout).conversations).toBe(2);
  const again = JSON.parse((await polylogue(dir, 'import', file, '--json')).stdout);
  expect(again.inputs[0].skipped).toBe('unchanged');
  expect(JSON.parse((await polylogue(dir, 'deleted', '--let-in', '--json')).stdout).conversations).toBe(2);
}, 60_000);
