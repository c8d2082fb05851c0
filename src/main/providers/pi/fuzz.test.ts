import { describe, test } from 'vitest';
import { anyValue } from '../fixtures/any-value.ts';
import { testAnyLog } from '../fixtures/any-log.ts';
import { expectSound } from '../fixtures/sound.ts';
import { header, parse, says, sessionOf } from './fixture.ts';

const seed = sessionOf(
  header,
  says('user', 'one', {}, { id: 'a' }),
  says(
    'assistant',
    [
      { type: 'thinking', thinking: 'x' },
      { type: 'toolCall', id: 'c', name: 'bash', arguments: {} },
    ],
    { usage: { input: 1 } },
  ),
  says('toolResult', [{ type: 'image', data: 'aGk=', mimeType: 'image/png' }], { toolCallId: 'c', isError: true }),
  says('bashExecution', null, { command: 'ls', output: 'a', exitCode: 1 }),
  { type: 'compaction', summary: 'x' },
  { type: 'branch_summary', summary: 'x', parentId: 'a' },
  { type: 'session_info', name: 'x' },
);

const line = anyValue(
  'session message compaction branch_summary custom_message custom label session_info model_change user assistant toolResult bashExecution custom text thinking toolCall image a b c',
  'type id parentId timestamp message role content text thinking name arguments data mimeType toolCallId toolName isError details usage input output cost summary command exitCode display parentSession cwd provider model errorMessage',
);

describe('pi: parsing never throws and always gives the same', () => {
  testAnyLog({ seed, line, parse: parse, check: expectSound });

  test('for values nested 100,000 deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const object = `${'{"value":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    for (const nested of [deep, object]) {
      for (const text of [
        `{"type":"message","id":"a","message":{"role":"user","content":${nested}}}`,
        `{"type":"message","id":"a","message":{"role":"assistant","content":[{"type":"toolCall","arguments":${nested}}]}}`,
        `{"type":"dream","x":${nested}}`,
      ])
        expectSound(parse(new TextEncoder().encode(text)));
    }
  });
});
