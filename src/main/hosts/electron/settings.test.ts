import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../archive/temporary-folder.ts';
import { settingsIn } from './settings.ts';

const window = { x: 1, y: 2, width: 800, height: 600, maximised: true, fullScreen: false };

test('what is changed is remembered, beside the rest', () => {
  const file = join(temporaryFolder(), 'deep', 'settings.json');
  expect(settingsIn(file).read()).toEqual({ archive: null, window: null });
  settingsIn(file).change({ window });
  settingsIn(file).change({ archive: '/somewhere' });
  expect(settingsIn(file).read()).toEqual({ archive: '/somewhere', window });
});

test('what is broken counts as never written, and a broken part spoils no other', () => {
  const file = join(temporaryFolder(), 'settings.json');
  writeFileSync(file, '{"window": ');
  expect(settingsIn(file).read()).toEqual({ archive: null, window: null });
  writeFileSync(file, JSON.stringify({ archive: '/x', window: { ...window, width: 'wide' } }));
  expect(settingsIn(file).read()).toEqual({ archive: '/x', window: null });
});

test('a file that cannot be written stops nothing', () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  settingsIn(join(file, 'settings.json')).change({ window });
  expect(readFileSync(file, 'utf8')).toBe('');
});
