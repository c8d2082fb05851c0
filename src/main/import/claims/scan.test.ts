import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ElementScanner, elementsOf } from './scan.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

interface Found {
  readonly text: string;
  readonly whole: boolean;
  readonly offset: number;
}

function scan(bytes: Uint8Array, at: string | null, cuts: readonly number[] = []): { found: Found[]; closed: boolean } {
  const found: Found[] = [];
  let pieces: Uint8Array[] = [];
  let offset = 0;
  const scanner = new ElementScanner(at, {
    begin: (from) => {
      pieces = [];
      offset = from;
    },
    data: (data) => {
      pieces.push(data.slice());
    },
    end: (whole) => {
      found.push({ text: decoder.decode(Buffer.concat(pieces)), whole, offset });
    },
  });
  const places = [...new Set(cuts.filter((cut) => cut > 0 && cut < bytes.length))].toSorted((a, b) => a - b);
  let from = 0;
  for (const place of [...places, bytes.length]) {
    scanner.push(bytes.subarray(from, place));
    from = place;
  }
  scanner.end();
  return { found, closed: scanner.closed };
}

const cutsArbitrary = fc.array(fc.nat(2000), { maxLength: 40 });

describe('elements of an array', () => {
  test('are those JSON.parse finds, in any chunking and spacing', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({ maxDepth: 4 })), cutsArbitrary, fc.constantFrom(0, 1, '\t'), (values, cuts, space) => {
        const { found, closed } = scan(encoder.encode(JSON.stringify(values, null, space)), null, cuts);
        expect(found.map((element) => JSON.parse(element.text))).toEqual(JSON.parse(JSON.stringify(values)));
        expect(found.every((element) => element.whole)).toBe(true);
        expect(closed).toBe(true);
      }),
    );
  });

  test('are found one byte at a time', () => {
    const text = '[{"a":"x\\\\\\"]}"},"\\\\",[1,[2]],-1.5e3 ,null,{"b":"' + 'é\\"'.repeat(40) + '"}]';
    const bytes = encoder.encode(text);
    const { found } = scan(
      bytes,
      null,
      Array.from({ length: bytes.length }, (_, i) => i),
    );
    expect(found.map((element) => JSON.parse(element.text))).toEqual(JSON.parse(text));
  });

  test('are found under a key of the object at the top, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 3 })),
        fc.dictionary(
          fc.string().filter((key) => key !== 'items' && key !== '__proto__'),
          fc.jsonValue({ maxDepth: 3 }),
        ),
        fc.dictionary(
          fc.string().filter((key) => key !== 'items' && key !== '__proto__'),
          fc.jsonValue({ maxDepth: 3 }),
        ),
        cutsArbitrary,
        (values, before, after, cuts) => {
          const text = JSON.stringify({ ...before, items: values, ...after });
          const reread: unknown = JSON.parse(text);
          const { found, closed } = scan(encoder.encode(text), 'items', cuts);
          expect(found.map((element) => JSON.parse(element.text))).toEqual((reread as { items: unknown[] }).items);
          expect(closed).toBe(true);
        },
      ),
    );
  });

  test('of several documents after each other are all found', () => {
    expect(scan(encoder.encode('[{"a":1}]\n[{"a":2},{"a":3}]\n{"a":4}\0\0'), null).found.map((e) => e.text)).toEqual([
      '{"a":1}',
      '{"a":2}',
      '{"a":3}',
      '{"a":4}',
    ]);
  });

  test('before a cut are whole, the one that is cut is not', () => {
    fc.assert(
      fc.property(fc.array(fc.object({ maxDepth: 2 }), { minLength: 1 }), fc.nat(), (values, at) => {
        const bytes = encoder.encode(JSON.stringify(values));
        const cut = at % bytes.length;
        const { found, closed } = scan(bytes.subarray(0, cut), null);
        const whole = found.filter((element) => element.whole);
        expect(whole.map((element) => JSON.parse(element.text))).toEqual(
          (JSON.parse(JSON.stringify(values)) as unknown[]).slice(0, whole.length),
        );
        expect(found.length - whole.length).toBeLessThanOrEqual(1);
        if (cut > 0) expect(closed).toBe(false);
      }),
    );
  });

  test('of anything at all come without failing, and lose no byte that is not blank or a separator', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), cutsArbitrary, (bytes, cuts) => {
        const one = scan(bytes, null).found;
        expect(scan(bytes, null, cuts).found).toEqual(one);
      }),
    );
  });

  test('carry their offset', () => {
    const bytes = encoder.encode(' [ {"a":1} , 22 ]');
    expect(scan(bytes, null, [4, 9, 14]).found.map((e) => e.offset)).toEqual([3, 13]);
    expect(elementsOf(bytes, null).map((e) => decoder.decode(e.bytes))).toEqual(['{"a":1}', '22']);
  });
});

test('what closes nothing is passed over, wherever it stands', { timeout: 5000 }, () => {
  for (const text of [']', '}', '{"a":[1]}]', '{"a":[1]}}{"a":[2]}', '{"a":]}', '{"b":}', ']{"a":[1,2]}', '} ] , x ]']) {
    for (const at of ['a', null]) scan(encoder.encode(text), at, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
  expect(scan(encoder.encode(']{"a":[1,2]}}'), 'a').found.map(({ text }) => text)).toEqual(['1', '2']);
});
