import { describe, expect, test } from 'vitest';
import { assistant, conversationOf, messagesOf, parse, state, text, toolResult, toolUse, transcriptOf, user } from './fixture.ts';

describe('streamed responses', () => {
  const streamed = [
    user('go'),
    assistant('m1', [{ type: 'thinking', thinking: 'Let me see.', signature: 's' }], {
      usage: { input_tokens: 5, output_tokens: 1 },
    }),
    assistant('m1', [text('Two reads.')], { usage: { input_tokens: 5, output_tokens: 3 } }),
    assistant('m1', [toolUse('t1', 'Read')], { usage: { input_tokens: 5, output_tokens: 30, cache_read_input_tokens: 7 } }),
    user([toolResult('t1', 'one')]),
    assistant('m1', [toolUse('t2', 'Read')], { usage: { input_tokens: 5, output_tokens: 20 } }),
    user([toolResult('t2', 'two')]),
    assistant('m2', [text('Done.')], { usage: { input_tokens: 9, output_tokens: 2, cache_creation_input_tokens: 4 } }),
  ];

  test('are one message, results between its parts notwithstanding', () => {
    const { messages } = conversationOf(...streamed);
    expect(messages.map(({ nativeId, parent, role }) => [nativeId, parent, role])).toEqual([
      ['r1', null, 'user'],
      ['r2', 'r1', 'assistant'],
      ['r5', 'r2', 'tool'],
      ['r7', 'r5', 'tool'],
      ['r8', 'r7', 'assistant'],
    ]);
    expect(messages[1]?.parts.map((part) => part.type)).toEqual(['thinking', 'text', 'tool-call', 'tool-call']);
  });

  test('count their tokens once, by the record that has most', () => {
    expect(conversationOf(...streamed).messages.map((message) => message.usage)).toEqual([
      null,
      { input: 5, output: 30, cacheRead: 7, cacheWrite: 0 },
      null,
      null,
      { input: 9, output: 2, cacheRead: 0, cacheWrite: 4 },
    ]);
  });

  test('are not one across a prompt, but their tokens still count once', () => {
    const usage = { input_tokens: 1, output_tokens: 8 };
    const { messages } = conversationOf(user('a'), assistant('m1', 'x', { usage }), user('b'), assistant('m1', 'y', { usage }));
    expect(messages).toHaveLength(4);
    expect(messages.map((message) => message.usage?.output ?? 0)).toEqual([0, 8, 0, 0]);
  });

  test('recorded again after a compaction are not told twice', () => {
    const { messages } = conversationOf(
      user('a'),
      assistant('m1', [text('x'), toolUse('t1', 'Bash')]),
      {
        type: 'system',
        subtype: 'compact_boundary',
        parentUuid: null,
        logicalParentUuid: 'r2',
        content: 'Conversation compacted',
      },
      user('This session is being continued', { isCompactSummary: true }),
      assistant('m1', [text('x')], { timestamp: '2026-01-01T10:00:01.000Z' }),
      user('next'),
    );
    expect(messages.map((message) => message.nativeId)).toEqual(['r1', 'r2', 'r3', 'r4', 'r6']);
  });

  test('without an id, of the SDK and old versions, are a message each', () => {
    const bare = { type: 'assistant', message: { role: 'assistant', content: 'plain' } };
    const { messages } = conversationOf(user('a'), bare, bare);
    expect(messages.map((message) => message.parts)).toEqual([
      [{ type: 'text', text: 'a' }],
      [{ type: 'text', text: 'plain' }],
      [{ type: 'text', text: 'plain' }],
    ]);
  });
});

