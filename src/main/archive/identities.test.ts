import fc from 'fast-check';
import { expect, test } from 'vitest';
import { namesOf, packIds, rootOf, shortId, unpackIds } from './identities.ts';

const message = (nativeId: string, parent: string | null, createdAt: number | null) => ({ nativeId, parent, createdAt });
const telling = (ids: readonly string[], at: number) => ({
  holds: ids,
  root: rootOf(ids.map((id, place) => message(id, ids[place - 1] ?? null, at))),
});

test('what holds a message in common is one, and the earliest of several keeps the id', () => {
  const a = telling(['a', 'b'], 2);
  const b = telling(['c'], 1);
  expect(namesOf('x', [a])).toEqual(['x']);
  const [second, first] = namesOf('x', [a, b]);
  expect([first, second]).toEqual(['x', expect.stringMatching(/^x~[0-9a-f]{8}$/)]);
  expect(namesOf('x', [a, b, telling(['b', 'c'], 3)])).toEqual(['x', 'x', 'x']);
  expect(namesOf('x', [a, telling(['b', 'd'], 9), b])).toEqual([second, second, 'x']);
  // Nothing can be said of what holds nothing, or is not known.
  expect(namesOf('x', [a, telling([], 0), b])).toEqual([second, 'x', 'x']);
  expect(namesOf('x', [a, { holds: null, root: null }, b])).toEqual(['x', 'x', 'x']);
  expect(namesOf('x', [a, { holds: ['y'], continues: ['b'], root: null }])).toEqual(['x', 'x']);
});

test('names do not depend on the order, and equal names are connected', () => {
  const tellings = fc.array(
    fc.tuple(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { maxLength: 3 }), fc.nat(5)),
    { maxLength: 7 },
  );
  fc.assert(
    fc.property(tellings, fc.infiniteStream(fc.nat()), (drawn, keys) => {
      const all = drawn.map(([ids, at]) => telling(ids, at));
      const names = namesOf('x', all);
      const mixed = all.map((one) => ({ one, key: keys.next().value ?? 0 })).toSorted((a, b) => a.key - b.key);
      const called = namesOf(
        'x',
        mixed.map(({ one }) => one),
      );
      expect(mixed.map(({ one }) => names[all.indexOf(one)])).toEqual(called);
      for (const [at, one] of all.entries())
        for (const [place, other] of all.entries())
          if (one.holds.some((id) => other.holds.includes(id))) expect(names[at]).toBe(names[place]);
      if (names.length > 0 && all.some(({ holds }) => holds.length > 0)) expect(names).toContain('x');
    }),
    { numRuns: 300 },
  );
});

test('the root is the earliest message without a parent, then the least by id; circles have one, too', () => {
  const rootId = (id: string, at: number | null): string | null => rootOf([message(id, null, at)]);
  expect(rootOf([])).toBeNull();
  expect(rootOf([message('a', 'b', 1), message('b', null, 5), message('c', 'gone', 4)])).toBe(rootId('c', 4));
  expect(rootOf([message('b', null, null), message('a', null, null)])).toBe(rootId('a', null));
  expect(rootOf([message('b', 'a', 2), message('a', 'b', 3)])).toBe(rootId('b', 2));
  expect(rootId('a', -5)).toBe(rootId('a', null));
});

test('ids of messages are packed and unpacked', () => {
  const ids = ['a', 'b', 'c', 'b'].map(shortId);
  expect(unpackIds(packIds(ids))).toEqual(new Set(ids));
});
