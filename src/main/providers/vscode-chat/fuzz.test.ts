import { describe, test } from 'vitest';
import { anyValue } from '../fixtures/any-value.ts';
import { testAnyLog } from '../fixtures/any-log.ts';
import { expectSound } from '../fixtures/sound.ts';
import { parse, request, sessionOf } from './fixture.ts';

const seed = new TextEncoder().encode(
  JSON.stringify({
    kind: 0,
    v: sessionOf(
      request([
        { value: 'x' },
        { kind: 'inlineReference', inlineReference: { path: '/a', scheme: 'file' } },
        { kind: 'thinking', id: 't', value: 'hm' },
        {
          kind: 'toolInvocationSerialized',
          toolId: 'x',
          toolCallId: 'c',
          isComplete: true,
          resultDetails: { output: [{ value: 'a' }] },
        },
        { kind: 'textEditGroup', uri: { path: '/a' }, edits: [[{ text: 'b' }]], done: true },
      ]),
    ),
  }) + '\n{"kind":2,"k":["requests"],"v":[{"message":"y","response":["z"]}],"i":1}\n',
);

const line = anyValue(
  'requests response result 0 1 2 thinking inlineReference toolInvocationSerialized textEditGroup warning confirmation markdownContent terminal subagent file image paste execute_tool chat gen_ai.conversation.id gen_ai.operation.name gen_ai.input.messages',
  'kind k v i requests requestId message text response value content uri path scheme external inlineReference name location toolId toolCallId isComplete toolSpecificData resultDetails output input isError edits variableData variables result metadata toolCallRounds toolCallResults errorDetails timings contentReferences reference resourceSpans resource scopeSpans spans attributes key stringValue status',
);

describe('VS Code chat: parsing never throws and always gives the same', () => {
  testAnyLog({ seed, line, parse: (bytes) => parse(new TextDecoder().decode(bytes)), check: expectSound });

  test('for values nested 100,000 deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const object = `${'{"value":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
    for (const nested of [deep, object]) {
      for (const text of [
        `{"kind":0,"v":{"requests":[{"message":${nested},"response":${nested},"variableData":{"variables":[{"kind":"file","value":${nested}}]}}]}}`,
        `{"requests":[{"message":"x","response":[{"kind":"x","y":${nested}},{"kind":"inlineReference","inlineReference":${nested}},{"value":${nested}}]}]}`,
        `{"requests":[{"message":"x","response":[{"kind":"toolInvocationSerialized","toolSpecificData":{"rawInput":${nested}},"resultDetails":${nested}}]}]}`,
        `{"kind":0,"v":{"requests":[]}}\n{"kind":1,"k":["requests",${nested}],"v":${nested}}`,
        `{"resourceSpans":${nested}}`,
      ])
        expectSound(parse(text));
    }
  });
});