describe('blocks of an assistant', () => {
  test('reasoning that the provider kept is empty', () => {
    const message = messagesOf(
      user('a'),
      assistant('m', [
        { type: 'thinking', thinking: '', signature: 'x' },
        { type: 'redacted_thinking', data: 'x' },
      ]),
    ).get('r2');
    expect(message?.parts).toEqual([
      { type: 'thinking', text: '' },
      { type: 'thinking', text: '' },
    ]);
  });

  test('searches at the provider have results in the same message, and citations follow their text', () => {
    const message = messagesOf(
      user('a'),
      assistant('m', [
        { type: 'server_tool_use', id: 's1', name: 'web_search', input: { query: 'q' } },
        {
          type: 'web_search_tool_result',
          tool_use_id: 's1',
          content: [{ type: 'web_search_result', url: 'https://e.org', title: 'E' }],
        },
        {
          type: 'web_fetch_tool_result',
          tool_use_id: 's2',
          content: { type: 'web_fetch_tool_result_error', error_code: 'unavailable' },
        },
        { type: 'text', text: 'So.', citations: [{ url: 'https://e.org', title: 'E', cited_text: 'yes' }] },
      ]),
    ).get('r2');
    expect(message?.parts).toEqual([
      { type: 'tool-call', callId: 's1', name: 'web_search', input: { query: 'q' } },
      { type: 'tool-result', callId: 's1', text: 'E https://e.org', outcome: 'unknown' },
      { type: 'tool-result', callId: 's2', text: 'unavailable', outcome: 'error' },
      { type: 'text', text: 'So.' },
      { type: 'citation', url: 'https://e.org', title: 'E', text: 'yes' },
    ]);
  });

  test('of a type nobody has seen are kept as they are, and reported without their content', () => {
    const parsed = parse(transcriptOf(user('a'), assistant('m', [{ type: 'hologram', depth: 3 }])));
    expect(parsed.conversations[0]?.messages[1]?.parts).toEqual([
      { type: 'unknown', kind: 'hologram', data: { type: 'hologram', depth: 3 } },
    ]);
    expect(parsed.drift).toEqual([
      { kind: 'type', path: 'content.type=hologram', count: 1, example: '{type:string,depth:number}' },
    ]);
  });

  test('calls and results without ids find each other in order', () => {
    const call = { type: 'tool_use', name: 'Bash', input: { command: 'ls', description: 'List' } };
    const { messages } = conversationOf(
      user('a'),
      assistant('m', [call, call]),
      user([{ type: 'tool_result', content: '1' }]),
      user([{ type: 'tool_result', content: '2' }]),
    );
    expect(messages[1]?.parts[0]).toEqual({
      type: 'tool-call',
      callId: 'r2#0',
      name: 'Bash',
      input: { command: 'ls', description: 'List' },
      title: 'List',
    });
    expect(messages.slice(2).map((message) => message.parts[0])).toMatchObject([{ callId: 'r2#0' }, { callId: 'r2#1' }]);
    expect(messages[2]).toMatchObject({ role: 'tool', origin: 'tool', author: 'Bash' });
  });

  test('what the program says in the place of the model is not the model', () => {
    const message = messagesOf(
      user('a'),
      assistant('m', [text('API Error: 500')], { model: '<synthetic>', isApiErrorMessage: true }),
    ).get('r2');
    expect(message).toMatchObject({ role: 'assistant', origin: 'system', model: null });
  });
});

