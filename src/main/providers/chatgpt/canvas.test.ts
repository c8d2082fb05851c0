import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ArtifactPart } from '../../../shared/model.ts';
import { conversationOf, mappingOf } from './fixture.ts';
import { replaceByPattern } from './pattern.ts';

const call = (id: string, tool: string, input: unknown, parent?: string): Record<string, unknown> => ({
  id,
  role: 'assistant',
  recipient: `canmore.${tool}`,
  content: { content_type: 'code', text: typeof input === 'string' ? input : JSON.stringify(input) },
  ...(parent === undefined ? {} : { parent }),
});

const result = (id: string, textdoc_id: string): Record<string, unknown> => ({
  id,
  role: 'tool',
  name: 'canmore',
  metadata: { canvas: { textdoc_id } },
});

function artifactsIn(...nodes: readonly Record<string, unknown>[]): readonly ArtifactPart[] {
  return conversationOf(mappingOf(...nodes)).messages.flatMap(({ parts }) => parts.filter((part) => part.type === 'artifact'));
}

const create = { name: 'Poem', type: 'document', content: 'red\nrose\n' };

test('a canvas is followed along the branch: created, changed in part, rewritten, commented', () => {
  const versions = artifactsIn(
    call('c1', 'create_textdoc', create),
    result('r1', 'doc1'),
    call('c2', 'update_textdoc', { updates: [{ pattern: 'red', multiple: false, replacement: 'blue' }] }),
    result('r2', 'doc1'),
    call('c3', 'comment_textdoc', { comments: [{ pattern: 'rose', comment: 'nice' }] }),
    call('c4', 'update_textdoc', { updates: [{ pattern: '.*', multiple: false, replacement: 'new' }] }),
  );
  const base = { type: 'artifact', artifact: 'doc1', title: 'Poem', kind: 'text/markdown', language: null };
  expect(versions).toEqual([
    { ...base, version: 1, text: 'red\nrose\n', action: 'create' },
    { ...base, version: 2, text: 'blue\nrose\n', action: 'update' },
    { ...base, version: 2, text: 'blue\nrose\n', action: 'comment' },
    { ...base, version: 3, text: 'new', action: 'rewrite' },
  ]);
});

test('another branch goes on from where it left', () => {
  const update = (replacement: string): unknown => ({ updates: [{ pattern: 'red', replacement }] });
  const versions = artifactsIn(
    call('c1', 'create_textdoc', { ...create, type: 'code/python' }),
    call('c2', 'update_textdoc', update('blue'), 'c1'),
    call('c3', 'update_textdoc', update('green'), 'c1'),
  );
  expect(versions.map(({ version, text, kind, language }) => [version, text, kind, language])).toEqual([
    [1, 'red\nrose\n', 'code/python', 'python'],
    [2, 'blue\nrose\n', 'code/python', 'python'],
    [2, 'green\nrose\n', 'code/python', 'python'],
  ]);
});

test('an update that cannot be replayed says so, and a rewrite heals it', () => {
  const versions = artifactsIn(
    call('c1', 'create_textdoc', create),
    call('c2', 'update_textdoc', { updates: [{ pattern: 'absent', replacement: 'x' }] }),
    call('c3', 'update_textdoc', { updates: [{ pattern: 'rose', replacement: 'x' }] }),
    call('c4', 'update_textdoc', { updates: [{ pattern: '(?s).*', replacement: 'all' }] }),
  );
  expect(versions.map(({ text }) => text)).toEqual(['red\nrose\n', null, null, 'all']);
});

test('cut-off input is a call like others, without an artifact', () => {
  expect(artifactsIn(call('c1', 'create_textdoc', '{"name":"x","content":"cut'))).toEqual([]);
  expect(artifactsIn(call('c1', 'update_textdoc', { updates: [] }))).toEqual([]);
});

test('patterns that can be replayed in linear time are, others are not', () => {
  const text = 'def a():\n    return 1\n\ndef b():\n    return 2\n';
  const replaced = (pattern: string, multiple = false, by = 'X'): string | null => replaceByPattern(text, pattern, by, multiple);
  expect(replaced('return 1')).toBe('def a():\n    X\n\ndef b():\n    return 2\n');
  expect(replaced('def a\\(\\):')).toBe('X\n    return 1\n\ndef b():\n    return 2\n');
  expect(replaced('return', true)).toBe('def a():\n    X 1\n\ndef b():\n    X 2\n');
  expect(replaced('def a.*:')).toBe('X\n    return 1\n\ndef b():\n    return 2\n');
  expect(replaced('(?s)def a.*?\\n\\n')).toBe('Xdef b():\n    return 2\n');
  expect(replaced('def b[\\s\\S]*')).toBe('def a():\n    return 1\n\nX');
  expect(replaced('^def a')).toBe('X():\n    return 1\n\ndef b():\n    return 2\n');
  expect(replaced('2\\n$')).toBe('def a():\n    return 1\n\ndef b():\n    return X');
  for (const pattern of ['a|b', '(a)', '[ab]', 'a+', 'a{2}', '\\d', '(?i)DEF', 'a?', '.', '', '.*.*', 'x\\'])
    expect(replaced(pattern)).toBeNull();
  expect(replaced('def', false, '\\1')).toBeNull();
});

test('law: a pattern that is an escaped literal replaces like the literal', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '\n', '(') });
  fc.assert(
    fc.property(letters, letters, letters, (before, word, after) => {
      fc.pre(word !== '');
      const text = before + word + after;
      const at = text.indexOf(word);
      const pattern = word.replace(/[.*()+?[\]{}|^$\\]/g, '\\$&');
      expect(replaceByPattern(text, pattern, 'X', false)).toBe(`${text.slice(0, at)}X${text.slice(at + word.length)}`);
    }),
  );
});
