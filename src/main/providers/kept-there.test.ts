import { expect, test } from 'vitest';
import type { ParsedConversation } from '../../shared/parsed.ts';
import { chatgpt } from './chatgpt/index.ts';
import { claudeCode } from './claude-code/index.ts';
import { claude } from './claude/index.ts';
import { copilotCli } from './copilot-cli/index.ts';
import { deepseek } from './deepseek/index.ts';
import { parseAs } from './fixtures/any-export.ts';
import { grok } from './grok/index.ts';
import { librechat } from './librechat/index.ts';
import { openWebui } from './open-webui/index.ts';
import { opencode } from './opencode/index.ts';
import { perplexity } from './perplexity/index.ts';
import { pi } from './pi/index.ts';
import type { Provider } from './provider.ts';

// Stars, tags and costs, by the fields of each format. Source: formats §3.2, §4, §8.

function only(provider: Provider, given: unknown): ParsedConversation {
  const parsed = parseAs(provider, given);
  const [conversation, ...more] = parsed.conversations;
  if (conversation === undefined || more.length > 0) throw new Error(`${parsed.conversations.length} conversations`);
  expect(parsed.drift).toEqual([]);
  return conversation;
}

const chatgptOf = (more: object) => ({
  conversation_id: 'c',
  title: 't',
  current_node: 'a',
  mapping: {
    a: {
      id: 'a',
      parent: null,
      children: [],
      message: { id: 'a', author: { role: 'user' }, content: { content_type: 'text', parts: ['x'] } },
    },
  },
  ...more,
});
const claudeOf = (more: object) => ({
  uuid: 'c',
  name: 'n',
  chat_messages: [{ uuid: 'm', sender: 'human', text: 'x' }],
  ...more,
});
const grokOf = (more: object) => ({
  conversation: { id: 'c', title: 't', ...more },
  responses: [{ response: { _id: 'r', conversation_id: 'c', sender: 'human', message: 'x' } }],
});
const deepseekOf = (more: object) => ({
  id: 'c',
  title: 't',
  inserted_at: '2026-01-01T10:00:00+08:00',
  mapping: {
    root: { id: 'root', parent: null, children: ['1'], message: null },
    '1': {
      id: '1',
      parent: 'root',
      children: [],
      message: { inserted_at: '2026-01-01T10:00:00+08:00', files: [], fragments: [{ type: 'REQUEST', content: 'x' }] },
    },
  },
  ...more,
});
const perplexityOf = (more: object) => ({ entries: [{ uuid: 'e', query_str: 'x', thread_title: 't', ...more }] });
const openWebuiOf = (more: object, chat: object = {}) => ({
  id: 'c',
  title: 't',
  chat: { history: { messages: { a: { id: 'a', parentId: null, role: 'user', content: 'x' } }, currentId: 'a' }, ...chat },
  ...more,
});
const librechatOf = (more: object) => ({
  conversationId: 'c',
  title: 't',
  messages: [{ messageId: 'm', parentMessageId: null, isCreatedByUser: true, text: 'x' }],
  ...more,
});

test.each<[string, Provider, unknown, boolean]>([
  ['ChatGPT, starred', chatgpt, chatgptOf({ is_starred: true }), true],
  ['ChatGPT, pinned', chatgpt, chatgptOf({ is_starred: null, pinned_time: 1_770_000_000.5 }), true],
  ['ChatGPT, neither', chatgpt, chatgptOf({ is_starred: null, pinned_time: null }), false],
  ['ChatGPT, unsaid', chatgpt, chatgptOf({}), false],
  ['Claude', claude, claudeOf({ is_starred: true }), true],
  ['Claude, not', claude, claudeOf({ is_starred: false }), false],
  ['Grok', grok, grokOf({ starred: true }), true],
  ['Grok, null', grok, grokOf({ starred: null }), false],
  ['DeepSeek', deepseek, deepseekOf({ pinned: true }), true],
  ['DeepSeek, not', deepseek, deepseekOf({ pinned: false }), false],
  ['Perplexity', perplexity, perplexityOf({ bookmark_state: 'BOOKMARKED' }), true],
  ['Perplexity, not', perplexity, perplexityOf({ bookmark_state: 'NOT_BOOKMARKED' }), false],
  ['Open WebUI', openWebui, openWebuiOf({ pinned: true }), true],
  ['Open WebUI, not', openWebui, openWebuiOf({ pinned: false }), false],
])('a star or pin of %s', (_name, provider, given, starred) => {
  expect(only(provider, given).starred).toBe(starred ? true : undefined);
});

