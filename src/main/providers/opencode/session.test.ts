import { describe, expect, test } from 'vitest';
import { jsonSample } from '../fixtures/judged-sample.ts';
import { tablesOf } from '../fixtures/tables.ts';
import { toldOf } from '../fixtures/told.ts';
import { conversationOf, info, message, parse, storageOf } from './fixture.ts';
import { gather } from './gather.ts';
import { opencode } from './index.ts';
import { judge } from './judge.ts';

const text = (words: string, more = {}) => ({ type: 'text', text: words, ...more });
const tool = (state: object, more = {}) => ({ type: 'tool', tool: 'bash', callID: 'c1', state, ...more });

function resultOf(state: object, more = {}) {
  const { messages } = conversationOf([message(1, 'assistant', [tool(state, more)])]);
  return messages[0]?.parts[1];
}

describe('a session of OpenCode', () => {
  test('has its head', () => {
    const conversation = conversationOf([message(1, 'user', [text('x')])]);
    expect(conversation).toMatchObject({
      nativeId: 'ses_1',
      title: 'A title',
      cwd: '/home/me/app',
      project: 'app',
      archived: false,
    });
    const named = {
      title: 'New session - 2026-01-01T10:00:00.000Z',
      parentID: 'ses_0',
      time: { archived: Date.UTC(2026, 0, 2) },
    };
    const child = conversationOf([message(1, 'user', [text('x')])], named);
    expect(child).toMatchObject({ title: null, archived: true, parent: { nativeId: 'ses_0', relation: 'subagent' } });
    expect(child.messages[0]?.origin).toBe('injected');
  });

  test('has parts of every type', () => {
    const { messages, attachments } = conversationOf([
      message(1, 'user', [
        text('Why?'),
        text('reminder', { synthetic: true }),
        { type: 'file', mime: 'image/png', filename: 'a.png', url: 'data:image/png;base64,aGk=' },
        { type: 'agent', name: 'build' },
        { type: 'subtask', prompt: 'Look', description: 'd', agent: 'explore', command: 'look' },
      ]),
      message(2, 'assistant', [
        { type: 'step-start' },
        { type: 'reasoning', text: 'hm', time: { start: 10, end: 30 } },
        text('So.'),
        { type: 'patch', hash: 'h', files: [] },
        { type: 'snapshot', snapshot: 's' },
        { type: 'retry', attempt: 1, error: { data: { message: 'Busy' } } },
        { type: 'step-finish', tokens: { input: 1, output: 1 } },
      ]),
    ]);
    expect(messages[0]?.parts).toEqual([
      { type: 'text', text: 'Why?' },
      { type: 'text', text: 'reminder', source: 'injected' },
      { type: 'image', attachment: 'm1/0', name: 'a.png', mime: 'image/png' },
      { type: 'text', text: 'Look', source: 'command' },
    ]);
    expect(attachments[0]?.bytes).toHaveLength(2);
    expect(messages[1]?.parts).toEqual([
      { type: 'thinking', text: 'hm', durationMs: 20 },
      { type: 'text', text: 'So.' },
      { type: 'text', text: 'Busy', source: 'injected' },
    ]);
  });

  test('knows how tools ended by what is stated', () => {
    const done = { status: 'completed', input: { command: 'ls' }, output: 'a' };
    expect(resultOf(done)).toEqual({ type: 'tool-result', callId: 'c1', text: 'a', outcome: 'ok' });
    expect(resultOf({ ...done, metadata: { exit: 1, output: 'a' } })).toMatchObject({
      outcome: 'error',
      details: { exitCode: 1 },
    });
    expect(resultOf({ status: 'error', input: {}, error: 'No such file' })).toMatchObject({
      outcome: 'error',
      text: 'No such file',
    });
    expect(resultOf(done, { tool: 'invalid' })).toMatchObject({ outcome: 'error' });
    expect(resultOf({ status: 'running', input: {} })).toBeUndefined();
    const [call] = conversationOf([
      message(1, 'assistant', [
        tool({ status: 'completed', input: {}, output: '', title: 'Look', metadata: { sessionId: 'ses_2' } }, { tool: 'task' }),
      ]),
    ]).messages.flatMap(({ parts }) => parts);
    expect(call).toMatchObject({ name: 'task', title: 'Look', thread: 'ses_2' });
  });

  test('counts tokens once', () => {
    const step = { type: 'step-finish', tokens: { input: 4, output: 2, reasoning: 1, cache: { read: 3, write: 1 } } };
    const usage = (more: object) =>
      conversationOf([message(1, 'assistant', [text('x'), step], more as Record<string, unknown>)]).messages[0]?.usage;
    expect(usage({ tokens: { input: 9, output: 5, cache: { read: 1, write: 0 } } })).toEqual({
      input: 9,
      output: 5,
      cacheRead: 1,
      cacheWrite: 0,
    });
    expect(usage({})).toEqual({ input: 4, output: 2, cacheRead: 3, cacheWrite: 1 });
    expect(usage({ tokens: { total: 12, input: 4, output: 5, reasoning: 3, cache: { read: 0, write: 0 } } })?.output).toBe(8);
  });

  test('stands in the order of its ids, or else of its times', () => {
    const at = (place: number, id: string) => message(place, 'user', [text(id)], { id });
    const order = (...messages: readonly Record<string, unknown>[]) =>
      conversationOf(messages).messages.map(({ nativeId }) => nativeId);
    expect(order(at(2, 'b'), at(1, 'z'))).toEqual(['z', 'b']);
    expect(order(at(1, 'msg_0123456789abcX2'), at(2, 'msg_0123456789abcX1'))).toEqual([
      'msg_0123456789abcX1',
      'msg_0123456789abcX2',
    ]);
  });

  test('shows compactions, errors, and where it was taken back to', () => {
    const conversation = conversationOf(
      [
        message(1, 'user', [text('x')]),
        message(2, 'assistant', [text('y')], { error: { name: 'MessageAbortedError', data: { message: 'Stopped' } } }),
        message(3, 'user', [{ type: 'compaction', auto: true }]),
        message(4, 'assistant', [text('So far')], { summary: true }),
        message(5, 'user', [text('z')]),
      ],
      { revert: { messageID: 'm5' } },
    );
    expect(conversation.messages.map(({ role, author }) => [role, author])).toEqual([
      ['user', null],
      ['assistant', null],
      ['system', 'compaction'],
      ['assistant', 'compaction'],
      ['user', null],
    ]);
    expect(conversation.messages[1]?.parts[1]).toEqual({ type: 'text', text: 'Stopped', source: 'injected' });
    expect(conversation.activeLeaf).toBe('m4');
  });

  test('tells what it cannot read, and counts what it does not know', () => {
    const parsed = parse({
      info,
      messages: [7, message(1, 'user', [text('x'), { type: 'hologram' }]), { info: { id: 'b', role: 'user' }, parts: [1] }],
    });
    expect(parsed.issues.map(({ where }) => where)).toEqual(['messages.0', 'messages.2.parts.0']);
    expect(parsed.drift).toMatchObject([{ path: 'part.type=hologram' }]);
    expect(parse({ info, messages: [] })).toMatchObject({ conversations: [], ignored: { conversations: 1 } });
    expect(parse('[1]').issues).toHaveLength(1);
  });
});

