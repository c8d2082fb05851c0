import { describe, expect, test } from 'vitest';
import { linesSample as sample } from '../fixtures/judged-sample.ts';
import { judge } from './judge.ts';

const header = { timestamp: 't', type: 'session_meta', payload: { id: 'x' } };

describe('what is read as a thread', () => {
  test.each([
    ['a rollout', [header, { timestamp: 't', type: 'response_item', payload: { type: 'message' } }]],
    ['a rollout without a header', [{ timestamp: 't', type: 'turn_context', payload: { model: 'x' } }]],
    [
      'the layout of mid-2025',
      [
        { id: 'x', timestamp: 't', instructions: null, git: {} },
        { record_type: 'state' },
        { type: 'message', role: 'user', content: [] },
      ],
    ],
    [
      'the same, cut short',
      [
        { type: 'message', role: 'user', content: [] },
        { type: 'function_call', name: 'f', call_id: 'c' },
      ],
    ],
    [
      'what exec prints',
      [
        { type: 'thread.started', thread_id: 'x' },
        { type: 'item.completed', item: {} },
      ],
    ],
    [
      'roles and times',
      [
        { timestamp: '2025-09-10T12:00:00Z', role: 'user', content: 'x' },
        { timestamp: '2025-09-10T12:00:00Z', type: 'tool_call' },
      ],
    ],
  ])('%s, whatever the file is called', (_, values) => {
    expect(judge(sample('download.dat', values))).toMatchObject({ as: 'whole' });
  });

  test('the single JSON of early 2025', () => {
    expect(judge(sample('x.json', [], { kind: 'json-object', keys: ['session', 'items'] }))).toMatchObject({ as: 'whole' });
  });

  test('a first line that is longer than the sample', () => {
    const head = '{"timestamp":"2026-01-01T00:00:00Z","type":"session_meta","payload":{"id":"x","base_instructions":{"text":"';
    expect(judge(sample('x.jsonl', [], { head }))).toMatchObject({ as: 'whole' });
  });
});

test.each([
  ['history.jsonl', [{ session_id: 's', ts: 1, text: 'x' }], 'ignored'],
  ['session_index.jsonl', [{ id: 's', thread_name: 'x', updated_at: 't' }], 'side'],
])('%s is known and no thread', (name, values, as) => {
  expect(judge(sample(name, values))).toMatchObject({ as, reason: expect.stringMatching(/\w/) });
});

test.each([
  [
    'Claude Code',
    [{ type: 'user', uuid: 'u', sessionId: 's', timestamp: '2025-01-01T00:00:00Z', message: { role: 'user', content: 'x' } }],
  ],
  ['Cursor', [{ role: 'user', message: { content: [] } }]],
  ['Copilot', [{ type: 'session.start', data: {}, id: '1', timestamp: 't', parentId: null }]],
  [
    'Gemini',
    [
      { sessionId: 's', projectHash: 'p', startTime: 't' },
      { id: '1', type: 'user', content: 'x', timestamp: 't' },
    ],
  ],
  [
    'pi',
    [
      { type: 'session', version: 3, id: 'x', cwd: '/' },
      { type: 'message', id: '1', message: { role: 'user', content: [] } },
    ],
  ],
  ['fine-tuning data', [{ messages: [{ role: 'user', content: 'x' }] }]],
  ['nothing', []],
])('lines of %s are not ours', (_, values) => {
  expect(judge(sample('x.jsonl', values))).toBeNull();
});

test('the databases of the program are state', () => {
  for (const name of ['.codex/state_5.sqlite', 'thread_history_1.sqlite', 'logs_2.sqlite'])
    expect(judge(sample(name, [], { kind: 'sqlite' }))).toMatchObject({ as: 'ignored' });
  expect(judge(sample('other.sqlite', [], { kind: 'sqlite' }))).toBeNull();
});