describe('results of tools', () => {
  function resultOf(block: Record<string, unknown>, structured?: unknown): unknown {
    const record = user([{ type: 'tool_result', tool_use_id: 't', content: 'out', ...block }], { toolUseResult: structured });
    return messagesOf(user('a'), assistant('m', [toolUse('t', 'Bash')]), record).get('r3')?.parts[0];
  }

  test.each([
    [{ is_error: true }, undefined, 'error'],
    [{ is_error: false }, undefined, 'ok'],
    [{}, undefined, 'unknown'],
    [{}, { stdout: 'out', stderr: '', interrupted: false }, 'unknown'],
    [{}, { exitCode: 2 }, 'error'],
    [{}, { success: true }, 'ok'],
    [{}, { status: 'completed' }, 'ok'],
    [{}, 'Error: it sounds like one', 'unknown'],
  ])('say what became of the call, or nothing: %j %j', (block, structured, outcome) => {
    expect(resultOf(block, structured)).toMatchObject({ outcome });
  });

  test('keep small extras, not what stands elsewhere', () => {
    const patch = [{ oldStart: 1, oldLines: 1, newStart: 1, newLines: 1, lines: ['-a', '+b'] }];
    const structured = {
      filePath: '/a',
      originalFile: 'x'.repeat(10_000),
      oldString: 'a',
      newString: 'b',
      structuredPatch: patch,
      userModified: false,
      todos: [1],
    };
    expect(resultOf({}, structured)).toMatchObject({ details: { filePath: '/a', structuredPatch: patch, userModified: false } });
    expect(resultOf({}, { stdout: 'out', stderr: 'warning', isImage: false })).toMatchObject({ details: { stderr: 'warning' } });
    expect(resultOf({}, { structuredPatch: [{ lines: Array.from({ length: 500 }, () => '+') }] })).not.toHaveProperty('details');
    expect(resultOf({}, { type: 'text', file: { filePath: '/a', content: 'long', numLines: 2 } })).toMatchObject({
      details: { filePath: '/a', numLines: 2 },
    });
  });

  test('of several blocks are one text, their images follow', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGVsbG8=' } };
    const content = [text('one'), { type: 'tool_reference', tool_name: 'Grep' }, image];
    const parsed = parse(transcriptOf(user('a'), assistant('m', [toolUse('t', 'X')]), user([toolResult('t', content)])));
    expect(parsed.conversations[0]?.messages[2]?.parts).toEqual([
      { type: 'tool-result', callId: 't', text: 'one\nGrep', outcome: 'unknown' },
      { type: 'image', attachment: 'r3/0', name: null, mime: 'image/png' },
    ]);
    expect(parsed.conversations[0]?.attachments).toEqual([
      { nativeId: 'r3/0', name: null, mime: 'image/png', size: 5, bytes: new TextEncoder().encode('hello') },
    ]);
  });

  test('too long for the transcript point to the file that holds them, found again without it', () => {
    const bytes = transcriptOf(
      user('a'),
      assistant('m', [toolUse('t', 'X')]),
      user([toolResult('t', 'Saved to /home/u/.claude/projects/p/s/tool-results/toolu_9.txt')]),
    );
    const entry = 'p/session-1/tool-results/toolu_9.txt';
    const first = parse(bytes, 'p/session-1.jsonl', { shared: null, entry: { spilled: { toolu_9: entry, other: 'x' } } });
    expect(first.conversations[0]?.attachments).toEqual([
      { nativeId: 'r3/0', name: 'toolu_9.txt', mime: 'text/plain', size: null, entry },
    ]);
    expect(first.side).toEqual({ shared: null, entry: { spilled: { toolu_9: entry } } });
    expect(parse(bytes, 'p/session-1.jsonl', first.side)).toEqual(first);
  });

  test('in a record with words beside them: the words are the program’s', () => {
    const message = messagesOf(
      user('a'),
      assistant('m', [toolUse('t', 'X')]),
      user([toolResult('t', 'no'), text('[Request interrupted by user for tool use]')]),
    ).get('r3');
    expect(message).toMatchObject({
      role: 'tool',
      origin: 'tool',
      parts: [{ type: 'tool-result' }, { type: 'text', source: 'injected' }],
    });
  });
});

