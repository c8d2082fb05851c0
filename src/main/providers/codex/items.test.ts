import { describe, expect, test } from 'vitest';
import { conversationOf, event, item, meta, outlineOf, parse, rolloutOf, says, turn } from './fixture.ts';
import { codex } from './index.ts';

describe('messages', () => {
  test('are the transcript; what the interface showed of them is not told again', () => {
    const conversation = conversationOf(
      meta(),
      event('task_started', { turn_id: 't1' }),
      turn('t1'),
      says('developer', 'Follow the rules.'),
      says('user', '<environment_context>\n  <cwd>/work/app</cwd>\n</environment_context>'),
      says('user', 'fix it'),
      event('user_message', { message: 'fix it', images: [] }),
      item({ type: 'reasoning', summary: [{ type: 'summary_text', text: '**Plan**' }], encrypted_content: 'x' }),
      event('agent_reasoning', { text: '**Plan**' }),
      says('assistant', 'On it.', { phase: 'commentary' }),
      event('agent_message', { message: 'On it.' }),
      event('task_complete', { turn_id: 't1', last_agent_message: 'On it.' }),
    );
    expect(outlineOf(conversation)).toEqual([
      'system system hidden: text(Follow the rules.)',
      'user injected hidden: injected(<environment_context>\n  <cwd>/work/app</cwd>\n</environment_context>)',
      'user person: text(fix it)',
      'assistant assistant: thinking(**Plan**)',
      'assistant assistant: text(On it.)',
    ]);
    expect(conversation.messages.map((message) => message.model)).toEqual([null, null, null, 'gpt-5.5-codex', 'gpt-5.5-codex']);
  });

  test.each([
    ['<user_instructions>x</user_instructions>', 'user injected hidden'],
    ['# AGENTS.md instructions for /work\n\nx', 'user injected hidden'],
    ['<permissions instructions>x', 'user injected hidden'],
    ['<turn_aborted>x</turn_aborted>', 'user injected hidden'],
    ['<skill>x</skill>', 'user injected hidden'],
    ['<subagent_notification>x</subagent_notification>', 'user injected hidden'],
    ['<user_shell_command>ls</user_shell_command>', 'user injected'],
    ['<b>bold</b> words', 'user person'],
  ])('that begin with %s', (text, expected) => {
    expect(outlineOf(conversationOf(meta(), says('user', 'first'), says('user', text)))[1]?.split(':')[0]).toBe(expected);
  });

  test('are taken out of what the IDE wraps around them', () => {
    const wrapped = '# Context from my IDE setup:\n\n## Active file: a.ts\n\n## My request for Codex:\nfix it\n';
    expect(conversationOf(meta(), says('user', wrapped)).messages[0]).toMatchObject({
      origin: 'person',
      parts: [
        { source: 'injected', text: '# Context from my IDE setup:\n\n## Active file: a.ts\n\n## My request for Codex:\n' },
        { type: 'text', text: 'fix it\n' },
      ],
    });
  });

  test('carry images, by data or by address', () => {
    const content = [
      { type: 'input_text', text: 'see' },
      { type: 'input_image', image_url: 'data:image/png;base64,aGk=' },
      { type: 'input_image', image_url: { url: 'https://e.org/a.png' } },
      { type: 'input_image', image_url: null },
    ];
    const { messages, attachments } = conversationOf(meta(), item({ type: 'message', id: 'm', role: 'user', content }));
    expect(messages[0]?.parts.map((part) => part.type)).toEqual(['text', 'image', 'image']);
    expect(attachments).toEqual([
      { nativeId: 'm/0', name: null, mime: 'image/png', size: 2, bytes: new TextEncoder().encode('hi') },
      { nativeId: 'm/1', name: 'https://e.org/a.png', mime: null, size: null },
    ]);
  });

  test('carry sounds', () => {
    const blocks = [
      { type: 'input_audio', input_audio: { data: 'aGk=', format: 'wav' } },
      { type: 'input_audio', audio_url: 'data:audio/mpeg;base64,aGk=' },
      { type: 'input_audio' },
    ];
    const { messages, attachments } = conversationOf(meta(), item({ type: 'message', id: 'm', role: 'user', content: blocks }));
    expect(messages[0]?.parts).toEqual([
      { type: 'file', attachment: 'm/0', name: null, mime: 'audio/wav' },
      { type: 'file', attachment: 'm/1', name: null, mime: 'audio/mpeg' },
    ]);
    expect(attachments).toMatchObject([{ size: 2 }, { size: 2 }]);
  });

  test('of the agent to agents have an author', () => {
    const { messages } = conversationOf(
      meta(),
      says('user', 'a'),
      item({ type: 'agent_message', author: 'worker', recipient: 'root', content: [{ type: 'input_text', text: 'done' }] }),
    );
    expect(messages[1]).toMatchObject({ role: 'system', origin: 'injected', author: 'worker', parts: [{ text: 'done' }] });
  });
});

