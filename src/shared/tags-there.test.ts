import { expect, test } from 'vitest';
import { onlyThere } from './tags-there.ts';

test('a tag of one’s own stands for the provider’s of the same name', () => {
  expect(onlyThere({ tags: ['Work'], tagsThere: ['trip', 'work'] })).toEqual(['trip']);
  expect(onlyThere({ tags: ['Work'], tagsThere: [] })).toEqual([]);
});