describe('records of role user', () => {
  test('typed: a prompt, with images', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aGk=' } };
    const file = { type: 'document', title: 'a.pdf', source: { type: 'base64', media_type: 'application/pdf', data: 'aGk=' } };
    const message = messagesOf(user([image, text('what is [Image #1]?'), file])).get('r1');
    expect(message).toMatchObject({ role: 'user', origin: 'person', hidden: false });
    expect(message?.parts).toEqual([
      { type: 'image', attachment: 'r1/0', name: null, mime: 'image/png' },
      { type: 'text', text: 'what is [Image #1]?' },
      { type: 'file', attachment: 'r1/1', name: 'a.pdf', mime: 'application/pdf' },
    ]);
  });

  test.each([
    ['a command alone', user('<command-name>/clear</command-name>'), { origin: 'injected', hidden: false }],
    [
      'a command that asks the model',
      user('<command-message>review is running…</command-message>\n<command-name>/review</command-name>'),
      { origin: 'person', hidden: false },
    ],
    ['a shell command', user('<bash-input>ls</bash-input>'), { origin: 'injected', hidden: false }],
    ['output of a command', user('<local-command-stdout>x</local-command-stdout>'), { origin: 'injected', hidden: false }],
    ['meta', user('careful', { isMeta: true }), { origin: 'injected', hidden: true }],
    ['a summary of a compaction', user('continued', { isCompactSummary: true }), { origin: 'injected', hidden: false }],
    ['seen in the transcript only', user('continued', { isVisibleInTranscriptOnly: true }), { origin: 'injected', hidden: true }],
    ['a notification', user('it ended', { origin: { kind: 'task-notification' } }), { origin: 'injected' }],
    ['from the program', user('go on', { promptSource: 'system' }), { origin: 'injected' }],
    ['typed, and said so', user('hi', { origin: { kind: 'human' }, promptSource: 'typed' }), { origin: 'person' }],
    ['an interruption', user('[Request interrupted by user]'), { origin: 'injected' }],
    ['words after what the IDE adds', user([text('<ide_selection>x</ide_selection>'), text('why?')]), { origin: 'person' }],
  ])('%s', (_, record, expected) => {
    expect(messagesOf(user('first'), record).get('r2')).toMatchObject({ role: 'user', ...expected });
  });
});

describe('system records', () => {
  test('that say something are shown or kept out of sight, the others are state', () => {
    const parsed = parse(
      transcriptOf(
        user('a'),
        { type: 'system', content: 'Opus limit reached, now using Sonnet', level: 'warning' },
        { type: 'system', subtype: 'away_summary', content: 'We were testing.' },
        { type: 'system', subtype: 'local_command', content: '<command-name>/cost</command-name>' },
        { type: 'system', subtype: 'api_error', error: { message: 'overloaded' } },
        { type: 'system', subtype: 'compact_boundary', compactMetadata: { trigger: 'auto', preTokens: 9 } },
        { type: 'system', subtype: 'microcompact_boundary', content: 'Context microcompacted' },
        { type: 'system', subtype: 'turn_duration', durationMs: 5 },
        { type: 'system', subtype: 'stop_hook_summary', hookCount: 1 },
      ),
    );
    const notices = parsed.conversations[0]?.messages.slice(1).map(({ author, hidden, parts }) => [author, hidden, parts]);
    expect(notices).toEqual([
      [null, false, [{ type: 'text', text: 'Opus limit reached, now using Sonnet' }]],
      ['away_summary', false, [{ type: 'text', text: 'We were testing.' }]],
      ['local_command', false, [{ type: 'text', text: '/cost', source: 'command' }]],
      ['api_error', false, [{ type: 'text', text: 'overloaded' }]],
      ['compact_boundary', false, [{ type: 'text', text: 'Conversation compacted' }]],
      ['microcompact_boundary', true, [{ type: 'text', text: 'Context microcompacted' }]],
    ]);
    expect(parsed.ignored).toEqual({ conversations: 0, messages: 2 });
  });
});

