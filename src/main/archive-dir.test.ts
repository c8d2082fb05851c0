import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { archiveDir } from './archive-dir.ts';

describe('where the archive is', () => {
  test('what was asked for comes first, then the environment', () => {
    expect(archiveDir('x', { POLYLOGUE_ARCHIVE: '/y' })).toBe(resolve('x'));
    expect(archiveDir(undefined, { POLYLOGUE_ARCHIVE: '/y' })).toBe(resolve('/y'));
    expect(archiveDir('', { POLYLOGUE_ARCHIVE: '' }, 'linux')).toBe(join(homedir(), '.local', 'share', 'polylogue', 'archive'));
  });

  test('else it is the platform’s folder for data', () => {
    expect(archiveDir(undefined, { XDG_DATA_HOME: '/data' }, 'linux')).toBe(join('/data', 'polylogue', 'archive'));
    expect(archiveDir(undefined, {}, 'darwin')).toBe(join(homedir(), 'Library', 'Application Support', 'Polylogue', 'archive'));
    expect(archiveDir(undefined, { LOCALAPPDATA: 'C:\\Local' }, 'win32')).toBe(join('C:\\Local', 'Polylogue', 'archive'));
  });
});
