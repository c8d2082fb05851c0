import { expect } from 'vitest';
import { testSamples } from '../fixtures/sample-files.ts';
import { deepseek } from './index.ts';

/** What the README does not count: messages of the capture and of the list that a tool wrote. */
const counted: Readonly<Record<string, number>> = { 'deepseek-exporter': 11, ailog: 4 };

testSamples(deepseek, 'deepseek', ({ name, facts, conversations }) => {
  const messages = conversations.flatMap((conversation) => conversation.messages);
  const nodes = /(\d+) nodes \((\d+) null\)/.exec(facts);
  const expected = nodes === null ? counted[name.split('/')[0] ?? ''] : Number(nodes[1]) - Number(nodes[2]);
  expect(conversations).toHaveLength(1);
  expect(messages).toHaveLength(expected ?? -1);
});
