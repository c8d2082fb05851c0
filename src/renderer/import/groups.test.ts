import { expect, test } from 'vitest';
import type { Dropped } from './dropped.ts';
import { groupsOf } from './groups.ts';

const file = (name: string): Dropped => ({ kind: 'file', name, file: new File([], name) });
const folder = (name: string): Dropped => ({ kind: 'folder', name, handle: null, files: async function* () {} });

test('zips and folders stand for themselves, loose files go together', () => {
  const groups = groupsOf([file('a.zip'), file('one.jsonl'), folder('projects'), file('B.ZIP'), file('two.jsonl')]);
  expect(groups.map(({ name, items }) => [name, items.length])).toEqual([
    ['a.zip', 1],
    ['projects', 1],
    ['B.ZIP', 1],
    [null, 2],
  ]);
});

test('one loose file keeps its name; nothing makes no group', () => {
  expect(groupsOf([file('conversations.json')]).map(({ name }) => name)).toEqual(['conversations.json']);
  expect(groupsOf([])).toEqual([]);
});
