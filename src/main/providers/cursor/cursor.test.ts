import { describe, expect, test } from 'vitest';
import { jsonSample, linesSample } from '../fixtures/judged-sample.ts';
import { tablesOf } from '../fixtures/tables.ts';
import { conversationsIn, editorTables, parse, parseTables, says, text, transcriptOf } from './fixture.ts';
import { gather } from './gather.ts';
import { judge } from './judge.ts';

const ID = '0f9d1c1a-1111-4222-8333-444455556666';
const composer = (more = {}) => ({
  composerId: ID,
  name: 'A title',
  createdAt: 1767261600000,
  lastUpdatedAt: 1767265200000,
  modelConfig: { modelName: 'composer-2' },
  fullConversationHeadersOnly: [
    { bubbleId: 'b1', type: 1 },
    { bubbleId: 'b2', type: 2 },
  ],
  ...more,
});
const user = { type: 1, text: 'Why?', createdAt: '2026-01-01T10:00:00.000Z' };
const answer = (more = {}) => ({ type: 2, text: 'So.', createdAt: '2026-01-01T10:01:00.000Z', ...more });
const database = (bubble: object, more = {}) =>
  editorTables({ [`composerData:${ID}`]: composer(more), [`bubbleId:${ID}:b2`]: bubble, [`bubbleId:${ID}:b1`]: user });

function answered(more: object) {
  return conversationsIn(database(answer(more)))[0]?.messages[1];
}

