import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leavesOf } from '../../../shared/query/ast.ts';
import { matchesIn, needlesOf } from '../../../shared/query/needles.ts';
import { parse } from '../../../shared/query/parse.ts';
import { isWords, literalPattern, literalQuery } from './literal.ts';

const signs = fc.constantFrom(...'":()-*|&“„\\,. \n'.split(''), 'OR', 'NOT', 'title:', 'is:', ' a', 'é', '日');
const typed = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(signs).map((pieces) => pieces.join('')),
);

test('a query means the text: one word, nothing excluded, no complaint', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const query = literalQuery(text);
      if (query === null) return;
      const { query: parsed, problems } = parse(query);
      const leaves = leavesOf(parsed);
      expect(leaves).toHaveLength(1);
      expect(leaves[0]?.negated).toBe(false);
      expect(leaves[0]?.leaf.kind).toBe('word');
      expect(problems).toEqual([]);
    }),
    { numRuns: 1000 },
  );
});

test('words are found in themselves', () => {
  fc.assert(
    fc.property(typed, (text) => {
      const query = literalQuery(text);
      if (query === null || !isWords(text)) return;
      expect(matchesIn(text, needlesOf(parse(query).query, 'text')).length).toBeGreaterThan(0);
    }),
    { numRuns: 1000 },
  );
});

test('any text is a pattern that finds it', () => {
  fc.assert(
    fc.property(typed, (text) => {
      if (text.trim() !== '') expect(text.match(literalPattern(text))).not.toBeNull();
    }),
  );
});

describe('in a text', () => {
  const marked = (text: string, source: string): readonly string[] =>
    matchesIn(source, needlesOf(parse(literalQuery(text) ?? '').query, 'text')).map(({ from, to }) => source.slice(from, to));

  test.each([
    ['a', 'A cat', ['A']],
    ['red ca', 'red car, red blue car', ['red car']],
    ['car ', 'car cars', ['car']],
    ['is:starred', 'say is:starred here', ['is:starred']],
    ['this OR that', 'this or that, this', ['this or that']],
    ['-v', 'tar -v x', ['v']],
    ['foo-bar', 'foo bar foo-bars', ['foo-bars']],
    ['f(x)', 'f(x) f y', ['f(x']],
  ])('%s', (text, source, expected) => {
    expect(marked(text, source)).toEqual(expected);
  });

  test('signs are looked for by reading', () => {
    expect(['red car', 'foo-bar', 'v1.2.3', '日本', 'std::vector', 'ca '].filter((text) => !isWords(text))).toEqual([]);
    expect(['=>', 'f(x)', '/usr', 'C++', 'why?', '"', 'a = b', '$HOME'].filter(isWords)).toEqual([]);
  });
});
