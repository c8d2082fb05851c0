import { describe, expect, test } from 'vitest';
import { anyValue } from '../fixtures/any-value.ts';
import { testAnyLog } from '../fixtures/any-log.ts';
import { expectSound } from '../fixtures/sound.ts';
import { eventsOf, parse, start } from './fixture.ts';

const seed = eventsOf(
  start,
  ['user.message', { content: 'Go', attachments: [{ path: '/a', data: 'aGk=', mimeType: 'image/png' }] }],
  ['assistant.reasoning', { content: 'hm' }],
  [
    'assistant.message',
    { content: 'x', toolRequests: [{ toolCallId: 'c', name: 'task', arguments: '{"a":1}' }], outputTokens: 3 },
  ],
  ['subagent.started', { toolCallId: 'c', agentName: 'x' }],
  ['assistant.message', { content: 'y', parentToolCallId: 'c' }],
  ['tool.execution_complete', { toolCallId: 'c', success: true, result: { content: 'ok' } }],
  ['assistant.usage', { inputTokens: 3, outputTokens: 2 }],
  ['session.compaction_complete', { summaryContent: 'x' }],
);

const line = anyValue(
  'session.start session.resume session.error session.compaction_complete user.message assistant.message assistant.reasoning assistant.usage tool.execution_start tool.execution_complete subagent.started abort system.message hook.start x.y e0 e1 c d',
  'type data id timestamp parentId sessionId context cwd branch content attachments path data mimeType toolRequests toolCallId name arguments success result error message reasoningText reasoningOpaque parentToolCallId outputTokens inputTokens model source agentName',
);

describe('Copilot CLI: parsing never throws and always gives the same', () => {
  testAnyLog({ seed, line, parse: (bytes) => parse(bytes), check: expectSound });

  test('for a subagent alone', () => {
    const parsed = parse(new TextEncoder().encode('{"type":"x.y","data":{"parentToolCallId":"c"}}'));
    expectSound(parsed);
    expect(parsed.conversations).toHaveLength(1);
  });

  test('for values nested 100,000 deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const object = `${'{"value":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    for (const nested of [deep, object]) {
      for (const text of [
        `{"type":"user.message","id":"a","data":{"content":${nested},"attachments":${nested}}}`,
        `{"type":"assistant.message","id":"a","data":{"content":"x","toolRequests":[{"arguments":${nested}}]}}`,
        `{"type":"dream.x","id":"a","data":{"x":${nested}}}`,
        `{"type":"user.message","data":{"x":${nested}}}`,
      ])
        expectSound(parse(new TextEncoder().encode(text)));
    }
  });
});