describe('a composer', () => {
  test('has its bubbles in the order of its headers', () => {
    const [conversation] = conversationsIn(
      database(answer({ tokenCount: { inputTokens: 5, outputTokens: 2 }, modelInfo: { modelName: 'gpt-5' } })),
    );
    expect(conversation).toMatchObject({
      nativeId: ID,
      title: 'A title',
      createdAt: 1767261600000,
      updatedAt: 1767265200000,
      model: 'composer-2',
    });
    expect(conversation?.messages).toMatchObject([
      { role: 'user', origin: 'person', parts: [{ type: 'text', text: 'Why?' }], createdAt: Date.UTC(2026, 0, 1, 10) },
      {
        nativeId: 'b2',
        role: 'assistant',
        model: 'gpt-5',
        usage: { input: 5, output: 2 },
        parts: [{ type: 'text', text: 'So.' }],
      },
    ]);
  });

  test('has thinking, calls with results, code and pages', () => {
    const tool = {
      name: 'run_terminal_cmd',
      toolCallId: 'c1',
      rawArgs: '{"command":"ls","description":"List"}',
      status: 'completed',
      result: '{"output":"a.txt","exitCodeV2":1}',
    };
    const codeBlocks = [{ content: 'let x', languageId: 'javascript' }];
    const message = answered({
      thinking: { text: 'hm', signature: 's' },
      thinkingDurationMs: 1200,
      codeBlocks,
      toolFormerData: tool,
      webReferences: [{ url: 'https://example.org', title: 'Page' }],
    });
    expect(message?.parts).toEqual([
      { type: 'thinking', text: 'hm', durationMs: 1200 },
      { type: 'text', text: 'So.' },
      { type: 'code', text: 'let x', language: 'javascript' },
      { type: 'tool-call', callId: 'c1', name: 'run_terminal_cmd', input: { command: 'ls', description: 'List' }, title: 'List' },
      { type: 'tool-result', callId: 'c1', text: 'a.txt', outcome: 'error', details: { exitCode: 1 } },
      { type: 'citation', url: 'https://example.org', title: 'Page' },
    ]);
  });

  test('knows how tools ended by what is stated', () => {
    const result = (tool: object) =>
      answered({ text: '', toolFormerData: { name: 'edit_file', toolCallId: 'c', ...tool } })?.parts[1];
    expect(result({ status: 'completed', params: '{}', result: '{}' })).toMatchObject({ outcome: 'ok', text: '' });
    expect(result({ status: 'error', error: '{"clientVisibleErrorMessage":"No file"}' })).toMatchObject({
      outcome: 'error',
      text: 'No file',
    });
    expect(result({ status: 'cancelled', userDecision: 'rejected' })).toMatchObject({
      outcome: 'unknown',
      details: { status: 'cancelled', userDecision: 'rejected' },
    });
    expect(result({ status: 'loading' })).toBeUndefined();
    const diff = { chunks: [{ diffString: '-a\n+b', oldStart: 3, newStart: 3 }] };
    expect(result({ status: 'completed', result: JSON.stringify({ diff }) })).toMatchObject({
      text: '',
      details: { structuredPatch: [{ oldStart: 3, newStart: 3, lines: ['-a', '+b'] }] },
    });
  });

  test('of early versions has its bubbles inside', () => {
    const conversation = [
      {
        bubbleId: 'x',
        type: 1,
        richText: '{"root":{"children":[{"type":"paragraph","children":[{"type":"text","text":"Why?"}]}]}}',
      },
      { type: 2, text: 'So.' },
    ];
    const tables = editorTables({ [`composerData:${ID}`]: composer({ fullConversationHeadersOnly: undefined, conversation }) });
    expect(conversationsIn(tables)[0]?.messages.map(({ parts }) => parts[0])).toMatchObject([{ text: 'Why?' }, { text: 'So.' }]);
  });

  test('hangs on the one that started it, and nobody typed its prompt', () => {
    const [child] = conversationsIn(database(answer(), { subagentInfo: { parentComposerId: 'p' } }));
    expect(child?.parent).toEqual({ nativeId: 'p', relation: 'subagent' });
    expect(child?.messages[0]?.origin).toBe('injected');
  });

  test('knows where it was at work', () => {
    const place = { workspaceIdentifier: { uri: { fsPath: '/home/me/app' } }, activeBranch: { branchName: 'main' } };
    expect(conversationsIn(database(answer(), place))[0]).toMatchObject({
      cwd: '/home/me/app',
      project: 'app',
      gitBranch: 'main',
    });
    const side = { shared: null, entry: { folder: 'file:///c%3A/my%20app' } };
    expect(parseTables(database(answer()), side)[0]).toMatchObject({ conversations: [{ cwd: 'c:/my app' }], side });
  });

  test('tells what is missing and what cannot be read', () => {
    const [parsed] = parseTables(
      editorTables({
        [`composerData:${ID}`]: composer({
          fullConversationHeadersOnly: [{ bubbleId: 'b1' }, { bubbleId: 'gone' }, { bubbleId: 'bad' }],
        }),
        [`bubbleId:${ID}:b1`]: user,
        [`bubbleId:${ID}:bad`]: '{"type":2',
        [`bubbleId:${ID}:left`]: answer(),
      }),
    );
    expect(parsed?.issues.map(({ code, where }) => [code, where])).toEqual([
      ['no-bubble', 'bubbleId:gone'],
      ['not-json', 'bubbleId:bad'],
    ]);
    expect(parsed?.ignored.messages).toBe(1);
    expect(parsed?.conversations[0]?.messages).toHaveLength(1);
  });

  test('whose row cannot be read, or is gone, still has its messages', () => {
    const rows = { [`bubbleId:${ID}:b2`]: answer(), [`bubbleId:${ID}:b1`]: user };
    for (const row of [{ [`composerData:${ID}`]: '{"na' }, { [`composerData:${ID}`]: null }, {}]) {
      const [parsed] = parseTables(editorTables({ ...row, ...rows }));
      expect(parsed?.conversations[0]).toMatchObject({ nativeId: ID, title: null });
      expect(parsed?.conversations[0]?.messages.map(({ role }) => role)).toEqual(['user', 'assistant']);
    }
    expect(parseTables(editorTables({ [`composerData:${ID}`]: composer() }))[0]).toMatchObject({
      conversations: [],
      ignored: { conversations: 1 },
    });
  });
});

