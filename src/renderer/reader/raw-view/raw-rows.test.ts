import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coloured, kindOf, longestRow, RowMaker, type RawKind, type RawRow } from './raw-rows.ts';

function rowsOf(kind: RawKind, ...pieces: readonly string[]): readonly RawRow[] {
  const maker = new RowMaker(kind);
  for (const piece of pieces) maker.add(piece);
  return maker.snapshot();
}

function lines(rows: readonly RawRow[]): string {
  return rows.map(({ text, line }, at) => (line === null && at > 0 ? text : `${at === 0 ? '' : '\n'}${text}`)).join('');
}

test('a document is laid out as JSON.stringify does it, in whatever pieces it comes', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), fc.array(fc.nat(200), { maxLength: 6 }), (value, cuts) => {
      const wrapped = { value };
      const text = JSON.stringify(wrapped);
      const places = [...new Set(cuts.map((place) => place % text.length))].sort((a, b) => a - b);
      const pieces = [0, ...places].map((from, at) => text.slice(from, places[at] ?? text.length));
      const rows = rowsOf('document', ...pieces);
      expect(lines(rows)).toBe(JSON.stringify(wrapped, null, 2));
      const numbers = rows.map(({ line }) => line).filter((line) => line !== null);
      expect(numbers).toEqual(numbers.map((_, at) => at + 1));
    }),
  );
});

test('each line of a log bears the number it has in the file, a broken one harms no other', () => {
  const rows = rowsOf('log', '{"a":1}\n{"b":"cut o', 'ff\n\n{"c":[]}\n');
  expect(rows.map(({ text, line }) => [line, text])).toEqual([
    [1, '{'],
    [null, '  "a": 1'],
    [null, '}'],
    [2, '{'],
    [null, '  "b": "cut off'],
    [4, '{'],
    [null, '  "c": []'],
    [null, '}'],
  ]);
});

test('one goes on where another was, and takes its unfinished row along', () => {
  const first = new RowMaker('document').add('{"a":[1,"tw');
  const next = first.resume().add('o"]}');
  expect([...first.rows, ...next.snapshot()]).toEqual(rowsOf('document', '{"a":[1,"two"]}'));
});

test('what is no JSON is shown line by line as it is', () => {
  expect(rowsOf('plain', 'one\r\n\ntw', 'o').map(({ text, line }) => [line, text])).toEqual([
    [1, 'one'],
    [2, ''],
    [3, 'two'],
  ]);
});

test('a long line goes on in the next row, inside of its string, and nothing is lost', () => {
  const text = `{"long":"${'é🎉'.repeat(1000)}"}`;
  const rows = rowsOf('document', text);
  expect(rows.every((row) => row.text.length <= longestRow)).toBe(true);
  expect(lines(rows)).toBe(JSON.stringify(JSON.parse(text), null, 2));
  expect(rows.map(({ inString }) => inString)).toEqual([false, false, true, true, true, false]);
  expect(rows.every((row) => row.text.isWellFormed())).toBe(true);
});

test('brackets without end are indented no further than a reader can follow', () => {
  const rows = rowsOf('document', '['.repeat(5000));
  expect(rows.length).toBe(5000);
  expect(rows.at(-1)?.text.length).toBeLessThan(100);
});

test('the beginning tells what a record is', () => {
  expect(kindOf('{"a":1}\n{"b":2}\n')).toBe('log');
  expect(kindOf('{"a":1}\n')).toBe('document');
  expect(kindOf('{\n  "a": 1\n}')).toBe('document');
  expect(kindOf('# Title\n')).toBe('plain');
});

test('colours add up to the text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.boolean(), (value, inString) => {
      const row = { text: JSON.stringify(value), line: 1, inString };
      expect(
        coloured(row)
          .map(([text]) => text)
          .join(''),
      ).toBe(row.text);
    }),
  );
  expect(coloured({ text: '  "a": [1, "b", true]', line: 1, inString: false }).filter(([, colour]) => colour !== null)).toEqual([
    ['"a"', 'key'],
    ['1', 'number'],
    ['"b"', 'string'],
    ['true', 'word'],
  ]);
  expect(coloured({ text: 'end", "x": 2', line: null, inString: true })[0]).toEqual(['end"', 'string']);
});
