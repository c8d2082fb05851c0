import { describe, expect, test } from 'vitest';
import type { Part } from '../../../shared/model.ts';
import { jsonSample, linesSample } from '../fixtures/judged-sample.ts';
import { conversationOf, parse, request, sessionOf } from './fixture.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';

const uri = (path: string) => ({ $mid: 1, path, scheme: 'file' });

function partsOf(response: readonly unknown[], more = {}): readonly Part[] {
  return conversationOf(request(response, more)).messages[1]?.parts ?? [];
}

describe('a session of VS Code', () => {
  test('is what was asked and answered', () => {
    const result = {
      metadata: { promptTokens: 9, outputTokens: 2, resolvedModel: 'gpt-5-2026' },
      timings: { totalElapsed: 5000 },
    };
    const conversation = conversationOf(request([{ value: 'So. ' }, { value: { value: 'It is.' } }], { result }));
    expect(conversation).toMatchObject({
      nativeId: 'session-1',
      title: 'A title',
      createdAt: Date.UTC(2026, 0, 1, 10),
      updatedAt: Date.UTC(2026, 0, 1, 11),
    });
    expect(conversation.messages).toMatchObject([
      { nativeId: 'r1', parent: null, origin: 'person', model: null },
      {
        nativeId: 'r1/response',
        parent: 'r1',
        model: 'gpt-5-2026',
        createdAt: Date.UTC(2026, 0, 1, 10, 0, 5),
        usage: { input: 9, output: 2, cacheRead: 0, cacheWrite: 0 },
        parts: [{ type: 'text', text: 'So. It is.' }],
      },
    ]);
    expect(conversationOf(request([{ value: 'x' }])).messages[1]?.model).toBe('gpt-5');
  });

  test('has references in the flow of its text', () => {
    const parts = partsOf([
      { value: 'See ' },
      { kind: 'inlineReference', inlineReference: uri('/a/main.ts') },
      { value: ', ' },
      {
        kind: 'inlineReference',
        name: 'parse',
        inlineReference: { name: 'parse', location: { uri: uri('/a/b.ts'), range: {} } },
      },
      { kind: 'progressMessage', content: { value: 'Working' } },
      { value: ' and ' },
      {
        kind: 'inlineReference',
        name: 'docs',
        inlineReference: { external: 'https://example.org/x', path: '/x', scheme: 'https' },
      },
      { value: '.' },
    ]);
    expect(parts).toEqual([{ type: 'text', text: 'See `main.ts`, `parse` and [docs](https://example.org/x).' }]);
  });

  test('has thinking, in pieces of one id', () => {
    const parts = partsOf([
      { kind: 'thinking', id: 't', value: 'h' },
      { kind: 'thinking', id: 't', value: ['m', '.'], generatedTitle: 'Pondering' },
      { kind: 'thinking', id: 'u', value: 'next' },
      { kind: 'thinking', id: 'u', value: '' },
    ]);
    expect(parts).toEqual([
      { type: 'thinking', text: 'hm.', title: 'Pondering' },
      { type: 'thinking', text: 'next' },
    ]);
  });

  test('has tools with the input the model gave them, where that is kept', () => {
    const metadata = {
      toolCallRounds: [{ toolCalls: [{ id: 'c1', name: 'read_file', arguments: '{"filePath":"/a.ts"}' }] }],
      toolCallResults: { c1: { content: [{ $mid: 21, value: 'text of a' }] } },
    };
    const said = { kind: 'toolInvocationSerialized', toolId: 'copilot_readFile', toolCallId: 'c1', isComplete: true };
    expect(
      partsOf([{ ...said, pastTenseMessage: { value: 'Read [](file:///a.ts#1-1), lines 1 to 2' } }], { result: { metadata } }),
    ).toEqual([
      {
        type: 'tool-call',
        callId: 'c1',
        name: 'copilot_readFile',
        input: { filePath: '/a.ts' },
      },
      { type: 'tool-result', callId: 'c1', text: 'text of a', outcome: 'unknown' },
    ]);
  });

  test('says of a tool what the program said, where its input is not known', () => {
    const said = { kind: 'toolInvocationSerialized', toolId: 'copilot_readFile', toolCallId: 'c1' };
    const parts = partsOf([{ ...said, pastTenseMessage: { value: 'Read [](file:///a.ts#1-1), lines 1 to 2' } }]);
    expect(parts).toEqual([
      { type: 'tool-call', callId: 'c1', name: 'copilot_readFile', input: null, title: 'Read a.ts, lines 1 to 2' },
    ]);
  });

  test('has commands with their output and exit code', () => {
    const terminal = {
      kind: 'terminal',
      commandLine: { original: 'npm test', toolEdited: 'npm test -- --run' },
      terminalCommandOutput: { text: 'failed' },
      terminalCommandState: { exitCode: 1 },
    };
    const parts = partsOf([
      {
        kind: 'toolInvocationSerialized',
        toolId: 'run_in_terminal',
        toolCallId: 'c',
        isComplete: true,
        toolSpecificData: terminal,
      },
    ]);
    expect(parts).toMatchObject([
      { type: 'tool-call', input: { command: 'npm test -- --run' } },
      { type: 'tool-result', text: 'failed', outcome: 'error', details: { exitCode: 1 } },
    ]);
  });

  test('has results of plugged tools, with their pictures', () => {
    const resultDetails = {
      input: '{"q":1}',
      isError: false,
      output: [
        { type: 'embed', isText: true, value: 'found' },
        { type: 'embed', isText: false, mimeType: 'image/png', value: 'aGk=' },
      ],
    };
    const conversation = conversationOf(
      request([{ kind: 'toolInvocationSerialized', toolId: 'mcp_x', toolCallId: 'c', isComplete: true, resultDetails }]),
    );
    expect(conversation.messages[1]?.parts).toMatchObject([
      { type: 'tool-call', input: { q: 1 } },
      { type: 'tool-result', text: 'found', outcome: 'ok' },
      { type: 'image', mime: 'image/png' },
    ]);
    expect(conversation.attachments[0]?.bytes).toHaveLength(2);
  });

  test('has edits with what was put in', () => {
    const edit = {
      kind: 'textEditGroup',
      uri: uri('/a/b.ts'),
      edits: [[{ text: 'new', range: { startLineNumber: 3 } }], []],
      done: true,
    };
    expect(
      partsOf([{ value: '\n```\n' }, { kind: 'codeblockUri', uri: uri('/a/b.ts') }, edit, { value: '\n```\n' }]),
    ).toMatchObject([
      { type: 'tool-call', name: 'edit_file', input: { filePath: '/a/b.ts', edits: [{ new_text: 'new' }] } },
      { type: 'tool-result', outcome: 'ok' },
    ]);
  });

  test('has errors, warnings and confirmations as what the program said', () => {
    const conversation = conversationOf(
      request(
        [
          { kind: 'warning', content: { value: 'Careful' } },
          { kind: 'confirmation', title: 'Run?', message: 'It deletes.' },
        ],
        {
          result: { errorDetails: { message: 'Off-topic' } },
        },
      ),
    );
    expect(conversation.messages.slice(1).map(({ role, parts }) => [role, parts])).toEqual([
      [
        'assistant',
        [
          { type: 'text', text: 'Careful', source: 'injected' },
          { type: 'text', text: 'Run?\n\nIt deletes.', source: 'injected' },
        ],
      ],
      ['system', [{ type: 'text', text: 'Off-topic', source: 'injected' }]],
    ]);
  });

  test('has what was attached and what was drawn on', () => {
    const variables = [
      { kind: 'file', name: 'a.ts', value: uri('/a.ts') },
      { kind: 'image', name: 'p.png', mimeType: 'image/png', value: { 0: 104, 1: 105 } },
      { kind: 'paste', name: 'Pasted', value: 'some code' },
      { kind: 'tool', name: 'search' },
    ];
    const contentReferences = [
      { kind: 'reference', reference: uri('/b.ts') },
      { kind: 'reference', reference: { uri: uri('/b.ts'), range: {} } },
    ];
    const conversation = conversationOf(request([{ value: 'x' }], { variableData: { variables }, contentReferences }));
    expect(conversation.messages[0]?.parts.slice(1)).toMatchObject([
      { type: 'file', name: 'a.ts' },
      { type: 'image', name: 'p.png' },
      { type: 'file', name: 'Pasted', text: 'some code' },
    ]);
    expect(conversation.attachments[1]?.bytes).toEqual(new TextEncoder().encode('hi'));
    expect(conversation.messages[1]?.parts[1]).toEqual({ type: 'citation', url: 'file:///b.ts', title: 'b.ts' });
  });

  test('without ids has some made of what was asked', () => {
    const bare = { responderUsername: 'x', requests: [{ message: 'Why?', response: [{ value: 'So' }] }] };
    const [one, two] = [parse(bare), parse({ ...bare, more: 1 })].map(({ conversations }) => conversations[0]);
    expect(one?.nativeId).toMatch(/^[0-9a-f]{28}$/);
    expect(one?.nativeId).toBe(two?.nativeId);
  });

  test('keeps what it does not know, and tells what it cannot read', () => {
    const parsed = parse(sessionOf(request([{ kind: 'hologram', x: 1 }]), 7));
    expect(parsed.conversations[0]?.messages[1]?.parts).toEqual([
      { type: 'unknown', kind: 'hologram', data: { kind: 'hologram', x: 1 } },
    ]);
    expect(parsed.drift).toMatchObject([{ path: 'response.kind=hologram' }]);
    expect(parsed.issues).toMatchObject([{ code: 'no-request', where: 'requests.1', raw: '7' }]);
    expect(parse('{"requests":[').issues).toMatchObject([{ code: 'not-json', unit: 'conversation' }]);
    expect(parse(sessionOf())).toMatchObject({ conversations: [], issues: [], ignored: { conversations: 1 } });
  });

  test('stands in the folder of its workspace', async () => {
    const folder = 'User/workspaceStorage/0a/';
    const gathered = await gather({
      entries: [
        { name: `${folder}workspace.json`, size: 30 },
        { name: `${folder}chatSessions/x.json`, size: 30 },
      ],
      text: () => Promise.resolve('{"folder":"file:///home/me/my%20app"}'),
    });
    const side = { shared: null, entry: gathered.byEntry[`${folder}chatSessions/x.json`] ?? null };
    expect(parse(sessionOf(request([{ value: 'x' }])), side)).toMatchObject({
      conversations: [{ cwd: '/home/me/my app', project: 'my app' }],
      side,
    });
  });
});

