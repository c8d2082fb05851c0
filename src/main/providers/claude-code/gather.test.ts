import { expect, test } from 'vitest';
import { gather } from './gather.ts';

function bundle(files: Record<string, string>): Parameters<typeof gather>[0] {
  return {
    entries: Object.entries(files).map(([name, text]) => ({ name, size: text.length })),
    text: (name) => {
      const text = files[name];
      return text === undefined || text === 'unreadable' ? Promise.reject(new Error('too large')) : Promise.resolve(text);
    },
  };
}

test('gathers titles, what subagents are called, and where long results are', async () => {
  const found = await gather(
    bundle({
      'p/s1.jsonl': '',
      'p/s1/subagents/agent-a1.jsonl': '',
      'p/s1/subagents/agent-a1.meta.json': '{"agentType":"Explore","description":"Look","worktreePath":"/x"}',
      'p/s1/tool-results/toolu_1.txt': 'long',
      'p/s2.jsonl': '',
      'p/sessions-index.json': '{"entries":[{"sessionId":"s1","summary":"One"},{"sessionId":"s2","firstPrompt":"x"},null]}',
    }),
  );
  expect(found).toEqual({
    shared: { titles: { s1: 'One' } },
    byEntry: {
      'p/s1.jsonl': { spilled: { toolu_1: 'p/s1/tool-results/toolu_1.txt' } },
      'p/s1/subagents/agent-a1.jsonl': {
        agent: { agentType: 'Explore', description: 'Look' },
        spilled: { toolu_1: 'p/s1/tool-results/toolu_1.txt' },
      },
    },
  });
});

test('does without what cannot be read', async () => {
  const found = await gather(
    bundle({ 'sessions-index.json': 'unreadable', 'agent-a.meta.json': '{"agentType":', 'x.jsonl': '' }),
  );
  expect(found).toEqual({ shared: null, byEntry: {} });
});
