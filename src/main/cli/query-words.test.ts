import { describe, expect, test } from 'vitest';
import { isMarked, markQueryWords, queryWith, unmarked } from './query-words.ts';

const options = ['--limit', '--format', '--json'];
const marked = (...args: string[]): string[] =>
  markQueryWords(args, options).args.map((word) => (isMarked(word) ? `<${unmarked(word)}>` : word));

describe('no query is wrong usage', () => {
  test('words that begin with a dash are query, options are not', () => {
    expect(marked('view', 'python', '-error', '--limit', '3', '-', '-h')).toEqual([
      'view',
      'python',
      '<-error>',
      '--limit',
      '3',
      '-',
      '-h',
    ]);
  });

  test('after -- everything is', () => {
    expect(marked('view', '--json', '--', 'messages', '--limit', '--')).toEqual([
      'view',
      '--json',
      '<messages>',
      '<--limit>',
      '<-->',
    ]);
  });

  test('an option with one dash is searched, with a hint', () => {
    expect(markQueryWords(['view', '-limit', '3'], options).notes).toEqual([
      '“-limit” is searched as “not limit”. For the option write --limit.',
    ]);
    expect(markQueryWords(['view', '-error'], options).notes).toEqual([]);
  });
});

describe('shorthands only add to the query', () => {
  test('values of one are alternatives', () => {
    expect(queryWith(['a', 'b'], { provider: ['chatgpt', 'codex'], since: '7d', id: ['chatgpt:1'] })).toBe(
      'a b provider:chatgpt,codex since:7d id:chatgpt:1',
    );
  });

  test('values with blanks are quoted', () => {
    expect(queryWith([], { tag: ['two words'], since: 'last week' })).toBe('since:"last week" tag:"two words" -is:trashed');
  });

  test('a query of alternatives keeps its sense', () => {
    expect(queryWith(['a', 'OR', 'b'], { role: ['user'] })).toBe('(a OR b) role:user');
    expect(queryWith(['a', 'OR', 'b'], {})).toBe('a OR b');
    expect(queryWith(['a', '|', 'b'], { role: ['user'] })).toBe('(a | b) role:user');
    expect(queryWith(['a', '"OR"'], { role: ['user'] })).toBe('a "OR" role:user');
    expect(queryWith(['a', '"b'], { role: ['user'] })).toBe('a "b" role:user');
    expect(queryWith(['a', 'OR', '(b'], { role: ['user'] })).toBe('(a OR (b)) role:user');
    expect(queryWith(['"b'], {})).toBe('"b');
    expect(queryWith(['tag:"b'], {})).toBe('tag:"b" -is:trashed');
  });

  test('what was archived is meant too, what is in the trash is not', () => {
    expect(queryWith([], {})).toBe('-is:trashed');
    expect(queryWith([], { provider: ['chatgpt'] })).toBe('provider:chatgpt -is:trashed');
    expect(queryWith(['tag:a', 'OR', 'tag:b'], {})).toBe('(tag:a OR tag:b) -is:trashed');
    expect(queryWith(['is:trashed'], {})).toBe('is:trashed');
  });
});
