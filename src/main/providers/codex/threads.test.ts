import { describe, expect, test } from 'vitest';
import { resolveFamily } from '../../import/resolve.ts';
import { conversationOf, event, item, meta, outlineOf, parse, rolloutOf, says, tokens, turn } from './fixture.ts';

describe('a thread', () => {
  test('is known by its first header', () => {
    const parsed = parse(
      rolloutOf(meta({ timestamp: '2026-01-01T09:59:00Z' }), says('user', 'hi'), says('assistant', 'hello')),
      'anything.jsonl',
    );
    expect(parsed.conversations[0]).toMatchObject({
      nativeId: 'thread-1',
      title: null,
      createdAt: Date.UTC(2026, 0, 1, 9, 59),
      updatedAt: Date.UTC(2026, 0, 1, 10, 0, 2),
      project: 'app',
      cwd: '/work/app',
      gitBranch: 'main',
      archived: false,
      parent: null,
      activeLeaf: null,
      familyKeys: ['thread:thread-1'],
    });
    expect(parsed.ignored).toEqual({ conversations: 0, messages: 1 });
  });

  test('without an id is known by the name of its file, else by how it begins', () => {
    const bytes = rolloutOf(meta({ id: undefined }), says('user', 'hi'));
    const named = 'sessions/2026/01/01/rollout-2026-01-01T10-00-00-019fc8be-3658-7ca3-9e29-0123456789ab.jsonl';
    expect(parse(bytes, named).conversations[0]?.nativeId).toBe('019fc8be-3658-7ca3-9e29-0123456789ab');
    expect(parse(bytes, 'a.jsonl').conversations[0]?.nativeId).toBe(parse(bytes, 'b.jsonl').conversations[0]?.nativeId);
  });

  test('in the folder of archived sessions is archived', () => {
    expect(parse(rolloutOf(meta(), says('user', 'hi')), 'archived_sessions/rollout-x.jsonl').conversations[0]?.archived).toBe(
      true,
    );
  });

  test('takes its title from the newest name of its own, else from the index', () => {
    const named = [
      event('thread_name_updated', { thread_name: 'First' }),
      event('thread_name_updated', { thread_id: 'thread-1', thread_name: 'Second' }),
    ];
    const other = event('thread_name_updated', { thread_id: 'thread-0', thread_name: 'Not mine' });
    expect(conversationOf(meta(), says('user', 'a'), ...named, other).title).toBe('Second');
    const side = { shared: { titles: { 'thread-1': 'Indexed' } }, entry: null };
    const parsed = parse(rolloutOf(meta(), says('user', 'a')), 'x.jsonl', side);
    expect(parsed.conversations[0]?.title).toBe('Indexed');
    expect(parse(rolloutOf(meta(), says('user', 'a')), 'x.jsonl', parsed.side)).toEqual(parsed);
  });

  test('in which nobody says anything is no conversation, and says why', () => {
    expect(parse(rolloutOf(meta(), tokens(1, 1)))).toMatchObject({
      conversations: [],
      ignored: { conversations: 1, messages: 2 },
      reason: expect.stringContaining('only state'),
    });
    expect(parse(rolloutOf(meta(), says('developer', 'x')))).toMatchObject({
      conversations: [],
      ignored: { conversations: 1, messages: 2 },
      reason: expect.stringContaining('Nobody'),
    });
    expect(parse(new Uint8Array())).toMatchObject({ conversations: [], reason: 'An empty session file.' });
  });

  test('is read past broken lines, null payloads and a tail that was cut off', () => {
    const parsed = parse(
      rolloutOf(
        meta(),
        says('user', 'a'),
        '{"timestamp":',
        '{"type":"response_item","payload":null}',
        says('assistant', 'b'),
        '{"type":"respon',
      ),
    );
    expect(parsed.conversations[0]?.messages).toHaveLength(2);
    expect(parsed.issues.map(({ code, where }) => [code, where])).toEqual([
      ['bad-line', 'line 3'],
      ['cut-off', 'line 6'],
    ]);
    expect(parsed.ignored.messages).toBe(2);
  });
});

