import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leavesOf, type Node, type Query } from './ast.ts';
import { fields } from './fields.ts';
import { format } from './format.ts';
import { parse } from './parse.ts';

const now = new Date(2026, 10, 23, 12).getTime();
/** More on request: `FUZZ_RUNS=20000`. */
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 300);
const read = (text: string, typing = false) => parse(text, { now, typing });

/** A query without places, short enough to read. */
function sketch(query: Query): unknown {
  const of = (node: Node): unknown => {
    switch (node.kind) {
      case 'word':
        return node.prefix ? `${node.text}*` : node.text;
      case 'phrase':
        return [node.text];
      case 'regex':
        return `/${node.text}/${node.flags}`;
      case 'filter':
        return {
          [node.field]: node.values.map((value) =>
            value.kind === 'text' ? value.text : value.kind === 'range' ? [value.min, value.max] : value.text,
          ),
        };
      case 'not':
        return { not: of(node.node) };
      case 'and':
      case 'or':
        return { [node.kind]: node.nodes.map(of) };
    }
  };
  return query.root === null ? null : of(query.root);
}

describe('words and groups', () => {
  test.each([
    ['', null],
    ['python', 'python'],
    ['"python error" quick', { and: [['python error'], 'quick'] }],
    ['python -error', { and: ['python', { not: 'error' }] }],
    ['a OR b c', { or: ['a', { and: ['b', 'c'] }] }],
    ['(a OR b) c', { and: [{ or: ['a', 'b'] }, 'c'] }],
    ['a AND b', { and: ['a', 'b'] }],
    ['NOT (a b)', { not: { and: ['a', 'b'] } }],
    ['-"two words"', { not: ['two words'] }],
    ['foo-bar', 'foo-bar'],
    ['--no-verify', '--no-verify'],
    ['pyth*', 'pyth*'],
    [
      'C++ std::vector /usr/local v1.2.3 user_name http://x.y',
      { and: ['C++', 'std::vector', '/usr/local', 'v1.2.3', 'user_name', 'http://x.y'] },
    ],
    ['or and', { and: ['or', 'and'] }],
    ['/ab+c/i', '/ab+c/i'],
    ['a /b c[/]\\/d/ e', { and: ['a', '/b c[/]\\/d/', 'e'] }],
    ['-(/x(y)/ OR z)', { not: { or: ['/x(y)/', 'z'] } }],
    ['/usr/local/ a / b / //', { and: ['/usr/local/', 'a', '/', 'b', '/', '//'] }],
    ['日本語 café', { and: ['日本語', 'café'] }],
  ])('%s', (text, expected) => {
    expect(sketch(read(text).query)).toEqual(expected);
    expect(read(text).problems).toEqual([]);
  });

  test('while typing, the last word is a beginning; after a space or in quotes it is not', () => {
    expect(sketch(read('python err', true).query)).toEqual({ and: ['python', 'err*'] });
    expect(sketch(read('python err ', true).query)).toEqual({ and: ['python', 'err'] });
    expect(sketch(read('"python err', true).query)).toEqual(['python err']);
    expect(read('"python err', true).problems).toEqual([]);
    expect(read('provider:', true).problems).toEqual([]);
  });
});

describe('fields', () => {
  test.each([
    ['provider:chatgpt,claude', { provider: ['chatgpt', 'claude'] }],
    ['Provider:OpenAI', { provider: ['chatgpt'] }],
    ['model:gpt-4*', { model: ['gpt-4'] }],
    ['-has:code', { not: { has: ['code'] } }],
    ['tag:"to read",work', { tag: ['to read', 'work'] }],
    ['since:2025-03', { since: ['2025-03'] }],
    ['until:"last week"', { until: ['last week'] }],
    ['in:code,tools x', { and: [{ in: ['code', 'tools'] }, 'x'] }],
    ['(in:code x) -y', { and: [{ in: ['code'] }, 'x', { not: 'y' }] }],
    ['words:>500', { words: [[501, null]] }],
    ['messages:10..50', { messages: [[10, 50]] }],
    [
      'turns:..3,>=7,=5',
      {
        turns: [
          [null, 3],
          [7, null],
          [5, 5],
        ],
      },
    ],
    ['words:<1', { words: [[null, 0]] }],
    ['words:≤10 words:"> 5"', { and: [{ words: [[null, 10]] }, { words: [[6, null]] }] }],
    ['on:2025-03..2025-05', { on: ['2025-03..2025-05'] }],
    ['until:"3 weeks ago",march', { until: ['3 weeks ago', 'march'] }],
    ['id:chatgpt:68a1', { id: ['chatgpt:68a1'] }],
  ])('%s', (text, expected) => {
    expect(sketch(read(text).query)).toEqual(expected);
    expect(read(text).problems).toEqual([]);
  });

  test('dates are local days', () => {
    const [leaf] = leavesOf(read('on:2026-01-22').query);
    expect(leaf?.leaf).toMatchObject({
      values: [{ from: new Date(2026, 0, 22).getTime(), to: new Date(2026, 0, 23).getTime() }],
    });
    const [week] = leavesOf(read('on:"last week"').query);
    expect(week?.leaf).toMatchObject({
      values: [{ from: new Date(2026, 10, 16).getTime(), to: new Date(2026, 10, 23).getTime() }],
    });
  });

  test('every example of the table parses without a problem', () => {
    for (const field of fields)
      expect({ example: field.example, problems: read(field.example).problems }).toEqual({
        example: field.example,
        problems: [],
      });
  });
});