describe('a log of operations', () => {
  const log = (...operations: readonly unknown[]) => parse(operations.map((operation) => JSON.stringify(operation)).join('\n'));

  test('is replayed', () => {
    const parsed = log(
      { kind: 0, v: sessionOf() },
      { kind: 2, k: ['requests'], v: [request([{ value: 'wrong' }])] },
      { kind: 2, k: ['requests', 0, 'response'], v: [{ value: 'right' }], i: 0 },
      { kind: 2, k: ['requests', 0, 'response'], v: [{ value: ', too' }] },
      { kind: 1, k: ['customTitle'], v: 'Renamed' },
      { kind: 1, k: ['requests', 0, 'result'], v: { errorDetails: { message: 'x' } } },
      { kind: 3, k: ['requests', 0, 'result'] },
    );
    expect(parsed.issues).toEqual([]);
    expect(parsed.conversations[0]?.title).toBe('Renamed');
    expect(parsed.conversations[0]?.messages.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', text: 'Why?' }],
      [{ type: 'text', text: 'right, too' }],
    ]);
  });

  test('tells operations that change nothing, and a missing beginning', () => {
    const parsed = log(
      { kind: 0, v: sessionOf(request([{ value: 'x' }])) },
      { kind: 1, k: ['requests', 9, 'x'], v: 1 },
      { kind: 1, k: ['__proto__'], v: 1 },
    );
    expect(parsed.issues.map(({ code, where }) => [code, where])).toEqual([
      ['lost-operation', 'line 2'],
      ['lost-operation', 'line 3'],
    ]);
    expect(parsed.conversations).toHaveLength(1);
    expect(log({ kind: 1, k: ['x'], v: 1 }).issues.at(-1)).toMatchObject({ code: 'no-snapshot', unit: 'conversation' });
  });
});

