import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvLine } from './csv.ts';
import { counted, durationText, grouped } from './figures.ts';
import { tableText, type Column } from './table.ts';
import { cutText, fitText, onOneLine, textWidth, withoutControls } from './text-width.ts';

describe('text on a terminal', () => {
  test.each([
    ['abc', 3],
    ['日本語', 6],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['ｆｕｌｌ', 8],
    ['한국', 4],
    ['', 0],
  ])('%j takes %i columns', (text, width) => expect(textWidth(text)).toBe(width));

  test('fitted text takes exactly its columns, cut text never more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.integer({ min: 1, max: 40 }), (text, width) => {
        const line = onOneLine(text);
        expect(textWidth(cutText(line, width))).toBeLessThanOrEqual(width);
        expect(textWidth(fitText(line, width))).toBe(width);
      }),
    );
  });

  test('text from an archive cannot command the terminal', () => {
    expect(withoutControls('a\u001b[2Jb\u0007c\u009b31m\r\nd\te')).toBe('a�[2Jb�c�31m\nd\te');
    expect(onOneLine(' a\n\tb\u001b]0;title\u0007 ')).toBe('a b�]0;title�');
  });
});

describe('tables', () => {
  const columns: readonly Column[] = [
    { name: 'title', align: 'left' },
    { name: 'words', align: 'right' },
    { name: 'id', align: 'left' },
  ];

  test('columns are as wide as they need', () => {
    expect(
      tableText(
        columns,
        [
          ['日本', '5', 'a'],
          ['A longer title', '1234', 'b'],
        ],
        80,
      ),
    ).toBe('title           words  id\n日本                5  a\nA longer title   1234  b\n');
  });

  test('the widest gives way, and no line is wider than the terminal', () => {
    const text = tableText(columns, [['x'.repeat(200), '1', 'chatgpt:1234']], 40);
    for (const line of text.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(40);
    expect(text).toContain('chatgpt:1234');
    expect(text).toContain('x…');
  });
});

test('CSV quotes what needs it', () => {
  expect(csvLine(['a', 'b,c', 'say "hi"', 'two\nlines', null, true, 3, ['x', 'y'], { a: 1 }, ' edge'])).toBe(
    'a,"b,c","say ""hi""","two\nlines",,true,3,x; y,"{""a"":1}"," edge"\r\n',
  );
});

test('figures read the same everywhere', () => {
  expect(grouped(1234567)).toBe('1,234,567');
  expect(counted(1, 'issue')).toBe('1 issue');
  expect(counted(1000, 'issue')).toBe('1,000 issues');
  expect([5, 1500, 61_000, 3_720_000].map(durationText)).toEqual(['5 ms', '1.5 s', '1 min 1 s', '1 h 2 min']);
  // Never 60 of anything.
  expect([59_970, 119_700].map(durationText)).toEqual(['1 min 0 s', '2 min 0 s']);
});
