import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../shared/parsed.ts';
import { testAnyLog } from '../fixtures/any-log.ts';
import { expectSound } from '../fixtures/sound.ts';
import { assistant, parse, state, text, toolResult, toolUse, transcriptOf, user } from './fixture.ts';

const seed = transcriptOf(
  state({ type: 'summary', summary: 'S', leafUuid: 'r2' }),
  user([text('<ide_selection>x</ide_selection>'), text('go')]),
  assistant('m1', [{ type: 'thinking', thinking: '' }, toolUse('t1', 'Task', { prompt: 'p' })], {
    usage: { input_tokens: 1, output_tokens: 2 },
  }),
  user([toolResult('t1', [text('x'), { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGk=' } }])], {
    toolUseResult: { agentId: 'a' },
  }),
  { type: 'attachment', attachment: { type: 'queued_command', prompt: 'and this' } },
  user('p', { isSidechain: true, parentUuid: null }),
  { type: 'system', subtype: 'compact_boundary', parentUuid: null, logicalParentUuid: 'r3' },
  { type: 'progress', data: { type: 'agent_progress', agentId: 'b' }, parentToolUseID: 't1' },
  user('end', { parentUuid: 'r3' }),
);

/** A reason is given exactly where no conversation came of it. */
function check(parsed: Parsed): void {
  expectSound(parsed);
  expect(parsed.conversations.length === 0).toBe(parsed.reason !== undefined);
}

/** Every key and many values of the format, in any place. */
const word = fc.constantFrom(
  'user',
  'assistant',
  'system',
  'attachment',
  'summary',
  'progress',
  'tool_use',
  'tool_result',
  'text',
  'thinking',
  'image',
  'r1',
  'r2',
  'r3',
  '',
);
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 4 }, word, fc.jsonValue(), fc.array(tie('any'), { maxLength: 3 }), tie('record')),
  record: fc.record(
    {
      type: fc.oneof(word, tie('any')),
      uuid: fc.oneof(word, tie('any')),
      parentUuid: fc.oneof(word, fc.constant(null), tie('any')),
      logicalParentUuid: word,
      sessionId: fc.oneof(word, tie('any')),
      agentId: fc.oneof(word, tie('any')),
      isSidechain: fc.oneof(fc.boolean(), tie('any')),
      isMeta: fc.boolean(),
      timestamp: fc.oneof(
        fc.date().map((date) => (Number.isNaN(date.getTime()) ? 'x' : date.toISOString())),
        tie('any'),
      ),
      message: tie('any'),
      content: tie('any'),
      id: fc.oneof(word, tie('any')),
      name: tie('any'),
      input: tie('any'),
      text: tie('any'),
      thinking: tie('any'),
      source: tie('any'),
      data: tie('any'),
      attachment: tie('any'),
      toolUseResult: tie('any'),
      tool_use_id: word,
      is_error: tie('any'),
      usage: tie('any'),
      leafUuid: word,
      subtype: tie('any'),
      prompt: tie('any'),
    },
    { requiredKeys: [] },
  ),
}))['any'];

describe('parsing never throws and always gives the same', () => {
  testAnyLog({ seed, line: value, parse, check });

  test('for values nested 100,000 deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const line = `{"type":"assistant","uuid":"u","sessionId":"s","message":{"content":[{"type":"tool_use","id":"t","input":${deep}},${deep}]}}`;
    const parsed = parse(
      new TextEncoder().encode(`${line}\n{"type":"user","sessionId":"s","uuid":"v","message":{"content":"hi"}}`),
    );
    check(parsed);
    expect(parsed.conversations[0]?.messages.length).toBe(2);
  });

  test('for keys that are properties of objects', () => {
    const line =
      '{"type":"user","uuid":"__proto__","parentUuid":"constructor","sessionId":"__proto__","__proto__":{"x":1},"message":{"content":"hi"}}';
    const parsed = parse(new TextEncoder().encode(line));
    check(parsed);
    expect(parsed.conversations[0]?.messages[0]?.nativeId).toBe('__proto__');
  });
});
