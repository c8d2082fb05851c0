import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changesBetween, linesIn, markedLines, type DiffLine } from './changes.ts';
import { envelopePatch, looseDiff, unifiedPatch } from './patches.ts';

const before = (lines: readonly DiffLine[]): string[] => lines.filter(({ kind }) => kind !== 'added').map(({ text }) => text);
const after = (lines: readonly DiffLine[]): string[] => lines.filter(({ kind }) => kind !== 'removed').map(({ text }) => text);

describe('the lines of a change', () => {
  test('give back both texts, whatever they are', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'foo bar', '', '  x', '+', '-'), { maxLength: 12 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (old, fresh) => {
        const { lines } = changesBetween(old, fresh);
        expect(before(lines)).toEqual(linesIn(old));
        expect(after(lines)).toEqual(linesIn(fresh));
        for (const { text: drawn, marks } of lines) {
          let end = 0;
          for (const [from, to] of marks) {
            expect(from).toBeGreaterThanOrEqual(end);
            expect(to).toBeLessThanOrEqual(drawn.length);
            end = to;
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('mark the words that differ, unless the lines have little in common', () => {
    const [old, fresh] = changesBetween('const total = price * count;', 'const total = price * amount;').lines;
    expect(old && old.marks.map(([from, to]) => old.text.slice(from, to))).toEqual(['count']);
    expect(fresh && fresh.marks.map(([from, to]) => fresh.text.slice(from, to))).toEqual(['amount']);
    expect(changesBetween('aaaa bbbb', 'cccc dddd').lines.every(({ marks }) => marks.length === 0)).toBe(true);
  });

  test('are numbered where it is known where they begin', () => {
    const lines = markedLines([' a', '-b', '+c', '+d', ' e', '\\ No newline at end of file'], 10, 20);
    expect(lines.map((line) => [line.before, line.after])).toEqual([
      [10, 20],
      [11, null],
      [null, 21],
      [null, 22],
      [12, 23],
    ]);
  });
});

describe('patches', () => {
  test('as git writes them, with several files', () => {
    const files = unifiedPatch(
      'diff --git a/x.ts b/x.ts\nindex 1..2\n--- a/x.ts\n+++ b/x.ts\n@@ -3,2 +3,3 @@ function f\n a\n-b\n+c\n+--- d\n--- /dev/null\n+++ b/new.md\n@@ -0,0 +1 @@\n+hi\n',
    );
    expect(files?.map(({ path, verb, hunks }) => [path, verb, hunks.length])).toEqual([
      ['x.ts', 'update', 1],
      ['new.md', 'add', 1],
    ]);
    expect(files?.[0]?.hunks[0]).toMatchObject({ heading: 'function f' });
    expect(after(files?.[0]?.hunks[0]?.lines ?? [])).toEqual(['a', 'c', '--- d']);
    expect(unifiedPatch('no patch at all')).toBeNull();
  });

  test('as Codex writes them', () => {
    const files = envelopePatch(
      '*** Begin Patch\n*** Update File: src/a.py\n*** Move to: src/b.py\n@@ def f():\n-    pass\n+    return 1\n*** Add File: c.txt\n+hello\n*** Delete File: d.txt\n*** End Patch',
    );
    expect(files).toMatchObject([
      { path: 'src/a.py', verb: 'update', movedTo: 'src/b.py', hunks: [{ heading: 'def f():' }] },
      { path: 'c.txt', verb: 'add' },
      { path: 'd.txt', verb: 'delete', hunks: [] },
    ]);
    expect(envelopePatch('*** nothing')).toBeNull();
  });

  test('as people write them', () => {
    expect(looseDiff('- old\n+ new\n same\n')[0]?.hunks[0]?.lines.map(({ kind }) => kind)).toEqual(['removed', 'added', 'same']);
  });

  test('lose no line, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('@@ -1,2 +1,2 @@', '--- a/x', '+++ b/x', '+y', '-z', ' q', '', '*** Begin Patch'), {
          maxLength: 20,
        }),
        (lines) => {
          const text = lines.join('\n');
          for (const file of unifiedPatch(text) ?? [])
            expect(file.hunks.every(({ lines: drawn }) => drawn.length <= lines.length)).toBe(true);
          envelopePatch(text);
        },
      ),
    );
  });
});
