import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf } from './raw-blocks.ts';

test('blocks put together are the text, and none ends inside a character', () => {
  const piece = fc.constantFrom('a', '\n', '🦆', '語', '\r\n');
  fc.assert(
    fc.property(fc.array(fc.tuple(piece, fc.nat(9000)), { maxLength: 6 }), (pieces) => {
      const text = pieces.map(([one, times]) => one.repeat(times)).join('');
      const blocks = blocksOf(text);
      expect(blocks.join('') === text).toBe(true);
      expect(blocks.every((block) => block.isWellFormed() && block.length <= 8001 && block !== '')).toBe(true);
    }),
    { numRuns: 50 },
  );
});
