import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SavedSearch } from '../../shared/contract.ts';
import { drop, shownOf, step, type Destination } from './saved-order.ts';
import { proposedName } from './search-name.ts';

/** The list as the archive makes it. */
function moved(ids: readonly number[], id: number, to: Destination | null): readonly number[] {
  if (to === null) return ids;
  const others = ids.filter((other) => other !== id);
  return others.toSpliced(to.before === null ? others.length : others.indexOf(to.before), 0, id);
}

test('a step goes one place, and none beyond an end', () => {
  expect(moved([1, 2, 3], 2, step([1, 2, 3], 2, true))).toEqual([1, 3, 2]);
  expect(moved([1, 2, 3], 2, step([1, 2, 3], 2, false))).toEqual([2, 1, 3]);
  expect(step([1, 2, 3], 1, false)).toBe(null);
  expect(step([1, 2, 3], 3, true)).toBe(null);
  expect(step([1], 9, true)).toBe(null);
});

test('what is dropped stands beside what it was dropped on, and a drop that changes nothing is none', () => {
  const list = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 6 });
  fc.assert(
    fc.property(list, fc.nat(), fc.nat(), fc.boolean(), (ids, from, onto, below) => {
      const id = ids[from % ids.length] ?? 0;
      const over = ids[onto % ids.length] ?? 0;
      const to = drop(ids, id, over, below);
      const after = moved(ids, id, to);
      if (to !== null) expect(after).not.toEqual(ids);
      if (id !== over) expect(after.indexOf(id) - after.indexOf(over)).toBe(below ? 1 : -1);
      else expect(after).toEqual(ids);
    }),
    { numRuns: 200 },
  );
});

test('a name is proposed: the words, or what the search asks for, and never one that is taken', () => {
  expect(proposedName(' lantern tide ', [])).toBe('lantern tide');
  expect(proposedName('lantern', ['Lantern', 'lantern 2'])).toBe('lantern 3');
  expect(proposedName('has:tools "high tide" lantern', [])).toBe('"high tide" lantern, with tool calls');
  expect(proposedName('has:tools', [])).toBe('With tool calls');
  expect(proposedName('tide OR moon', [])).toMatch(/tide.*moon/);
  expect(proposedName('in:title', [])).not.toBe('');
  expect(proposedName('word '.repeat(50), []).length).toBeLessThanOrEqual(60);
});

test('the saved search of a query is shown, that of the same order first', () => {
  const search = (id: number, query: string, sort: SavedSearch['sort']): SavedSearch => ({
    id,
    name: String(id),
    query,
    sort,
    reverse: false,
  });
  const all = [search(1, 'tide', null), search(2, 'tide', 'longest'), search(3, 'moon', null)];
  expect(shownOf(all, search(0, 'tide ', 'longest'))?.id).toBe(2);
  expect(shownOf(all, search(0, 'tide', 'title'))?.id).toBe(1);
  expect(shownOf(all, search(0, 'sun', null))).toBe(null);
});
