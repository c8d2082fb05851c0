import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { branchOf, branchThrough, childrenOf, threadOf, turnsOf } from './thread.ts';

const node = (nativeId: string, parent: string | null, createdAt: number | null = null) => ({ nativeId, parent, createdAt });

const ids = (messages: readonly { nativeId: string }[], order: Int32Array) => [...order].map((i) => messages[i]?.nativeId);

test('the branch through a message goes down to it and on as every branch does', () => {
  //  0 ─ 1 ─ 2     the active path: 0 3 5
  //  └── 3 ─ 4
  //      └── 5
  const rows = [
    [-1, true],
    [0, false],
    [1, false],
    [0, true],
    [3, false],
    [3, true],
  ].map(([parent, onActivePath], index) => ({ index, parent: Number(parent), onActivePath: onActivePath === true }));
  expect(branchThrough(rows, 1)).toEqual([0, 1, 2]);
  expect(branchThrough(rows, 2)).toEqual([0, 1, 2]);
  expect(branchThrough(rows, 4)).toEqual([0, 3, 4]);
  for (const active of [0, 3, 5, 99]) expect(branchThrough(rows, active)).toEqual([0, 3, 5]);
});

test('segments stay beside the branch that is chosen in one of them', () => {
  const rows = [
    [-1, true],
    [0, false],
    [0, true],
    [-1, true],
  ].map(([parent, onActivePath], index) => ({ index, parent: Number(parent), onActivePath: onActivePath === true }));
  expect(branchThrough(rows, 1)).toEqual([0, 1, 3]);
});

describe('threadOf', () => {
  test('orders by parent links, not by source order', () => {
    const messages = [node('c', 'b'), node('a', null), node('b', 'a')];
    const thread = threadOf(messages, null);
    expect(ids(messages, thread.order)).toEqual(['a', 'b', 'c']);
    expect([...thread.parents]).toEqual([-1, 0, 1]);
    expect([...thread.active]).toEqual([1, 1, 1]);
    expect(thread.branches).toBe(1);
  });

  test('the active path ends at the given leaf even when it is not the newest', () => {
    const messages = [node('a', null, 1), node('old', 'a', 2), node('new', 'a', 3)];
    expect([...threadOf(messages, 'old').active]).toEqual([1, 1, 0]);
    expect([...threadOf(messages, null).active]).toEqual([1, 0, 1]);
    expect([...threadOf(messages, 'not there').active]).toEqual([1, 0, 1]);
    expect(threadOf(messages, null).branches).toBe(2);
  });

  test('unknown parents become roots; segments of a log are all active', () => {
    const messages = [node('a', 'gone', 1), node('b', 'a', 2), node('c', 'also gone', 3), node('d', 'c', 4)];
    expect([...threadOf(messages, null).active]).toEqual([0, 0, 1, 1]);
    expect([...threadOf(messages, null, true).active]).toEqual([1, 1, 1, 1]);
  });

  test('cycles and self-parents are cut, nothing is lost', () => {
    const messages = [node('a', 'c'), node('b', 'a'), node('c', 'b'), node('d', 'd'), node('e', 'd')];
    const thread = threadOf(messages, null);
    expect([...thread.order].toSorted()).toEqual([0, 1, 2, 3, 4]);
  });

  test('a chain of 200,000 needs no recursion', () => {
    const messages = Array.from({ length: 200_000 }, (_, i) => node(String(i), i === 0 ? null : String(i - 1)));
    expect(threadOf(messages, null).active.every((flag) => flag === 1)).toBe(true);
  });

  test('any input gives an order that is a permutation with parents before children and exactly one active leaf', () => {
    const anyNodes = fc.array(
      fc.record({
        id: fc.integer({ min: 0, max: 30 }),
        parent: fc.option(fc.integer({ min: 0, max: 35 })),
        at: fc.option(fc.nat(100)),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(anyNodes, (nodes) => {
        const messages = nodes.map((n) => node(String(n.id), n.parent === null ? null : String(n.parent), n.at));
        const { order, parents, active } = threadOf(messages, null);
        expect([...order].toSorted((a, b) => a - b)).toEqual(messages.map((_, i) => i));
        parents.forEach((parent, place) => expect(parent).toBeLessThan(place));
        const leaves = [...active].filter(
          (on, place) => on === 1 && ![...parents].some((parent, child) => parent === place && active[child] === 1),
        );
        expect(leaves.length).toBe(messages.length === 0 ? 0 : 1);
      }),
    );
  });
});

describe('branchOf', () => {
  const rows = [
    { index: 0, parent: -1, onActivePath: true },
    { index: 1, parent: 0, onActivePath: false },
    { index: 2, parent: 1, onActivePath: false },
    { index: 3, parent: 0, onActivePath: true },
    { index: 4, parent: 3, onActivePath: true },
  ];

  test('is the active path, until a choice is made', () => {
    expect(branchOf(rows)).toEqual([0, 3, 4]);
    expect(branchOf(rows, new Map([[0, 1]]))).toEqual([0, 1, 2]);
  });

  test('children are listed in order', () => {
    expect(childrenOf(rows).of(0)).toEqual([1, 3]);
    expect(childrenOf(rows).roots).toEqual([0]);
  });
});

test('a turn runs from one thing a person said to the next', () => {
  const row = (origin: 'person' | 'assistant' | 'injected') => ({ origin, hidden: false });
  expect(turnsOf([row('injected'), row('person'), row('assistant'), row('person'), row('assistant'), row('assistant')])).toEqual([
    { from: 1, to: 3 },
    { from: 3, to: 6 },
  ]);
  expect(turnsOf([])).toEqual([]);
});
