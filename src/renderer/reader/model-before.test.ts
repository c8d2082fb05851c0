import { expect, test } from 'vitest';
import { modelBefore } from './model-before.ts';

const roles = ['user', 'assistant', 'tool', 'assistant', 'user', 'assistant'] as const;
const rows = { parents: Int32Array.from([-1, 0, 1, 2, 3, 4]), roleOf: (index: number) => roles[index] ?? 'user' };
const known = new Map([
  [1, { model: 'small' }],
  [3, { model: null }],
]);

test('the model of the answer before, over what names none', () => {
  expect(modelBefore(rows, known, 5)).toBe('small');
  expect(modelBefore(rows, known, 3)).toBe('small');
});

test('none before the first answer', () => {
  expect(modelBefore(rows, known, 1)).toBeNull();
});

test('not known while the answer before has not arrived', () => {
  expect(modelBefore(rows, new Map(), 5)).toBeUndefined();
});
