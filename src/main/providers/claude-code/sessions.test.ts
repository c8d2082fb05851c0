import { describe, expect, test } from 'vitest';
import { resolveFamily, separate } from '../../import/resolve.ts';
import { assistant, conversationOf, parse, state, text, toolResult, toolUse, transcriptOf, user } from './fixture.ts';

describe('a session', () => {
  test('is known by its id, not by the name of its file', () => {
    const bytes = transcriptOf(user('hello'), assistant('m', [text('hi')], { gitBranch: 'feature' }));
    const parsed = parse(bytes, 'a/b.jsonl');
    expect(parsed).toEqual(parse(bytes, 'somewhere/else.jsonl'));
    expect(parsed.conversations[0]).toMatchObject({
      nativeId: 'session-1',
      title: null,
      createdAt: Date.UTC(2026, 0, 1, 10, 0, 0),
      updatedAt: Date.UTC(2026, 0, 1, 10, 0, 1),
      project: 'app',
      cwd: '/work/app',
      gitBranch: 'feature',
      parent: null,
      activeLeaf: null,
      familyKeys: ['root:r1'],
    });
  });

  test('without ids is known by how it begins, and its messages by what they say', () => {
    const lines = [
      '{"type":"user","timestamp":"2025-01-01T10:00:00Z","message":{"content":"hello"},"cwd":"C:\\\\code\\\\my-app"}',
    ];
    const again = '{"type":"assistant","timestamp":"2025-01-01T10:00:05Z","message":{"content":"hi"}}';
    const short = parse(new TextEncoder().encode([...lines, again].join('\n'))).conversations[0];
    const long = parse(new TextEncoder().encode([...lines, again, again].join('\n'))).conversations[0];
    expect(short?.nativeId).toBe(long?.nativeId);
    expect(short?.project).toBe('my-app');
    expect(long?.messages.slice(0, 2)).toEqual(short?.messages);
    expect(new Set(long?.messages.map((message) => message.nativeId)).size).toBe(3);
    expect(long?.messages.map((message) => message.parent)).toEqual([
      null,
      long?.messages[0]?.nativeId,
      long?.messages[1]?.nativeId,
    ]);
  });

  test('of the web version is an object with lines', () => {
    const loglines = [user('hello', { timestamp: '2026-01-01T10:00:00Z' }), assistant('m', [text('hi')])];
    for (const indent of [0, 2]) {
      const parsed = parse(new TextEncoder().encode(JSON.stringify({ loglines }, null, indent)), 'session.json');
      expect(parsed.conversations[0]?.messages).toHaveLength(2);
      expect(parsed.issues).toEqual([]);
    }
  });

  test('several in one file are conversations that hang together', () => {
    const parsed = parse(
      transcriptOf(
        user('start'),
        assistant('m1', [text('one')]),
        user('more'),
        user('resumed', { sessionId: 'session-2', parentUuid: 'r3' }),
        assistant('m2', [text('two')], { sessionId: 'session-2' }),
        user('forked', { sessionId: 'session-3', parentUuid: 'r1' }),
      ),
    );
    expect(parsed.conversations.map(({ nativeId, parent, messages }) => [nativeId, parent, messages.length])).toEqual([
      ['session-1', null, 3],
      ['session-2', { nativeId: 'session-1', relation: 'resume' }, 2],
      ['session-3', { nativeId: 'session-1', relation: 'fork' }, 1],
    ]);
    expect(parsed.conversations.map((conversation) => conversation.familyKeys.includes('root:r1'))).toEqual([true, true, true]);
  });

  test('a copy under another id has the same messages and a key in common', () => {
    const original = [user('start'), assistant('m1', [text('one')]), user('more')];
    const copied = original.map((record) => ({ ...record, sessionId: 'session-2' }));
    const first = conversationOf(...original);
    const second = conversationOf(...copied, user('goes on', { sessionId: 'session-2' }));
    expect(second.nativeId).toBe('session-2');
    expect(second.messages.slice(0, 3)).toEqual(first.messages);
    expect(second.familyKeys).toEqual(first.familyKeys);
  });

  test('that says what it was forked from hangs on it', () => {
    const forkedFrom = { sessionId: 'session-0', messageUuid: 'r1' };
    expect(conversationOf(user('start', { forkedFrom })).parent).toEqual({ nativeId: 'session-0', relation: 'fork' });
  });

  test('copied by a resumption stays one conversation; the copy keeps what is its own', () => {
    const original = [user('start'), assistant('m1', [text('one')]), user('more')];
    const copied = original.map((record) => ({ ...record, sessionId: 'session-2' }));
    const first = conversationOf(...original);
    const second = conversationOf(...copied, user('goes on', { sessionId: 'session-2' }));
    const told = [
      { key: 'a', conversation: first },
      { key: 'b', conversation: second },
    ];
    for (const members of [told, told.toReversed()]) {
      expect(
        resolveFamily(members).map(({ nativeId, parent, messages }) => [nativeId, parent?.nativeId, messages.length]),
      ).toEqual([
        ['session-1', undefined, 3],
        ['session-2', 'session-1', 1],
      ]);
    }
  });

  test('spread over files is one, also where the second goes on from a later part of a response, or from a state line', () => {
    const thought = { type: 'thinking', thinking: 'hm' };
    const first = [user('start'), assistant('m1', [thought]), assistant('m1', [text('one')]), { type: 'progress', data: {} }];
    for (const parentUuid of ['r2', 'r3', 'r4']) {
      const told = [conversationOf(...first), conversationOf(user('goes on', { parentUuid, uuid: 'n1' }))].map(
        (conversation, place) => ({ key: `${place}`, conversation }),
      );
      for (const members of [told, told.toReversed()]) {
        const [one, ...others] = resolveFamily(separate(members));
        expect(others).toEqual([]);
        expect(one?.messages.map(({ nativeId }) => nativeId)).toEqual(['r1', 'r2', 'n1']);
      }
    }
    const stranger = conversationOf(user('other', { parentUuid: 'elsewhere', uuid: 'n1', timestamp: '2026-02-01T00:00:00Z' }));
    const apart = [conversationOf(...first), stranger].map((conversation, place) => ({ key: `${place}`, conversation }));
    expect(separate(apart).map(({ conversation }) => conversation.nativeId)).toEqual([
      'session-1',
      expect.stringMatching(/^session-1~/),
    ]);
  });

  test('goes on over a compaction', () => {
    const { messages, activeLeaf } = conversationOf(
      user('a'),
      assistant('m1', [text('b')]),
      {
        type: 'system',
        subtype: 'compact_boundary',
        content: 'Conversation compacted',
        parentUuid: null,
        logicalParentUuid: 'r2',
      },
      user('This session is being continued from a previous conversation', {
        isCompactSummary: true,
        isVisibleInTranscriptOnly: true,
      }),
      user('next'),
    );
    expect(messages.map(({ nativeId, parent }) => [nativeId, parent])).toEqual([
      ['r1', null],
      ['r2', 'r1'],
      ['r3', 'r2'],
      ['r4', 'r3'],
      ['r5', 'r4'],
    ]);
    expect(messages.map((message) => message.origin)).toEqual(['person', 'assistant', 'system', 'injected', 'person']);
    expect(activeLeaf).toBeNull();
  });

  test('keeps what was rewound as a branch', () => {
    const { messages, activeLeaf } = conversationOf(
      user('a'),
      assistant('m1', [text('b')]),
      user('wrong'),
      assistant('m2', [text('c')]),
      user('right', { parentUuid: 'r2' }),
      assistant('m3', [text('d')]),
    );
    expect(messages.map((message) => message.parent)).toEqual([null, 'r1', 'r2', 'r3', 'r2', 'r5']);
    expect(activeLeaf).toBe('r6');
  });

  test('takes the first of two records with one uuid, unless it is broken', () => {
    const parsed = parse(
      transcriptOf(
        user('first'),
        user('second', { uuid: 'r1', parentUuid: null }),
        { type: 'user', message: 'error', uuid: 'x' },
        user('mended', { uuid: 'x' }),
      ),
    );
    expect(parsed.conversations[0]?.messages.map((message) => message.parts)).toEqual([
      [{ type: 'text', text: 'first' }],
      [{ type: 'text', text: 'mended' }],
    ]);
    expect(parsed.ignored.messages).toBe(2);
  });

  test('that a command began is one, and the command leads it', () => {
    const { messages } = conversationOf(
      user(
        '<command-message>fix is running…</command-message>\n<command-name>/fix</command-name>\n<command-args>12</command-args>',
      ),
      user('Fix issue 12 as follows …', { isMeta: true }),
      assistant('m', [text('done')]),
    );
    expect(messages.map(({ origin, hidden, parts }) => [origin, hidden, parts[0]])).toEqual([
      ['person', false, { type: 'text', text: '/fix 12', source: 'command' }],
      ['injected', true, { type: 'text', text: 'Fix issue 12 as follows …', source: 'injected' }],
      ['assistant', false, { type: 'text', text: 'done' }],
    ]);
  });

  test('in which nobody says anything is no conversation, and says why', () => {
    const commands = parse(
      transcriptOf(user('<command-name>/model</command-name>'), user('<local-command-stdout>x</local-command-stdout>')),
    );
    expect(commands).toMatchObject({
      conversations: [],
      ignored: { conversations: 1, messages: 2 },
      reason: expect.stringContaining('Nobody says anything'),
    });
    const states = parse(transcriptOf(state({ type: 'file-history-snapshot', snapshot: {} })));
    expect(states).toMatchObject({
      conversations: [],
      ignored: { conversations: 1, messages: 1 },
      reason: expect.stringContaining('only state'),
    });
    expect(parse(new Uint8Array())).toMatchObject({
      conversations: [],
      ignored: { conversations: 1, messages: 0 },
      reason: 'An empty session file.',
    });
  });

  test('is read past broken lines and a tail that was cut off', () => {
    const parsed = parse(
      transcriptOf(user('a'), '{"type":"user","mess', '42', user('b'), '{"type":"assistant","message":{"cont'),
    );
    expect(parsed.conversations[0]?.messages.map((message) => message.nativeId)).toEqual(['r1', 'r4']);
    expect(parsed.issues.map(({ code, where, raw }) => [code, where, raw])).toEqual([
      ['bad-line', 'line 2', '{"type":"user","mess'],
      ['not-a-record', 'line 3', '42'],
      ['cut-off', 'line 5', '{"type":"assistant","message":{"cont'],
    ]);
  });

  test('keeps a message whose content has no place where it should be', () => {
    const message = conversationOf(user('a'), { type: 'user', message: { role: 'user', contenst: [1] } }).messages[1];
    expect(message?.parts).toEqual([{ type: 'unknown', kind: 'message', data: { role: 'user', contenst: [1] } }]);
  });
});