describe('reasoning', () => {
  test('kept sealed is empty, unless an event says it in the open', () => {
    const sealed = item({ type: 'reasoning', summary: [], content: null, encrypted_content: 'x' });
    expect(outlineOf(conversationOf(meta(), sealed))).toEqual(['assistant assistant: thinking()']);
    expect(outlineOf(conversationOf(meta(), sealed, event('agent_reasoning_raw_content', { text: 'hm' })))).toEqual([
      'assistant assistant: thinking(hm)',
    ]);
  });

  test('in the open stands beside its summary', () => {
    const both = item({ type: 'reasoning', summary: [{ text: 'short' }], content: [{ type: 'reasoning_text', text: 'long' }] });
    expect(outlineOf(conversationOf(meta(), both))).toEqual(['assistant assistant: thinking(short) thinking(long)']);
  });
});

describe('calls', () => {
  test('have their arguments as data, even broken ones', () => {
    const inputs = ['{"cmd":"ls"}', '{"cmd":', { cmd: 'ls' }, null].map((args, i) =>
      item({ type: 'function_call', name: 'exec_command', arguments: args, call_id: `c${i}` }),
    );
    const { messages } = conversationOf(meta(), ...inputs);
    expect(messages.map((message) => message.parts[0])).toMatchObject([
      { input: { cmd: 'ls' } },
      { input: '{"cmd":' },
      { input: { cmd: 'ls' } },
      { input: null },
    ]);
  });

  test('of every kind', () => {
    const { messages } = conversationOf(
      meta(),
      item({ type: 'function_call', namespace: 'mcp__files', name: 'read', arguments: '{}', call_id: '1', summary: 'Reading' }),
      item({ type: 'custom_tool_call', name: 'apply_patch', input: '*** Begin Patch', call_id: '2' }),
      item({ type: 'local_shell_call', action: { type: 'exec', command: ['ls'] }, call_id: '3' }),
      item({ type: 'web_search_call', action: { type: 'search', query: 'q' }, id: 'ws' }),
      item({ type: 'tool_search_call', arguments: { query: 'q' }, call_id: '5' }),
      item({ type: 'tool_search_output', call_id: '5', tools: [{ name: 'group', tools: [{ name: 'a' }] }] }),
      item({ type: 'image_generation_call', id: 'ig', revised_prompt: 'a cat', result: Buffer.alloc(90, 1).toString('base64') }),
    );
    expect(messages.flatMap((message) => message.parts)).toMatchObject([
      { callId: '1', name: 'mcp__files__read', input: {}, title: 'Reading' },
      { callId: '2', name: 'apply_patch', input: '*** Begin Patch' },
      { callId: '3', name: 'local_shell', input: { command: ['ls'] } },
      { callId: 'ws', name: 'web_search', input: { query: 'q' } },
      { callId: '5', name: 'tool_search', input: { query: 'q' } },
      { callId: '5', type: 'tool-result', text: 'group\na' },
      { callId: 'ig', name: 'image_generation', input: { revised_prompt: 'a cat' } },
      { type: 'image', mime: 'image/png' },
    ]);
  });

  test('lead to the threads they started', () => {
    const call = item({ type: 'function_call', name: 'spawn_agent', arguments: '{}', call_id: 'c' });
    const byResult = conversationOf(
      meta(),
      call,
      item({ type: 'function_call_output', call_id: 'c', output: '{"agent_id":"thread-2","nickname":"x"}' }),
    );
    expect(byResult.messages[0]?.parts[0]).toMatchObject({ thread: 'thread-2' });
    const byEvent = conversationOf(meta(), call, event('collab_agent_spawn_end', { call_id: 'c', new_thread_id: 'thread-3' }));
    expect(byEvent.messages[0]?.parts[0]).toMatchObject({ thread: 'thread-3' });
  });
});

