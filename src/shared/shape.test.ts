import { expect, test } from 'vitest';
import { shapeOf } from './shape.ts';

test('a shape names keys and types and carries no content', () => {
  expect(shapeOf({ id: 'secret', parts: ['a', 'b', { url: 'https://x' }], n: 1, ok: true, none: null })).toBe(
    '{id:string,parts:[string|{url:string}],n:number,ok:boolean,none:null}',
  );
});

test('keys that may be content are folded', () => {
  expect(shapeOf({ '/home/someone/file': 1, '0a1b2c3d-4e5f': { a: 1 }, ordinary_key: 2 })).toBe(
    '{*:number,*:{a:number},ordinary_key:number}',
  );
});

test('deep and wide values stay short', () => {
  let deep: unknown = 1;
  for (let i = 0; i < 1000; i++) deep = { next: deep };
  expect(shapeOf(deep).length).toBeLessThan(100);
  expect(shapeOf(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`key${i}`, i]))).length).toBeLessThanOrEqual(300);
});
