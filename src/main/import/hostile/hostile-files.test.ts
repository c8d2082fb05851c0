import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync, appendFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { goodExport, scene, titlesIn } from './hostile.fixture.ts';
import { chatgptConversation } from '../sample-inputs.ts';

const at = scene('hostile-files');

test.skipIf(process.platform === 'win32')(
  'links, loops, pipes, sockets and devices in a folder are named and never opened',
  async () => {
    const folder = dirname(at.file('odd/conversations.json', goodExport(1, 2)));
    at.file('outside/conversations.json', goodExport(3));
    symlinkSync(at.path('outside'), at.path('odd/link to a folder'));
    symlinkSync(at.path('odd'), at.path('odd/loop'));
    symlinkSync('nowhere', at.path('odd/broken.json'));
    symlinkSync('/dev/zero', at.path('odd/device.json'));
    execFileSync('mkfifo', [at.path('odd/pipe.json')]);
    const server = createServer().listen(at.path('odd/socket.json'));
    await new Promise((resolve) => server.once('listening', resolve));
    const { receipt, lines } = await at.run([folder]);
    server.close();
    expect(lines).toEqual([]);
    expect(receipt.totals.conversations).toMatchObject({ read: 2, added: 2 });
    expect(receipt.inputs[0]?.ignoredEntries.map(({ name, reason }) => `${name}: ${reason}`).toSorted()).toEqual([
      'broken.json: it is a symbolic link, which is not followed',
      'device.json: it is a symbolic link, which is not followed',
      'link to a folder: it is a symbolic link, which is not followed',
      'loop: it is a symbolic link, which is not followed',
      'pipe.json: it is a pipe, a socket or a device, which is not read',
      'socket.json: it is a pipe, a socket or a device, which is not read',
    ]);
  },
);

test.skipIf(process.platform === 'win32')('a pipe or a device that is the input itself is not opened', async () => {
  execFileSync('mkfifo', [at.path('a pipe')]);
  const { receipt } = await at.run([at.path('a pipe'), '/dev/zero', at.path('nowhere')]);
  expect(receipt.inputs.map(({ reason }) => reason)).toEqual([
    'This is neither a file nor a folder.',
    'This is neither a file nor a folder.',
    'This cannot be read: it is not there.',
  ]);
});

const root = process.getuid?.() === 0;
if (root) console.log('Skipped: a file without permission, because root may read everything.');
test.skipIf(root || process.platform === 'win32')('one file among many that may not be read is named', async () => {
  const secret = at.file('many/secret.json', goodExport(1));
  at.file('many/conversations.json', goodExport(2, 3));
  chmodSync(secret, 0);
  const { receipt, lines } = await at.run([at.path('many')]);
  chmodSync(secret, 0o600);
  expect(lines).toEqual(['unreadable secret.json: This file cannot be read: no permission.']);
  expect(receipt.totals.conversations.added).toBe(2);
});

describe('a source that changes while it is read', () => {
  /** Larger than what is read at once. */
  const large = (): string => JSON.stringify(Array.from({ length: 1600 }, (_, n) => chatgptConversation(n, 0, { length: 20 })));
  const text = large();

  /** Imports and does something to the file at the first sign that conversations of it are stored. */
  const meanwhile = async (name: string, change: (file: string) => void) => {
    const file = at.file(`${name}/conversations.json`, text);
    const beside = at.file(`${name}-beside.json`, goodExport(5000));
    let changed = false;
    const ran = await at.run([file, beside], {
      onProgress: ({ tally }) => {
        if (changed || tally.conversations.added === 0) return;
        changed = true;
        change(file);
      },
    });
    expect(changed).toBe(true);
    expect(titlesIn(ran.dir)).toContain('Conversation 5000');
    return { ...ran, file };
  };

  test('and is deleted is read to its end, as the system holds it', async () => {
    expect(text.length).toBeGreaterThan(8 * 1024 ** 2);
    const { receipt } = await meanwhile('deleted', (file) => rmSync(file));
    expect(receipt.totals.conversations).toMatchObject({ read: 1601, added: 1601 });
  });

  test('and is cut says so, keeps what came before, and is read again when it is back', async () => {
    const { receipt, lines, dir, file } = await meanwhile('cut', (path) => truncateSync(path, Math.floor(text.length * 0.6)));
    expect(lines.join('\n')).toMatch(/unreadable .*Reading stopped: it became shorter while it was read/);
    expect(receipt.totals.conversations.quarantined).toBe(1);
    expect(receipt.totals.conversations.added).toBeGreaterThan(500);
    writeFileSync(file, text);
    await at.run([file], { dir });
    expect(titlesIn(dir)).toHaveLength(1601);
  });

  test('and is replaced is read as it was', async () => {
    const { receipt, dir, file } = await meanwhile('replaced', (path) => {
      const other = at.file('replaced/other', goodExport(7000));
      renameSync(other, path);
    });
    expect(receipt.totals.conversations).toMatchObject({ added: 1601, quarantined: 0 });
    await at.run([file], { dir });
    expect(titlesIn(dir)).toContain('Conversation 7000');
  });

  test('and grows is read as long as it was; the rest comes the next time', async () => {
    const lines = (from: number, count: number): string =>
      Array.from({ length: count }, (_, n) => `${JSON.stringify(chatgptConversation(from + n, 0, { length: 20 }))}\n`).join('');
    const grown = `[${lines(0, 1600).trim().replaceAll('\n', ',\n')}]`;
    const file = at.file('grows/conversations.json', grown);
    let changed = false;
    const { receipt, dir } = await at.run([file], {
      onProgress: ({ tally }) => {
        if (changed || tally.conversations.added === 0) return;
        changed = true;
        appendFileSync(file, `\n[${JSON.stringify(chatgptConversation(9000, 0))}]`);
      },
    });
    expect(receipt.totals.conversations.added).toBe(1600);
    const again = await at.run([file], { dir });
    expect(again.receipt.totals.conversations).toMatchObject({ added: 1, quarantined: 0 });
  });
});

test('files that vanish between being seen and being read are named, large ones too', async () => {
  const folder = at.path('vanishing');
  mkdirSync(folder, { recursive: true });
  at.file('vanishing/a.json', goodExport(1));
  const small = at.file('vanishing/b.json', goodExport(2));
  const large = at.file(
    'vanishing/c.json',
    JSON.stringify(Array.from({ length: 1600 }, (_, n) => chatgptConversation(n, 0, { length: 20 }))),
  );
  at.file('vanishing/d.json', goodExport(3));
  let first = true;
  const { receipt, lines } = await at.run([folder], {
    onProgress: () => {
      if (first) for (const file of [small, large]) rmSync(file);
      first = false;
    },
  });
  expect(lines.map((line) => line.replace(/^unreadable /, ''))).toEqual([
    'b.json: This file cannot be read: it is not there.',
    'c.json: This file cannot be read: it is not there.',
  ]);
  expect(receipt.totals.conversations.added).toBe(2);
});
