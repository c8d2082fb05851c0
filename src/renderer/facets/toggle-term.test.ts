import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toggleTerm, withoutField } from './toggle-term.ts';

describe('turning a filter value on and off', () => {
  test('the first value is a term of its own, the next join it', () => {
    expect(toggleTerm('', 'provider', 'claude')).toBe('provider:claude');
    expect(toggleTerm('tax "last year"', 'provider', 'claude')).toBe('tax "last year" provider:claude');
    expect(toggleTerm('provider:claude tax', 'provider', 'codex')).toBe('provider:claude,codex tax');
  });

  test('the last value takes the term with it', () => {
    expect(toggleTerm('provider:claude,codex tax', 'provider', 'claude')).toBe('provider:codex tax');
    expect(toggleTerm('a provider:codex tax', 'provider', 'codex')).toBe('a tax');
    expect(toggleTerm('provider:codex', 'provider', 'CODEX')).toBe('');
  });

  test('names with spaces are quoted', () => {
    expect(toggleTerm('', 'project', 'My notes, old')).toBe('project:"My notes, old"');
    expect(toggleTerm('project:"My notes, old",b', 'project', 'b')).toBe('project:"My notes, old"');
    expect(toggleTerm('project:"My notes, old"', 'project', 'My notes, old')).toBe('');
  });

  test('negated, bracketed and quoted terms are left alone', () => {
    expect(toggleTerm('-provider:claude', 'provider', 'claude')).toBe('-provider:claude provider:claude');
    expect(toggleTerm('(provider:claude OR tax)', 'provider', 'codex')).toBe('(provider:claude OR tax) provider:codex');
    expect(toggleTerm('"provider:claude"', 'provider', 'claude')).toBe('"provider:claude" provider:claude');
  });

  test('a field is dropped whole', () => {
    expect(withoutField('a provider:claude b provider:codex', 'provider')).toBe('a b');
  });
});

test('on and off again is where one began, but for white space', () => {
  const words = fc.array(fc.constantFrom('tax', '"a b"', 'provider:codex', '-x', '(a OR b)', 'has:code,image'), { maxLength: 5 });
  const value = fc.string({ minLength: 1 }).filter((text) => text.trim() === text && !text.includes('"'));
  fc.assert(
    fc.property(words, value, (terms, name) => {
      const query = terms.filter((term, place) => terms.indexOf(term) === place).join(' ');
      fc.pre(!query.includes(`provider:${name}`));
      expect(toggleTerm(toggleTerm(query, 'provider', name), 'provider', name)).toBe(query);
    }),
  );
});
