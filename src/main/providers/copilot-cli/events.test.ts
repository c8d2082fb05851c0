import { describe, expect, test } from 'vitest';
import { linesSample } from '../fixtures/judged-sample.ts';
import { conversationsOf, type Event, eventsOf, parse, start } from './fixture.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';

const asked = ['user.message', { content: 'Go', transformedContent: '<context/> Go' }] as const;
const calls = (...names: readonly string[]) => names.map((name) => ({ toolCallId: name, name, arguments: '{"command":"ls"}' }));

describe('a session of Copilot CLI', () => {
  test('is what was typed, said and done', () => {
    const [conversation] = conversationsOf(
      start,
      asked,
      [
        'assistant.message',
        { content: 'I look.', reasoningText: 'hm', toolRequests: calls('bash'), outputTokens: 7, model: 'm' },
      ],
      ['tool.execution_start', { toolCallId: 'bash', toolName: 'bash', arguments: {} }],
      [
        'tool.execution_complete',
        { toolCallId: 'bash', success: false, result: { content: 'no' }, error: { message: 'x', code: 'denied' } },
      ],
      ['session.shutdown', { modelMetrics: { m: { usage: { inputTokens: 9 } } }, tokenDetails: {} }],
    );
    expect(conversation).toMatchObject({
      nativeId: 'session-1',
      cwd: '/home/me/app',
      gitBranch: 'main',
      project: 'app',
      title: null,
    });
    expect(conversation?.messages.map(({ role, origin, usage, parts }) => ({ role, origin, usage, parts }))).toEqual([
      { role: 'user', origin: 'person', usage: null, parts: [{ type: 'text', text: 'Go' }] },
      {
        role: 'assistant',
        origin: 'assistant',
        usage: { input: 0, output: 7, cacheRead: 0, cacheWrite: 0 },
        parts: [
          { type: 'thinking', text: 'hm' },
          { type: 'text', text: 'I look.' },
          { type: 'tool-call', callId: 'bash', name: 'bash', input: { command: 'ls' } },
        ],
      },
      {
        role: 'tool',
        origin: 'tool',
        usage: null,
        parts: [{ type: 'tool-result', callId: 'bash', text: 'no', outcome: 'error', details: { code: 'denied' } }],
      },
    ]);
  });

  test('says reasoning once, also where it comes as an event and in the message', () => {
    const thoughts = (...events: readonly Event[]): readonly string[] =>
      (conversationsOf(start, asked, ...events)[0]?.messages ?? []).flatMap(({ parts }) =>
        parts.flatMap((part) => (part.type === 'thinking' ? [part.text] : [])),
      );
    expect(
      thoughts(['assistant.reasoning', { content: 'a' }], ['assistant.message', { content: 'x', reasoningText: 'a' }]),
    ).toEqual(['a']);
    expect(thoughts(['assistant.reasoning', { content: 'a' }], ['assistant.message', { content: 'x' }])).toEqual(['a']);
    expect(thoughts(['assistant.reasoning', { content: 'a' }])).toEqual(['a']);
    expect(thoughts(['assistant.message', { content: 'x', reasoningOpaque: 'sealed' }])).toEqual(['']);
  });

  test('has its subagents as conversations, and the call leads there', () => {
    const [main, agent] = conversationsOf(
      start,
      asked,
      ['assistant.message', { content: '', toolRequests: calls('task') }],
      ['subagent.started', { toolCallId: 'task', agentDisplayName: 'Explorer' }],
      ['user.message', { content: 'Explore', parentToolCallId: 'task' }],
      ['assistant.message', { content: 'Done', parentToolCallId: 'task' }],
      ['tool.execution_complete', { toolCallId: 'task', success: true, result: { content: 'ok' } }],
    );
    expect(agent).toMatchObject({ title: 'Explorer', parent: { nativeId: 'session-1', relation: 'subagent' } });
    expect(agent?.messages.map(({ role, origin }) => [role, origin])).toEqual([
      ['user', 'injected'],
      ['assistant', 'assistant'],
    ]);
    expect(main?.messages[1]?.parts[0]).toMatchObject({ type: 'tool-call', thread: agent?.nativeId });
    expect(main?.messages).toHaveLength(3);
  });

  test('shows errors, aborts and compactions, and hides what the program told the model', () => {
    const [conversation] = conversationsOf(
      start,
      ['system.message', { content: 'You are' }],
      asked,
      ['session.error', { message: 'Broken' }],
      ['abort', { reason: 'user_initiated' }],
      ['session.compaction_complete', { summaryContent: 'So far' }],
      ['user.message', { content: 'Use the skill', source: 'skill-x' }],
    );
    expect(conversation?.messages.map(({ author, hidden, origin }) => [author, hidden, origin])).toEqual([
      ['system.message', true, 'system'],
      [null, false, 'person'],
      ['error', false, 'system'],
      ['abort', false, 'system'],
      ['compaction', false, 'system'],
      [null, false, 'injected'],
    ]);
  });

  test('counts tokens once, where they are stated beside the message', () => {
    const usage = { inputTokens: 100, outputTokens: 7, cacheReadTokens: 60, cacheWriteTokens: 5 };
    const [conversation] = conversationsOf(
      start,
      asked,
      ['assistant.message', { content: 'x', outputTokens: 7 }],
      ['assistant.usage', usage],
    );
    expect(conversation?.messages[1]?.usage).toEqual({ input: 40, output: 7, cacheRead: 60, cacheWrite: 5 });
  });

  test('branches where it was rewound', () => {
    const [conversation] = conversationsOf(
      start,
      asked,
      ['assistant.message', { content: 'x' }],
      ['user.message', { content: 'Other' }, { parentId: 'e0' }],
    );
    expect(conversation?.messages.map(({ parent }) => parent)).toEqual([null, 'e1', null]);
    expect(conversation?.activeLeaf).toBe('e3');
  });

  test('names attachments, and brings their bytes where they are', () => {
    const attachments = [
      { type: 'file', path: '/a/b.ts', displayName: 'b.ts' },
      { type: 'blob', data: 'aGk=', mimeType: 'image/png', displayName: 'p.png' },
    ];
    const [conversation] = conversationsOf(start, ['user.message', { content: 'x', attachments }]);
    expect(conversation?.messages[0]?.parts.slice(1)).toMatchObject([
      { type: 'file', name: 'b.ts' },
      { type: 'image', name: 'p.png' },
    ]);
    expect(conversation?.attachments[1]?.bytes).toHaveLength(2);
  });

  test('keeps calls and results whose other half is missing', () => {
    const [conversation] = conversationsOf(
      start,
      ['tool.execution_start', { toolCallId: 'a', toolName: 'bash', arguments: { command: 'ls' } }],
      ['tool.execution_complete', { toolCallId: 'b', result: 'text' }],
    );
    expect(conversation?.messages.map(({ parts }) => parts[0])).toEqual([
      { type: 'tool-call', callId: 'a', name: 'bash', input: { command: 'ls' } },
      { type: 'tool-result', callId: 'b', text: 'text', outcome: 'unknown' },
    ]);
  });

  test('keeps events it does not know, and counts them', () => {
    const parsed = parse(eventsOf(start, asked, ['dream.began', { x: 1 }]));
    expect(parsed.conversations[0]?.messages[1]).toMatchObject({
      hidden: true,
      parts: [{ type: 'unknown', kind: 'dream.began' }],
    });
    expect(parsed.drift).toMatchObject([{ kind: 'type', path: 'event.type=dream.began', count: 1 }]);
  });

  test('tells bad lines, and is none without words', () => {
    const parsed = parse(eventsOf(start, '[1]', '{"type":'));
    expect(parsed).toMatchObject({ conversations: [], ignored: { conversations: 1, messages: 1 } });
    expect(parsed.issues.map(({ code, where }) => [code, where])).toEqual([
      ['no-event', 'line 2'],
      ['cut-off', 'line 3'],
    ]);
  });

  test('has the title that stands beside it, until it is given one', async () => {
    const name = 'session-state/session-1/';
    const files = new Map([
      [`${name}workspace.yaml`, 'id: session-1\ncwd: /x\nsummary: "Say \\"hi\\""\n'],
      [`${name}events.jsonl`, ''],
    ]);
    const gathered = await gather({
      entries: [...files].map(([entry, text]) => ({ name: entry, size: text.length })),
      text: (entry) => Promise.resolve(files.get(entry) ?? ''),
    });
    const side = { shared: null, entry: gathered.byEntry[`${name}events.jsonl`] ?? null };
    expect(parse(eventsOf(start, asked), side)).toMatchObject({ conversations: [{ title: 'Say "hi"' }], side });
    const named = parse(eventsOf(start, asked, ['session.title_changed', { title: 'Named' }]), side);
    expect(named.conversations[0]?.title).toBe('Named');
    expect(named.side).toBeUndefined();
  });

  test('is known by its events, and others are not', () => {
    const event = { type: 'session.start', data: {}, id: 'a', timestamp: 'x', parentId: null };
    expect(judge(linesSample('events.jsonl', [event]))).toMatchObject({ as: 'whole' });
    expect(judge(linesSample('x.jsonl', [{ type: 'session', id: 'a', cwd: '/' }]))).toBeNull();
    expect(judge(linesSample('workspace.yaml', [], { kind: 'text', head: 'id: x\ncwd: /\n' }))).toMatchObject({ as: 'side' });
  });
});
