import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { notProved } from './electron-stand-in/not-proved.ts';

const root = join(import.meta.dirname, '../..');
const read = (...path: readonly string[]): string => readFileSync(join(root, ...path), 'utf8');

/** Names that a source imports from electron as values. */
function imported(source: string): readonly string[] {
  return [...source.matchAll(/^import \{([^}]+)\} from 'electron';/gm)].flatMap(([, names = '']) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && !name.startsWith('type ')),
  );
}

test('the stand-in has exactly what the desktop host imports', () => {
  const host = join('src/main/hosts/electron');
  const used = readdirSync(join(root, host)).flatMap((file) => imported(read(host, file)));
  const standIn = [...read('e2e/hosts/electron-stand-in/main.ts').matchAll(/^export const (\w+)/gm)].map(([, name]) => name);
  expect([...new Set(used)].toSorted()).toEqual(standIn.toSorted());
  const named = new Set(Object.keys(notProved).map((name) => name.split('.')[0]));
  for (const name of used) expect(named, `what the stand-in of ${name} does not prove`).toContain(name);
});

test('the preload script uses what its stand-in has', () => {
  const used = imported(read('src/preload/index.ts'));
  const standIn = read('e2e/hosts/electron-stand-in/preload.ts');
  for (const name of used) expect(standIn).toContain(`${name}: strict('${name}'`);
  const named = new Set(Object.keys(notProved).map((name) => name.split('.')[0]));
  for (const name of used) expect(named).toContain(name);
});

test('only the desktop host knows Electron', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true })
    .map(String)
    .filter((file) => /\.tsx?$/.test(file));
  const knowing = sources.filter((file) => /from 'electron'/.test(read('src', file))).map((file) => file.replaceAll('\\', '/'));
  for (const file of knowing) expect(file).toMatch(/^(?:main\/hosts\/electron\/|preload\/|main\/index\.ts)/);
});
