import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../../shared/query/parse.ts';
import { inkOf } from './ink.ts';

const drawn = (text: string): readonly string[] =>
  inkOf(text, parse(text).problems)
    .filter(({ kind, problem }) => kind !== 'plain' || problem)
    .map(({ text: piece, kind, problem }) => `${kind}${problem ? '!' : ''} ${piece}`);

test('filters, operators and what is wrong are told apart', () => {
  expect(drawn('tide provider:claude,codex "a b"')).toEqual(['filter provider:claude,codex']);
  expect(drawn('-model:"gpt 4" a OR b NOT tag:x')).toEqual([
    'excluded -model:"gpt 4"',
    'operator OR',
    'operator NOT',
    'excluded tag:x',
  ]);
  expect(drawn('tide has:colours')).toEqual(['filter has:', 'filter! colours']);
  expect(drawn('a OR')).toEqual(['operator! OR']);
  expect(drawn('a /b c+/i -/d/ /usr/local')).toEqual(['expression /b c+/i', 'excluded -/d/']);
  expect(drawn('a -b -"c d" --e NOT f')).toEqual(['excluded -b', 'excluded -"c d"', 'operator NOT', 'excluded f']);
  expect(drawn('tide /(?=a)/')).toEqual(['expression! /(?=a)/']);
});

test('the pieces are the text, whatever it is', () => {
  const piece = fc.constantFrom(
    'tide',
    ' ',
    '-',
    '"',
    'has:',
    '/',
    '/a b/i',
    'in:',
    'colours',
    'provder:x',
    'OR',
    '(',
    ')',
    'since:2099-99',
    ',',
    'é',
    '🎈',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
      const text = pieces.join('');
      expect(
        inkOf(text, parse(text).problems)
          .map((ink) => ink.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
