import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const commands = ['import', 'view', 'export', 'runs', 'doctor', 'serve', 'backup', 'restore'];

test.each([
  ['veiw', 'view'],
  ['improt', 'import'],
  ['docter', 'doctor'],
  ['exp', 'export'],
  ['VIEW', 'view'],
  ['re', 'restore'],
  ['zzz', null],
  ['', null],
])('%j is probably %j', (typed, meant) => {
  expect(nearest(typed, commands)).toBe(meant);
});
