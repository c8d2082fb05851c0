import { describe, expect, test } from 'vitest';
import { linkNumbers, linkTo, outsideCode, SourceList } from './source-links.ts';

const sources = [
  { url: 'https://a.example', title: 'A' },
  { url: 'https://b.example/x y', title: null },
  { url: null, title: 'Paper' },
];
const link = (text: string): string => linkNumbers(text, /\[(\d{1,3})\]/, (number) => sources[number - 1] ?? null);

describe('numbered markers', () => {
  test.each([
    ['Soon[1].', 'Soon ([A](https://a.example)).'],
    ['Soon [1][1][2]', 'Soon ([A](https://a.example), [b.example](<https://b.example/x%20y>))'],
    ['[1] first', '([A](https://a.example)) first'],
    ['none[9], no address[3]', 'none[9], no address[3]'],
    ['one of two[9][1]', 'one of two[9] ([A](https://a.example))'],
    ['a link [1](https://c.example)', 'a link [1](https://c.example)'],
    ['[1]: https://c.example', '[1]: https://c.example'],
    ['`x[1]` and ``y`[1]`` but z[1]', '`x[1]` and ``y`[1]`` but z ([A](https://a.example))'],
    ['```js\nx[1]\n```\nafter[1]', '```js\nx[1]\n```\nafter ([A](https://a.example))'],
    ['an open ` tick[1]', 'an open ` tick ([A](https://a.example))'],
  ])('%s', (text, linked) => {
    expect(link(text)).toBe(linked);
  });

  test('are found in time in hostile texts', () => {
    expect(link('[1]'.repeat(100_000))).toBe('([A](https://a.example))');
    expect(link(`${'[9]'.repeat(100_000)}(`)).toHaveLength(300_001);
    let count = 0;
    outsideCode('`'.repeat(3) + '` `` '.repeat(50_000), () => {
      count++;
      return '';
    });
    expect(count).toBeLessThan(100_001);
  });
});

test('a source is listed once, with the title and the passage that came later', () => {
  const list = new SourceList();
  list.add({ url: 'https://a.example', title: null });
  list.add({ url: 'https://a.example', title: 'A', text: 'about' });
  list.add({ url: null, title: null });
  list.add({ url: 'https://b.example', title: 'B', text: 'x'.repeat(2000) });
  expect(list.parts()).toEqual([
    { type: 'citation', url: 'https://a.example', title: 'A', text: 'about' },
    { type: 'citation', url: 'https://b.example', title: 'B' },
  ]);
});

test('brackets in a title are no link', () => {
  expect(linkTo({ url: 'https://a.example', title: '[x]\n y' })).toBe('[\\[x\\] y](https://a.example)');
});
