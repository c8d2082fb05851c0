import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OutlineRow } from '../../shared/model.ts';
import { outlineOf, OutlineRows } from '../../shared/outline.ts';
import { branchOf } from '../../shared/thread.ts';
import { traceText, transformsNamed, type Transform } from '../../shared/transforms/index.ts';
import { Layout, type Item } from './layout.ts';
import { noChoices, Tree, type Choices } from './tree.ts';

const readRows = (given: readonly OutlineRow[]) => new OutlineRows(outlineOf('x', 1, given));

function layoutOf(given: readonly OutlineRow[], choices: Choices, applied: readonly Transform[]) {
  const read = readRows(given);
  const layout = new Layout(read, new Tree(read), choices, applied);
  const items = Array.from({ length: layout.count }, (_, place) => layout.item(place)).filter((item): item is Item => !!item);
  const itemOf = new Map(
    given.flatMap(({ index }) => {
      const place = layout.placeOf(index);
      return place === undefined ? [] : [[index, place] as const];
    }),
  );
  return { items, itemOf, turns: layout.turns, layout };
}

const choicesFor = (given: readonly OutlineRow[], index: number, choices: Choices) =>
  new Tree(readRows(given)).choicesFor(index, choices);

function rows(...given: readonly (Partial<OutlineRow> & { parts: string })[]): OutlineRow[] {
  return given.map((row, index) => ({
    index,
    parent: index - 1,
    role: 'assistant',
    origin: row.role === 'user' ? 'person' : row.role === 'tool' ? 'tool' : 'assistant',
    createdAt: null,
    words: 1,
    onActivePath: true,
    hidden: false,
    ...row,
  }));
}

const person = { role: 'user', parts: 't' } as const;
const session = rows(
  person,
  { parts: 'hc' },
  { parts: 'c' },
  { parts: 'r', role: 'tool' },
  { parts: 'e', role: 'tool' },
  { parts: 't' },
  person,
);

describe('without transforms', () => {
  test('a call and its results read as one, and the speaker is named once', () => {
    const calls = rows(
      person,
      { parts: 'c' },
      { parts: 'c' },
      { parts: 'r', role: 'tool' },
      { parts: 'r', role: 'tool' },
      { parts: 'c' },
      { parts: 't' },
    );
    const { items } = layoutOf(calls, noChoices, []);
    expect(items.map((item) => item.indexes)).toEqual([[0], [1, 2, 3, 4], [5], [6]]);
    expect(items.map((item) => item.kind === 'messages' && item.head)).toEqual([true, true, false, false]);
  });

  test('cards that follow on each other stand near, whatever message they are of', () => {
    const near = (given: readonly OutlineRow[], applied: readonly Transform[] = []) =>
      layoutOf(given, noChoices, applied).items.map((item) => item.kind === 'messages' && item.tight);
    const result = { parts: 'r', role: 'tool' } as const;
    const cards = rows(
      person,
      { parts: 'tc' },
      result,
      { parts: 'c' },
      result,
      { parts: 'hc' },
      result,
      { parts: 't' },
      { parts: 'c' },
    );
    expect(near(cards)).toEqual([false, false, true, true, false, false]);
    // A picture stands between.
    expect(near(rows({ parts: 'c' }, { parts: 'ri', role: 'tool' }, { parts: 'c' }))).toEqual([false, false]);
    // What lenses take out stands nowhere.
    const thought = rows({ parts: 'c' }, result, { parts: 'ht' });
    expect(near(thought)).toEqual([false, true]);
    expect(near(thought, transformsNamed(['strip-thinking'])).slice(0, 2)).toEqual([false, false]);
    const { layout } = layoutOf(cards, noChoices, []);
    const heights = layout.estimates(700);
    expect((heights[4] ?? 0) > (heights[2] ?? 0)).toBe(true);
  });

  test('a result is one with its call whatever pictures and files it brings, and however long the run is', () => {
    const drawn = rows(person, { parts: 'c' }, { parts: 'ri', role: 'tool' }, { parts: 'c' }, { parts: 'iirf', role: 'tool' });
    expect(layoutOf(drawn, noChoices, []).items.map(({ indexes }) => indexes)).toEqual([[0], [1, 2], [3, 4]]);
    const asked = rows(person, { parts: 'c' }, { parts: 'tr', role: 'user' });
    expect(layoutOf(asked, noChoices, []).items.map(({ indexes }) => indexes)).toEqual([[0], [1], [2]]);
    const parallel = rows(...Array.from({ length: 16 }, () => ({ parts: 'c' })), { parts: 'r', role: 'tool' }, { parts: 'c' });
    expect(layoutOf(parallel, noChoices, []).items.map(({ indexes }) => indexes.length)).toEqual([17, 1]);
  });

  test('what was injected or hidden is set aside, in one piece', () => {
    const injected = { parts: 'j', role: 'user', origin: 'injected' } as const;
    const { items } = layoutOf(rows({ parts: 't', role: 'system', hidden: true }, injected, person), noChoices, []);
    expect(items.map((item) => [item.kind, item.indexes])).toEqual([
      ['aside', [0, 1]],
      ['messages', [2]],
    ]);
  });

  test('turns are where the person speaks', () => {
    const { turns, items } = layoutOf(session, noChoices, []);
    expect(turns.map((place) => items[place]?.indexes)).toEqual([[0], [6]]);
  });
});

