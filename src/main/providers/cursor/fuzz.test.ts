import { describe, test } from 'vitest';
import { anyValue } from '../fixtures/any-value.ts';
import { testAnyLog } from '../fixtures/any-log.ts';
import { expectSound } from '../fixtures/sound.ts';
import { parse, says, text, transcriptOf } from './fixture.ts';

const seed = new TextEncoder().encode(
  transcriptOf(
    says('user', text('<user_query>\nWhy?\n</user_query>')),
    says('assistant', text('So.\n\n[REDACTED]'), { type: 'tool_use', name: 'Shell', input: { command: 'ls' } }),
    says('user', { type: 'tool_result', tool_use_id: 't', content: [text('a')] }),
    {
      composer: { composerId: 'c', conversation: [{ bubbleId: 'b', type: 1, text: 'x' }] },
      bubbles: [['b', { type: 2, toolFormerData: { name: 'edit_file', rawArgs: '{}', status: 'completed', result: '{}' } }]],
    },
  ),
);

const line = anyValue(
  'user assistant tool system text thinking reasoning tool_use tool_result tool-call tool-result image completed error 1 2 b c',
  'composer tab store role message content type text name input id tool_use_id toolCallId result bubbles bubbleId conversation fullConversationHeadersOnly toolFormerData rawArgs params status thinking codeBlocks tokenCount context images selections subagentInfo meta blobs richText children root timingInfo createdAt',
);

describe('Cursor: parsing never throws and always gives the same', () => {
  testAnyLog({ seed, line, parse: (bytes) => parse(bytes), check: expectSound });

  test('for values nested 100,000 deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const object = `${'{"value":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    for (const nested of [deep, object]) {
      for (const text of [
        `{"role":"user","message":{"content":${nested}}}`,
        `{"role":"assistant","message":{"content":[{"type":"tool_use","input":${nested}},{"type":"tool_result","content":${nested}},{"type":"x","y":${nested}}]}}`,
        `{"composer":{"conversation":[{"bubbleId":"b","type":1,"richText":${nested},"context":${nested}}]},"bubbles":${nested}}`,
        `{"composer":{"composerId":"c","conversation":[{"bubbleId":"b","type":2,"toolFormerData":{"result":${nested},"params":${nested}}}]}}`,
        `{"tab":{"bubbles":[{"type":"user","initText":${nested}}]}}`,
        `{"store":{"meta":${nested},"blobs":[["a",{"role":"user","content":${nested}}]]}}`,
      ])
        expectSound(parse(new TextEncoder().encode(text)));
    }
  });
});