describe('results', () => {
  test.each([
    ['plain text', 'unknown', 'plain text'],
    ['Exit code: 0\nWall time: 0.1 seconds\nOutput:\nfine', 'ok', null],
    ['Chunk ID: a\nWall time: 1 seconds\nProcess exited with code 2\nOutput:\nProcess exited with code 0', 'error', null],
    ['it said: Exit code: 1', 'unknown', null],
    ['{"output":"fine","metadata":{"exit_code":0,"duration_seconds":0.1}}', 'ok', 'fine'],
    ['{"output":"bad","metadata":{"exit_code":1}}', 'error', 'bad'],
    ['{"output":', 'unknown', '{"output":'],
    [{ content: 'x', success: false }, 'error', 'x'],
    [{ content: [{ type: 'input_text', text: 'x' }], success: true }, 'ok', 'x'],
    [{ type: 'input_text', text: 'x' }, 'unknown', 'x'],
    [
      [
        { type: 'input_text', text: 'Script completed\nOutput:\n' },
        { type: 'input_text', text: '{"exit_code":3}' },
      ],
      'error',
      null,
    ],
    [null, 'unknown', ''],
  ])('%j is %s', (output, outcome, text) => {
    const { messages } = conversationOf(
      meta(),
      item({ type: 'function_call', name: 'f', arguments: '{}', call_id: 'c' }),
      item({ type: 'function_call_output', call_id: 'c', output }),
    );
    expect(messages[1]).toMatchObject({
      role: 'tool',
      origin: 'tool',
      author: 'f',
      parts: [{ callId: 'c', outcome, ...(text === null ? {} : { text }) }],
    });
  });

  test('that come after other words are part of the message of their call, and are where they were when they come at once', () => {
    const call = (id: string): Record<string, unknown> =>
      item({ type: 'function_call', name: 'f', arguments: '{}', call_id: id });
    const result = (id: string): Record<string, unknown> =>
      item({ type: 'function_call_output', call_id: id, output: [{ text: id }, { image_url: 'data:image/png;base64,aGk=' }] });
    const before = [meta(), call('1'), call('2'), result('2'), says('assistant', 'meanwhile'), call('3')];
    const early = conversationOf(...before);
    const whole = conversationOf(...before, result('1'), result('3'), event('exec_command_end', { call_id: '1', exit_code: 1 }));
    expect(whole.messages.map(({ role, parts }) => [role, parts.map((part) => part.type)])).toEqual([
      ['assistant', ['tool-call', 'tool-result', 'image']],
      ['assistant', ['tool-call']],
      ['tool', ['tool-result', 'image']],
      ['assistant', ['text']],
      ['assistant', ['tool-call']],
      ['tool', ['tool-result', 'image']],
    ]);
    expect(whole.messages[0]?.parts[1]).toMatchObject({ callId: '1', outcome: 'error' });
    expect(whole.attachments.map(({ nativeId }) => nativeId).toSorted()).toEqual(['out:1/0', 'out:2/0', 'out:3/0']);
    // What was read before the result came is told the same way after it.
    expect(whole.messages.slice(1, 5)).toEqual(early.messages.slice(1));
    expect(
      codex.linesOf?.(
        { provider: 'codex', bytes: rolloutOf(...before, result('1')), name: 'x', side: { shared: null, entry: null } },
        'call:1',
      ),
    ).toEqual([2, 7]);
  });

  test('are images too', () => {
    const { messages, attachments } = conversationOf(
      meta(),
      item({ type: 'function_call', name: 'view_image', arguments: '{}', call_id: 'c' }),
      item({
        type: 'function_call_output',
        call_id: 'c',
        output: [{ type: 'input_image', image_url: 'data:image/png;base64,aGk=' }],
      }),
      event('view_image_tool_call', { call_id: 'c', path: '/a.png' }),
    );
    expect(messages).toHaveLength(2);
    expect(messages[1]?.parts.map((part) => part.type)).toEqual(['tool-result', 'image']);
    expect(attachments).toMatchObject([{ nativeId: 'out:c/0', size: 2 }]);
  });

  test('are what events know better: exit codes, patches, servers', () => {
    const call = (id: string): Record<string, unknown> =>
      item({ type: 'function_call', name: 'f', arguments: '{}', call_id: id });
    const result = (id: string): Record<string, unknown> => item({ type: 'function_call_output', call_id: id, output: 'x' });
    const { messages } = conversationOf(
      meta(),
      call('1'),
      event('exec_command_end', { call_id: '1', exit_code: 1, aggregated_output: 'longer' }),
      result('1'),
      call('2'),
      event('patch_apply_end', { call_id: '2', success: true, changes: { '/a': { type: 'add' } } }),
      result('2'),
      call('3'),
      event('mcp_tool_call_end', { call_id: '3', result: { Err: 'no' } }),
      result('3'),
    );
    expect(messages.filter((message) => message.role === 'tool').map((message) => message.parts[0])).toMatchObject([
      { outcome: 'error', text: 'x', details: { exit_code: 1 } },
      { outcome: 'ok', details: { files: ['/a'] } },
      { outcome: 'error', text: 'x' },
    ]);
    expect(messages).toHaveLength(6);
  });
});

test('items of a type nobody has seen are kept out of sight and reported', () => {
  const parsed = parse(
    rolloutOf(meta(), says('user', 'a'), item({ type: 'dream', vividness: 3 }), { type: 'omen', payload: {} }),
  );
  expect(parsed.conversations[0]?.messages[1]).toMatchObject({ hidden: true, parts: [{ type: 'unknown', kind: 'dream' }] });
  expect(parsed.drift.map((drift) => drift.path)).toEqual([
    'response_item.vividness',
    'response_item.type=dream',
    'line.type=omen',
  ]);
});
