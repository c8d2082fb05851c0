import { expect, test } from 'vitest';
import { turnUsage } from './usage.ts';

test('tokens are whole and never negative, whatever stands there', () => {
  expect(turnUsage({ input_tokens: 10.4, output_tokens: '3', cached_input_tokens: 1.2 })).toEqual({
    input: 9,
    output: 3,
    cacheRead: 1,
    cacheWrite: 0,
  });
  expect(turnUsage({ input_tokens: -5, output_tokens: 2 })).toEqual({ input: 0, output: 2, cacheRead: 0, cacheWrite: 0 });
  expect(turnUsage({ input_tokens: null })).toBeNull();
});
