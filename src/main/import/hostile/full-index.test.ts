import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chatgptConversation } from '../sample-inputs.ts';
import { goodExport, scene } from './hostile.fixture.ts';

const at = scene('full-index');
const cli = join(import.meta.dirname, '..', '..', 'cli.ts');

/** A file system of a few megabytes can be mounted in a name space of its own. */
const canMount = ((): boolean => {
  try {
    execFileSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=1m tmpfs /mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log('Skipped: a disk that is full of the index, because no file system may be mounted here.');
    return false;
  }
})();

/** Conversations of words that are all different. */
function wordy(count: number): string {
  let seed = 1;
  const words = (): string => Array.from({ length: 2500 }, () => (seed = (seed * 48_271) % 2_147_483_647).toString(36)).join(' ');
  const all = Array.from({ length: count }, (_, n) => chatgptConversation(n, 0, { length: 6 }));
  return JSON.stringify(all).replaceAll(/words and more words/g, () => (seed % 7 === 0 ? words() : words().slice(0, 400)));
}

test.skipIf(!canMount)(
  'where only the search index has no room, all is stored and said so, and it is made when there is room',
  async () => {
    const small = at.path('small');
    const dir = at.path('archive');
    mkdirSync(small, { recursive: true });
    const quoted = (text: string): string => JSON.stringify(text);
    const node = `${quoted(process.execPath)} ${quoted(cli)} --archive ${quoted(dir)}`;
    const script = `
      mount -t tmpfs -o size=1m tmpfs ${quoted(small)}
      ${node} import --json ${quoted(at.file('first.json', goodExport(9000)))} > /dev/null
      mv ${quoted(join(dir, 'index.db'))} ${quoted(small)}; ln -s ${quoted(join(small, 'index.db'))} ${quoted(join(dir, 'index.db'))}
      ${node} import --json ${quoted(at.file('wordy.json', wordy(60)))}; echo; echo ----
      ${node} view conversations --json --limit 100; echo; echo ----
      mount -o remount,size=200m ${quoted(small)}
      ${node} import --json ${quoted(at.file('last.json', goodExport(9001)))}; echo; echo ----
      ${node} doctor --json`;
    const { out, error } = await new Promise<{ out: string; error: string }>((resolve) => {
      execFile('unshare', ['-rm', 'sh', '-c', script], { maxBuffer: 2 ** 26 }, (_error, stdout, stderr) =>
        resolve({ out: stdout, error: stderr }),
      );
    });
    const [full = '', viewed = '', after = '', doctor = ''] = out.split('----\n');
    expect(JSON.parse(full)).toMatchObject({ status: 'completed', totals: { conversations: { added: 60 } } });
    expect(error).toMatch(/Everything is stored, but the search index does not get on\. The disk is full\. It goes on when/);
    expect(JSON.parse(viewed)).toHaveLength(61);
    expect(JSON.parse(after)).toMatchObject({ status: 'completed', totals: { conversations: { added: 1 } } });
    expect(JSON.parse(doctor)).toMatchObject({ ok: true });
  },
  170_000,
);
