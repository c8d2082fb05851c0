import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTerminal, terminalLines } from './terminal.ts';

const e = '\u001b';
const shown = (source: string): string =>
  terminalLines(source)
    .map((line) => line.map((run) => run.text).join(''))
    .join('\n');

describe('what a terminal showed in the end', () => {
  test('colours are names of our own, whatever way they were asked for', () => {
    const [line] = terminalLines(
      `${e}[31mred${e}[0m ${e}[38;5;46mgreen${e}[0m ${e}[38;2;20;40;250mblue${e}[0m ${e}[1;93mlight${e}[0m`,
    );
    expect(line?.filter((run) => run.text !== ' ').map((run) => [run.text, run.color, run.bold])).toEqual([
      ['red', 'red', false],
      ['green', 'green', false],
      ['blue', 'blue', false],
      ['light', 'yellow', true],
    ]);
  });

  test('progress shows where it ended', () => {
    expect(shown('10 %\r50 %\r100 %\ndone')).toBe('100 %\ndone');
    expect(shown('abcdef\rXY')).toBe('XYcdef');
    expect(shown(`abcdef\r${e}[KXY`)).toBe('XY');
    expect(shown(`loading${e}[2K${e}[1Gready`)).toBe('ready');
    expect(shown('a\r\nb\r\n')).toBe('a\nb\n');
    expect(shown('12\u0008\u0008ab')).toBe('ab');
  });

  test('a colour goes on after what was overwritten', () => {
    const [line] = terminalLines(`one\r${e}[32mtwo`);
    expect(line).toMatchObject([{ text: 'two', color: 'green' }]);
  });

  test('titles, links, cursors and modes leave nothing', () => {
    expect(shown(`${e}]0;title\u0007a${e}[?25l${e}[2Jb${e}]8;;https://x.y${e}\\c${e}]8;;${e}\\${e}(B${e}=d`)).toBe('abcd');
  });

  test('text without sequences is itself', () => {
    expect(isTerminal('plain\r\ntext\n')).toBe(false);
    expect(isTerminal(`${e}[1m`)).toBe(true);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'é', '👍', ' ', '[', 'm', '\n', '<', '&') }), (text) => {
        expect(shown(text)).toBe(text);
      }),
    );
  });

  test('nothing is invented: what is shown was there, in whatever order it was written over', () => {
    const piece = fc.constantFrom(
      e,
      `${e}[`,
      `${e}[31m`,
      `${e}[K`,
      `${e}[2K`,
      `${e}[3G`,
      `${e}]0;`,
      '\u0007',
      '\r',
      '\u0008',
      '\n',
      'ab',
      'x',
      '7',
      ';',
      'm',
      '👍',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const source = pieces.join('');
        const text = shown(source);
        expect(text).not.toContain(e);
        const left = new Map<string, number>();
        for (const letter of source) left.set(letter, (left.get(letter) ?? 0) + 1);
        for (const letter of text) {
          const rest = (left.get(letter) ?? 0) - 1;
          expect(rest).toBeGreaterThanOrEqual(0);
          left.set(letter, rest);
        }
        expect(text.split('\n').length).toBeLessThanOrEqual(source.split('\n').length);
      }),
      { numRuns: 500 },
    );
  });
});
