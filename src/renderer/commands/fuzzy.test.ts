import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands } from '../../shared/commands.ts';
import { match, ranked } from './fuzzy.ts';

const titles = commands.map((command) => command.title);
const first = (typed: string) => ranked(typed, titles, (title) => title)[0]?.item;
const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', 'd', 'e', '-', 'F'), maxLength: 24 });

/** Whether the letters are beginnings of these words, in their order: of the first some or none, of those after it the rest. */
function isSpread(typed: string, [word, ...words]: readonly string[]): boolean {
  if (typed === '' || word === undefined) return typed === '';
  return Array.from({ length: word.length + 1 }, (_, length) => length).some(
    (length) => typed.startsWith(word.slice(0, length)) && isSpread(typed.slice(length), words),
  );
}

test('nothing typed matches everything, in the order given', () => {
  fc.assert(
    fc.property(fc.array(letters), (items) => {
      expect(ranked(' ', items, (item) => item).map(({ item }) => item)).toEqual(items);
    }),
  );
});

test('what matches stands there or is spread over beginnings of words, and the marked letters spell it', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), minLength: 1, maxLength: 5 }),
      letters,
      (typed, text) => {
        const found = match(typed, text);
        if (found) {
          const marked = found.marks.map(([from, to]) => text.slice(from, to)).join('');
          expect(marked.toLowerCase()).toBe(typed);
        }
        const lower = text.toLowerCase();
        expect(found !== null).toBe(lower.includes(typed) || isSpread(typed, lower.split(/[^a-z]+/)));
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

test.each(['Show as a table or as cards', 'To read', 'Filter by author'])('tra does not find %s', (title) => {
  expect(match('tra', title)).toBeNull();
});