describe('the storage tree', () => {
  const told = toldOf(1, 4);
  const files = storageOf(told);

  test('is claimed file by file, by the session', () => {
    for (const [name, content] of Object.entries(files)) {
      expect(judge(jsonSample(name, JSON.parse(content)))).toMatchObject({ as: 'joined', record: told.id });
    }
    expect(judge(jsonSample('storage/project/x.json', { id: 'x', worktree: '/' }))).toMatchObject({ as: 'ignored' });
  });

  test('says the same as the export', () => {
    const lines = Object.entries(files).map(([name, content]) => JSON.stringify({ name, value: JSON.parse(content) }));
    const [conversation] = parse(lines.join('\n')).conversations;
    expect(conversation).toMatchObject({ nativeId: told.id, title: told.title });
    expect(conversation?.messages.map(({ nativeId }) => nativeId)).toEqual(told.messages.map(({ id }) => id));
    expect(conversation?.messages.map(({ parts }) => parts)).toEqual(
      told.messages.map(({ text: words }) => [{ type: 'text', text: words }]),
    );
  });

  test('tells parts of messages that are not there, and files that are no JSON', () => {
    const part = { id: 'p', sessionID: 's', messageID: 'gone', type: 'text', text: 'x' };
    const parsed = parse(
      [
        { name: 'a', value: part },
        { name: 'b', value: '{"id":' },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    );
    expect(parsed.issues.map(({ where, raw }) => [where, raw])).toEqual([
      ['b', '{"id":'],
      ['a', JSON.stringify(part)],
    ]);
  });

  test('has early parts that only their folder ties to a message', async () => {
    const part = { id: 'p', type: 'text', text: 'Found' };
    const name = 'storage/part/m1/001.json';
    expect(judge(jsonSample(name, part))).toMatchObject({ as: 'side' });
    const { shared } = await gather({ entries: [{ name, size: 40 }], text: () => Promise.resolve(JSON.stringify(part)) });
    const head = { id: 'm1', sessionID: 's', role: 'assistant', time: { created: 1767261600000 } };
    const parsed = parse(JSON.stringify({ name: 'm', value: head }), { shared, entry: null });
    expect(parsed.conversations[0]?.messages[0]?.parts).toEqual([{ type: 'text', text: 'Found' }]);
    expect(parsed.side).toEqual({ shared: { parts: { m1: [part] } }, entry: null });
  });
});

describe('the database', () => {
  const session = ['id', 'parent_id', 'directory', 'title', 'time_created', 'time_updated', 'time_archived'];
  const rows = {
    session: { columns: session, rows: [['ses_1', null, '/home/me/app', 'A title', 1767261600000, 1767265200000, null]] },
    message: {
      columns: ['id', 'session_id', 'time_created', 'data'],
      rows: [
        ['m2', 'ses_1', 1767261660000, '{"role":"assistant","modelID":"m"}'],
        ['m1', 'ses_1', 1767261600000, '{"role":"user"}'],
        ['m3', 'gone', 1767261600000, '{"role":"user"}'],
        ['m4', 'ses_1', 1767261720000, '{"role":'],
      ],
    },
    part: {
      columns: ['id', 'message_id', 'session_id', 'data'],
      rows: [
        ['p1', 'm1', 'ses_1', '{"type":"text","text":"Why?"}'],
        ['p2', 'm2', 'ses_1', '{"type":"text","text":"So."}'],
        ['p3', 'm3', 'gone', '{"type":"text","text":"Lost"}'],
      ],
    },
  };

  test('gives a record for each session, also for one without a row', () => {
    const records = [...(opencode.readTables?.(tablesOf(rows)) ?? [])];
    expect(records.map(({ name }) => name)).toEqual(['session:ses_1', 'session:gone']);
    const [first, second] = records.map(({ bytes }) => parse(new TextDecoder().decode(bytes)));
    expect(first?.conversations[0]).toMatchObject({ nativeId: 'ses_1', title: 'A title', cwd: '/home/me/app' });
    expect(first?.conversations[0]?.messages.map(({ nativeId, model }) => [nativeId, model])).toEqual([
      ['m1', null],
      ['m2', 'm'],
    ]);
    expect(first?.issues).toMatchObject([{ where: 'message:m4', raw: '{"role":' }]);
    expect(second?.conversations[0]?.messages[0]?.parts).toEqual([{ type: 'text', text: 'Lost' }]);
  });

  test('of the forks keeps whole messages', () => {
    const entry = (id: string, type: string, time: number, data: object) => [id, 'ses_1', type, time, JSON.stringify(data)];
    const toolPart = {
      type: 'tool',
      id: 'c',
      name: 'bash',
      state: { status: 'completed', input: {}, content: [{ type: 'text', text: 'out' }], structured: {} },
    };
    const entries = {
      columns: ['id', 'session_id', 'type', 'time_created', 'data'],
      rows: [
        entry('e2', 'assistant', 1767261660000, {
          model: { id: 'm' },
          content: [{ type: 'reasoning', text: 'hm' }, toolPart],
          tokens: { input: 1, output: 2 },
        }),
        entry('e1', 'user', 1767261600000, { text: 'Go' }),
        entry('e3', 'shell', 1767261720000, { command: 'ls', output: 'a', callID: 's' }),
        entry('e4', 'compaction', 1767261780000, { summary: 'So far' }),
        entry('e5', 'model-switched', 1767261790000, {}),
      ],
    };
    const tables = tablesOf({ session: rows.session, session_message: entries });
    const [record] = opencode.readTables?.(tables) ?? [];
    const parsed = parse(new TextDecoder().decode(record?.bytes));
    expect(parsed.ignored.messages).toBe(1);
    expect(parsed.conversations[0]?.messages.map(({ role, parts }) => [role, parts.map(({ type }) => type).join(' ')])).toEqual([
      ['user', 'text'],
      ['assistant', 'thinking tool-call tool-result'],
      ['user', 'text tool-call tool-result'],
      ['system', 'text'],
    ]);
  });

  test('is known by its tables', () => {
    const columns = { session: ['id', 'directory'], message: ['id', 'data'], part: ['id', 'data'] };
    const sample = { kind: 'sqlite' as const, keys: ['session', 'message', 'part'], values: [columns] };
    expect(judge(jsonSample('opencode.db', {}, sample))).toBeNull();
    const known = { ...columns, session };
    expect(judge(jsonSample('opencode.db', {}, { ...sample, values: [known] }))).toMatchObject({ as: 'tables' });
  });
});
