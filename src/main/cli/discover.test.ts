import { spawn } from 'node:child_process';
import { existsSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../archive/temporary-folder.ts';
import { homeWith, writeIn } from '../discover/home.fixture.ts';
import { claudeCodeLines } from '../import/sample-inputs.ts';

/** The program itself, looking at a home made for the test. */

const entry = join(import.meta.dirname, '../cli.ts');
const lines = (session: string, count: number): string => `${claudeCodeLines(session, count).join('\n')}\n`;

async function run(
  home: string,
  archive: string,
  ...args: readonly string[]
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const env = { ...process.env, POLYLOGUE_HOME: home, POLYLOGUE_ARCHIVE: archive };
  const child = spawn(process.execPath, [entry, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

test(
  'what is found is listed, imported, and brought up to date; what was deleted is found by is:gone',
  { timeout: 180_000 },
  async () => {
    const a = '.claude/projects/-home-ada/a.jsonl';
    const { home } = homeWith({
      [a]: lines('a', 4),
      '.claude/projects/-home-ada/b.jsonl': lines('b', 4),
      '.codex/sessions/2026/x': 1,
    });
    const archive = join(temporaryFolder(), 'archive');

    const table = await run(home, archive, 'discover');
    expect(table.code).toBe(0);
    expect(table.stdout).toMatch(
      /^tool +sessions +size +new +grown +deleted after +folder\nClaude Code +2 .* 2 +0 +30 days +.*projects\n$/,
    );
    // Looking makes no archive.
    expect(existsSync(archive)).toBe(false);
    expect(JSON.parse((await run(home, archive, 'discover', '--json')).stdout)).toMatchObject([
      { place: 'claude-code', provider: 'claude-code', sessions: 2, new: 2, deletedAfterDays: 30, missing: false },
    ]);

    const nothing = await run(home, archive, 'discover', '--update', '--json');
    expect([nothing.code, nothing.stdout]).toEqual([0, 'null\n']);
    const imported = await run(home, archive, 'discover', '--import', '--json');
    expect(imported.code).toBe(0);
    expect(JSON.parse(imported.stdout).totals.conversations).toMatchObject({ added: 2 });

    const file = writeIn(home, a, lines('a', 6));
    utimesSync(file, new Date(Date.now() + 5000), new Date(Date.now() + 5000));
    const updated = await run(home, archive, 'discover', '--update', '--json');
    expect(JSON.parse(updated.stdout).totals.conversations).toMatchObject({ updated: 1 });

    rmSync(file);
    expect(JSON.parse((await run(home, archive, 'discover', '--json')).stdout)).toMatchObject([
      { sessions: 1, new: 0, grown: 0 },
    ]);
    const gone = JSON.parse((await run(home, archive, 'view', 'is:gone', '--json')).stdout);
    expect(gone).toMatchObject([{ provider: 'claude-code', originalDeleted: true, inNewestExport: null }]);
  },
);

test('a computer without any says so', async () => {
  const { code, stdout, stderr } = await run(temporaryFolder(), join(temporaryFolder(), 'archive'), 'discover');
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain('No tool');
});

test('both options at once are wrong usage', async () => {
  const home = temporaryFolder();
  expect((await run(home, join(home, 'archive'), 'discover', '--import', '--update')).code).toBe(2);
});
