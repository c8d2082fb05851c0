import { expect, test } from 'vitest';
import { shelfOf } from './shelf.ts';

test('a query shows the shelf it asks for', () => {
  expect(shelfOf('')).toEqual({ shelf: null, alone: true });
  expect(shelfOf('is:trash')).toEqual({ shelf: 'trashed', alone: true });
  expect(shelfOf('is:starred provider:claude')).toEqual({ shelf: 'starred', alone: false });
  expect(shelfOf('-is:starred')).toMatchObject({ shelf: null });
  expect(shelfOf('is:archived,starred')).toMatchObject({ shelf: 'archived' });
  expect(shelfOf('starred')).toMatchObject({ shelf: null });
});
