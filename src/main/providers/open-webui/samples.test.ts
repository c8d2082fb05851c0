import { expect } from 'vitest';
import { testSamples } from '../fixtures/sample-files.ts';
import { openWebui } from './index.ts';

testSamples(openWebui, 'open-webui', ({ facts, conversations }) => {
  const messages = conversations.flatMap((conversation) => conversation.messages);
  const [, chats, count, assistant] = /(\d+) chats, (\d+) messages: assistant=(\d+)/.exec(facts) ?? [];
  expect(conversations).toHaveLength(Number(chats));
  expect(messages).toHaveLength(Number(count));
  expect(messages.filter(({ role }) => role === 'assistant')).toHaveLength(Number(assistant));
  for (const { title } of conversations) expect(facts).toContain(title ?? '?');
});
