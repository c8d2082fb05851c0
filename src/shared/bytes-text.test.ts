import { expect, test } from 'vitest';
import { bytesText } from './bytes-text.ts';

test('bytes are written in the unit that leaves one to three digits, also after rounding', () => {
  expect([0, 999, 1000, 99_960, 999_400, 999_960, 1_500_000, 6e9].map(bytesText)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '100 kB',
    '999 kB',
    '1.0 MB',
    '1.5 MB',
    '6.0 GB',
  ]);
});
