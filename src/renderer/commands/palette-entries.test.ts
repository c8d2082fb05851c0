import { expect, test } from 'vitest';
import { commands } from '../../shared/commands.ts';
import { entryGroups, titleQuery, type Known } from './palette-entries.ts';
import { recentCommands, storedWith } from './recent.ts';

const known: Known = {
  canRun: () => true,
  titleOf: ({ title }) => title,
  recent: [],
  tags: [{ name: 'archery', color: null, conversations: 3 }],
  saved: [{ id: 1, name: 'Ropes and knots', query: 'rope', sort: null, reverse: false }],
  providers: [{ provider: 'claude', count: 4 }],
  conversations: [],
};
const labels = (typed: string, more: Partial<Known> = {}) =>
  entryGroups(typed, { ...known, ...more }).map(({ value, items }) => [value, items.map(({ label }) => label)]);

test('with nothing typed it lists every command that can run once, those used last first', () => {
  const groups = entryGroups('', { ...known, recent: ['trash', 'star'], canRun: (id) => id !== 'undo' });
  const keys = groups.flatMap(({ items }) => items.map(({ key }) => key));
  expect(keys.slice(0, 2)).toEqual(['trash', 'star']);
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys).not.toContain('undo');
  expect(keys).toHaveLength(commands.length - 3);
});

test('the kind that answers best comes first', () => {
  expect(labels('archery')[0]).toEqual(['Tags', ['archery']]);
  expect(labels('knots')[0]).toEqual(['Saved searches', ['Ropes and knots']]);
  expect(labels('claude')[0]).toEqual(['Providers', ['Claude']]);
  expect(labels('trash')[0]?.[0]).toBe('Commands');
});

test('whatever is typed can be searched for', () => {
  expect(labels('xyzzy')).toEqual([['Conversations', ['Search for “xyzzy”']]]);
});

test('of equal matches the one used last comes first', () => {
  const before = labels('show')[0]?.[1]?.[0];
  expect(labels('show the', { recent: ['showTrash'] })[0]?.[1]?.[0]).toBe('Show the trash');
  expect(before).toBeDefined();
});

test('titles are asked for word by word', () => {
  expect(titleQuery(' road  trip ')).toBe('title:road title:trip');
  expect(titleQuery('(a b*')).toBe('title:"(a" title:"b*"');
});

test('what was used last is stored, each once, and a damaged store is empty', () => {
  expect(recentCommands(storedWith(storedWith('["tag"]', 'star'), 'tag'))).toEqual(['tag', 'star']);
  expect(recentCommands('{')).toEqual([]);
  expect(recentCommands('["no such"]')).toEqual([]);
});
