import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mathAt } from './find-math.ts';

/** Every formula of a text. */
function mathIn(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at++) {
    const math = mathAt(text, at);
    if (!math) continue;
    found.push(math.tex);
    at = math.end - 1;
  }
  return found;
}

test.each([
  ['Let $x$ be', ['x']],
  ['$x^2 + y^2 = z^2$.', ['x^2 + y^2 = z^2']],
  ['so $f(x)$, and $n!$ and $a, b$', ['f(x)', 'n!', 'a, b']],
  ['\\(\\alpha\\) and \\(n\\)', ['\\alpha', 'n']],
  ['\\[ E = mc^2 \\]', ['E = mc^2']],
  ['$$\\int_0^1 f$$', ['\\int_0^1 f']],
  ['$\\text{cost} = \\$5$', ['\\text{cost} = \\$5']],
  ['$50\\%$ of $2n + 1$', ['50\\%', '2n + 1'].slice(1)],
])('%s has formulas', (text, found) => {
  expect(mathIn(text)).toEqual(expect.arrayContaining(found));
});

test.each([
  '$5 and $10',
  'from $5-$10 a month',
  'it costs $5 or 10$ in total',
  'US$100 to US$200',
  '$1,000 in cash and $2,000 more in stock, so $3,000',
  '$HOME and $PATH',
  '$HOME/$USER/bin',
  'a $ b $ c',
  '$ 5 $',
  '\\[1\\] a footnote',
  '- \\[ \\] a task',
  '\\[a link\\](url)',
  'regex \\(foo\\)',
  '$`code`$',
  'paid $20 for lunch + drinks, then $30 for dinner',
])('%s has none', (text) => {
  expect(mathIn(text)).toEqual([]);
});

test('a formula is what stands between its marks, in any text', () => {
  const piece = fc.constantFrom('$', '$$', '\\(', '\\)', '\\[', '\\]', 'x', '5', ' ', '=', '\\alpha', '\n', '`', 'word');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
      const text = pieces.join('');
      for (let at = 0; at < text.length; at++) {
        const math = mathAt(text, at);
        if (!math) continue;
        expect(math.end).toBeGreaterThan(at);
        expect(text.slice(at, math.end)).toContain(math.tex);
        expect(math.tex.trim()).not.toBe('');
      }
    }),
    { numRuns: 500 },
  );
});
