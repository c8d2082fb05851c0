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

const at = (part: ArtifactPart, message: number) => ({ part, message });

test('each version once, in order, with its text where it is known', () => {
  const parents = [-1, 0, 1, 2, 3, 4, 5];
  const versions = versionsOf(at(artifact(2, 'mine'), 4), {
    found: [
      at(artifact(3), 5),
      at(artifact(1, null), 1),
      at(artifact(2, 'mine'), 4),
      at(artifact(1), 2),
      at(artifact(1, 'x', 'other'), 3),
    ],
    parents,
  });
  expect(versions.map(({ part, elsewhere }) => [part.version, part.text, elsewhere])).toEqual([
    [1, 'v1', false],
    [2, 'mine', false],
    [3, 'v3', false],
  ]);
});

test('what other branches made of it stands beside, and is told apart', () => {
  // 0 - 1 - 2 - 3, and 1 - 4 - 5.
  const parents = [-1, 0, 1, 2, 1, 4];
  const versions = versionsOf(at(artifact(2, 'mine'), 2), {
    found: [
      at(artifact(1), 1),
      at(artifact(2, 'mine'), 2),
      at(artifact(3), 3),
      at(artifact(2, 'theirs'), 4),
      at(artifact(3, 'mine'), 5),
      at(artifact(4, null), 5),
    ],
    parents,
  });
  expect(versions.map(({ part, elsewhere }) => [part.version, part.text, elsewhere])).toEqual([
    [1, 'v1', false],
    [2, 'mine', false],
    [2, 'theirs', true],
    [3, 'v3', false],
  ]);
});

test('it has a name in words, and one for a file', () => {
  expect(kindName(artifact(1))).toBe('Web page');
  expect(kindName({ ...artifact(1), kind: 'code/python', language: 'python' })).toBe('python');
  expect(fileName(artifact(1))).toBe('A page draft.html');
  expect(fileName({ ...artifact(1), title: 'notes.md' })).toBe('notes.md');
  expect(fileName({ ...artifact(1), title: '../../x', kind: 'code/python', language: 'python' })).toBe('.. .. x.py');
});
