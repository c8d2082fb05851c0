import { expect, test } from 'vitest';
import { jsonSample as sample } from '../fixtures/judged-sample.ts';
import type { Sample } from '../provider.ts';
import { mappingOf } from './fixture.ts';
import { judge } from './judge.ts';

const conversation = { id: 'c', title: 't', create_time: 1, mapping: mappingOf({ id: 'q' }) };

test('conversations are known by their shape, under any name', () => {
  expect(judge(sample('export.dat', [conversation]))).toEqual({ as: 'elements', score: 95 });
  expect(judge(sample('x.json', [{ id: 'shell', title: 't' }, conversation]))).toMatchObject({ as: 'elements', score: 95 });
  expect(judge(sample('one.json', conversation))).toMatchObject({ as: 'whole' });
  expect(judge(sample('x.json', { conversations: [conversation] }))).toMatchObject({ as: 'elements', at: 'conversations' });
});

test('of what is too large to sample the beginning is enough', () => {
  expect(
    judge(
      sample('conversations.json', [conversation], {
        values: [],
        head: '[{"title":"x","create_time":1,"mapping":{"a":{"id":"a","message":{"author":',
      }),
    ),
  ).toMatchObject({
    as: 'elements',
  });
  expect(judge(sample('one.json', conversation, { values: [] }))).toMatchObject({ as: 'whole' });
  expect(judge(sample('x.json', { conversations: [conversation] }, { values: [] }))).toMatchObject({
    as: 'elements',
    at: 'conversations',
  });
});

test('conversations that lost their messages are still conversations, to be reported', () => {
  expect(judge(sample('x.json', [{ conversation_id: 'c', title: 't', create_time: 1000, chat_messages: [] }]))).toEqual({
    as: 'elements',
    score: 40,
  });
  expect(judge(sample('conversations.json', [{ id: 'c', title: 't', mapping: null }]))).toMatchObject({ as: 'elements' });
});

test('an empty shard is one', () => {
  expect(judge(sample('conversations-007.json', []))).toMatchObject({ as: 'elements' });
  expect(judge(sample('conversations_007.json', []))).toMatchObject({ as: 'elements' });
  expect(judge(sample('other.json', []))).toBeNull();
});

test('what only looks alike is somebody else’s', () => {
  expect(judge(sample('conversations.json', [{ ...conversation, inserted_at: 'x' }]))).toBeNull();
  expect(judge(sample('one.json', { mapping: {}, inserted_at: 'x' }))).toBeNull();
  expect(judge(sample('conversations.json', [{ uuid: 'u', name: 'n', chat_messages: [] }]))).toBeNull();
  expect(judge(sample('x.json', { conversations: [{ conversation: {}, responses: [] }] }))).toBeNull();
  expect(judge(sample('x.json', { hello: 1 }))).toBeNull();
  expect(judge(sample('x.jsonl', [], { kind: 'jsonl' }))).toBeNull();
});

test('a capture of what ChatGPT sent is a conversation', () => {
  expect(judge(sample('x.json', { session: {}, raw_provider_payload: conversation }))).toMatchObject({ as: 'whole' });
  expect(judge(sample('x.json', { session: {}, raw_provider_payload: { chat_messages: [] } }))).toBeNull();
});

test('what is no export is named with the reason', () => {
  expect(judge(sample('x.json', { session: { turns: [] }, raw_provider_payload: { turns: [] } }))).toMatchObject({
    as: 'ignored',
    reason: expect.stringContaining('browser extension'),
  });
  expect(judge(sample('x.json', { linear_conversation: [], title: 'x' }))).toMatchObject({
    as: 'ignored',
    reason: expect.stringContaining('share'),
  });
});

test('the other members of an export are known', () => {
  const as = (name: string, value: unknown, rest: Partial<Sample> = {}): string | undefined =>
    judge(sample(name, value, rest))?.as;
  expect(as('user.json', { id: 'u', email: 'x', phone_number: null })).toBe('ignored');
  expect(as('user.json', { unrelated: 1 })).toBeUndefined();
  expect(as('message_feedback.json', [{ id: 'x', conversation_id: 'c', rating: 'thumbs_up' }])).toBe('ignored');
  expect(as('shares.json', [{ id: 's', conversation_id: 'c', title: 't', is_anonymous: true }])).toBe('ignored');
  for (const name of [
    'shared_conversations',
    'model_comparisons',
    'group_chats',
    'shopping',
    'sora',
    'codex',
    'export_manifest',
    'user_settings',
    'tasks',
  ]) {
    expect(as(`a/${name}.json`, [])).toBe('ignored');
  }
  expect(as('x.json', [{ id: 'task_e_1', title: 't', turns: [] }])).toBe('elements');
  expect(as('library_files.json', [{ file_id: 'x' }])).toBe('side');
  expect(as('conversation_asset_file_names.json', { 'a.dat': 'b' })).toBe('side');
  expect(as('textdocs/0a.json', { id: 'x' })).toBe('side');
  expect(as('chat.html', '', { kind: 'html', head: '<html>' })).toBe('ignored');
  const script = '<html><script>var jsonData = [{"title":"x","mapping":{}}];var assetsJson = {}</script>';
  expect(judge(sample('chat.html', '', { kind: 'html', head: script }))).toMatchObject({ as: 'elements', behind: 'jsonData = ' });
  expect(as('page.html', '', { kind: 'html', head: script })).toBe('elements');
  expect(as('chat.html', '', { kind: 'html', head: '<html><script>var jsonData = load();</script>' })).toBe('ignored');
  expect(as('page.html', '', { kind: 'html', head: '<html><script>var jsonData = [{"price":1}];</script>' })).toBe('ignored');
  expect(as('page.html', '', { kind: 'html', head: '<html>' })).toBeUndefined();
});

test('an uploaded file is an attachment, whatever is in it', () => {
  expect(judge(sample('file-AbCdEfGhIjKlMnOpQrStUv-conversations.json', [conversation]))).toMatchObject({
    as: 'side',
    score: 98,
  });
  expect(judge(sample('file_00000000aaaa0000bbbb0000cccc0000.dat', '', { kind: 'binary' }))).toMatchObject({ as: 'side' });
  expect(judge(sample('dalle-generations/x.webp', '', { kind: 'binary' }))).toMatchObject({ as: 'side' });
  expect(judge(sample('file-list.json', [conversation]))).toMatchObject({ as: 'elements' });
});