describe('copies of a thread', () => {
  const parent = [
    meta(),
    turn('t1'),
    says('user', 'continue'),
    says('assistant', 'ok'),
    item({ type: 'function_call', name: 'f', arguments: '{}', call_id: 'c1' }),
    item({ type: 'function_call_output', call_id: 'c1', output: 'x' }),
    turn('t2'),
    says('user', 'continue'),
    says('assistant', 'ok'),
  ];

  test('have the same messages, by turn and content, and a key in common', () => {
    const fork = conversationOf(
      meta({ id: 'thread-2', forked_from_id: 'thread-1' }),
      ...parent.slice(0, 6),
      turn('t9'),
      says('user', 'otherwise'),
    );
    const original = conversationOf(...parent);
    expect(fork).toMatchObject({
      nativeId: 'thread-2',
      parent: { nativeId: 'thread-1', relation: 'fork' },
      familyKeys: ['thread:thread-2', 'thread:thread-1'],
    });
    const ids = original.messages.map((message) => message.nativeId);
    expect(new Set(ids).size).toBe(6);
    expect(fork.messages.map((message) => message.nativeId).slice(0, 4)).toEqual(ids.slice(0, 4));
    expect(ids).not.toContain(fork.messages[4]?.nativeId);
    const family = [
      { key: 'a', conversation: fork },
      { key: 'b', conversation: original },
    ];
    expect(resolveFamily(family).map(({ nativeId, messages }) => [nativeId, messages.length])).toEqual([
      ['thread-1', 6],
      ['thread-2', 1],
    ]);
  });

  test('without turns differ from where a person said something else', () => {
    const lines = [meta(), says('user', 'a'), says('assistant', 'ok')];
    const one = conversationOf(...lines, says('user', 'b'), says('assistant', 'fine')).messages.map(
      (message) => message.nativeId,
    );
    const other = conversationOf(...lines, says('user', 'c'), says('assistant', 'fine')).messages.map(
      (message) => message.nativeId,
    );
    expect(one.map((id, i) => id === other[i])).toEqual([true, true, false, false]);
  });

  test('made for a subagent hang on the parent thread; its prompts are not a person’s', () => {
    const source = { subagent: { thread_spawn: { parent_thread_id: 'thread-1', depth: 1 } } };
    const spawned = conversationOf(meta({ id: 'thread-2', source }), says('user', 'Look around.'), says('assistant', 'Found.'));
    expect(spawned).toMatchObject({ parent: { nativeId: 'thread-1', relation: 'subagent' }, familyKeys: ['thread:thread-2'] });
    expect(outlineOf(spawned)).toEqual(['user injected: text(Look around.)', 'assistant assistant: text(Found.)']);
    expect(spawned.title).toBeNull();
    const named = { agent_nickname: 'Robie', agent_role: 'explorer' };
    const called = conversationOf(meta({ id: 'thread-2', source, ...named }), says('user', 'Look.'), says('assistant', 'Found.'));
    expect(called.title).toBe('Robie (explorer)');
    expect(called.messages.map(({ author }) => author)).toEqual([null, 'explorer']);
    const review = conversationOf(
      meta({ id: 'thread-3', source: { subagent: 'review' }, parent_thread_id: 'thread-1' }),
      says('assistant', 'x'),
    );
    expect(review.parent).toEqual({ nativeId: 'thread-1', relation: 'subagent' });
  });
});

describe('turns rolled back', () => {
  test('stay as a branch', () => {
    const { messages, activeLeaf } = conversationOf(
      meta(),
      says('user', 'a'),
      says('assistant', 'b'),
      says('user', 'wrong'),
      says('assistant', 'c'),
      event('thread_rolled_back', { num_turns: 1 }),
      says('user', 'right'),
      says('assistant', 'd'),
    );
    const place = new Map(messages.map((message, i) => [message.nativeId, i]));
    expect(messages.map(({ parent }) => (parent === null ? -1 : place.get(parent)))).toEqual([-1, 0, 1, 2, 1, 4]);
    expect(activeLeaf).toBe(messages[5]?.nativeId);
  });

  test('may be all there are, or more', () => {
    const lines = [meta(), says('developer', 'x'), says('user', 'a'), says('assistant', 'b')];
    const { messages, activeLeaf } = conversationOf(...lines, event('thread_rolled_back', { num_turns: 9 }));
    expect(activeLeaf).toBe(messages[0]?.nativeId);
    expect(conversationOf(...lines, event('thread_rolled_back', { num_turns: 0 })).activeLeaf).toBeNull();
  });
});