describe('titles', () => {
  const talk = [user('a'), assistant('m', [text('b')])];

  test('are taken in order of who gave them, the last of each kind', () => {
    const given = [
      state({ type: 'summary', summary: 'Summary', leafUuid: 'r1' }),
      state({ type: 'agent-name', agentName: 'Agent', sessionId: 'session-1' }),
      state({ type: 'ai-title', aiTitle: 'AI', sessionId: 'session-1' }),
      state({ type: 'custom-title', customTitle: 'Mine', sessionId: 'session-1' }),
      state({ type: 'custom-title', customTitle: 'Mine, better', sessionId: 'session-1' }),
    ];
    const titleWith = (count: number): string | null => {
      const lines = given.slice(0, count);
      return parse(transcriptOf(...talk, ...lines)).conversations[0]?.title ?? null;
    };
    expect([0, 1, 2, 3, 4, 5].map(titleWith)).toEqual([null, 'Summary', 'Agent', 'AI', 'Mine', 'Mine, better']);
  });

  test('by summaries go to the conversation that holds the leaf, here or elsewhere', () => {
    const parsed = parse(
      transcriptOf(
        state({ type: 'summary', summary: 'There', leafUuid: 'elsewhere' }),
        ...talk,
        state({ type: 'summary', summary: 'Here', leafUuid: 'r3' }),
      ),
    );
    expect(parsed.conversations[0]?.title).toBe('Here');
    expect(parsed.titles).toEqual([{ message: 'elsewhere', title: 'There' }]);
  });

  test('of the program’s own index come last, and are kept for the next parse', () => {
    const side = { shared: { titles: { 'session-1': 'Indexed', other: 'x' } }, entry: null };
    const parsed = parse(transcriptOf(...talk), 'x.jsonl', side);
    expect(parsed.conversations[0]?.title).toBe('Indexed');
    expect(parsed.side).toEqual({ shared: { titles: { 'session-1': 'Indexed' } }, entry: {} });
    expect(parse(transcriptOf(...talk), 'x.jsonl', parsed.side)).toEqual(parsed);
  });
});

