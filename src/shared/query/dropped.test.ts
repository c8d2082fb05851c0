import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from './parse.ts';
import { dropped, replaced, withoutFilters } from './dropped.ts';

/** What is left when the part of the query's top level with this number goes. */
function without(query: string, part: number): string {
  const { root } = parse(query).query;
  if (root === null) throw new Error('nothing to drop');
  const nodes = root.kind === 'and' ? root.nodes : [root];
  const node = nodes[part];
  if (node === undefined) throw new Error('no such part');
  return dropped(query, node);
}

test.each([
  ['tide moon', 0, 'moon'],
  ['tide moon', 1, 'tide'],
  ['tide provider:claude moon', 1, 'tide moon'],
  ['tide -draft', 1, 'tide'],
  ['tide NOT draft moon', 1, 'tide moon'],
  ['(tide OR moon) harbour', 0, 'harbour'],
  ['((tide OR moon)) harbour', 0, 'harbour'],
  ['harbour -(tide OR moon) x', 1, 'harbour x'],
  ['tide AND moon', 0, 'moon'],
  ['tide AND moon AND sun', 2, 'tide AND moon'],
  ['(tide moon)', 0, '(moon)'],
  ['tide OR moon', 0, ''],
  ['"slack water" /a b/i tide', 1, '"slack water" tide'],
])('%s without its part %d', (query, part, left) => {
  expect(without(query, part)).toBe(left);
});

test('one part goes, and nothing is left over that does not parse', () => {
  const leaf = fc.constantFrom(
    'tide',
    '"a b"',
    '-draft',
    'has:code',
    '-tag:x',
    '/a b/',
    '(a OR b)',
    '-(a b)',
    '((c OR d))',
    'NOT e',
  );
  fc.assert(
    fc.property(fc.array(leaf, { minLength: 1, maxLength: 5 }), fc.constantFrom(' ', ' AND '), fc.nat(), (parts, between, at) => {
      const query = parts.join(between);
      const { root } = parse(query).query;
      const nodes = root?.kind === 'and' ? root.nodes : root === null ? [] : [root];
      const node = nodes[at % nodes.length];
      if (node === undefined) return;
      const left = parse(dropped(query, node));
      expect(left.problems).toEqual([]);
      const after = left.query.root;
      expect(after === null ? 0 : after.kind === 'and' ? after.nodes.length : 1).toBe(nodes.length - 1);
    }),
    { numRuns: 200 },
  );
});

test('a word is replaced where it stands', () => {
  expect(replaced('the lantrn has:code', { from: 4, to: 10 }, 'lantern')).toBe('the lantern has:code');
  expect(replaced('lantrn* x', { from: 0, to: 6 }, 'lantern')).toBe('lantern x');
});

test('the words alone', () => {
  expect(withoutFilters('tide provider:claude -has:code "slack water"')).toBe('tide "slack water"');
  expect(withoutFilters('(tide has:code) OR moon')).toBe('(tide) OR moon');
  expect(withoutFilters('has:code -draft')).toBeNull();
  expect(withoutFilters('tide moon')).toBeNull();
  expect(withoutFilters('has:code is:starred')).toBeNull();
});
