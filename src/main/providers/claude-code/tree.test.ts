import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arrange, type NodeKind, type TreeNode } from './tree.ts';

/** `typed 0 <- -1 @1`: kind, its place, parent, time; one per line. */
function tree(...rows: [NodeKind, number, number | null][]): TreeNode[] {
  return rows.map(([kind, parent, time]) => ({ kind, parent, time }));
}

function parents(nodes: readonly TreeNode[]): number[] {
  return [...arrange(nodes).parents];
}

describe('arranging a transcript', () => {
  test('keeps a chain as it is', () => {
    expect(parents(tree(['typed', -1, 1], ['assistant', 0, 2], ['typed', 1, 3]))).toEqual([-1, 0, 1]);
  });

  test('puts the results of parallel calls into one line, the continuation after them', () => {
    const nodes = tree(['typed', -1, 1], ['assistant', 0, 2], ['result', 1, 4], ['result', 1, 3], ['assistant', 2, 5]);
    expect(parents(nodes)).toEqual([-1, 0, 3, 1, 2]);
    const late = tree(['assistant', -1, 1], ['result', 0, 2], ['assistant', 1, 4], ['result', 0, 3]);
    expect(parents(late)).toEqual([-1, 3, 1, 0]);
  });

  test('does not take hook output and notices for branches', () => {
    const nodes = tree(['typed', -1, 1], ['aside', 0, 2], ['aside', 0, 3], ['assistant', 0, 4]);
    expect(arrange(nodes)).toEqual({ parents: Int32Array.from([-1, 0, 1, 2]), activeLeaf: -1 });
  });

  test('does not take an assistant that goes on beside a result for a branch', () => {
    expect(parents(tree(['assistant', -1, 1], ['result', 0, 2], ['assistant', 0, 3], ['typed', 2, 4]))).toEqual([-1, 0, 1, 2]);
  });

  test('keeps prompts typed at different times under one message as a rewind, the newest active', () => {
    const nodes = tree(
      ['typed', -1, 1],
      ['assistant', 0, 2],
      ['typed', 1, 3],
      ['assistant', 2, 4],
      ['typed', 1, 5],
      ['assistant', 4, 6],
    );
    expect(arrange(nodes)).toEqual({ parents: Int32Array.from([-1, 0, 1, 2, 1, 4]), activeLeaf: 5 });
  });

  test('sees a rewind through the hook output between', () => {
    const nodes = tree(['assistant', -1, 1], ['aside', 0, 2], ['typed', 1, 3], ['aside', 0, 4], ['typed', 3, 5]);
    const { parents, activeLeaf } = arrange(nodes);
    expect([...parents]).toEqual([-1, 0, 1, 0, 3]);
    expect(activeLeaf).toBe(4);
  });

  test('takes the first of prompts replayed with one and the same time', () => {
    const nodes = tree(['assistant', -1, 1], ['typed', 0, 2], ['assistant', 1, 3], ['typed', 0, 2]);
    expect(arrange(nodes).activeLeaf).toBe(2);
  });

  test('joins a later root to what was recorded before it', () => {
    expect(parents(tree(['typed', -1, 1], ['assistant', 0, 2], ['aside', -1, 3], ['typed', 2, 4]))).toEqual([-1, 0, 1, 2]);
    expect(parents(tree(['typed', -1, 1], ['typed', 99, 2], ['typed', -7, 3]))).toEqual([-1, 0, 1]);
  });

  test('puts an old record that is taken up again after everything since', () => {
    const nodes = tree(['aside', -1, 1], ['typed', 0, 2], ['assistant', 1, 3], ['aside', 0, 9], ['aside', 3, 10]);
    expect(parents(nodes)).toEqual([-1, 0, 1, 2, 3]);
  });

  test('cuts cycles', () => {
    expect(parents(tree(['typed', 1, 1], ['assistant', 0, 2]))).toEqual([1, -1]);
    expect(parents(tree(['typed', 0, 1]))).toEqual([-1]);
  });

  test('works on a chain of 100,000 and on 100,000 children of one message', () => {
    const long = arrange(Array.from({ length: 100_000 }, (_, i) => ({ kind: 'assistant', parent: i - 1, time: i })));
    expect(long.parents[99_999]).toBe(99_998);
    const wide = arrange(Array.from({ length: 100_000 }, (_, i) => ({ kind: 'aside', parent: Math.min(i, 1) - 1, time: i })));
    expect(wide.parents[99_999]).toBe(99_998);
  });

  const node = fc.record({
    kind: fc.constantFrom<NodeKind>('typed', 'assistant', 'result', 'aside'),
    parent: fc.integer({ min: -2, max: 40 }),
    time: fc.option(fc.integer({ min: 1, max: 20 })),
  });

  test('always gives one tree with every message in it, and the same each time', () => {
    fc.assert(
      fc.property(fc.array(node, { minLength: 1, maxLength: 40 }), (nodes) => {
        const { parents, activeLeaf } = arrange(nodes);
        expect(arrange(nodes).parents).toEqual(parents);
        expect([...parents].filter((parent) => parent === -1)).toHaveLength(1);
        for (let start = 0; start < parents.length; start++) {
          let steps = 0;
          for (let at = start; at !== -1; at = parents[at]!) expect(steps++).toBeLessThanOrEqual(nodes.length);
        }
        expect(activeLeaf).toBeLessThan(nodes.length);
        if (activeLeaf !== -1) expect([...parents]).not.toContain(activeLeaf);
      }),
      { numRuns: 500 },
    );
  });

  test('branches only where a person typed', () => {
    fc.assert(
      fc.property(fc.array(node, { minLength: 1, maxLength: 40 }), (nodes) => {
        const { parents } = arrange(nodes.map((node) => (node.kind === 'typed' ? { ...node, kind: 'aside' as const } : node)));
        expect(new Set(parents).size).toBe(parents.length);
      }),
      { numRuns: 300 },
    );
  });
});
