import fc from 'fast-check';
import { expect, test } from 'vitest';
import { carriedBy, tagChoices, withRecent } from './tag-choices.ts';

const tag = (name: string, conversations = 1) => ({ name, color: null, conversations });
const names = (typed: string, tags: readonly string[], recent: readonly string[] = []) =>
  tagChoices(
    typed,
    tags.map((name) => tag(name)),
    recent,
  ).map((choice) => (choice.count === null ? `+${choice.name}` : choice.name));

test('what was used last comes first, then what is used most', () => {
  const tags = [tag('a', 1), tag('b', 5), tag('c', 3)];
  expect(tagChoices('', tags, ['c']).map(({ name }) => name)).toEqual(['c', 'b', 'a']);
});

test('a new tag is offered when there is none of that name, in any case', () => {
  expect(names('wo', ['Work', 'home'])).toEqual(['Work', '+wo']);
  expect(names('WORK', ['Work', 'home'])).toEqual(['Work']);
  expect(names('  new one ', [])).toEqual(['+new one']);
  expect(names('', ['Work'])).toEqual(['Work']);
});

test('a tag is on all, on some, or on none', () => {
  const carried = carriedBy([['a', 'b'], ['a'], ['a', 'c', 'c']]);
  expect(Object.fromEntries(carried)).toEqual({ a: 'all', b: 'some', c: 'some' });
  expect(carriedBy([]).size).toBe(0);
});

test('the names used last hold each name once, the newest first', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd')), fc.string(), (used, name) => {
      const recent = withRecent(used.reduce<readonly string[]>(withRecent, []), name);
      expect(recent[0]).toBe(name);
      expect(new Set(recent).size).toBe(recent.length);
    }),
  );
});