describe('subagents', () => {
  test('in files of their own hang on their session, and the call leads to them', () => {
    const main = conversationOf(
      user('delegate'),
      assistant('m', [toolUse('t1', 'Task', { description: 'Look around', prompt: 'Look.' })]),
      user([toolResult('t1', 'found')], { toolUseResult: { status: 'completed', agentId: 'a1', totalTokens: 9, content: [] } }),
    );
    expect(main.messages[1]?.parts[0]).toMatchObject({ type: 'tool-call', thread: 'session-1/a1' });
    expect(main.messages[2]?.parts[0]).toMatchObject({ outcome: 'ok', details: { agentId: 'a1', totalTokens: 9 } });

    const bytes = transcriptOf(
      user('Look.', { isSidechain: true, agentId: 'a1' }),
      assistant('m', [text('found')], { isSidechain: true, agentId: 'a1' }),
    );
    const side = { shared: null, entry: { agent: { agentType: 'Explore', description: 'Look around' } } };
    const [agent] = parse(bytes, 'p/session-1/subagents/agent-a1.jsonl', side).conversations;
    expect(agent).toMatchObject({
      nativeId: 'session-1/a1',
      title: 'Look around',
      parent: { nativeId: 'session-1', relation: 'subagent' },
    });
    expect(agent?.messages.map(({ origin, author }) => [origin, author])).toEqual([
      ['injected', null],
      ['assistant', 'Explore'],
    ]);
    expect(agent?.messages[0]?.parts).toEqual([{ type: 'text', text: 'Look.' }]);
  });

  test('name their session in several ways', () => {
    const nameOf = (fields: Record<string, unknown>, name: string): unknown => {
      const [agent] = parse(transcriptOf(assistant('m', 'x', fields)), name).conversations;
      return [agent?.nativeId, agent?.parent?.nativeId];
    };
    expect(nameOf({ isSidechain: true, sessionId: 's#agent-a1', agentId: 'a1' }, 'agent-a1.jsonl')).toEqual(['s/a1', 's']);
    expect(nameOf({ isSidechain: true, sessionId: 'agent-a1', agentId: 'a1' }, 'p/s/subagents/agent-a1.jsonl')).toEqual([
      's/a1',
      's',
    ]);
    expect(nameOf({ isSidechain: undefined, sessionId: 's' }, 'p/agent-a1.jsonl')).toEqual(['s/a1', 's']);
    expect(nameOf({ isSidechain: true, sessionId: 's' }, 'p/agent-a1.jsonl')).toEqual(['s/a1', 's']);
  });

  test('of old versions stand in the file of the session, each with a beginning of its own', () => {
    const side = { isSidechain: true };
    const parsed = parse(
      transcriptOf(
        user('delegate'),
        assistant('m1', [
          toolUse('t1', 'Task', { description: 'First', prompt: 'Do one.' }),
          toolUse('t2', 'Task', { description: 'Second', prompt: 'Do two.' }),
        ]),
        user('Do one.', { ...side, parentUuid: null }),
        assistant('m2', [text('one')], side),
        user('Do two.', { ...side, parentUuid: null }),
        assistant('m3', [text('two')], side),
        assistant('m4', [text('lost its parent')], { ...side, parentUuid: 'gone' }),
        user([toolResult('t1', 'one'), toolResult('t2', 'two')], { parentUuid: 'r2' }),
      ),
    );
    expect(
      parsed.conversations.map(({ nativeId, title, messages }) => [nativeId, title, messages.map((message) => message.nativeId)]),
    ).toEqual([
      ['session-1', null, ['r1', 'r2', 'r8']],
      ['session-1/r3', 'First', ['r3', 'r4']],
      ['session-1/r5', 'Second', ['r5', 'r6', 'r7']],
    ]);
    expect(parsed.conversations[0]?.messages[1]?.parts).toMatchObject([{ thread: 'session-1/r3' }, { thread: 'session-1/r5' }]);
  });

  test('are also named by their progress', () => {
    const progress = { type: 'progress', parentToolUseID: 't1', data: { type: 'agent_progress', agentId: 'a7' } };
    const { messages } = conversationOf(user('a'), assistant('m', [toolUse('t1', 'Agent')]), progress);
    expect(messages[1]?.parts[0]).toMatchObject({ thread: 'session-1/a7' });
  });
});