describe('tokens', () => {
  test('are those of the response before, once', () => {
    const { messages } = conversationOf(
      meta(),
      says('user', 'a'),
      item({ type: 'reasoning', summary: [] }),
      says('assistant', 'b'),
      tokens(5, 5),
      tokens(5, 5),
      event('token_count', { info: null, rate_limits: {} }),
      says('user', 'c'),
      says('assistant', 'd'),
      tokens(7, 2),
    );
    expect(messages.map((message) => message.usage)).toEqual([
      null,
      null,
      { input: 30, output: 5, cacheRead: 20, cacheWrite: 0 },
      null,
      { input: 12, output: 2, cacheRead: 8, cacheWrite: 0 },
    ]);
  });

  test('are what the totals grew by where nothing else is said', () => {
    const total = (output: number): Record<string, unknown> =>
      event('token_count', { info: { total_token_usage: { input_tokens: 0, output_tokens: output } } });
    const { messages } = conversationOf(meta(), says('assistant', 'a'), total(3), says('assistant', 'b'), total(10));
    expect(messages.map((message) => message.usage?.output)).toEqual([3, 7]);
  });
});

describe('compactions', () => {
  test('are one divider, however often they are told; the replaced history is not told again', () => {
    const compacted = {
      type: 'compacted',
      payload: { message: 'What happened so far', replacement_history: [{ type: 'message', role: 'user', content: [] }] },
    };
    const conversation = conversationOf(
      meta(),
      says('user', 'a'),
      event('context_compacted'),
      compacted,
      item({ type: 'compaction', encrypted_content: 'x' }),
      says('user', 'b'),
    );
    expect(outlineOf(conversation)).toEqual([
      'user person: text(a)',
      'system system: text(What happened so far)',
      'user person: text(b)',
    ]);
  });
});

