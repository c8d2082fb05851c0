import fc from 'fast-check';
import { expect, test } from 'vitest';
import { receiptFigures, recordUnits, sortOrders } from '../shared/requests.ts';
import { hitsShown, placeOf, searchOf, stepped, targetOf, type Place } from './view.ts';

const places: fc.Arbitrary<Place> = fc
  .record({
    run: fc.option(fc.nat(99_999)),
    page: fc.constantFrom('browse' as const, 'imports' as const, 'settings' as const),
    figure: fc.option(fc.constantFrom(...receiptFigures)),
    input: fc.option(fc.nat(999)),
    unit: fc.constantFrom(...recordUnits),
    issue: fc.option(fc.nat(99_999)),
    reverse: fc.boolean(),
    hits: fc.option(fc.constantFrom(...hitsShown)),
    find: fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    query: fc.string({ unit: 'binary' }).filter((text) => text.isWellFormed()),
    sort: fc.option(fc.constantFrom(...sortOrders)),
    open: fc.option(fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text.isWellFormed())),
    at: fc.option(fc.nat(999_999)),
    raw: fc.boolean(),
  })
  .map((place) =>
    place.page === 'imports' && place.run !== null
      ? place
      : { ...place, run: null, figure: null, input: null, unit: 'conversation' as const, issue: null },
  );

test('every place survives being a URL', () => {
  fc.assert(
    fc.property(places, (place) => {
      expect(placeOf(searchOf(place))).toEqual(place);
    }),
  );
});

test('which records of a receipt are looked at is forgotten outside of it', () => {
  const place = placeOf('?import=3&figure=added&input=1&of=message&issue=7');
  expect(searchOf(stepped(place, { issue: null }))).toBe('?import=3&figure=added&input=1&of=message');
  expect(searchOf(stepped(stepped(place, { page: 'browse' }), { page: 'imports', run: 3 }))).toBe('?import=3');
  expect(searchOf(stepped(place, { run: 4 }))).toBe('?import=4');
  expect(searchOf(stepped(place, { run: 4, figure: 'hidden' }))).toBe('?import=4&figure=hidden');
  expect(searchOf(stepped(place, { run: null }))).toBe('?imports');
});

test('a URL stays readable', () => {
  const place = { ...placeOf(''), query: 'provider:claude,chatgpt tax', open: 'claude:abc', raw: true };
  expect(searchOf(place)).toBe('?q=provider:claude,chatgpt+tax&c=claude:abc&raw');
});

test('nonsense in a URL is left out', () => {
  expect(placeOf('?sort=upside-down&m=-3&import=x&foo=1')).toEqual(placeOf(''));
});

const targeted = (view: Partial<Parameters<typeof targetOf>[0]>) =>
  targetOf({
    place: placeOf(''),
    picked: new Set(),
    all: false,
    except: new Set(),
    cursor: null,
    listed: { total: 50, row: () => undefined },
    ...view,
  });

test('a command acts on what is picked, else on the row under the cursor, else on what is open', () => {
  const listed = { total: 50, row: (id: string) => (id === 'a:1' ? ({ id } as never) : undefined) };
  const place = placeOf('?q=tax&c=a:2');
  expect(targeted({ place, listed, cursor: 'a:1', picked: new Set(['a:3', 'a:4']) })).toMatchObject({
    selection: { ids: ['a:3', 'a:4'] },
    size: 2,
  });
  expect(targeted({ place, listed, cursor: 'a:1' })).toMatchObject({ ids: ['a:1'], size: 1, rows: [{ id: 'a:1' }] });
  expect(targeted({ place, listed, cursor: 'a:9' }), 'a row that is not listed').toMatchObject({ ids: ['a:2'], rows: [] });
  expect(targeted({})).toBeNull();
  expect(targeted({ place: placeOf('?settings&c=a:2') }), 'what is not in sight').toBeNull();
});

test('everything found stays a query, but for what was taken out', () => {
  const place = placeOf('?q=tax');
  expect(targeted({ place, all: true, except: new Set(['a:1']) })).toEqual({
    selection: { query: 'tax', except: ['a:1'] },
    size: 49,
    ids: null,
    rows: [],
  });
});
