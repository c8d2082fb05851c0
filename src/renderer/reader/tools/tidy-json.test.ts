import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonOf } from '../../../shared/json.ts';
import { gist, parsedJson, tidyJson } from './tidy-json.ts';

test('only whole objects and lists count as JSON', () => {
  expect(parsedJson(' {"a": 1}\n')).toEqual({ a: 1 });
  expect(parsedJson('[1, 2]')).toEqual([1, 2]);
  for (const text of ['', '12', '"text"', 'null', '{"a": 1', '{a: 1}', '[INFO] ready [done]', '{"a":1} and more'])
    expect(parsedJson(text)).toBeNull();
});

test('tidy JSON is the same JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = jsonOf(JSON.parse(JSON.stringify(value)));
      if (json !== null && typeof json === 'object') expect(parsedJson(tidyJson(json))).toEqual(json);
    }),
  );
});

test('a gist is short, whatever it is of', () => {
  expect(gist({ name: 'x', list: [1], deep: {} })).toBe('name: "x", list: […], deep: {}');
  fc.assert(fc.property(fc.jsonValue(), (value) => gist(jsonOf(value)).length <= 80));
});
