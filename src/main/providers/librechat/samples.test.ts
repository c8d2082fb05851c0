import { expect } from 'vitest';
import { testSamples } from '../fixtures/sample-files.ts';
import { librechat } from './index.ts';

testSamples(librechat, 'librechat', ({ facts, conversations }) => {
  const messages = conversations.flatMap((conversation) => conversation.messages);
  const [, count, byUser] = /; (\d+) messages, by user: (\d+)/.exec(facts) ?? [];
  if (count === undefined) {
    // ChatbotUI: the README names its keys alone.
    expect([conversations.length, messages.length]).toEqual([2, 6]);
    return;
  }
  expect(conversations).toHaveLength(1);
  expect(messages).toHaveLength(Number(count));
  expect(messages.filter(({ origin }) => origin === 'person')).toHaveLength(Number(byUser));
  expect(facts).toContain(conversations[0]?.title ?? '?');
});
