import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectSound } from '../fixtures/sound.ts';
import { testAnyLog } from '../fixtures/any-log.ts';
import { head, line, logOf, parseBytes } from './fixture.ts';

const seed = logOf(
  head(),
  line('m1', 'user', [{ text: 'a' }, { inlineData: { mimeType: 'image/png', data: 'aGk=' } }], { displayContent: 'a' }),
  line('m2', 'gemini', 'b', {
    thoughts: [{ subject: 's', description: 'd' }],
    tokens: { input: 1, output: 2 },
    toolCalls: [
      { id: 'c', name: 'x', args: {}, result: [{ functionResponse: { response: { output: 'o' } } }], status: 'success' },
    ],
  }),
  { $set: { summary: 't', messages: [line('m2', 'gemini', 'b')] } },
  { $rewindTo: 'm2' },
  line('m3', 'info', 'c'),
);

const word = fc.constantFrom(
  'user',
  'gemini',
  'info',
  'm1',
  'm2',
  'm3',
  'success',
  'text',
  '<hook_context>',
  '/help',
  '__proto__',
);
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 2, depthSize: 'small' }, word, fc.jsonValue(), fc.array(tie('any'), { maxLength: 3 }), tie('object')),
  object: fc.record(
    {
      id: fc.oneof(word, tie('any')),
      type: fc.oneof(word, tie('any')),
      content: tie('any'),
      displayContent: tie('any'),
      timestamp: fc.oneof(fc.constant('2026-01-01T00:00:00Z'), tie('any')),
      thoughts: tie('any'),
      tokens: tie('any'),
      toolCalls: tie('any'),
      name: tie('any'),
      args: tie('any'),
      result: tie('any'),
      status: fc.oneof(word, tie('any')),
      functionResponse: tie('any'),
      response: tie('any'),
      inlineData: tie('any'),
      data: tie('any'),
      text: tie('any'),
      sessionId: fc.oneof(word, tie('any')),
      messages: tie('any'),
      history: tie('any'),
      $set: tie('any'),
      $rewindTo: fc.oneof(word, tie('any')),
    },
    { requiredKeys: [] },
  ),
  top: fc.oneof(
    tie('object'),
    fc.record({ id: word, type: word, toolCalls: fc.array(tie('object'), { maxLength: 2 }), content: tie('any') }),
    fc.record({ $set: fc.record({ messages: fc.array(tie('object'), { maxLength: 3 }) }) }),
    tie('any'),
  ),
}))['top'];

describe('parsing never throws and always gives the same', () => {
  testAnyLog({ seed, line: value, parse: parseBytes, check: expectSound });

  test('for values nested 100,000 deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    for (const key of ['content', 'toolCalls', 'thoughts', 'displayContent', 'tokens']) {
      expectSound(parseBytes(logOf(head(), `{"id":"m1","type":"gemini","${key}":${deep}}`, line('m2', 'user', 'a'))));
    }
    expectSound(parseBytes(logOf(`{"role":"user","history":${deep}}`)));
  });

  test('for 5,000 rewinds, calls of one id and checkpoints', () => {
    const lines = Array.from({ length: 5_000 }, (_, i) => [
      line(`m${i}`, 'gemini', '', { toolCalls: [{ id: 'c', name: 'x', status: 'success' }] }),
      { $rewindTo: `m${i >> 1}` },
      { $set: { messages: [{ id: `m${i >> 1}`, type: 'user', content: 'a' }] } },
    ]);
    expect(parseBytes(logOf(head(), ...lines.flat())).conversations[0]?.messages).toHaveLength(5_000);
  });
});
