import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Parsed } from '../../../shared/parsed.ts';
import { testAnyLog } from '../fixtures/any-log.ts';
import { expectSound } from '../fixtures/sound.ts';
import { event, item, meta, parse, rolloutOf, says, tokens, turn } from './fixture.ts';

const seed = rolloutOf(
  meta({ source: { subagent: { thread_spawn: { parent_thread_id: 'p' } } } }),
  turn('t1'),
  says('user', '# Context from my IDE setup:\n## My request for Codex:\nfix'),
  item({ type: 'message', role: 'user', content: [{ type: 'input_image', image_url: 'data:image/png;base64,aGk=' }] }),
  item({ type: 'reasoning', summary: [], encrypted_content: 'x' }),
  event('agent_reasoning', { text: 'hm' }),
  item({ type: 'function_call', name: 'shell', arguments: '{"command":["ls"]}', call_id: 'c' }),
  event('exec_command_end', { call_id: 'c', exit_code: 1 }),
  item({ type: 'function_call_output', call_id: 'c', output: '{"output":"a","metadata":{"exit_code":0}}' }),
  tokens(3, 3),
  { type: 'compacted', payload: { message: 'x' } },
  event('thread_rolled_back', { num_turns: 1 }),
  { type: 'item.completed', item: { id: 'i', type: 'agent_message', text: 'x' } },
);

/** A reason is given exactly where nothing came of it; a thread is a line, but for what was rolled back: each parent stands before its children. */
function check(parsed: Parsed): void {
  expectSound(parsed);
  expect(parsed.conversations.length === 0).toBe(parsed.reason !== undefined);
  for (const { messages } of parsed.conversations) {
    const seen = new Set<string>();
    for (const { nativeId, parent } of messages) {
      if (parent !== null) expect(seen.has(parent)).toBe(true);
      seen.add(nativeId);
    }
  }
}

const word = fc.constantFrom(
  ...'message reasoning function_call function_call_output custom_tool_call web_search_call compaction agent_message token_count user_message exec_command_end mcp_tool_call_end patch_apply_end web_search_end item_completed thread_rolled_back task_complete UserMessage CommandExecution user assistant developer c1 c2 x'.split(
    ' ',
  ),
);
const line: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    word,
    fc.jsonValue(),
    fc.array(tie('any'), { maxLength: 3 }),
    tie('payload'),
  ),
  payload: fc.record(
    {
      type: fc.oneof(word, tie('any')),
      id: fc.oneof(word, tie('any')),
      role: fc.oneof(word, tie('any')),
      content: tie('any'),
      text: tie('any'),
      message: tie('any'),
      summary: tie('any'),
      call_id: fc.oneof(word, tie('any')),
      name: fc.oneof(word, tie('any')),
      arguments: tie('any'),
      output: tie('any'),
      action: tie('any'),
      item: tie('any'),
      info: tie('any'),
      input_tokens: tie('any'),
      turn_id: word,
      num_turns: fc.oneof(fc.integer(), tie('any')),
      exit_code: tie('any'),
      changes: tie('any'),
      result: tie('any'),
      results: tie('any'),
      invocation: tie('any'),
      image_url: tie('any'),
      source: tie('any'),
      last_agent_message: tie('any'),
    },
    { requiredKeys: [] },
  ),
  line: fc.record({
    timestamp: fc.oneof(fc.constant('2026-01-01T00:00:00Z'), tie('any')),
    type: fc.constantFrom(
      'response_item',
      'event_msg',
      'session_meta',
      'turn_context',
      'compacted',
      'world_state',
      'item.completed',
      'turn.completed',
      'x',
    ),
    payload: tie('payload'),
  }),
  top: fc.oneof(tie('line'), tie('payload'), tie('any')),
}))['top'];

describe('parsing never throws and always gives the same', () => {
  testAnyLog({ seed, line, parse, check });

  test('for values nested 100,000 deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const lines = ['function_call', 'function_call_output', 'message', 'reasoning', 'dream'].map(
      (type) =>
        `{"type":"response_item","payload":{"type":"${type}","role":"user","call_id":"c","arguments":${deep},"output":${deep},"content":${deep},"x":${deep}}}`,
    );
    check(parse(new TextEncoder().encode(lines.join('\n'))));
  });

  test('for keys that are properties of objects', () => {
    const bytes = rolloutOf(
      meta({ id: '__proto__' }),
      item({ type: 'message', role: 'user', id: 'constructor', content: 'hi', __proto__: 1 }),
    );
    check(parse(bytes, 'x', { shared: { titles: {} }, entry: null }));
    expect(parse(bytes).conversations[0]?.nativeId).toBe('__proto__');
  });
});
