import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BehindScanner } from './scan-behind.ts';

interface Found {
  readonly at: number;
  readonly text: string;
  readonly whole: boolean;
}

function scan(bytes: Uint8Array, cuts: readonly number[] = []): { readonly found: readonly Found[]; readonly closed: boolean } {
  const found: Found[] = [];
  let begun = 0;
  let pieces: Uint8Array[] = [];
  const scanner = new BehindScanner('var data = ', {
    begin: (at) => {
      begun = at;
      pieces = [];
    },
    data: (data) => pieces.push(data.slice()),
    end: (whole) => found.push({ at: begun, text: Buffer.concat(pieces).toString(), whole }),
  });
  let from = 0;
  for (const place of [...new Set(cuts)]
    .filter((cut) => cut < bytes.length)
    .toSorted((a, b) => a - b)
    .concat(bytes.length)) {
    scanner.push(bytes.subarray(from, place));
    from = place;
  }
  scanner.end();
  return { found, closed: scanner.closed };
}

test('the array behind the marker is read, and nothing around it, in any chunks', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue({ maxDepth: 3 })), fc.array(fc.nat(300), { maxLength: 20 }), (values, cuts) => {
      const before = '<p class="[x]">{"a":1} var dat</p><script>';
      const page = Buffer.from(`${before}var data = ${JSON.stringify(values)};\n var data = [7]; var more = {"b":[2]}</script>`);
      const { found, closed } = scan(page, cuts);
      expect(found.map(({ text }) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(values)));
      for (const { at, text } of found) expect(page.subarray(at).toString().startsWith(text)).toBe(true);
      expect(closed).toBe(true);
    }),
  );
});

test('a page that is cut off says so, wherever it is cut', () => {
  const page = Buffer.from('<script>var data = [{"a":"x"},{"b":"y"}];</script>');
  const end = page.indexOf(']') + 1;
  for (let cut = 0; cut < end; cut++) expect([cut, scan(page.subarray(0, cut)).closed]).toEqual([cut, false]);
  expect(scan(page.subarray(0, end)).closed).toBe(true);
});
