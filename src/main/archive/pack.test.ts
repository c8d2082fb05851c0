import { randomBytes } from 'node:crypto';
import { constants, zstdDecompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptContext } from './kept-context.ts';
import { pack, unpack } from './pack.ts';
import { placed, placedNumbers } from './slab.ts';

const params = { [constants.ZSTD_c_compressionLevel]: 1 };

test('a context can be kept in the Node that Polylogue runs on', () => {
  expect(keptContext(params, 1000)).not.toBeNull();
});

test('a parameter that zstd does not know leaves nothing to be kept', () => {
  expect(keptContext({ [constants.ZSTD_c_windowLog]: 99 }, 1000)).toBeNull();
});

test('frames of one context are independent of each other, whatever was packed before', () => {
  const context = keptContext(params, 70_000);
  const noise = randomBytes(70_000);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(70_000), fc.boolean()), { maxLength: 8 }), (pieces) => {
      const texts = pieces.map(([length, random]) =>
        random ? noise.subarray(0, length) : Buffer.alloc(length, 'again and again '),
      );
      const packed = texts.map((text) => Buffer.from(context?.(text) ?? []));
      for (const [at, frame] of packed.entries()) expect(zstdDecompressSync(frame).equals(texts[at] ?? noise)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('what has no room breaks the context, which says so from then on', () => {
  const context = keptContext(params, 1000);
  expect(context?.(randomBytes(100_000))).toBeNull();
  expect(context?.(Buffer.from('small'))).toBeNull();
});

test('pieces of any size are packed and unpacked, also after what they lay in was moved away', () => {
  for (const length of [0, 1, 5000, 32_767, 32_768, 65_536, 131_072, 131_073, 300_000]) {
    const text = Buffer.alloc(length, 'one after the other, ');
    const packed = pack(text);
    expect(unpack(packed).equals(text)).toBe(true);
    structuredClone(packed, { transfer: [packed.buffer] });
    expect(packed.length).toBe(0);
  }
});

test('small pieces share a buffer and nothing else; numbers begin at 0', () => {
  const first = placed(Buffer.from('abc'));
  const second = placedNumbers(2);
  const third = placed(Buffer.from('def'));
  expect([...second]).toEqual([0, 0]);
  second.fill(Number.NaN);
  expect(first.buffer).toBe(third.buffer);
  expect([Buffer.from(first).toString(), Buffer.from(third).toString()]).toEqual(['abc', 'def']);
  expect(placed(Buffer.alloc(1_000_000)).buffer.byteLength).toBe(1_000_000);
});
