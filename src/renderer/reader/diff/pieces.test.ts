import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutAt, sideOf } from './pieces.ts';

test('marks lie over colours', () => {
  const line = { text: 'const a = 12;', marks: [[6, 11]] as const };
  const pieces = [
    ['const', 'keyword'],
    [' a = ', null],
    ['12', 'constant'],
    [';', null],
  ] as const;
  expect(cutAt(line, pieces)).toEqual([
    { text: 'const', colour: 'keyword', marked: false },
    { text: ' ', colour: null, marked: false },
    { text: 'a = ', colour: null, marked: true },
    { text: '1', colour: 'constant', marked: true },
    { text: '2', colour: 'constant', marked: false },
    { text: ';', colour: null, marked: false },
  ]);
  expect(cutAt(line, [['other', 'keyword']]).map(({ text }) => text)).toEqual(['const ', 'a = 1', '2;']);
});

test('cutting changes no text and no mark', () => {
  const words = fc.array(fc.string({ minLength: 1, maxLength: 6 }), { maxLength: 8 });
  const steps = fc.array(fc.nat(5), { maxLength: 8 });
  fc.assert(
    fc.property(words, steps, (pieces, lengths) => {
      const text = pieces.join('');
      const marks: [number, number][] = [];
      let at = 0;
      for (const length of lengths) {
        const from = at + length;
        at = Math.min(text.length, from + 1 + (length % 3));
        if (from < at) marks.push([from, at]);
      }
      const cuts = cutAt(
        { text, marks },
        pieces.map((piece) => [piece, null] as const),
      );
      expect(cuts.map((cut) => cut.text).join('')).toBe(text);
      const marked = Array.from({ length: text.length }, () => false);
      let place = 0;
      for (const cut of cuts) for (let step = 0; step < cut.text.length; step++) marked[place++] = cut.marked;
      for (let unit = 0; unit < text.length; unit++)
        expect(marked[unit]).toBe(marks.some(([from, to]) => from <= unit && unit < to));
    }),
  );
});

test('a side is the file as it was or will be', () => {
  const line = (kind: 'same' | 'added' | 'removed', text: string) => ({ kind, text, before: null, after: null, marks: [] });
  const lines = [line('same', 'a'), line('removed', 'b'), line('added', 'c'), line('same', 'd')];
  expect(sideOf(lines, 'removed')).toEqual({ text: 'a\nb\nd', places: [0, 1, -1, 2], own: true });
  expect(sideOf(lines, 'added')).toEqual({ text: 'a\nc\nd', places: [0, -1, 1, 2], own: true });
  expect(sideOf([line('same', 'a')], 'removed').own).toBe(false);
});
