import { expect, test } from 'vitest';
import { asksFor, hidesArchived, leaves, notIn } from './states.ts';

test('a query asks for a state by any of its spellings, and not by its opposite', () => {
  expect(asksFor('is:trashed', 'trashed')).toBe(true);
  expect(asksFor('tide is:trash', 'trashed')).toBe(true);
  expect(asksFor('-is:trashed', 'trashed')).toBe(false);
  expect(asksFor('is:starred', 'trashed')).toBe(false);
  expect(asksFor('trashed', 'trashed')).toBe(false);
});

test('a list leaves the archived out until words or a state are asked for', () => {
  expect(hidesArchived('')).toBe(true);
  expect(hidesArchived('provider:claude tag:work')).toBe(true);
  expect(hidesArchived('tide')).toBe(false);
  expect(hidesArchived('is:starred')).toBe(false);
  expect(hidesArchived('id:chatgpt:68a1')).toBe(false);
});

test.each([
  ['', 'trashed', true, true],
  ['tide', 'trashed', true, true],
  ['is:trashed', 'trashed', true, false],
  ['is:trashed', 'trashed', false, true],
  ['', 'archived', true, true],
  ['tide', 'archived', true, false],
  ['is:archived', 'archived', false, true],
  ['', 'starred', true, false],
  ['is:starred', 'starred', false, true],
] as const)('in “%s”, %s becoming %s: leaves %s', (query, state, into, expected) => {
  expect(leaves(query, state, into)).toBe(expected);
});

test('what is not in a state can be asked for whatever the query is', () => {
  expect(notIn('', 'starred')).toBe('-is:starred');
  expect(notIn('a OR b', 'starred')).toBe('(a OR b) -is:starred');
});
