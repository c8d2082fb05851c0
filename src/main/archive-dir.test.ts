import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { archiveDir, settingsFile } from './archive-dir.ts';
import { temporaryFolder } from './archive/temporary-folder.ts';

describe('where the archive is', () => {
  test('what was asked for comes first, then the environment', () => {
    expect(archiveDir('x', { POLYLOGUE_ARCHIVE: '/y' })).toBe(resolve('x'));
    expect(archiveDir(undefined, { POLYLOGUE_ARCHIVE: '/y' })).toBe(resolve('/y'));
  });

  test('else it is where the desktop moved it, when that can be read', () => {
    const data = temporaryFolder();
    const env = { XDG_DATA_HOME: data };
    const usual = join(data, 'polylogue', 'archive');
    const moved = resolve(data, 'moved');
    mkdirSync(join(data, 'polylogue'));
    for (const [text, dir] of [
      [JSON.stringify({ archive: moved, window: null }), moved],
      [JSON.stringify({ archive: null }), usual],
      [JSON.stringify({ archive: 'relative' }), usual],
      ['{"archive": "/cut o', usual],
    ] as const) {
      writeFileSync(settingsFile(env, 'linux'), text);
      expect(archiveDir(undefined, env, 'linux')).toBe(dir);
      expect(archiveDir('', { ...env, POLYLOGUE_ARCHIVE: '/y' }, 'linux')).toBe(resolve('/y'));
    }
  });

  test('else it is the platform’s folder for data', () => {
    const home = join(temporaryFolder(), 'nobody');
    expect(archiveDir(undefined, { XDG_DATA_HOME: '/data' }, 'linux')).toBe(join('/data', 'polylogue', 'archive'));
    expect(archiveDir('', { POLYLOGUE_ARCHIVE: '', HOME: home }, 'darwin')).toBe(
      join(home, 'Library', 'Application Support', 'Polylogue', 'archive'),
    );
    expect(archiveDir(undefined, { LOCALAPPDATA: 'C:\\Local' }, 'win32')).toBe(join('C:\\Local', 'Polylogue', 'archive'));
    expect(settingsFile({}, 'linux')).toBe(join(homedir(), '.local', 'share', 'polylogue', 'settings.json'));
  });
});
