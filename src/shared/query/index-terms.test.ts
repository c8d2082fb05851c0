import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupMark, humpsIn, indexTerms, partsIn, queryTerms, splitTerms } from './index-terms.ts';

const groups = (text: string) => indexTerms(text).split(groupMark).map(splitTerms);
const finds = (query: string, text: string): boolean => {
  const { parts, joints } = queryTerms(query);
  const all = new Set(splitTerms(indexTerms(text)));
  return joints.every((joint) => all.has(joint)) && (parts.length === 1 ? parts : []).every((part) => all.has(part));
};

describe('what is a term', () => {
  test.each([
    ['Hello, World.', [['hello', 'world']]],
    ['C++ and C# beat C', [['c＋＋', 'and', 'c＃', 'beat', 'c']]],
    ['std::vector<int>', [['std', 'vector', 'int'], ['std：：vector']]],
    [
      '/usr/local/bin',
      [
        ['usr', 'local', 'bin'],
        ['usr／local', 'local／bin'],
      ],
    ],
    [
      'v1.2.3',
      [
        ['v', '1', '2', '3'],
        ['v1', '1．2', '2．3'],
      ],
    ],
    ['V8 v1beta ipv6', [['v', '8', 'v1beta', 'ipv6'], ['v8']]],
    [
      'foo-bar user_name',
      [
        ['foo', 'bar', 'user', 'name'],
        ['foo－bar', 'user＿name'],
      ],
    ],
    ['getUserName', [['getusername'], [], ['get'], ['user'], ['getuser'], ['name'], ['username']]],
    ['Notepad++', [['notepad'], ['notepad＋＋']]],
    [
      '日本語',
      [
        ['日', '本', '語'],
        ['日本', '本語'],
      ],
    ],
    ['Zażółć GĘŚLĄ łaska', [['zazolc', 'gesla', 'laska']]],
    ['cafe\u0301 CAFÉ', [['cafe', 'cafe']]],
    ['don’t', [['don', 't'], ['don＇t']]],
    [
      'a👍🏽b',
      [
        ['a', '👍', 'b'],
        ['a👍', '👍b'],
      ],
    ],
    ['-- … ──│ \u0000', [[]]],
  ])('%s', (text, expected) => {
    expect(groups(text)).toEqual(expected);
  });

  test('a word of any length is one term of at most 64 characters', () => {
    expect(groups('x'.repeat(10_000))).toEqual([['x'.repeat(64)]]);
  });
});

describe('a word of a query finds', () => {
  test.each([
    ['C++', 'written in C++.', 'written in C.'],
    ['c', 'plain C here', 'C++ here'],
    ['C#', 'C# 9', 'C 9'],
    ['std::vector', 'use std::vector<T>', 'std and vector'],
    ['/usr/local', 'in /usr/local/bin', 'usr or local'],
    ['foo-bar', 'a foo-bar', 'foo bar'],
    ['user_name', 'the user_name', 'user name'],
    ['username', 'userName', 'user name'],
    ['latwo', 'łatwo', 'łatwy'],
    ['łatwo', 'latwo', 'lato'],
    ['café', 'CAFE', 'caf'],
    ['日本', 'これは日本語の文です', '日と本'],
    ['日', '日本', '本'],
    ["don't", 'I don’t', 'don t'],
    ['Straße', 'STRASSE', 'strase'],
    ['한국', '한국어를', '한 국'],
    ['user', 'getUserName', 'username'],
    ['v1', 'V1 is out', 'v 1'],
    ['v1', 'getV1Result', 'getV2Result'],
    ['v1.2.3', 'since v1.2.3', '1.2.3'],
    ['1.2.3', 'since v1.2.3', 'v1.2 and 3'],
    ['1.2', 'v1.2', 'v1.3'],
  ])('%s', (query, text, otherText) => {
    expect(finds(query, text)).toBe(true);
    expect(finds(query, otherText)).toBe(false);
  });
});

test('a joint leaves nothing to check, a longer chain does', () => {
  expect(queryTerms('foo-bar').exact).toBe(true);
  expect(queryTerms('日本').exact).toBe(true);
  expect(queryTerms('word').exact).toBe(true);
  expect(queryTerms('/usr/local/bin').exact).toBe(false);
  expect(queryTerms('1,000').exact).toBe(false);
  expect(queryTerms('foo bar++').exact).toBe(false);
});

test('parts know their places in the text as it was given', () => {
  const text = '“Łódź” — C++ 日本 getUser';
  expect(partsIn(text).map(({ term, from, to }) => [term, text.slice(from, to)])).toEqual([
    ['lodz', 'Łódź'],
    ['c＋＋', 'C++'],
    ['日', '日'],
    ['本', '本'],
    ['getuser', 'getUser'],
  ]);
  expect(humpsIn('getUserName').map(({ term }) => term)).toEqual(['get', 'user', 'name', 'getuser', 'username']);
});

describe('laws', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom('a', 'B', '1', '+', '#', '-', '_', ' ', 'é', 'ł', '日', 'が', '👍', '\u0301', '\ud800', 'ß', '.'),
    }),
  );

  test('parts with places are the terms of the index', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(partsIn(text).map(({ term }) => term)).toEqual(splitTerms(indexTerms(text).split(groupMark)[0] ?? ''));
      }),
      { numRuns: 3000 },
    );
  });

  test('places are in order, inside the text and not empty', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let last = 0;
        for (const { from, to } of partsIn(text)) {
          expect(from).toBeLessThan(to);
          expect(to).toBeLessThanOrEqual(text.length);
          expect(from).toBeGreaterThanOrEqual(Math.min(last, from));
          last = from;
        }
      }),
    );
  });

  test('a text finds itself, alone and with other text around it', () => {
    fc.assert(
      fc.property(texts, texts, (text, around) => {
        const { parts, joints } = queryTerms(text);
        const all = new Set(splitTerms(indexTerms(`${around} ${text} ${around}`)));
        for (const term of [...parts, ...joints]) expect(all.has(term)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('case makes no difference to ASCII text but humps', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const terms = (of: string) => [groups(of)[0], groups(of)[1] ?? []];
        expect(terms(text.toUpperCase())).toEqual(terms(text.toLowerCase()));
      }),
    );
  });
});
