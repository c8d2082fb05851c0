import { expect, test } from 'vitest';
import { hasWords } from './results.ts';

test('filters alone are nothing to rank by', () => {
  expect(hasWords('')).toBe(false);
  expect(hasWords('provider:claude,codex project:"My notes, old",b')).toBe(false);
  expect(hasWords('(provider:claude OR provider:codex) -has:code')).toBe(false);
  expect(hasWords('has:code -tax')).toBe(false);
  expect(hasWords('provider:claude tax')).toBe(true);
  expect(hasWords('"a phrase"')).toBe(true);
  expect(hasWords('日本語')).toBe(true);
});
