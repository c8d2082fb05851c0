import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describe } from './describe.ts';
import { fields } from './fields.ts';
import { parse } from './parse.ts';

const now = new Date(2026, 10, 23, 12).getTime();
const said = (text: string, typing = false) => describe(parse(text, { now, typing }).query);

test.each([
  ['', ''],
  ['lantern', 'about “lantern”'],
  ['lant*', 'about “lant…”'],
  [
    'provider:chatgpt,claude has:tools since:2025-03 words:>500 lantern std::vector -error /ab+c/i in:title',
    'from ChatGPT or Claude, with tool calls, since March 2025, with more than 500 words, about “lantern” and “std::vector”, without “error”, matching /ab+c/i, in titles',
  ],
  ['"road trip" a b', 'about “road trip”, “a” and “b”'],
  ['a OR b', 'about either “a” or “b”'],
  ['(a OR b) c', 'about (“a” or “b”) and “c”'],
  ['(a OR "b c" /d/) e', 'about (“a” or (“b c” and /d/)) and “e”'],
  ['x -(a OR b)', 'about “x”, without “a” or “b”'],
  ['x -(a b)', 'about “x”, without “a” and “b” together'],
  ['provider:claude OR lantern', 'either from Claude or about “lantern”'],
  ['-(provider:claude OR lantern)', 'neither from Claude nor about “lantern”'],
  ['-(provider:claude lantern)', 'not from Claude and about “lantern” together'],
  ['is:starred OR (provider:claude -has:code)', 'either starred or (from Claude and without code)'],
  ['-/a+/', 'not matching /a+/'],
  [
    '-provider:claude -is:trashed -has:tools -tag:work',
    'not from Claude, not in the trash, without tool calls, not tagged “work”',
  ],
  ['model:gpt-4*', 'answered by “gpt-4…”'],
  ['role:user lantern', 'about “lantern”, in messages of the person'],
  ['role:user,tool', 'with messages of the person or a tool'],
  ['in:code,tools error', 'about “error”, in code or tool calls and their output'],
  [
    'title:"road trip" tool:Bash id:chatgpt:68',
    'with “road trip” in the title, with calls of “Bash”, with an id that begins with “chatgpt:68”',
  ],
  ['since:2025', 'since 2025'],
  ['since:2025-03-01 until:2025-04-02', 'since 1 March 2025, until 2 April 2025'],
  ['until:2025', 'until the end of 2025'],
  ['until:2025-03', 'until the end of March 2025'],
  ['until:"last week"', 'until the end of last week'],
  ['since:"this month"', 'since this month'],
  ['since:7d', 'since 7 days ago'],
  ['since:1w', 'since 1 week ago'],
  ['on:2026-01-22', 'on 22 January 2026'],
  ['on:2026-01', 'in January 2026'],
  ['on:yesterday', 'yesterday'],
  ['on:7d', 'in the last 7 days'],
  ['on:march', 'in March 2026'],
  ['since:"mar 2025"', 'since March 2025'],
  ['since:"last 7 days" until:7d', 'since 7 days ago, until 7 days ago'],
  ['on:"3 weeks ago"', '3 weeks ago'],
  ['on:2025-03..2025-05-02', 'since March 2025 until 2 May 2025'],
  ['on:3w..yesterday', 'since 3 weeks ago until yesterday'],
  ['-since:2025 -until:2024-03 -on:2025', 'before 2025, after March 2024, not in 2025'],
  ['words:500', 'with exactly 500 words'],
  ['words:>=500', 'with at least 500 words'],
  ['words:<500', 'with fewer than 500 words'],
  ['words:<=500', 'with at most 500 words'],
  ['messages:10..50', 'with 10 to 50 messages'],
  ['turns:1', 'with exactly 1 turn'],
  ['turns:1,>3', 'with exactly 1 turn or at least 4 turns'],
  ['import:latest', 'of the latest import'],
  ['import:7', 'of import 7'],
])('%s', (text, words) => {
  expect(said(text)).toBe(words);
});

test('what is still being written goes on', () => {
  expect(said('slow lant', true)).toBe('about “slow” and “lant…”');
});

test('every field says something', () => {
  for (const { name, example } of fields) expect({ name, says: said(`${example} x`) }).not.toEqual({ name, says: 'about “x”' });
});

test('long words and long lists are cut', () => {
  expect(said('x'.repeat(10_000)).length).toBeLessThan(80);
  expect(said(Array.from({ length: 40 }, (_, at) => `w${at}`).join(' '))).toContain('“w10” and 29 more');
});

test('any text can be told', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { query } = parse(text, { now });
      expect(describe(query) === '').toBe(query.root === null);
    }),
    { numRuns: 300 },
  );
});
