import { expect, test } from 'vitest';
import { jsonSample as sample } from '../fixtures/judged-sample.ts';
import { message } from './fixture.ts';
import { judge } from './judge.ts';

const conversation = {
  uuid: 'c',
  name: 'n',
  created_at: 'x',
  updated_at: 'x',
  account: { uuid: 'a' },
  chat_messages: [message('m', 'human')],
};
const design = { uuid: 'd', project: {}, messages: [{ uuid: 'm', role: 'user', content: { role: 'user', content: 'x' } }] };

test('conversations are known by chat_messages, under any name', () => {
  expect(judge(sample('x.dat', [conversation]))).toEqual({ as: 'elements', score: 95 });
  expect(judge(sample('x.json', [{ uuid: 'c', name: 'lost' }, conversation]))).toMatchObject({ as: 'elements', score: 95 });
  expect(judge(sample('x.json', conversation))).toMatchObject({ as: 'whole' });
  expect(judge(sample('x.json', { conversations: [conversation] }))).toMatchObject({ as: 'elements', at: 'conversations' });
  const { chat_messages: _lost, ...shell } = conversation;
  expect(judge(sample('x.json', [shell]))).toMatchObject({ as: 'elements', score: 40 });
});

test('of what is too large to sample the beginning is enough', () => {
  expect(judge(sample('x.json', [conversation], { values: [] }))).toMatchObject({ as: 'elements' });
  expect(judge(sample('x.json', conversation, { values: [] }))).toMatchObject({ as: 'whole' });
});

test('design chats are conversations', () => {
  expect(judge(sample('design_chats/d.json', design))).toMatchObject({ as: 'whole' });
  expect(judge(sample('design_chats/d.json', { messages: [] }))).toMatchObject({ as: 'whole' });
  expect(judge(sample('x.json', { messages: [{ role: 'user', content: 'x' }] }))).toBeNull();
});

test('the other members of an export are known', () => {
  const as = (name: string, value: unknown): string | undefined => judge(sample(name, value))?.as;
  const project = { uuid: 'p', name: 'n', prompt_template: '', docs: [], is_private: true };
  expect(as('projects.json', [project])).toBe('side');
  expect(as('projects/p.json', project)).toBe('side');
  expect(as('projects.json', [])).toBe('side');
  expect(as('users.json', [{ uuid: 'u', full_name: 'n', email_address: 'e' }])).toBe('ignored');
  expect(as('memories.json', [{ conversations_memory: 'x', account_uuid: 'a' }])).toBe('ignored');
  expect(as('memories.json', { conversations_memory: 'x' })).toBe('ignored');
  expect(as('manifest-0a1b2c3d-0000-4000-8000-000000000000.json', { files: [] })).toBe('ignored');
  expect(as('conversations.json', [])).toBe('elements');
  expect(as('other.json', [])).toBeUndefined();
  expect(as('other.json', { a: 1 })).toBeUndefined();
});

test('ChatGPT’s rows are not claimed, and what claims to be a chat without ids hardly', () => {
  expect(judge(sample('conversations.json', [{ id: 'c', title: 't', mapping: {} }]))).toBeNull();
  expect(judge(sample('x.json', [{ title: 't', conversation_id: 'c', chat_messages: [] }]))).toEqual({
    as: 'elements',
    score: 30,
  });
  expect(judge(sample('x.json', { raw_provider_payload: {} }))).toBeNull();
});

test('a capture of what claude.ai sent is a conversation, and memories are known by either key', () => {
  const chat = { uuid: 'u', name: 'n', chat_messages: [] };
  expect(judge(sample('x.json', { session: {}, raw_provider_payload: chat }))).toMatchObject({ as: 'whole' });
  expect(judge(sample('x.json', { session: {}, raw_provider_payload: {} }))).toBeNull();
  for (const key of ['conversations_memory', 'project_memories'])
    for (const value of [{ [key]: 'x' }, [{ [key]: 'x' }]])
      expect(judge(sample('memories.json', value))).toMatchObject({ as: 'ignored' });
});
