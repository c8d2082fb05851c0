import { describe, expect, test } from 'vitest';
import { linesSample } from '../fixtures/judged-sample.ts';
import { conversationOf, header, parse, says, sessionOf } from './fixture.ts';
import { judge } from './judge.ts';

const words = (text: string): unknown => [{ type: 'text', text }];

describe('a session of pi', () => {
  test('is a tree whose last entry is where it stands', () => {
    const conversation = conversationOf(
      header,
      says('user', 'one', {}, { id: 'a' }),
      says(
        'assistant',
        words('two'),
        { model: 'm', usage: { input: 5, output: 2, cacheRead: 7, cacheWrite: 1, cost: { total: 1 } } },
        { id: 'b' },
      ),
      says('user', 'three', {}, { id: 'c' }),
      { type: 'branch_summary', id: 's', parentId: 'b', fromId: 'c', summary: 'left' },
      says('user', 'four', {}, { id: 'd', parentId: 's' }),
      { type: 'label', id: 'l', parentId: 'd', targetId: 'a', label: 'here' },
    );
    expect(conversation.messages.map(({ nativeId, parent }) => [nativeId, parent])).toEqual([
      ['a', null],
      ['b', 'a'],
      ['c', 'b'],
      ['s', 'b'],
      ['d', 's'],
    ]);
    expect(conversation.activeLeaf).toBe('d');
    expect(conversation.messages[1]).toMatchObject({ model: 'm', usage: { input: 5, output: 2, cacheRead: 7, cacheWrite: 1 } });
    expect(conversation).toMatchObject({ nativeId: 'session-1', cwd: '/home/me/app', project: 'app' });
  });

  test('has a name, the last one given', () => {
    const named = (name: string) => ({ type: 'session_info', name });
    expect(conversationOf(header, says('user', 'x'), named('first'), named('second')).title).toBe('second');
    expect(conversationOf(header, says('user', 'x')).title).toBeNull();
  });

  test('pairs calls with results, and knows errors by what is stated', () => {
    const { messages } = conversationOf(
      header,
      says('assistant', [
        { type: 'thinking', thinking: 'hm' },
        { type: 'toolCall', id: 'c1', name: 'read', arguments: { path: 'x' } },
      ]),
      says('toolResult', words('Error: no'), { toolCallId: 'c1', toolName: 'read', isError: false, details: { diff: '-a' } }),
      says('toolResult', words('gone'), { toolCallId: 'c2', toolName: 'read', isError: true }),
    );
    expect(messages[0]?.parts).toEqual([
      { type: 'thinking', text: 'hm' },
      { type: 'tool-call', callId: 'c1', name: 'read', input: { path: 'x' } },
    ]);
    expect(messages.slice(1).map(({ role, author, parts }) => [role, author, parts[0]])).toEqual([
      ['tool', 'read', { type: 'tool-result', callId: 'c1', text: 'Error: no', outcome: 'ok', details: { diff: '-a' } }],
      ['tool', 'read', { type: 'tool-result', callId: 'c2', text: 'gone', outcome: 'error' }],
    ]);
  });

  test('keeps a command of the person with what it printed', () => {
    const [message] = conversationOf(
      header,
      says('bashExecution', undefined, { command: 'ls', output: 'a', exitCode: 2, excludeFromContext: true }),
      says('assistant', 'x'),
    ).messages;
    expect(message).toMatchObject({ role: 'user', origin: 'person' });
    expect(message?.parts).toMatchObject([
      { type: 'text', text: '!!ls', source: 'command' },
      { type: 'tool-call', name: 'bash' },
      { type: 'tool-result', text: 'a', outcome: 'error', details: { exitCode: 2 } },
    ]);
  });

  test('marks what nobody typed', () => {
    const { messages } = conversationOf(
      header,
      says('user', 'x'),
      { type: 'custom_message', customType: 'hint', content: 'context', display: false },
      { type: 'compaction', summary: 'so far', firstKeptEntryId: 'e1' },
      { type: 'custom', data: {} },
    );
    expect(messages.map(({ role, origin, hidden, author }) => [role, origin, hidden, author])).toEqual([
      ['user', 'person', false, null],
      ['user', 'injected', true, 'hint'],
      ['system', 'system', false, 'compaction'],
    ]);
  });

  test('brings images as attachments', () => {
    const conversation = conversationOf(header, says('user', [{ type: 'image', data: 'aGk=', mimeType: 'image/png' }]));
    expect(conversation.messages[0]?.parts).toEqual([{ type: 'image', attachment: 'e1/0', name: null, mime: 'image/png' }]);
    expect(conversation.attachments[0]?.bytes).toEqual(new TextEncoder().encode('hi'));
  });

  test('goes on below a line that cannot be read', () => {
    const parsed = parse(
      sessionOf(
        header,
        says('user', 'x', {}, { id: 'a' }),
        '{"type":"mess',
        says('assistant', 'y', {}, { id: 'c', parentId: 'b' }),
      ),
    );
    expect(parsed.issues).toMatchObject([{ code: 'bad-line', where: 'line 3' }]);
    expect(parsed.conversations[0]?.messages.map(({ parent }) => parent)).toEqual([null, 'a']);
  });

  test('of version 1 is a line', () => {
    const { messages } = conversationOf(
      { ...header, version: 1 },
      says('user', 'x', {}, { id: undefined, parentId: undefined }),
      says('assistant', 'y', {}, { id: undefined, parentId: undefined }),
    );
    expect(messages[1]?.parent).toBe(messages[0]?.nativeId);
  });

  test('that was forked hangs on the session its file is named after', () => {
    const parent = '/home/me/.pi/agent/sessions/x/2026-01-01T10-00-00-000Z_019e19b4-eb48-746a-aa6b-8dfcfa37954b.jsonl';
    const conversation = conversationOf({ ...header, parentSession: parent }, says('user', 'x'));
    expect(conversation.parent).toEqual({ nativeId: '019e19b4-eb48-746a-aa6b-8dfcfa37954b', relation: 'fork' });
    expect(conversation.familyKeys).toEqual(['session:session-1', 'session:019e19b4-eb48-746a-aa6b-8dfcfa37954b']);
  });

  test('keeps what it does not know, and counts it', () => {
    const parsed = parse(sessionOf(header, says('user', [{ type: 'hologram', x: 1 }]), { type: 'dream' }, says('oracle', 'x')));
    expect(parsed.conversations[0]?.messages.flatMap(({ parts }) => parts.map(({ type }) => type))).toEqual([
      'unknown',
      'unknown',
      'unknown',
    ]);
    expect(parsed.drift.map(({ path }) => path)).toEqual(['content.type=hologram', 'entry.type=dream', 'message.role=oracle']);
  });

  test('without words is none', () => {
    expect(parse(sessionOf(header))).toMatchObject({
      conversations: [],
      ignored: { conversations: 1 },
      reason: expect.stringMatching(/header/),
    });
  });

  test('is known by its lines, and others are not', () => {
    expect(judge(linesSample('x.jsonl', [header, says('user', 'x', {}, { id: 'a', parentId: null })]))).toMatchObject({
      as: 'whole',
      score: 92,
    });
    expect(judge(linesSample('x.jsonl', [{ type: 'session.start', data: {}, id: 'a', parentId: null }]))).toBeNull();
    expect(judge(linesSample('x.jsonl', [{ type: 'user', uuid: 'a', parentUuid: null, message: {} }]))).toBeNull();
  });
});