test('the chats of 2024 are conversations', () => {
  const tab = {
    tabId: 't1',
    chatTitle: 'Old chat',
    lastSendTime: 1717200000000,
    bubbles: [
      { type: 'user', id: 'u', rawText: 'Why?', selections: [{ uri: { fsPath: '/a.ts' }, text: 'code' }] },
      { type: 'ai', id: 'a', rawText: 'So.', modelType: 'gpt-4' },
    ],
  };
  const tables = editorTables(
    {},
    { 'workbench.panel.aichat.view.aichat.chatdata': { tabs: [tab, 7] }, 'aiService.prompts': [{ text: 'x' }] },
  );
  const [parsed, broken] = parseTables(tables);
  expect(parsed?.conversations[0]).toMatchObject({ nativeId: 't1', title: 'Old chat', updatedAt: 1717200000000 });
  expect(parsed?.conversations[0]?.messages).toMatchObject([
    {
      origin: 'person',
      parts: [
        { type: 'text', text: 'Why?' },
        { type: 'file', name: '/a.ts', text: 'code' },
      ],
    },
    { nativeId: 'a', model: 'gpt-4', parts: [{ type: 'text', text: 'So.' }] },
  ]);
  expect(broken?.issues).toMatchObject([{ code: 'no-tab', raw: '7' }]);
});