describe('events', () => {
  test('that stand in for nothing else are notices', () => {
    const conversation = conversationOf(
      meta(),
      says('user', 'a'),
      event('turn_aborted', { reason: 'interrupted' }),
      event('entered_review_mode', { user_facing_hint: 'current changes' }),
      event('exited_review_mode', { review_output: { overall_explanation: 'Good.', findings: [{ title: 'T', body: 'B' }] } }),
      event('error', { message: 'no credit' }),
    );
    expect(outlineOf(conversation).slice(1)).toEqual([
      'system system: text(Turn aborted (interrupted))',
      'system system: text(Review started: current changes)',
      'system system: text(Review finished\n\nGood.\n\nT\nB)',
      'system system: text(no credit)',
    ]);
  });

  test('are the transcript where a file has nothing else', () => {
    const conversation = conversationOf(
      meta(),
      event('user_message', { message: 'go on', images: ['data:image/png;base64,aGk='] }),
      event('agent_reasoning', { text: 'hm' }),
      event('exec_command_end', { call_id: '1', command: ['ls'], aggregated_output: 'a', exit_code: 0 }),
      event('mcp_tool_call_end', {
        call_id: '2',
        invocation: { server: 's', tool: 't', arguments: {} },
        result: { Ok: { content: [{ type: 'text', text: 'r' }], isError: false } },
      }),
      event('patch_apply_end', { call_id: '3', success: false, stderr: 'no' }),
      event('dynamic_tool_call_request', { callId: '4', tool: 'd', arguments: {} }),
      event('dynamic_tool_call_response', {
        call_id: '4',
        tool: 'd',
        success: true,
        content_items: [{ type: 'inputText', text: 'y' }],
      }),
      event('web_search_end', { call_id: '5', query: 'q', results: [{ title: 'T', url: 'https://e.org' }] }),
      event('agent_message', { message: 'ok' }),
      event('user_message', { message: 'go on' }),
      event('agent_message', { message: 'ok' }),
      event('item_completed', { item: { type: 'AgentMessage', content: [{ type: 'Text', text: 'ok' }] } }),
      event('item_completed', { item: { type: 'Plan', text: 'the plan' } }),
      event('task_complete', { last_agent_message: 'ok' }),
    );
    expect(outlineOf(conversation)).toEqual([
      'user person: text(go on) image',
      'assistant assistant: thinking(hm)',
      'assistant assistant: call(exec_command)',
      'tool tool: ok(a)',
      'assistant assistant: call(mcp__s__t)',
      'tool tool: ok(r)',
      'assistant assistant: call(apply_patch)',
      'tool tool: error(no)',
      'assistant assistant: call(d)',
      'tool tool: ok(y)',
      'assistant assistant: call(web_search)',
      'tool tool: unknown(T\nhttps://e.org)',
      'assistant assistant: text(ok)',
      'user person: text(go on)',
      'assistant assistant: text(ok)',
      'assistant assistant: text(the plan)',
    ]);
  });

  test('give a search its results', () => {
    const { messages } = conversationOf(
      meta(),
      item({ type: 'web_search_call', action: { type: 'search', query: 'q' } }),
      event('web_search_end', { call_id: 'ws_1', query: 'q', action: { query: 'q' }, results: [{ title: 'T' }] }),
    );
    expect(messages).toHaveLength(2);
    const [call] = messages[0]?.parts ?? [];
    expect(messages[1]?.parts[0]).toMatchObject({ callId: call?.type === 'tool-call' ? call.callId : '', text: 'T' });
  });

  test('give a turn its last words when it has no others', () => {
    const end = event('task_complete', { last_agent_message: 'Finished.' });
    expect(outlineOf(conversationOf(meta(), says('user', 'a'), end))).toEqual([
      'user person: text(a)',
      'assistant assistant: text(Finished.)',
    ]);
    expect(conversationOf(meta(), says('user', 'a'), says('assistant', 'On it.'), end).messages).toHaveLength(2);
  });

  test('of a type nobody has seen are reported', () => {
    expect(parse(rolloutOf(meta(), says('user', 'a'), event('eclipse'))).drift.map((drift) => drift.path)).toEqual([
      'event_msg.type=eclipse',
    ]);
  });
});

