import { describe, expect, test } from 'vitest';
import { linesSample as sample } from '../fixtures/judged-sample.ts';
import { judge } from './judge.ts';

const record = { type: 'user', sessionId: 's', uuid: 'u', parentUuid: null, message: { role: 'user', content: 'hi' } };

describe('what is read as a session', () => {
  test.each([
    ['messages', [record]],
    ['a first line without a session', [{ type: 'file-history-snapshot', messageId: 'm', snapshot: {} }, record]],
    ['a summary alone', [{ type: 'summary', summary: 'x', leafUuid: 'u' }]],
    ['state alone', [{ type: 'queue-operation', operation: 'enqueue', sessionId: 's' }]],
    ['records without ids', [{ type: 'user', timestamp: '2025-01-01T00:00:00Z', message: { content: 'hi' } }]],
    ['records among lines that are none', [record, 42, 'x', [1], { silly: 1 }]],
  ])('%s, whatever the file is called', (_, values) => {
    expect(judge(sample('download.dat', values))).toMatchObject({ as: 'whole' });
  });

  test('the export of the web version', () => {
    expect(judge(sample('session.json', [], { kind: 'json-object', keys: ['loglines'] }))).toMatchObject({
      as: 'whole',
      score: 95,
    });
  });

  test('a first line that is longer than the sample', () => {
    const head = '{"parentUuid":null,"isSidechain":false,"type":"user","message":{"role":"user","content":[{"type":"image"';
    expect(judge(sample('x.jsonl', [], { head }))).toMatchObject({ as: 'whole' });
  });
});

describe('what is known and no session', () => {
  test.each([
    ['history.jsonl', [{ display: 'hi', timestamp: 1, project: '/p', sessionId: 's' }]],
    ['p/s/subagents/workflows/w/journal.jsonl', [{ type: 'started', key: 'k', agentId: 'a' }]],
    ['p/agent-acompact-1.jsonl', [record]],
    ['renamed.jsonl', [{ ...record, agentId: 'acompact-1' }]],
    ['.claude/todos/x.json', [[]]],
  ])('%s is passed over with a reason', (name, values) => {
    expect(judge(sample(name, values))).toMatchObject({ as: 'ignored', reason: expect.stringMatching(/\w/) });
  });

  test('workflow states and empty session files are passed over too', () => {
    const workflow = sample('w.json', [{}], { kind: 'json-object', keys: ['runId', 'workflowName'] });
    expect(judge(workflow)).toMatchObject({ as: 'ignored' });
    const empty = sample('p/2c5941bd-b9de-41d6-9414-221d175776f7.jsonl', [], { kind: 'empty' });
    expect(judge(empty)).toMatchObject({ as: 'ignored' });
  });

  test.each([
    ['p/agent-a1.meta.json', { kind: 'json-object' as const, keys: ['agentType'] }],
    ['p/sessions-index.json', { kind: 'json-object' as const, keys: ['version', 'entries'] }],
    ['p/s/tool-results/toolu_1.txt', { kind: 'text' as const }],
  ])('%s belongs to sessions', (name, more) => {
    expect(judge(sample(name, [], more))).toMatchObject({ as: 'side' });
  });
});

test.each([
  [
    'Codex',
    [
      { timestamp: 't', type: 'session_meta', payload: {} },
      { timestamp: 't', type: 'response_item', payload: { type: 'message' } },
    ],
  ],
  ['Cursor', [{ role: 'user', message: { content: [] } }]],
  ['Copilot', [{ type: 'session.start', data: {}, id: '1', timestamp: 't', parentId: null }]],
  [
    'Gemini',
    [
      { sessionId: 's', projectHash: 'p', startTime: 't' },
      { id: '1', type: 'user', content: 'x' },
    ],
  ],
  [
    'pi',
    [
      { type: 'session', version: 3, id: 'x', cwd: '/' },
      { type: 'message', id: '1', message: { role: 'user' } },
    ],
  ],
  ['fine-tuning data', [{ messages: [] }]],
  ['nothing', []],
])('lines of %s are not ours', (_, values) => {
  expect(judge(sample('x.jsonl', values))).toBeNull();
});
