import fc from 'fast-check';
import { isUtf8 } from 'node:buffer';
import { expect, test } from 'vitest';
import { Utf8Check } from './encoding.ts';

test('bytes in any pieces are UTF-8 exactly when they are as a whole', () => {
  const byte = fc.oneof(fc.nat(255), fc.constantFrom(0x41, 0xc3, 0xa4, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80));
  const text = fc.string({ unit: 'binary' }).map((value) => [...Buffer.from(value)]);
  fc.assert(
    fc.property(fc.oneof(text, fc.array(byte)), fc.array(fc.integer({ min: 1, max: 5 })), (bytes, sizes) => {
      const whole = Buffer.from([...bytes, 0x41, 0x41, 0x41, 0x41]);
      const check = new Utf8Check();
      let valid = true;
      let at = 0;
      for (const size of [...sizes, whole.length]) {
        valid &&= check.push(whole.subarray(at, at + size));
        at += size;
      }
      expect(valid).toBe(isUtf8(whole));
    }),
    { numRuns: 300 },
  );
});
