import { describe, test } from 'vitest';
import { anyValue } from '../fixtures/any-value.ts';
import { testAnyLog } from '../fixtures/any-log.ts';
import { expectSound } from '../fixtures/sound.ts';
import { info, message, parse } from './fixture.ts';

const seed = new TextEncoder().encode(
  JSON.stringify({
    info: { ...info, revert: { messageID: 'm2' } },
    messages: [
      message(1, 'user', [
        { type: 'text', text: 'x' },
        { type: 'file', url: 'data:image/png;base64,aGk=' },
      ]),
      message(2, 'assistant', [
        { type: 'reasoning', text: 'hm', time: { start: 1, end: 2 } },
        {
          type: 'tool',
          tool: 'bash',
          callID: 'c',
          state: { status: 'completed', input: {}, output: 'a', metadata: { exit: 1 } },
        },
        { type: 'step-finish', tokens: { input: 1, output: 2 } },
      ]),
    ],
  }),
);

const line = anyValue(
  'user assistant system text reasoning tool file step-finish compaction subtask retry completed error running invalid shell synthetic m1 m2 s1',
  'info messages parts id sessionID messageID role type text time created start end tool callID state status input output error metadata exit data name value session entries session_id message_id url mime filename source path tokens cache revert parentID content summary title',
);

describe('OpenCode: parsing never throws and always gives the same', () => {
  testAnyLog({ seed, line, parse: (bytes) => parse(new TextDecoder().decode(bytes)), check: expectSound });

  test('for values nested 100,000 deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const object = `${'{"value":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    for (const nested of [deep, object]) {
      for (const text of [
        `{"info":${nested},"messages":[{"info":{"id":"a","role":"user","error":${nested}},"parts":[{"type":"x","y":${nested}}]}]}`,
        `{"info":{},"messages":[{"info":{"id":"a","role":"assistant"},"parts":[{"type":"tool","state":{"status":"completed","input":${nested},"metadata":${nested},"output":${nested}}}]}]}`,
        `{"session":{"revert":${JSON.stringify(nested)}},"messages":[],"entries":[{"id":"e","type":"user","data":{"text":"x","files":${nested}}}]}`,
        `{"name":"a","value":${nested}}`,
      ])
        expectSound(parse(text));
    }
  });
});