describe('problems say where and what', () => {
  test.each([
    ['"open', 0, 5],
    ['(a b', 0, 1],
    ['a b)', 3, 4],
    ['a OR', 2, 4],
    ['AND b', 0, 3],
    ['provider:nobody', 9, 15],
    ['provder:claude', 0, 7],
    ['colour:blue', 0, 6],
    ['since:soon', 6, 10],
    ['words:many', 6, 10],
    ['tag:', 0, 4],
    ['a ()', 2, 4],
    ['a /(/', 2, 5],
    ['/a(?=b)/', 0, 8],
    ['/(a)\\1/', 0, 7],
    ['/a/ii', 0, 5],
    ['in:title', 0, 8],
    ['in:title has:code', 0, 8],
    ['x -in:title', 3, 11],
    ['x OR in:title', 5, 13],
    ['x -(y role:user)', 6, 15],
    ['x -role:tool', 3, 12],
    ['words:<0', 6, 8],
    ['words:5..3', 6, 10],
    ['words:..', 6, 8],
    ['words:99999999999999999', 6, 23],
    ['on:2025..2024', 3, 13],
  ])('%s', (text, from, to) => {
    expect(read(text).problems).toEqual([{ from, to, message: expect.any(String) }]);
  });

  test('a hundred thousand parentheses are no stack overflow', () => {
    expect(read(`${'('.repeat(100_000)}a`).problems.length).toBeGreaterThan(0);
    const { query, problems } = read(`${'('.repeat(100_000)}a${')'.repeat(100_000)}`);
    expect(sketch(query)).toBe('a');
    expect(problems).toEqual([{ from: 50, to: 51, message: expect.any(String) }]);
  });

  test('what says where words count is left out where it cannot say so', () => {
    expect(sketch(read('x -in:title').query)).toBe('x');
    expect(sketch(read('x OR (y -in:title)').query)).toEqual({ or: ['x', 'y'] });
    expect(sketch(read('a (b OR in:title)').query)).toEqual({ and: ['a', 'b'] });
    expect(sketch(read('(a b OR in:title) c').query)).toEqual({ and: ['a', 'b', 'c'] });
    expect(sketch(read('-(-x in:code)').query)).toBe('x');
    expect(sketch(read('x -role:tool').query)).toEqual({ and: ['x', { not: { role: ['tool'] } }] });
  });

  test('in: waits for its words while they are being written', () => {
    expect(read('in:title', true).problems).toEqual([]);
    expect(read('in:title ', true).problems).toEqual([]);
    expect(read('in:title has:code ', true).problems).toHaveLength(1);
    expect(read('in:title -x').problems).toEqual([]);
    expect(read('in:title /x/').problems).toEqual([]);
  });

  test('what only looks like looking ahead or referring back is an expression', () => {
    for (const source of ['\\(?=x', '[(?=]', '\\\\1', '[^\\]\\1]', '(?:a)', '(?<n>a)'])
      expect({ source, problems: read(`/${source}/`).problems }).toEqual({ source, problems: [] });
    for (const source of ['(?<=a)b', '(?!a)', '(?<n>a)\\k<n>', 'a(b)[c]\\1'])
      expect({ source, problems: read(`/${source}/`).problems }).toHaveProperty('problems.length', 1);
  });
});

describe('laws', () => {
  const pieces = fc.array(
    fc.oneof(
      fc.constantFrom(
        'a',
        'b*',
        '"x y"',
        '-',
        '-c',
        '(',
        ')',
        'OR',
        'AND',
        'NOT',
        '"',
        ' ',
        'provider:',
        'provider:claude',
        'tag:"x,y"',
        'since:2025',
        'words:<3',
        ':',
        ',',
        '*',
        '--x',
        'tag:*',
        '/',
        '/a+/i',
        '/[/',
        'in:code',
        '-in:title',
        'role:user',
        '|',
        '&',
        '/a',
        'b/',
        '/x\\/[/"]/ms',
        '/(?=a)/',
        '\\',
        '[',
        ']',
        '\n',
        '日本',
        '語*',
        '\ud800',
        '\udc00*',
        'e\u0301',
        'words:>=0',
        'turns:1..',
        'on:"last week"',
        'tag:“a',
      ),
      fc.string({ maxLength: 6 }),
      fc.string({ maxLength: 4, unit: 'binary' }),
    ),
    { maxLength: 14 },
  );

  test('any text parses, and formatting is stable', () => {
    fc.assert(
      fc.property(pieces, fc.constantFrom(' ', ''), (parts, glue) => {
        const text = parts.join(glue);
        const { query, problems } = read(text);
        for (const problem of problems) {
          expect(problem.from).toBeGreaterThanOrEqual(0);
          expect(problem.to).toBeLessThanOrEqual(text.length);
          expect(problem.from).toBeLessThan(problem.to);
        }
        const formatted = format(query);
        const again = read(formatted);
        expect(format(again.query)).toBe(formatted);
        expect(sketch(again.query)).toEqual(sketch(query));
      }),
      { numRuns },
    );
  });
});
