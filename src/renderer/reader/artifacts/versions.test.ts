import { expect, test } from 'vitest';
import type { ArtifactPart } from '../../../shared/model.ts';
import { fileName, kindName } from './kinds.ts';
import { versionsOf } from './versions.ts';

const artifact = (version: number, text: string | null = `v${version}`, name = 'doc'): ArtifactPart => ({
  type: 'artifact',
  artifact: name,
  title: 'A page: draft',
  kind: 'text/html',
  language: null,
  version,
  text,
  action: 'update',
});

test('each version once, in order, with its text where it is known', () => {
  const versions = versionsOf(artifact(2, 'mine'), [
    artifact(3),
    artifact(1, null),
    artifact(2, 'of another branch'),
    artifact(1),
    artifact(1, 'x', 'other'),
  ]);
  expect(versions.map(({ version, text }) => [version, text])).toEqual([
    [1, 'v1'],
    [2, 'mine'],
    [3, 'v3'],
  ]);
});

test('it has a name in words, and one for a file', () => {
  expect(kindName(artifact(1))).toBe('Web page');
  expect(kindName({ ...artifact(1), kind: 'code/python', language: 'python' })).toBe('python');
  expect(fileName(artifact(1))).toBe('A page draft.html');
  expect(fileName({ ...artifact(1), title: 'notes.md' })).toBe('notes.md');
  expect(fileName({ ...artifact(1), title: '../../x', kind: 'code/python', language: 'python' })).toBe('.. .. x.py');
});
