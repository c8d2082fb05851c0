import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hiddenName, noteFolder, sweepLeftovers } from './leftovers.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** As a process left it that was ended: a folder and its note. */
function left(dir: string, name: string, note: object): string {
  const path = join(temporaryFolder(), name);
  mkdirSync(path);
  writeFileSync(join(path, 'copy.db'), 'x');
  noteFolder(dir, path);
  const file = readdirSync(join(dir, 'leftovers')).find((one) =>
    readFileSync(join(dir, 'leftovers', one), 'utf8').includes(path),
  );
  writeFileSync(join(dir, 'leftovers', file ?? ''), JSON.stringify({ path, pid: dead, host: hostname(), ...note }));
  return path;
}

const dead = spawnSync(process.execPath, ['-e', '']).pid;

test('what a process left outside of the archive goes, what one still uses and what is not ours stays', () => {
  const dir = temporaryFolder();
  const gone = left(dir, hiddenName('copy'), {});
  const used = left(dir, hiddenName('copy'), { pid: process.pid });
  const elsewhere = left(dir, hiddenName('copy'), { host: 'another computer' });
  const others = left(dir, 'photos', {});
  writeFileSync(join(dir, 'leftovers', 'half.json'), '{"path":"/');
  sweepLeftovers(dir);
  expect([gone, used, elsewhere, others].map((path) => existsSync(path))).toEqual([false, true, true, true]);
  expect(readdirSync(join(dir, 'leftovers')).length).toBe(2);
  sweepLeftovers(join(dir, 'none'));
});

test('a note that is taken back leaves nothing', () => {
  const dir = temporaryFolder();
  const path = join(dir, hiddenName('copy'));
  const forget = noteFolder(dir, path);
  expect(readdirSync(join(dir, 'leftovers')).length).toBe(1);
  forget();
  expect(readdirSync(dir)).toEqual([]);
  // Where nothing can be written, nothing is noted.
  writeFileSync(join(dir, 'file'), '');
  noteFolder(join(dir, 'file'), path)();
});
