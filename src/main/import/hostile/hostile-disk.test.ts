import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { goodExport, scene } from './hostile.fixture.ts';
import { problemsOf } from '../kill-trial.ts';
import { chatgptConversation } from '../sample-inputs.ts';
import { zipOf } from '../inputs/zip.fixture.ts';

const at = scene('hostile-disk');
const cli = join(import.meta.dirname, '..', '..', 'cli.ts');
const run = promisify(execFile);

/** What a program says and how it ends, whatever that is. */
async function said(file: string, args: readonly string[]): Promise<{ readonly out: string; readonly error: string }> {
  try {
    const { stdout, stderr } = await run(file, [...args]);
    return { out: stdout, error: stderr };
  } catch (thrown) {
    if (typeof thrown === 'object' && thrown !== null && 'stdout' in thrown && 'stderr' in thrown)
      return { out: String(thrown.stdout), error: String(thrown.stderr) };
    throw thrown;
  }
}

/** Conversations that do not get smaller by packing. */
function noise(count: number): object[] {
  let seed = 1;
  const random = (): string => {
    let text = '';
    while (text.length < 20_000) text += (seed = (seed * 48_271) % 2_147_483_647).toString(36);
    return text;
  };
  return Array.from({ length: count }, (_, n) => ({ ...chatgptConversation(n, 0), title: `Conversation ${n}`, noise: random() }));
}

/** A file system of a few megabytes can be mounted in a name space of its own. */
const canMount = ((): boolean => {
  try {
    execFileSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=1m tmpfs /mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('Skipped: a full disk, because no file system may be mounted here.');
    return false;
  }
})();

/** `prlimit` bounds how large a file may get, which SQLite and the system refuse as they do on a disk. */
const canLimit = ((): boolean => {
  try {
    execFileSync('prlimit', ['--fsize=100000', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('Skipped: a limit of files, because there is no prlimit here.');
    return false;
  }
})();

describe.skipIf(!canMount)('a full disk', () => {
  const inputs: readonly (readonly [what: string, megabytes: number, input: () => string, says: RegExp])[] = [
    ['while the archive is made', 0.15, () => at.file('small.json', goodExport(1, 2)), /disk is full|archive/i],
    [
      'while conversations are written',
      3,
      () => at.file('noise.json', JSON.stringify(noise(300))),
      /\d+ conversations are stored and kept/,
    ],
    [
      'while attachments are written',
      2,
      () =>
        at.file(
          'pictures.zip',
          zipOf([
            { name: 'conversations.json', content: JSON.stringify([chatgptConversation(1, 0, { attach: true })]) },
            { name: 'file-1-picture.png', content: Buffer.alloc(4_000_000, 'x'), method: 0 },
          ]),
        ),
      /Nothing of this import was stored/,
    ],
    [
      'while a record of its own bytes is read',
      2,
      () => at.file('session.jsonl', claudeLines(Buffer.from(JSON.stringify(noise(150))).toString('base64'))),
      /Nothing of this import was stored/,
    ],
    [
      'while a zip in a zip is unpacked',
      2,
      () =>
        at.file(
          'outer.zip',
          zipOf([
            {
              name: 'inner.zip',
              content: zipOf([{ name: 'pad.bin', content: Buffer.alloc(33 * 1024 ** 2), method: 0 }]),
            },
            { name: 'other.zip', content: zipOf([{ name: 'conversations.json', content: goodExport(1) }]) },
          ]),
        ),
      /There is no room on the disk of the archive to unpack this zip/,
    ],
  ];

  test.each(inputs)(
    '%s is said, what was stored is kept, and the next import goes on',
    async (_what, megabytes, input, says) => {
      const mount = at.path(`disk-${megabytes}-${inputs.length}`);
      mkdirSync(mount, { recursive: true });
      const node = `${JSON.stringify(process.execPath)} ${JSON.stringify(cli)} --archive ${JSON.stringify(join(mount, 'a'))}`;
      const importing = `${node} import --no-wait --json ${JSON.stringify(input())}`;
      const { out, error } = await said('unshare', [
        '-rm',
        'sh',
        '-c',
        `mount -t tmpfs -o size=${Math.floor(megabytes * 1024)}k tmpfs ${JSON.stringify(mount)}
       ${importing}; echo; echo ----; mount -o remount,size=200m ${JSON.stringify(mount)}
       ${importing}; echo; echo ----; ${node} doctor --json`,
      ]);
      const [first = '', second = '', doctor = ''] = out.split('----\n');
      expect(first + error).toMatch(says);
      expect(first + error).not.toMatch(/SQLITE|ENOSPC|database or disk/);
      expect(JSON.parse(second)).toMatchObject({ status: 'completed', totals: { conversations: { quarantined: 0 } } });
      expect(JSON.parse(second).totals.conversations.read).toBeGreaterThan(0);
      expect(JSON.parse(doctor)).toMatchObject({ ok: true });
    },
    60_000,
  );
});

test.skipIf(!canMount)(
  'an archive on a disk that is read-only is said to be so, and is as it was',
  async () => {
    const mount = at.path('read-only');
    mkdirSync(mount, { recursive: true });
    const node = `${JSON.stringify(process.execPath)} ${JSON.stringify(cli)} --archive ${JSON.stringify(join(mount, 'a'))}`;
    const { out, error } = await said('unshare', [
      '-rm',
      'sh',
      '-c',
      `mount -t tmpfs -o size=50m tmpfs ${JSON.stringify(mount)}
     ${node} import --json ${JSON.stringify(at.file('ro/a.json', goodExport(1)))}; mount -o remount,ro ${JSON.stringify(mount)}
     ${node} import ${JSON.stringify(at.file('ro/b.json', goodExport(2)))}; mount -o remount,rw ${JSON.stringify(mount)}
     ${node} doctor --json`,
    ]);
    expect(error).toMatch(
      /The archive cannot be opened: (?:archive|user)\.db may not be read and written here\. Check the permissions/,
    );
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ totals: { conversations: { added: 1 } } }, { ok: true }]);
  },
  60_000,
);

/** A session with a picture in one of its records. */
function claudeLines(data: string): string {
  const line = (uuid: string, parentUuid: string | null, content: unknown): string =>
    JSON.stringify({
      type: 'user',
      uuid,
      parentUuid,
      sessionId: 'session',
      cwd: '/',
      version: '2.0.0',
      isSidechain: false,
      userType: 'external',
      timestamp: '2025-06-01T00:00:00Z',
      message: { role: 'user', content },
    });
  const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data } };
  return `${line('a', null, 'hello')}\n${line('b', 'a', [image])}\n`;
}

test.skipIf(!canLimit)('a file that may not grow ends the import in words, and the next goes on', async () => {
  const file = at.file('limit/conversations.json', JSON.stringify(noise(400)));
  const dir = at.path('limited');
  const { error } = await said('prlimit', [
    '--fsize=2500000',
    process.execPath,
    cli,
    '--archive',
    dir,
    'import',
    '--no-wait',
    file,
  ]);
  expect(error).toMatch(
    /The disk (?:reports an error|is full|takes no file)[^.]*\. .*import the same again, and it goes on from there/,
  );
  expect(problemsOf(dir)).toEqual([]);
  const { receipt } = await at.run([file], { dir });
  expect(receipt.totals.conversations).toMatchObject({ read: 400, quarantined: 0 });
  expect(receipt.totals.conversations.unchanged).toBeGreaterThan(0);
});
