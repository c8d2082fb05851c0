import { expect, test } from 'vitest';
import { newFolds, setFold, toggleAllFolds } from './folds.ts';

test('everything is unfolded at once, what is folded after that stays folded, and a second time all is as at first', () => {
  const folds = newFolds();
  setFold(folds, '1:0', false);
  toggleAllFolds(folds);
  expect(folds.getState()).toEqual({ open: new Map(), all: true });
  setFold(folds, '2:0', false);
  expect(folds.getState().open.get('2:0')).toBe(false);
  toggleAllFolds(folds);
  expect(folds.getState()).toEqual({ open: new Map(), all: null });
});
