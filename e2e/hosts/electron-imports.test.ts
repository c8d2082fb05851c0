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

const folder = join('src/main/hosts/electron');
const sources = readdirSync(join(root, folder))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map((file) => read(folder, file));

/** Members of an imported name that a source uses: `app.quit`, `BrowserWindow.new`. */
function members(source: string): readonly string[] {
  return imported(source).flatMap((name) => [
    ...[...source.matchAll(new RegExp(`(?<![\\w./])${name}\\.(\\w+)`, 'g'))].map(([, member]) => `${name}.${member}`),
    ...(source.includes(`new ${name}(`) ? [`${name}.new`] : []),
  ]);
}

test('the stand-in has exactly what the desktop host imports', () => {
  const used = new Set(sources.flatMap((source) => imported(source)));
  // `fake` is how the orders of a test reach it.
  const standIn = [...read('e2e/hosts/electron-stand-in/main.ts').matchAll(/^export const (\w+)/gm)]
    .map(([, name]) => name)
    .filter((name) => name !== 'fake');
  expect([...used].toSorted()).toEqual(standIn.toSorted());
});

test('of every member that the desktop host uses it is said what the stand-in does not prove, and of no other', () => {
  const used = new Set(sources.flatMap((source) => members(source)));
  expect(used.size).toBeGreaterThan(20);
  const preload = imported(read('src/preload/index.ts'));
  const named = Object.keys(notProved).filter((name) => !preload.some((one) => name.startsWith(`${one}.`)));
  expect(named.toSorted()).toEqual([...used].toSorted());
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
