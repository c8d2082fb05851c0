import fc from 'fast-check';

/** Any JSON made of a format's own words and keys: what a parser would trip over, if it trips. For tests alone. */
export function anyValue(words: string, keys: string): fc.Arbitrary<unknown> {
  const word = fc.constantFrom(...words.split(' '));
  const names = keys.split(' ');
  return fc.letrec((tie) => ({
    any: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      word,
      fc.constantFrom<unknown>(null, true, 0, -1, 1e21, '', '__proto__', 1767261600000, '2026-01-01T10:00:00Z', {}, []),
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('any'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc
      .array(fc.tuple(fc.constantFrom(...names), fc.oneof(word, tie('any'))), { minLength: 1, maxLength: 6 })
      .map((pairs) => Object.fromEntries(pairs)),
  }))['object'];
}
