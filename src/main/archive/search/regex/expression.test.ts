import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { indexTerms, splitTerms } from '../../../../shared/query/index-terms.ts';
import { expressionOf, type Expression } from './expression.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 300);

function expression(text: string, flags = ''): Expression {
  const made = expressionOf({ text, flags });
  if (typeof made === 'string') throw new Error(made);
  return made;
}

const placesByJavaScript = (source: string, flags: string, text: string) =>
  Array.from(text.matchAll(new RegExp(source, `${flags}g`)), (match) => ({
    from: match.index,
    to: match.index + match[0].length,
  })).filter(({ from, to }) => to > from);

const atoms =
  String.raw`a b B foo Bar \. . \d \D \w \W \s \S [ab] [^a] [a-c] [\s\d] [\w-] [^\W_] \x41 \u0062 \n \t \- \/ ] { é 日 [é-ü]
\b \B ^ $ [^] [] [\b] [.] [\]] \0 \cJ \é`.split(/\s/);
const atom = fc.constantFrom(' ', '[\\S ]', ...atoms);
const times = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '+?', '*?', '{1,2}?');
/** Not without end: JavaScript itself would take as long. */
const groupTimes = fc.constantFrom('', '', '?', '{2}', '??');
const { source } = fc.letrec<{ source: string; row: string; one: string }>((tie) => ({
  source: fc.array(tie('row'), { minLength: 1, maxLength: 2 }).map((rows) => rows.join('|')),
  row: fc.array(tie('one'), { minLength: 1, maxLength: 4 }).map((ones) => ones.join('')),
  one: fc.oneof(
    { maxDepth: 2 },
    { weight: 4, arbitrary: fc.tuple(atom, times).map(([what, often]) => (/^(\^|\$|\\[bB])$/.test(what) ? what : what + often)) },
    fc
      .tuple(fc.constantFrom('(', '(?:', '(?<n>', '(?i:', '(?s:', '(?m:', '(?-i:'), tie('source'), groupTimes)
      .map(([open, inner, often]) => `${open}${open === '(?<n>' ? inner.replaceAll('(?<n>', '(') : inner})${often}`),
  ),
}));
const isOne = (text: string, flags: string): boolean => {
  try {
    void new RegExp(text, flags);
    return true;
  } catch {
    return false;
  }
};
const letters = fc.constantFrom(
  ' ',
  '\n',
  '\t',
  '\u00a0',
  '\b',
  'foo Bar b',
  ...'a b B c foo Bar A . - _ 1 é ü 日 / ] {'.split(' '),
);
const text = fc.array(letters, { maxLength: 8 }).map((all) => all.join(''));
const flags = fc.constantFrom('', 'i', 's', 'm', 'ims');

test('an expression finds what JavaScript finds, at the same places', () => {
  fc.assert(
    fc.property(source, flags, text, (written, modes, where) => {
      fc.pre(isOne(written, modes));
      const made = expression(written, modes);
      expect(made.test(where)).toBe(new RegExp(written, modes).test(where));
    }),
    { numRuns: runs },
  );
  for (const [written, where] of [
    ['b+', 'abbbab'],
    ['(?:é|日).', 'xéy日本 é'],
    ['😀|b', 'a😀b😀'],
    ['\\ud83d\\ude00', '😀'],
    ['a*', 'baab'],
  ] as const)
    expect(expression(written).find(where, 100)).toEqual(
      placesByJavaScript(written, written.includes('ud83d') ? '' : 'u', where),
    );
});

test('what an expression is said to need is in everything it finds, and so are its words', () => {
  const piece = fc.constantFrom(
    'connection',
    'ref',
    ' ',
    ': ',
    '_',
    '-',
    'C',
    '\\w+',
    '(?:a|b)',
    '(?:one two |three four )',
    '\\s',
    'x?',
    '(ab )+',
    '.',
  );
  const law = fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), flags, fc.context(), (pieces, modes, context) => {
    const written = pieces.join('');
    const made = expression(written, modes);
    const texts = fc.sample(fc.stringMatching(new RegExp(`^[a-z ]{0,3}(?:${written})[a-zA-Z ]{0,3}$`)), 5);
    for (const each of texts) {
      context.log(each);
      const cased = modes.includes('i') ? each.toUpperCase() : each;
      if (!new RegExp(written, modes).test(cased)) continue;
      expect(made.test(cased)).toBe(true);
      const terms = new Set(splitTerms(indexTerms(cased)));
      for (const word of made.words) expect(terms).toContain(word);
    }
  });
  fc.assert(law, { numRuns: Math.min(runs, 100) });
});

describe('the words that the index is asked for', () => {
  test.each([
    ['connection refused: \\w+', '', ['refused']],
    ['\\bconnection refused:', '', ['refused']],
    ['"connection" (refused|denied) now!', 'i', ['connection', 'now']],
    ['get(User)Name', '', []],
    [' (one) (two)? three ', '', ['one', 'three']],
    [' ref| den ', '', []],
    ['( ref | ref )', '', []],
    ['(?: ref )+', '', ['ref']],
    ['(?: ref )*', '', []],
    [' é ab ', '', ['ab']],
    [' c ', '', []],
  ])('%s', (written, modes, words) => {
    expect(expression(written, modes).words).toEqual(words);
  });
});

test.each([
  'x{1001}',
  '(((a{100}){100}){100})',
  '\\p{Nothing}',
  `${'('.repeat(200)}a${')'.repeat(200)}`,
  'a'.repeat(1001),
  '\\w{1000}(?:ab){1000}(?:xyz){1000}',
])('what the engine refuses is a sentence: %s', (written) => {
  expect(expressionOf({ text: written, flags: '' })).toMatch(/^This expression .*\.$/);
});

// In an engine that goes back, each of these takes longer than the world has stood.
test.each(['(a+)+$', '(a|aa)+$', '(a*)*b', '(a|a?)+c', '(.*)*x', '([a-zA-Z]+)*d'])('hostile: %s', (written) => {
  const where = `${'a'.repeat(100_000)}!`;
  for (const modes of ['', 'i']) {
    expect(expression(written, modes).test(where)).toBe(false);
    expect(expression(written, modes).find(where, 10)).toEqual([]);
  }
});

test('the case of letters is one for the letters that lower case does not know', () => {
  expect(expression('mistake', 'i').test('mi\u017fta\u212ae')).toBe(true);
  expect(expression('STRASSE', 'i').test('straße')).toBe(false);
});
