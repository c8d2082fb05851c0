import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands } from '../../shared/commands.ts';
import { match, ranked } from './fuzzy.ts';

const titles = commands.map((command) => command.title);
const first = (typed: string) => ranked(typed, titles, (title) => title)[0]?.item;
const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', 'd', 'e', '-', 'F'), maxLength: 24 });

test('nothing typed matches everything, in the order given', () => {
  fc.assert(
    fc.property(fc.array(letters), (items) => {
      expect(ranked(' ', items, (item) => item).map(({ item }) => item)).toEqual(items);
    }),
  );
});

test('the marked letters spell what was typed', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), minLength: 1, maxLength: 5 }),
      letters,
      (typed, text) => {
        const found = match(typed, text);
        if (found)
          expect(
            found.marks
              .map(([from, to]) => text.slice(from, to))
              .join('')
              .toLowerCase(),
          ).toBe(typed);
        else
          expect(
            typed.split('').reduce((at, letter) => (at < 0 ? -1 : text.toLowerCase().indexOf(letter, at) + 1 || -1), 0),
          ).toBe(-1);
      },
    ),
  );
});

test('typing more never finds more', () => {
  fc.assert(
    fc.property(letters, fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), letters, (typed, letter, text) => {
      if (match(typed + letter, text)) expect(match(typed, text)).not.toBeNull();
    }),
  );
});

test('a text finds itself, and case does not matter', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      expect(match(text, text)).not.toBeNull();
    }),
  );
  expect(match('TRASH', 'Move to the trash')?.marks).toEqual([[12, 17]]);
});

test('every title is first for its own words', () => {
  for (const title of titles) expect(first(title)).toBe(title);
});

test.each([
  ['mtt', 'Move to the trash'],
  ['trash move', 'Move to the trash'],
  ['arch', 'Archive'],
  ['set', 'Settings'],
  ['impf', 'Import files'],
  ['und', 'Undo'],
])('%s finds %s first', (typed, expected) => {
  expect(first(typed)).toBe(expected);
});
