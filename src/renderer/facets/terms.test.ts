import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leavesOf } from '../../shared/query/ast.ts';
import { format } from '../../shared/query/format.ts';
import { parse } from '../../shared/query/parse.ts';
import { excludedOf, hasFields, standingOf, withoutFields, withStanding, withTerm } from './terms.ts';

const turnOn = (query: string, field: 'provider' | 'project' | 'model', value: string): string =>
  withStanding(query, field, value, 'in');

describe('asking for a value', () => {
  test('the first is a term of its own, the next join it', () => {
    expect(turnOn('', 'provider', 'claude')).toBe('provider:claude');
    expect(turnOn('tax "last year"', 'provider', 'claude')).toBe('tax "last year" provider:claude');
    expect(turnOn('provider:claude tax', 'provider', 'codex')).toBe('provider:claude,codex tax');
    expect(turnOn('provider:claude, tax', 'provider', 'codex')).toBe('provider:claude,codex tax');
  });

  test('the last takes the term with it', () => {
    expect(withStanding('provider:claude,codex tax', 'provider', 'claude', null)).toBe('provider:codex tax');
    expect(withStanding('a provider:codex tax', 'provider', 'codex', null)).toBe('a tax');
    expect(withStanding('provider:CODEX', 'provider', 'codex', null)).toBe('');
  });

  test('names with spaces are quoted, and what is quoted is found again', () => {
    expect(turnOn('', 'project', 'My notes, old')).toBe('project:"My notes, old"');
    expect(turnOn('project:"My notes, old"', 'project', 'b')).toBe('project:"My notes, old",b');
    expect(withStanding('project:"My notes, old"', 'project', 'My notes, old', null)).toBe('');
  });

  test('another spelling and a beginning mean the value too', () => {
    expect(standingOf('provider:openai', 'provider', 'chatgpt')).toBe('in');
    expect(standingOf('model:gpt-4*', 'model', 'gpt-4o')).toBe('in');
    expect(withStanding('model:gpt-4*,o3', 'model', 'gpt-4o', null)).toBe('model:o3');
  });

  test('what is in brackets or quotes is left alone', () => {
    expect(turnOn('(provider:claude OR tax)', 'provider', 'codex')).toBe('(provider:claude OR tax) provider:codex');
    expect(turnOn('"provider:claude"', 'provider', 'claude')).toBe('"provider:claude" provider:claude');
  });
});

describe('excluding a value', () => {
  test('stands in a term of its own, and joins the next', () => {
    expect(withStanding('tax', 'provider', 'claude', 'out')).toBe('tax -provider:claude');
    expect(withStanding('-provider:claude tax', 'provider', 'codex', 'out')).toBe('-provider:claude,codex tax');
    expect(excludedOf('-provider:claude,openai tax NOT model:o3', 'provider')).toEqual(['claude', 'chatgpt']);
    expect(excludedOf('-provider:claude NOT model:o3', 'model')).toEqual(['o3']);
  });

  test('a value changes sides whole', () => {
    expect(withStanding('provider:claude,codex', 'provider', 'codex', 'out')).toBe('provider:claude -provider:codex');
    expect(withStanding('a -provider:codex', 'provider', 'codex', 'in')).toBe('a provider:codex');
  });
});

describe('a term more holds of everything', () => {
  test('brackets go around an OR, and close where they never were', () => {
    expect(withTerm('a OR b', 'is:starred')).toBe('(a OR b) is:starred');
    expect(withTerm('(a OR b', 'is:starred')).toBe('(a OR b) is:starred');
    expect(withTerm('a OR (b', 'is:starred')).toBe('(a OR (b)) is:starred');
    expect(withTerm('say "hello', 'is:starred')).toBe('say "hello" is:starred');
  });

  test('fields are dropped whole, or what they exclude alone', () => {
    expect(withoutFields('a provider:claude b provider:codex -provider:pi', ['provider'])).toBe('a b');
    expect(withoutFields('since:2024 a until:2025 on:today', ['since', 'until', 'on'])).toBe('a');
    expect(withoutFields('provider:claude -provider:pi', ['provider'], 'excluding')).toBe('provider:claude');
    expect(hasFields('a OR since:2024', ['since'])).toBe(false);
  });
});

const value = fc
  .string({ minLength: 1, maxLength: 12 })
  .filter((text) => text.trim() === text && !/["“”„*]/.test(text) && text.trim() !== '');
const standing = fc.constantFrom('in', 'out', null);
const terms = fc.uniqueArray(
  fc.constantFrom(
    'tax',
    '"a b"',
    'project:codex',
    '-x',
    '(a OR b)',
    'has:code,tools',
    '-project:"old things",new',
    'OR',
    'NOT y',
    '-(c project:d)',
  ),
  { maxLength: 6 },
);

test('a value stands as it was put, whatever else the query says', () => {
  fc.assert(
    fc.property(terms, value, standing, standing, (written, name, first, then) => {
      const query = written.join(' ');
      // What stands beside an OR is the person's own; before anything is put there the words are bracketed.
      fc.pre(!written.includes('OR') || first !== null);
      const once = withStanding(query, 'project', name, first);
      const twice = withStanding(once, 'project', name, then);
      expect(standingOf(once, 'project', name)).toBe(first);
      expect(standingOf(twice, 'project', name)).toBe(then);
      expect(withStanding(twice, 'project', name, then)).toBe(twice);
    }),
  );
});

test('putting and taking away is where one began', () => {
  const plain = terms.map((written) => written.filter((term) => term !== 'OR'));
  fc.assert(
    fc.property(plain, value, fc.constantFrom('in' as const, 'out' as const), (written, name, put) => {
      const query = written.join(' ');
      fc.pre(standingOf(query, 'project', name) === null);
      expect(withStanding(withStanding(query, 'project', name, put), 'project', name, null)).toBe(query);
    }),
  );
});

test('nothing else of the query changes its meaning', () => {
  fc.assert(
    fc.property(terms, value, fc.constantFrom('in' as const, 'out' as const), (written, name, put) => {
      const others = (query: string): readonly string[] =>
        leavesOf(parse(query, { now: 0 }).query)
          .filter(({ leaf }) => leaf.kind !== 'filter' || leaf.field !== 'project')
          .map(({ leaf, negated }) => `${negated ? '-' : ''}${format({ root: leaf })}`);
      const query = written.join(' ');
      expect(others(withStanding(query, 'project', name, put))).toEqual(others(query));
    }),
  );
});
