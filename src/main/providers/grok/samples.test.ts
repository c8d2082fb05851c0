import { expect } from 'vitest';
import { testSamples } from '../fixtures/sample-files.ts';
import { grok } from './index.ts';

testSamples(grok, 'grok', ({ facts, conversations }) => {
  const messages = conversations.flatMap((conversation) => conversation.messages);
  const senders = /responses by sender: ([^;]+)/.exec(facts)?.[1] ?? '';
  const count = [...senders.matchAll(/=(\d+)/g)].reduce((sum, [, number]) => sum + Number(number), 0);
  expect(conversations).toHaveLength(Number(/; (\d+) conversations/.exec(facts)?.[1]));
  expect(messages).toHaveLength(count);
  expect(messages.filter(({ role }) => role === 'user')).toHaveLength(Number(/human=(\d+)/.exec(senders)?.[1]));
  expect(messages.flatMap(({ parts }) => parts.filter(({ type }) => type === 'thinking'))).toHaveLength(
    Number(/thinking_trace (\d+)/.exec(facts)?.[1]),
  );
  expect(facts).toContain(conversations[0]?.title ?? '?');
});
