import { describe, expect, test } from 'vitest';
import { matchesIn, needlesOf } from './needles.ts';
import { parse } from './parse.ts';

const marked = (query: string, text: string): string => {
  let result = '';
  let at = 0;
  for (const { from, to } of matchesIn(text, needlesOf(parse(query).query, 'text'))) {
    result += `${text.slice(at, from)}[${text.slice(from, to)}]`;
    at = to;
  }
  return result + text.slice(at);
};

describe('marks', () => {
  test.each([
    ['python', 'Python and python3', '[Python] and python3'],
    ['pyth*', 'Python and python3', '[Python] and [python3]'],
    ['"red car"', 'a red, car; red blue car', 'a [red, car]; red blue car'],
    ['red car', 'a red blue car', 'a [red] blue [car]'],
    ['C++', 'C, C++ and C++11', 'C, [C++] and [C++]11'],
    ['std::vector', 'std::vector<int> std vector', '[std::vector]<int> std vector'],
    ['/usr/local', 'in /usr/local/bin', 'in /[usr/local]/bin'],
    ['foo-bar', 'foo bar foo-bar foo_bar', 'foo bar [foo-bar] foo_bar'],
    ['v1.2.3', 'v1.2.3 v1.2', '[v1.2.3] v1.2'],
    ['1.2.3', 'v1.2.3 v1.2 11.2.3', 'v[1.2.3] v1.2 11.2.3'],
    ['v1', 'v1.2 v 1 v12 getV1Result', '[v1].2 v 1 v12 get[V1]Result'],
    ['v1*', 'v1.2 v12 v2', '[v1].2 [v12] v2'],
    ['latwo', 'jest łatwo', 'jest [łatwo]'],
    ['cafe', 'CAFÉ', '[CAFÉ]'],
    ['日本', 'これは日本語の文です', 'これは[日本]語の文です'],
    ['user', 'getUserName', 'get[User]Name'],
    ["don't", 'I don’t', 'I [don’t]'],
    ['count++', 'count count++', 'count [count++]'],
    ['a -b', 'a b', '[a] b'],
    ['title:x y', 'x y', 'x [y]'],
    ['👍', 'ok 👍🏽!', 'ok [👍🏽]!'],
  ])('%s', (query, text, expected) => {
    expect(marked(query, text)).toBe(expected);
  });

  test('no more than asked for', () => {
    expect(matchesIn('a a a a', needlesOf(parse('a').query, 'text'), 2)).toHaveLength(2);
  });
});
