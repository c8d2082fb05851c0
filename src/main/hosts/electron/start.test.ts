import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../archive/temporary-folder.ts';
import { startOf } from './start.ts';

test('files that are there are to be imported; switches, the app and what is not there are none', () => {
  const dir = temporaryFolder();
  mkdirSync(join(dir, 'app'));
  mkdirSync(join(dir, 'export'));
  writeFileSync(join(dir, 'my chats.zip'), '');
  const args = ['--allow-file-access-from-files', join(dir, 'app'), 'my chats.zip', 'gone.zip', 'export', '--archive=mine', ''];
  expect(startOf(args, dir, join(dir, 'app'))).toEqual({
    archive: resolve(dir, 'mine'),
    files: [join(dir, 'my chats.zip'), join(dir, 'export')],
  });
});

test('a file may be named by its URL, as file managers do', () => {
  const dir = temporaryFolder();
  const file = join(dir, 'my chats.zip');
  writeFileSync(file, '');
  expect(startOf([pathToFileURL(file).href, 'file://elsewhere%/x'], dir, dir).files).toEqual([file]);
});

test('after two hyphens there are files alone', () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, '--archive=x'), '');
  expect(startOf(['--', '--archive=x', '--archive'], dir, join(dir, 'app'))).toEqual({
    archive: undefined,
    files: [join(dir, '--archive=x')],
  });
});

test('the archive is named either way, and is nothing to import', () => {
  const dir = temporaryFolder();
  mkdirSync(join(dir, 'mine'));
  expect(startOf(['--archive', 'mine'], dir, dir)).toEqual({ archive: join(dir, 'mine'), files: [] });
  expect(startOf([], dir, dir)).toEqual({ archive: undefined, files: [] });
});
