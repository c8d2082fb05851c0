import { expect, test } from 'vitest';
import { offsetOf } from './use-opened-hit.ts';

test('a passage is found again in the text it was cut out of', () => {
  const text = `${'one\ntwo\tthree '.repeat(20)}needle and more`;
  const part = { type: 'text', text } as const;
  expect(offsetOf({ text: '… three needle and …', marks: [[8, 14]] }, part)).toBe(text.indexOf('needle'));
  expect(offsetOf({ text: 'one two three', marks: [[4, 7]] }, part)).toBe(4);
  expect(offsetOf({ text: 'elsewhere', marks: [[0, 3]] }, part)).toBeNull();
});