describe('attachments', () => {
  function attached(attachment: Record<string, unknown>): unknown {
    return messagesOf(user('a'), { type: 'attachment', attachment }).get('r2');
  }

  test('a queued command is what a person typed while the model was at work', () => {
    expect(attached({ type: 'queued_command', prompt: 'also the tests', commandMode: 'prompt' })).toMatchObject({
      role: 'user',
      origin: 'person',
      hidden: false,
      parts: [{ type: 'text', text: 'also the tests' }],
    });
    expect(attached({ type: 'queued_command', prompt: [text('and this')] })).toMatchObject({ origin: 'person' });
    expect(attached({ type: 'queued_command', prompt: 'done', commandMode: 'task-notification' })).toMatchObject({
      origin: 'injected',
    });
  });

  test.each([
    [
      { type: 'hook_success', content: '', stdout: 'ok\n', exitCode: 0 },
      { type: 'text', text: 'ok\n', source: 'injected' },
    ],
    [
      { type: 'hook_blocking_error', blockingError: { blockingError: 'ruff failed', command: 'ruff' } },
      { type: 'text', text: 'ruff failed', source: 'injected' },
    ],
    [
      { type: 'hook_additional_context', content: ['a', 'b'] },
      { type: 'text', text: 'a\nb', source: 'injected' },
    ],
    [
      { type: 'nested_memory', path: '/m', content: { content: '# Rules' } },
      { type: 'text', text: '# Rules', source: 'injected' },
    ],
    [
      { type: 'file', filename: 'a.md', content: { type: 'text', file: { content: 'text' } } },
      { type: 'file', attachment: 'r2/0', name: 'a.md', mime: 'text/markdown', text: 'text' },
    ],
    [
      { type: 'deferred_tools_delta', addedNames: ['X'] },
      { type: 'unknown', kind: 'deferred_tools_delta', data: { type: 'deferred_tools_delta', addedNames: ['X'] } },
    ],
  ])('context is kept out of sight: %j', (attachment, part) => {
    expect(attached(attachment)).toMatchObject({
      role: 'system',
      origin: 'injected',
      author: attachment.type,
      hidden: true,
      parts: [part],
    });
  });

  test('of a new type are kept and reported', () => {
    const parsed = parse(transcriptOf(user('a'), { type: 'attachment', attachment: { type: 'telepathy', text: 'x' } }));
    expect(parsed.conversations[0]?.messages).toHaveLength(2);
    expect(parsed.drift).toMatchObject([{ path: 'attachment.type=telepathy' }]);
  });
});

describe('records that are no message', () => {
  test('are counted, and lead from message to message', () => {
    const parsed = parse(
      transcriptOf(
        state({ type: 'file-history-snapshot', messageId: 'x', snapshot: {} }),
        state({ type: 'mode', mode: 'normal', sessionId: 'session-1' }),
        user('a'),
        { type: 'progress', data: { type: 'hook_progress' } },
        { type: 'progress', data: { type: 'bash_progress' } },
        assistant('m', [text('b')]),
        state({ type: 'queue-operation', operation: 'enqueue', content: 'x', sessionId: 'session-1' }),
        state({ type: 'last-prompt', lastPrompt: 'a', sessionId: 'session-1' }),
      ),
    );
    expect(parsed.conversations[0]?.messages.map(({ nativeId, parent }) => [nativeId, parent])).toEqual([
      ['r3', null],
      ['r6', 'r3'],
    ]);
    expect(parsed.ignored).toEqual({ conversations: 0, messages: 6 });
    expect(parsed.drift).toEqual([]);
  });

  test('of a type nobody has seen are counted and reported', () => {
    const parsed = parse(transcriptOf(user('a'), state({ type: 'dream', sessionId: 'session-1', vividness: 3 })));
    expect(parsed.ignored.messages).toBe(1);
    expect(parsed.drift.map((drift) => drift.path)).toEqual(['dream.vividness', 'record.type=dream']);
  });

  test('early versions wrote calls and results as records of their own', () => {
    const { messages } = conversationOf(
      user('a'),
      { type: 'tool_use', name: 'bash', input: { command: 'ls' } },
      { type: 'tool_result', name: 'bash', output: 'x' },
    );
    expect(messages.slice(1).map(({ role, parts }) => [role, parts[0]])).toEqual([
      ['assistant', { type: 'tool-call', callId: 'r2#0', name: 'bash', input: { command: 'ls' } }],
      ['tool', { type: 'tool-result', callId: 'r2#0', text: 'x', outcome: 'unknown', name: 'bash' }],
    ]);
  });
});