describe('other generations', () => {
  test('mid-2025: lines without an envelope', () => {
    const bytes = new TextEncoder().encode(
      [
        { id: 'thread-5', timestamp: '2025-07-01T10:00:00Z', instructions: null, git: { branch: 'dev' } },
        { record_type: 'state' },
        {
          type: 'message',
          role: 'user',
          content: [
            {
              type: 'input_text',
              text: '<environment_context>\nCurrent working directory: /home/u/proj\n</environment_context>',
            },
          ],
        },
        { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'hi' }] },
        { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'hm' }] },
        { type: 'function_call', name: 'shell', arguments: '{"command":["ls"]}', call_id: 'c' },
        { record_type: 'state' },
        { type: 'function_call_output', call_id: 'c', output: '{"output":"a","metadata":{"exit_code":0}}' },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'hello' }] },
      ]
        .map((line) => JSON.stringify(line))
        .join('\n'),
    );
    const parsed = parse(bytes);
    const [conversation] = parsed.conversations;
    expect(conversation).toMatchObject({
      nativeId: 'thread-5',
      createdAt: Date.UTC(2025, 6, 1, 10),
      cwd: '/home/u/proj',
      project: 'proj',
      gitBranch: 'dev',
    });
    expect(conversation && outlineOf(conversation).slice(1)).toEqual([
      'user person: text(hi)',
      'assistant assistant: thinking(hm)',
      'assistant assistant: call(shell)',
      'tool tool: ok(a)',
      'assistant assistant: text(hello)',
    ]);
    expect(parsed.ignored.messages).toBe(3);
    expect(parsed.drift).toEqual([]);
  });

  test('early 2025: one JSON for a session', () => {
    const session = { timestamp: '2025-04-20T10:00:00.000Z', id: 'thread-6', instructions: '' };
    const items = [
      { role: 'user', content: [{ type: 'input_text', text: 'hi' }], type: 'message' },
      { id: 'rs_1', type: 'reasoning', summary: [], duration_ms: 5 },
      { id: 'fc_1', type: 'function_call', status: 'completed', arguments: '{"command":["ls"]}', call_id: 'c', name: 'shell' },
      { type: 'function_call_output', call_id: 'c', output: '{"output":"a","metadata":{"exit_code":1,"duration_seconds":0}}' },
      { id: 'msg_1', type: 'message', status: 'completed', role: 'assistant', content: [{ type: 'output_text', text: 'hello' }] },
    ];
    for (const indent of [0, 2]) {
      const parsed = parse(
        new TextEncoder().encode(JSON.stringify({ session, items }, null, indent)),
        'rollout-2025-04-20-x.json',
      );
      const [conversation] = parsed.conversations;
      expect(conversation).toMatchObject({ nativeId: 'thread-6', createdAt: Date.UTC(2025, 3, 20, 10) });
      expect(conversation?.messages.map(({ nativeId, role }) => [nativeId, role]).slice(1)).toEqual([
        ['rs_1', 'assistant'],
        ['call:c', 'assistant'],
        ['out:c', 'tool'],
        ['msg_1', 'assistant'],
      ]);
    }
  });

  test('lines of a role and a time', () => {
    const conversation = conversationOf(
      { role: 'user', content: 'hola?', model: 'gpt-4o-mini' },
      { type: 'tool_call', function: { name: 'translate' }, arguments: '{"to":"es"}' },
      { type: 'tool_result', name: 'translate', result: 'hola' },
      { role: 'assistant', content: 'hola', model: 'gpt-4o-mini' },
    );
    expect(outlineOf(conversation)).toEqual([
      'user person: text(hola?)',
      'assistant assistant: call(translate)',
      'tool tool: unknown(hola)',
      'assistant assistant: text(hola)',
    ]);
    expect(conversation.messages[3]?.model).toBe('gpt-4o-mini');
  });

  test('what `codex exec --json` prints', () => {
    const lines = [
      { type: 'thread.started', thread_id: 'thread-7' },
      { type: 'turn.started' },
      { type: 'item.started', item: { id: 'item_0', type: 'command_execution', command: 'ls', status: 'in_progress' } },
      {
        type: 'item.completed',
        item: {
          id: 'item_0',
          type: 'command_execution',
          command: 'ls',
          aggregated_output: 'a',
          exit_code: 0,
          status: 'completed',
        },
      },
      { type: 'item.completed', item: { id: 'item_1', type: 'reasoning', text: 'hm' } },
      {
        type: 'item.completed',
        item: { id: 'item_2', type: 'file_change', changes: [{ path: 'a', kind: 'add' }], status: 'failed' },
      },
      {
        type: 'item.completed',
        item: {
          id: 'item_3',
          type: 'mcp_tool_call',
          server: 's',
          tool: 't',
          arguments: {},
          error: { message: 'no' },
          status: 'failed',
        },
      },
      { type: 'item.completed', item: { id: 'item_4', type: 'agent_message', text: 'done' } },
      { type: 'turn.completed', usage: { input_tokens: 10, cached_input_tokens: 4, output_tokens: 2 } },
      { type: 'item.started', item: { id: 'item_5', type: 'web_search', query: 'q' } },
      { type: 'turn.failed', error: { message: 'stopped' } },
    ];
    const parsed = parse(new TextEncoder().encode(lines.map((line) => JSON.stringify(line)).join('\n')));
    const [conversation] = parsed.conversations;
    expect(conversation?.nativeId).toBe('thread-7');
    expect(conversation && outlineOf(conversation)).toEqual([
      'assistant assistant: call(exec_command)',
      'tool tool: ok(a)',
      'assistant assistant: thinking(hm)',
      'assistant assistant: call(apply_patch)',
      'tool tool: error()',
      'assistant assistant: call(mcp__s__t)',
      'tool tool: error(no)',
      'assistant assistant: text(done)',
      'assistant assistant: call(web_search)',
      'system system: text(stopped)',
    ]);
    expect(conversation?.messages[7]?.usage).toEqual({ input: 6, output: 2, cacheRead: 4, cacheWrite: 0 });
  });
});