test.each<[string, Provider, unknown, readonly string[] | undefined]>([
  ['Open WebUI', openWebui, openWebuiOf({ meta: { tags: ['work', 'trip'] } }, { tags: ['old'] }), ['work', 'trip']],
  ['an old Open WebUI', openWebui, openWebuiOf({ meta: {} }, { tags: ['old', { name: 'older' }, 3] }), ['old', 'older']],
  ['Open WebUI without', openWebui, openWebuiOf({ meta: { tags: [] } }), undefined],
  ['LibreChat', librechat, librechatOf({ tags: ['trip'] }), ['trip']],
  ['LibreChat without', librechat, librechatOf({ tags: null }), undefined],
])('tags of %s', (_name, provider, given, tags) => {
  expect(only(provider, given).tags).toEqual(tags);
});

const lines = (...values: readonly object[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('');
const opencodeOf = (info: object, parts: readonly object[] = []): object => ({
  info: { id: 'ses_1', title: 't', time: { created: 1, updated: 2 } },
  messages: [
    {
      info: { id: 'msg_1', sessionID: 'ses_1', role: 'assistant', time: { created: 1 }, ...info },
      parts: [{ id: 'prt_1', type: 'text', text: 'x' }, ...parts],
    },
  ],
});
const claudeCodeOf = (...records: readonly object[]): string =>
  lines(
    { type: 'user', uuid: 'u', parentUuid: null, sessionId: 's', message: { role: 'user', content: 'x' } },
    ...records.map((record, place) => ({
      type: 'assistant',
      uuid: `a${place}`,
      parentUuid: place === 0 ? 'u' : `a${place - 1}`,
      sessionId: 's',
      requestId: 'r',
      message: {
        id: 'msg',
        role: 'assistant',
        content: [{ type: 'text', text: `${place}` }],
        usage: { input_tokens: 3, output_tokens: 4 },
      },
      ...record,
    })),
  );
const piOf = (cost: unknown): string =>
  lines(
    { type: 'session', version: 3, id: 's', timestamp: '2026-01-01T10:00:00Z', cwd: '/a' },
    { type: 'message', id: 'a', parentId: null, message: { role: 'user', content: 'x' } },
    {
      type: 'message',
      id: 'b',
      parentId: 'a',
      message: { role: 'assistant', content: [], usage: { input: 1, output: 2, cost } },
    },
  );
const openWebuiCost = (usage: object) =>
  openWebuiOf(
    {},
    { history: { messages: { a: { id: 'a', parentId: null, role: 'assistant', content: 'x', usage } }, currentId: 'a' } },
  );
const copilotOf = (data: object): string =>
  lines(
    { type: 'session.start', id: '1', data: { sessionId: 's' } },
    { type: 'user.message', id: '2', data: { content: 'x' } },
    { type: 'assistant.message', id: '3', data: { messageId: 'm', content: 'y', outputTokens: 2 } },
    { type: 'assistant.usage', id: '4', data },
  );

test.each<[string, Provider, unknown, readonly (number | undefined)[]]>([
  ['OpenCode', opencode, opencodeOf({ cost: 0.25, tokens: { input: 1, output: 1 } }), [0.25]],
  ['OpenCode, free', opencode, opencodeOf({ cost: 0, tokens: { input: 1, output: 1 } }), [0]],
  ['OpenCode, unsaid', opencode, opencodeOf({ tokens: { input: 1, output: 1 } }), [undefined]],
  [
    'OpenCode, by steps',
    opencode,
    opencodeOf({}, [
      { id: 'prt_2', type: 'step-finish', cost: 0.5, tokens: { input: 1, output: 1 } },
      { id: 'prt_3', type: 'step-finish', cost: 0.25, tokens: { input: 1, output: 1 } },
    ]),
    [0.75],
  ],
  // The records of one response say it each; it is paid once.
  ['Claude Code', claudeCode, claudeCodeOf({ costUSD: 0.125 }, { costUSD: 0.125 }), [undefined, 0.125]],
  ['Claude Code of today', claudeCode, claudeCodeOf({}), [undefined, undefined]],
  ['pi', pi, piOf({ input: 0.1, total: 0.3 }), [undefined, 0.3]],
  ['pi, below nothing', pi, piOf({ total: -1 }), [undefined, undefined]],
  ['Open WebUI', openWebui, openWebuiCost({ prompt_tokens: 1, completion_tokens: 2, cost: 0.01 }), [0.01]],
  ['Open WebUI, unsaid', openWebui, openWebuiCost({ prompt_tokens: 1, completion_tokens: 2 }), [undefined]],
  // What Copilot calls cost is a share of a premium request, not money.
  ['Copilot CLI', copilotCli, copilotOf({ inputTokens: 1, outputTokens: 2, cost: 0.33 }), [undefined, undefined]],
])('what a response cost, by %s', (_name, provider, given, costs) => {
  expect(only(provider, given).messages.map(({ usage }) => usage?.cost)).toEqual(costs);
});
