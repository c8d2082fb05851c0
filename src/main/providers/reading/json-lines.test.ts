import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParsedIssue } from '../../../shared/parsed.ts';
import { readJsonLines } from './json-lines.ts';

function read(bytes: Uint8Array | string): { values: unknown[]; lines: number[]; issues: ParsedIssue[] } {
  const values: unknown[] = [];
  const lines: number[] = [];
  const issues: ParsedIssue[] = [];
  readJsonLines(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, {
    value: (value, line) => {
      values.push(value);
      lines.push(line);
    },
    broken: (issue) => issues.push(issue),
  });
  return { values, lines, issues };
}

describe('reading JSON lines', () => {
  test('gives every value that was written, in order, whatever the line ends are', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom('\n', '\r\n', '\n\n', '\0\n'), (values, end) => {
        const written = values.map((value) => JSON.stringify(value));
        expect(read(written.join(end)).values.map((value) => JSON.stringify(value))).toEqual(written);
      }),
    );
  });

  test('never throws, and accounts for every line that is not blank', () => {
    fc.assert(
      fc.property(fc.uint8Array({ max: 255, maxLength: 200 }), (bytes) => {
        const { lines, issues } = read(bytes);
        expect(lines.length + issues.length).toBeLessThanOrEqual(201);
      }),
    );
  });

  test('passes over a byte order mark, blank lines and the NULs a power loss leaves', () => {
    const { values, lines, issues } = read('\uFEFF{"a":1}\n\n  \r\n{"a":2}\0\0\0\n\0\0\0\0');
    expect(values).toEqual([{ a: 1 }, { a: 2 }]);
    expect(lines).toEqual([1, 4]);
    expect(issues).toEqual([]);
  });

  test('keeps the raw text of a line that is not JSON and reads on', () => {
    const { values, issues } = read('{"a":1}\n{"a":\n{"a":3}\n');
    expect(values).toEqual([{ a: 1 }, { a: 3 }]);
    expect(issues).toMatchObject([{ code: 'bad-line', where: 'line 2', raw: '{"a":', unit: 'message' }]);
  });

  test('says that a file was cut off when its last line ends early, with or without a newline', () => {
    for (const tail of ['', '\n', '\n\0\0']) {
      expect(read(`{"a":1}\n{"b":"mor${tail}`).issues).toMatchObject([{ code: 'cut-off', where: 'line 2', raw: '{"b":"mor' }]);
    }
  });

  test('reads several values that stand on one line', () => {
    const { values, lines, issues } = read('{"a":"}{"}{"b":2}{"c":3}\n{"d":4}{"e"');
    expect(values).toEqual([{ a: '}{' }, { b: 2 }, { c: 3 }, { d: 4 }]);
    expect(lines).toEqual([1, 1, 1, 2]);
    expect(issues).toMatchObject([{ code: 'cut-off', where: 'line 2', raw: '{"e"' }]);
  });

  test('replaces broken UTF-8 instead of losing the line', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('{"a":"x'), 0xff, ...new TextEncoder().encode('y"}')]);
    expect(read(bytes).values).toEqual([{ a: 'x\uFFFDy' }]);
  });

  test('does not decode a line of more than 64 MB', () => {
    const bytes = new Uint8Array(65 * 1024 * 1024).fill(0x20, 0).fill(0x78, 10);
    bytes.set(new TextEncoder().encode('{"a":1}\n'), 0);
    const { values, issues } = read(bytes);
    expect(values).toEqual([{ a: 1 }]);
    expect(issues).toMatchObject([{ code: 'line-too-long', where: 'line 2' }]);
  });
});