describe('a trace of Visual Studio', () => {
  const attribute = ([key, stringValue]: readonly [string, string]) => ({ key, value: { stringValue } });
  const line = (spanId: string, nano: string, facts: Readonly<Record<string, string>>, status = {}) =>
    JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: [attribute(['service.instance.id', 'run-1'])] },
          scopeSpans: [
            {
              spans: [
                {
                  spanId,
                  startTimeUnixNano: nano,
                  status,
                  attributes: Object.entries({ 'gen_ai.conversation.id': 'c1', ...facts }).map(attribute),
                },
              ],
            },
          ],
        },
      ],
    });

  test('has the tools that were used, and what was said where it is told', () => {
    const messages = (role: string, ...texts: readonly string[]) =>
      JSON.stringify(texts.map((content) => ({ role, parts: [{ type: 'text', content }] })));
    const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5' };
    const parsed = parse(
      [
        line('a', '1781293600000000000', {
          ...chat,
          'gen_ai.input.messages': messages('user', 'One'),
          'gen_ai.output.messages': messages('assistant', 'First'),
        }),
        line(
          'b',
          '1781293601000000000',
          {
            'gen_ai.operation.name': 'execute_tool',
            'gen_ai.tool.name': 'get_file',
            'gen_ai.tool.call.id': 't',
            'gen_ai.tool.call.arguments': '{"path":"x"}',
            'gen_ai.tool.call.result': 'text',
          },
          { code: 1 },
        ),
        line('c', '1781293602000000000', {
          ...chat,
          'gen_ai.input.messages': messages('user', 'One', 'Two'),
          'gen_ai.output.messages': messages('assistant', 'Second'),
        }),
        line('d', '1781293603000000000', { 'gen_ai.operation.name': 'invoke_agent' }),
      ].join('\n'),
    );
    expect(parsed.ignored.messages).toBe(1);
    expect(parsed.conversations).toMatchObject([{ nativeId: 'c1/run-1', model: 'gpt-5', createdAt: 1781293600000 }]);
    expect(parsed.conversations[0]?.messages.map(({ role, parts }) => [role, parts[0]])).toMatchObject([
      ['user', { text: 'One' }],
      ['assistant', { text: 'First' }],
      ['assistant', { type: 'tool-call', callId: 't', name: 'get_file', input: { path: 'x' } }],
      ['user', { text: 'Two' }],
      ['assistant', { text: 'Second' }],
    ]);
    expect(parsed.conversations[0]?.messages[2]?.parts[1]).toMatchObject({ outcome: 'ok', text: 'text' });
  });
});

describe('judging', () => {
  test('knows sessions, logs and traces', () => {
    expect(judge(jsonSample('x.json', sessionOf(request([]))))).toMatchObject({ as: 'whole', score: 92 });
    expect(judge(jsonSample('x.json', { requests: [] }))).toBeNull();
    expect(judge(linesSample('x.jsonl', [{ kind: 0, v: sessionOf() }]))).toMatchObject({ as: 'whole' });
    expect(
      judge(
        linesSample('x.jsonl', [
          { kind: 1, k: ['a'], v: 1 },
          { kind: 3, k: ['b'] },
        ]),
      ),
    ).toMatchObject({ as: 'whole' });
    expect(judge(linesSample('x.jsonl', [{ resourceSpans: [] }], { head: '{"resourceSpans":[]} gen_ai.x' }))).toMatchObject({
      as: 'whole',
    });
    expect(judge(linesSample('x.jsonl', [{ resourceSpans: [] }]))).toMatchObject({ as: 'ignored' });
    expect(judge(jsonSample('w/chatEditingSessions/1/state.json', { version: 1 }))).toMatchObject({ as: 'ignored' });
  });
});
