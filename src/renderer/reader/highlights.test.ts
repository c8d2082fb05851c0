import { expect, test } from 'vitest';
import { foundWords, patternOf, stopsOf } from './highlights.ts';

const marked = (words: readonly string[], text: string): readonly string[] => {
  const pattern = patternOf(new Set(words));
  return pattern ? [...text.matchAll(pattern)].map((match) => match[0]) : [];
};

test('whole words are painted, and beginnings where one asked for them', () => {
  expect(marked(['a'], 'A cat and a dog')).toEqual(['A', 'a']);
  expect(marked(['rec*'], 'A recorder records')).toEqual(['rec', 'rec']);
  expect(marked(['c++'], 'C++ is not C')).toEqual(['C++']);
  expect(marked(['spring tide'], 'the spring\ntide')).toEqual(['spring\ntide']);
  expect(marked(['日本'], '昨日本を')).toEqual(['日本']);
  expect(marked(['café'], 'a café, cafés')).toEqual(['café']);
});

test('inside of longer words where nothing else was found', () => {
  const pattern = patternOf(new Set(['recorder']), true);
  expect([...'JSSoundRecorder'.matchAll(pattern ?? /$^/g)].map((match) => match[0])).toEqual(['Recorder']);
});

test('a piece of a word is painted where it stands inside of one, and a whole word elsewhere', () => {
  const source = 'A recorder of cords';
  const message = { parts: [{ type: 'text', text: source }] };
  const messages = new Map([[0, message]]) as unknown as Parameters<typeof foundWords>[1];
  const found = (marks: readonly (readonly [number, number])[]) => [
    ...foundWords(stopsOf([{ messageIndex: 0, partIndex: 0, marks }]), messages, ''),
  ];
  expect(found([[4, 8]])).toEqual(['*cord*']);
  expect(found([[14, 18]])).toEqual(['cord*']);
  expect(marked(found([[4, 8]]), source)).toEqual(['cord', 'cord']);
  expect(marked(found([[14, 18]]), source)).toEqual(['cord']);
  expect(marked(['*'], '2 * 3')).toEqual(['*']);
});

test('found words come from the marks and from the query', () => {
  const message = { parts: [{ type: 'text', text: 'Ein Café am Hafen' }] };
  const hits = stopsOf([{ messageIndex: 3, partIndex: 0, marks: [[4, 8]] }]);
  // Only what is read of a message is given here.
  const messages = new Map([[3, message]]) as unknown as Parameters<typeof foundWords>[1];
  expect([...foundWords(hits, messages, 'cafe -tea provider:claude')]).toEqual(['cafe', 'café']);
});

test('every mark is a stop, and a part without marks is one', () => {
  const stops = stopsOf([
    {
      messageIndex: 0,
      partIndex: 1,
      marks: [
        [0, 2],
        [5, 7],
      ],
    },
    { messageIndex: 4, partIndex: 0, marks: [] },
  ]);
  expect(stops.map(({ message, part, place }) => [message, part, place])).toEqual([
    [0, 1, 0],
    [0, 1, 1],
    [4, 0, 0],
  ]);
});
