import { expect, test } from 'vitest';
import type { ArtifactPart } from '../../../shared/model.ts';
import { conversationOf, message, partsFor } from './fixture.ts';

const use = (input: unknown, rest: Record<string, unknown> = {}): unknown => ({
  type: 'tool_use',
  name: 'artifacts',
  input,
  ...rest,
});

function artifactsIn(messages: readonly unknown[]): readonly ArtifactPart[] {
  return conversationOf(messages).messages.flatMap(({ parts }) => parts.filter((part) => part.type === 'artifact'));
}

const create = { command: 'create', id: 'doc', type: 'text/html', title: 'Page', content: '<b>one one</b>', language: null };

test('an artifact is followed along the branch', () => {
  const versions = artifactsIn([
    message('m1', 'assistant', { content: [use(create)] }),
    message('m2', 'assistant', { content: [use({ command: 'update', id: 'doc', old_str: 'one', new_str: '$& two' })] }),
    message('m3', 'assistant', { content: [use({ command: 'rewrite', id: 'doc', title: 'New', content: 'all' })] }),
  ]);
  const base = { type: 'artifact', artifact: 'doc', title: 'Page', kind: 'text/html', language: null };
  expect(versions).toEqual([
    { ...base, version: 1, text: '<b>one one</b>', action: 'create' },
    { ...base, version: 2, text: '<b>$& two one</b>', action: 'update' },
    { ...base, title: 'New', version: 3, text: 'all', action: 'rewrite' },
  ]);
});

test('another branch goes on from where it left, though its parent comes later in the file', () => {
  const update = (new_str: string): unknown => use({ command: 'update', id: 'doc', old_str: 'one', new_str });
  const versions = artifactsIn([
    message('b', 'assistant', { parent_message_uuid: 'a', content: [update('B')] }),
    message('a', 'assistant', { parent_message_uuid: 'root', content: [use(create)] }),
    message('c', 'assistant', { parent_message_uuid: 'a', content: [update('C')] }),
  ]);
  expect(versions.map(({ version, text }) => [version, text])).toEqual([
    [2, '<b>B one</b>'],
    [1, '<b>one one</b>'],
    [2, '<b>C one</b>'],
  ]);
});

test('what cannot be replayed has no text; a call that failed changes nothing', () => {
  const versions = artifactsIn([
    message('m1', 'assistant', {
      content: [
        use(create),
        use({ command: 'update', id: 'doc', old_str: 'absent', new_str: 'x' }),
        use({ command: 'rewrite', id: 'doc', content: 'new' }, { id: 't1' }),
        { type: 'tool_result', tool_use_id: 't1', is_error: true, content: 'no' },
        use({ command: 'update', id: 'unknown', old_str: 'a', new_str: 'b' }),
        use({ command: 'create' }),
      ],
    }),
  ]);
  expect(versions.map(({ artifact, version, text }) => [artifact, version, text])).toEqual([
    ['doc', 1, '<b>one one</b>'],
    ['doc', 2, null],
    ['unknown', 1, null],
  ]);
});

test('files that the chat makes are artifacts, those it only edits are not', () => {
  const versions = artifactsIn([
    message('m1', 'assistant', {
      content: [
        { type: 'tool_use', name: 'create_file', input: { path: '/home/x/a.md', file_text: 'one', description: 'd' } },
        { type: 'tool_use', name: 'str_replace', input: { path: '/home/x/a.md', old_str: 'one', new_str: 'two' } },
        { type: 'tool_use', name: 'str_replace', input: { path: '/other', old_str: 'one', new_str: 'two' } },
      ],
    }),
  ]);
  expect(
    versions.map(({ artifact, title, kind, version, text, action }) => [artifact, title, kind, version, text, action]),
  ).toEqual([
    ['/home/x/a.md', 'a.md', 'text/markdown', 1, 'one', 'create'],
    ['/home/x/a.md', 'a.md', 'text/markdown', 2, 'two', 'update'],
  ]);
});

test('artifacts and thinking in the tags of 2024 are taken out of the text', () => {
  const text =
    'Before <antThinking>weigh it</antThinking> and\n<antArtifact identifier="page" type="text/html" title="My page">\n<p>hi</p></antArtifact>\nafter <antonym>';
  expect(partsFor([{ type: 'text', text }])).toEqual([
    { type: 'text', text: 'Before ' },
    { type: 'thinking', text: 'weigh it' },
    { type: 'text', text: ' and\n' },
    {
      type: 'artifact',
      artifact: 'page',
      title: 'My page',
      kind: 'text/html',
      language: null,
      version: 1,
      text: '<p>hi</p>',
      action: 'create',
    },
    { type: 'text', text: '\nafter <antonym>' },
  ]);
  const open = 'x <antArtifact identifier="a">never closed';
  expect(partsFor([{ type: 'text', text: open }])).toEqual([{ type: 'text', text: open }]);
  expect(conversationOf([message('m1', 'human', { content: [{ type: 'text', text }] })]).messages[0]?.parts).toEqual([
    { type: 'text', text },
  ]);
});
