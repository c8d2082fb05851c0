import { expect, test } from 'vitest';
import { textSizeBeside, textSizes } from './text-sizes.ts';

test('sizes go up one by one and stop at both ends', () => {
  const [smallest = '100'] = textSizes;
  const climbed = [smallest];
  for (let next = textSizeBeside(smallest, 1); next !== null; next = textSizeBeside(next, 1)) climbed.push(next);
  expect(climbed).toEqual(textSizes);
  expect(climbed.map(Number)).toEqual(climbed.map(Number).toSorted((a, b) => a - b));
  expect(textSizeBeside(smallest, -1)).toBeNull();
});