describe('with strip-tools', () => {
  const stripped = layoutOf(session, noChoices, transformsNamed(['strip-tools']));

  test('a run of hidden parts leaves one trace with its sums', () => {
    expect(stripped.items.map((item) => item.kind)).toEqual(['messages', 'messages', 'trace', 'messages', 'messages']);
    expect(stripped.items[2]).toMatchObject({ indexes: [1, 2, 3, 4], traces: { 'tool call': 2 } });
  });

  test('results are named only where no call was hidden before them', () => {
    const results = { parts: 'r', role: 'tool' } as const;
    const { items, itemOf } = layoutOf(
      rows({ parts: 'rr', role: 'tool' }, person, { parts: 'c' }, { parts: 't' }, results, { parts: 'ri', role: 'tool' }),
      noChoices,
      transformsNamed(['strip-tools']),
    );
    expect(items.flatMap((item) => (item.kind === 'trace' ? [traceText(item.traces)] : []))).toEqual([
      '2 tool results hidden',
      '1 tool call hidden',
      null,
    ]);
    expect(itemOf.get(4)).toBe(4);
    expect(itemOf.get(5)).toBe(5);
  });

  test('a message that keeps something is found at what it keeps', () => {
    expect(stripped.itemOf.get(1)).toBe(1);
    expect(stripped.itemOf.get(3)).toBe(2);
  });
});

describe('branches', () => {
  const tree = rows(person, { parts: 't', parent: 0, onActivePath: false }, { parts: 't', parent: 0 }, { ...person, parent: 2 });

  test('alternatives are counted where they part', () => {
    const { items } = layoutOf(tree, noChoices, []);
    expect(items.map((item) => item.indexes)).toEqual([[0], [2], [3]]);
    expect(items[1]).toMatchObject({ branch: { parent: 0, siblings: [1, 2], place: 1 } });
  });

  test('a message of another branch is brought into view by its choices', () => {
    const { itemOf } = layoutOf(tree, choicesFor(tree, 1, noChoices), []);
    expect(itemOf.has(1)).toBe(true);
    expect(itemOf.has(2)).toBe(false);
  });
});

const trees = fc
  .array(fc.record({ up: fc.nat(5), parts: fc.constantFrom('t', 'c', 'r', 'hc', 'th', 'j', 'i', ''), hidden: fc.boolean() }), {
    maxLength: 40,
  })
  .map((nodes) =>
    rows(...nodes.map(({ up, parts, hidden }, index) => ({ parts, hidden, parent: Math.max(-1, index - 1 - up) }))).map(
      (row) => ({ ...row, onActivePath: row.index % 7 === 3 }),
    ),
  );

test('every message of the branch is in some item, and no other, whatever is hidden', () => {
  fc.assert(
    fc.property(trees, fc.subarray(['strip-tools', 'strip-thinking']), fc.nat(), (tree, names, chosen) => {
      const choices = tree.length > 0 ? choicesFor(tree, chosen % tree.length, noChoices) : noChoices;
      const { itemOf, items, layout } = layoutOf(tree, choices, transformsNamed(names));
      expect([...layout.path]).toEqual(branchOf(tree, choices));
      items.forEach((item, place) => expect(layout.placeOfKey(item.key)).toBe(place));
      if (tree.length > 0) expect(layout.path).toContain(chosen % tree.length);
      expect([...itemOf.keys()].sort((a, b) => a - b)).toEqual([...branchOf(tree, choices)].sort((a, b) => a - b));
    }),
  );
});
