import fc from 'fast-check';
import { expect, test } from 'vitest';
import { receiptFigures, sortOrders } from '../shared/requests.ts';
import { placeOf, searchOf, type Place } from './view.ts';

const places: fc.Arbitrary<Place> = fc
  .record({
    run: fc.option(fc.nat(99_999)),
    page: fc.constantFrom('browse' as const, 'imports' as const, 'settings' as const),
    figure: fc.option(fc.constantFrom(...receiptFigures)),
    input: fc.option(fc.nat(999)),
    issue: fc.option(fc.nat(99_999)),
    reverse: fc.boolean(),
    find: fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    query: fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    sort: fc.option(fc.constantFrom(...sortOrders)),
    open: fc.option(fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.isWellFormed())),
    at: fc.option(fc.nat(999_999)),
    raw: fc.boolean(),
  })
  .map((place) => (place.page === 'imports' ? place : { ...place, run: null, figure: null, input: null, issue: null }));

test('every place survives being a URL', () => {
  fc.assert(
    fc.property(places, (place) => {
      expect(placeOf(searchOf(place))).toEqual(place);
    }),
  );
});

test('a URL stays readable', () => {
  const place = { ...placeOf(''), query: 'provider:claude,chatgpt tax', open: 'claude:abc', raw: true };
  expect(searchOf(place)).toBe('?q=provider:claude,chatgpt+tax&c=claude:abc&raw');
});

test('nonsense in a URL is left out', () => {
  expect(placeOf('?sort=upside-down&m=-3&import=x&foo=1')).toEqual(placeOf(''));
});