describe('a session of cursor-agent', () => {
  const hex = (value: object) => Buffer.from(JSON.stringify(value)).toString('hex');
  const store = (...messages: readonly object[]) =>
    tablesOf({
      blobs: {
        columns: ['id', 'data'],
        rows: [
          ...messages.map((message, i) => [`h${i}`, new TextEncoder().encode(JSON.stringify(message))]),
          ['p', Uint8Array.of(10, 2, 0, 255)],
        ],
      },
      meta: {
        columns: ['key', 'value'],
        rows: [
          [
            '0',
            hex({ agentId: ID, name: 'A title', createdAt: 1767261600000, workspacePath: '/home/me/app', lastUsedModel: 'm' }),
          ],
        ],
      },
    });

  test('is the JSON among its blobs', () => {
    const [conversation] = conversationsIn(
      store(
        { role: 'system', content: 'You are' },
        { role: 'user', content: '<user_info>Linux</user_info>' },
        { role: 'user', content: [text('<user_query>\nWhy?\n</user_query>')] },
        {
          role: 'assistant',
          content: [
            { type: 'reasoning', text: 'hm' },
            { type: 'tool-call', toolCallId: 'c', toolName: 'Shell', args: { command: 'ls' } },
          ],
          providerOptions: { cursor: { modelName: 'gpt-5' } },
        },
        { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c', toolName: 'Shell', result: 'a', isError: true }] },
      ),
    );
    expect(conversation).toMatchObject({
      nativeId: ID,
      title: 'A title',
      cwd: '/home/me/app',
      model: 'm',
      createdAt: 1767261600000,
    });
    expect(conversation?.messages).toMatchObject([
      { role: 'system', hidden: true },
      { role: 'user', origin: 'injected', hidden: true },
      { role: 'user', origin: 'person', parts: [{ type: 'text', text: 'Why?' }] },
      {
        role: 'assistant',
        model: 'gpt-5',
        parts: [
          { type: 'thinking', text: 'hm' },
          { type: 'tool-call', callId: 'c' },
        ],
      },
      { role: 'tool', author: 'Shell', parts: [{ type: 'tool-result', callId: 'c', text: 'a', outcome: 'error' }] },
    ]);
  });

  test('without messages is none', () => {
    expect(parseTables(store())[0]).toMatchObject({ conversations: [], issues: [], ignored: { conversations: 1 } });
  });
});

describe('a transcript', () => {
  test('has what was typed, out of what was put around it', () => {
    const parsed = parse(
      transcriptOf(
        says('user', text('<attached_files>a</attached_files>\n<user_query>\nWhy?\n</user_query>')),
        says('assistant', text('I look.\n\n[REDACTED]'), { type: 'tool_use', name: 'Read', input: { path: 'a' } }),
        says('user', { type: 'tool_result', tool_use_id: 't1', content: [text('text of a')] }),
        { type: 'turn_ended', status: 'success' },
      ),
    );
    expect(parsed.ignored.messages).toBe(1);
    const { messages } = parsed.conversations[0] ?? { messages: [] };
    expect(messages[0]?.parts).toEqual([
      { type: 'text', text: '<attached_files>a</attached_files>\n', source: 'injected' },
      { type: 'text', text: 'Why?' },
    ]);
    expect(messages[1]?.parts.map(({ type }) => type)).toEqual(['text', 'thinking', 'tool-call']);
    const [call, result] = [messages[1]?.parts[2], messages[2]?.parts[0]];
    expect(call?.type === 'tool-call' && result?.type === 'tool-result' && call.callId === result.callId).toBe(true);
    expect(messages[2]).toMatchObject({ role: 'tool', origin: 'tool', author: 'Read' });
  });

  test('is the same conversation as the composer of its id', () => {
    const line = transcriptOf(says('user', text('<user_query>\nWhy?\n</user_query>')), says('assistant', text('So.')));
    const [told] = parse(line, `agent-transcripts/${ID}/${ID}.jsonl`).conversations;
    const [composed] = conversationsIn(database(answer()));
    expect(told?.nativeId).toBe(composed?.nativeId);
    expect(told?.messages[0]?.nativeId).toBe(composed?.messages[0]?.nativeId);
  });

  test('of a subagent hangs on the one in whose folder it lies', async () => {
    const child = `agent-transcripts/${ID}/subagents/x.jsonl`;
    const { byEntry } = await gather({
      entries: [
        { name: `agent-transcripts/${ID}/${ID}.jsonl`, size: 10 },
        { name: child, size: 10 },
      ],
      text: () => Promise.resolve(''),
    });
    const parsed = parse(transcriptOf(says('user', text('Look'))), child, { shared: null, entry: byEntry[child] ?? null });
    expect(parsed.conversations[0]).toMatchObject({
      parent: { nativeId: ID, relation: 'subagent' },
      messages: [{ origin: 'injected' }],
    });
    expect(parsed.side).toEqual({ shared: null, entry: { parent: ID } });
  });

  test('of plain text has its blocks', () => {
    const words =
      'user:\n<user_query>\nWhy?\n</user_query>\n\nassistant:\n[Thinking] hm\n[Tool call] Shell\n  command: ls\n  cwd: /\n\n[Tool result] Shell\na.txt\n\nassistant:\nSo.\n';
    const parsed = parse(words, `agent-transcripts/${ID}.txt`);
    expect(parsed.conversations[0]?.messages.flatMap(({ parts }) => parts)).toMatchObject([
      { type: 'text', text: 'Why?' },
      { type: 'thinking', text: 'hm' },
      { type: 'tool-call', name: 'Shell', input: { command: 'ls', cwd: '/' } },
      { type: 'tool-result', text: 'a.txt', outcome: 'unknown' },
      { type: 'text', text: 'So.' },
    ]);
  });

  test('tells lines that are none', () => {
    const parsed = parse(transcriptOf(says('user', text('x')), '[1]', '{"ro'));
    expect(parsed.issues.map(({ code }) => code)).toEqual(['no-message', 'cut-off']);
    expect(parsed.conversations).toHaveLength(1);
    expect(parse('')).toMatchObject({ conversations: [], ignored: { conversations: 1 } });
  });
});

describe('judging', () => {
  test('goes by tables and lines', () => {
    const sqlite = (columns: object) => jsonSample('x.db', {}, { kind: 'sqlite', keys: Object.keys(columns), values: [columns] });
    expect(judge(sqlite({ cursorDiskKV: ['key', 'value'], ItemTable: ['key', 'value'] }))).toMatchObject({
      as: 'tables',
      score: 92,
    });
    expect(judge(sqlite({ blobs: ['id', 'data'], meta: ['key', 'value'] }))).toMatchObject({ as: 'tables' });
    expect(judge(sqlite({ ItemTable: ['key', 'value'] }))).toMatchObject({ as: 'tables', score: 45 });
    expect(judge(sqlite({ moz_places: ['id'] }))).toBeNull();
    expect(judge(linesSample('x.jsonl', [says('user', text('x'))]))).toMatchObject({ as: 'whole' });
    expect(judge(linesSample('x.jsonl', [{ type: 'user', uuid: 'u', role: 'user', message: { content: [] } }]))).toBeNull();
    expect(judge(jsonSample('chats/a/b/prompt_history.json', ['x']))).toMatchObject({ as: 'ignored' });
    expect(judge(jsonSample('Cursor/w/workspace.json', { folder: 'file:///x' }))).toMatchObject({ as: 'side' });
  });
});
