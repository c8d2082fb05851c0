/**
 * Counts what is in a sample file, straight from its bytes. Shares no code with the product, on purpose: it is what imports are held
 * against. Units are those of the samples' own README where it has them.
 */

type Obj = Record<string, unknown>;

const isObj = (value: unknown): value is Obj => typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

export interface Facts {
  readonly conversations: number;
  /** Messages of any role; for logs, see the counters below. */
  readonly messages: number;
  readonly user: number;
  readonly assistant: number;
  /** Assistant messages with text. */
  readonly said: number;
  readonly branchPoints: number;
  readonly toolCalls: number;
  readonly toolResults: number;
  readonly toolErrors: number;
  readonly thinking: number;
  readonly badLines: number;
}

const none: Facts = {
  conversations: 0,
  messages: 0,
  user: 0,
  assistant: 0,
  said: 0,
  branchPoints: 0,
  toolCalls: 0,
  toolResults: 0,
  toolErrors: 0,
  thinking: 0,
  badLines: 0,
};

/** ChatGPT: conversations with a mapping, and every node whose message is an object. */
export function countChatgpt(text: string): Facts {
  const facts = { ...none };
  const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  for (const conversation of Array.isArray(root) ? root : [root]) {
    if (!isObj(conversation) || !isObj(conversation['mapping'])) continue;
    facts.conversations++;
    const children = new Map<unknown, number>();
    for (const node of Object.values(conversation['mapping'])) {
      if (!isObj(node)) continue;
      if (node['parent'] !== null && node['parent'] !== undefined)
        children.set(node['parent'], (children.get(node['parent']) ?? 0) + 1);
      if (!isObj(node['message'])) continue;
      facts.messages++;
      const author = node['message']['author'];
      if (isObj(author) && author['role'] === 'user') facts.user++;
      if (isObj(author) && author['role'] === 'assistant') facts.assistant++;
      const content = node['message']['content'];
      if (isObj(content) && content['content_type'] === 'thoughts') facts.thinking++;
    }
    facts.branchPoints += [...children.values()].filter((n) => n > 1).length;
  }
  return facts;
}

/** Claude.ai: conversations with at least one message object that has a sender. */
export function countClaude(text: string): Facts {
  const facts = { ...none };
  const root: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  for (const conversation of Array.isArray(root) ? root : [root]) {
    if (!isObj(conversation)) continue;
    const messages = list(conversation['chat_messages']).filter(
      (m): m is Obj => isObj(m) && (m['sender'] === 'human' || m['sender'] === 'assistant'),
    );
    if (messages.length === 0) continue;
    facts.conversations++;
    facts.messages += messages.length;
    for (const message of messages) {
      if (message['sender'] === 'human') facts.user++;
      else facts.assistant++;
      for (const block of list(message['content'])) {
        if (!isObj(block)) continue;
        if (block['type'] === 'thinking') facts.thinking++;
        if (block['type'] === 'tool_use') facts.toolCalls++;
        if (block['type'] === 'tool_result') facts.toolResults++;
      }
    }
  }
  return facts;
}

/**
 * Claude Code: the blocks of user and assistant records, one record per uuid; assistant messages are the distinct (message.id) of a
 * file, records without one counting for themselves.
 */
export function countClaudeCode(text: string): Facts {
  const facts = { ...none };
  const seen = new Set<unknown>();
  const assistants = new Set<unknown>();
  const { records, bad } = lines(text);
  facts.badLines = bad;
  for (const record of records) {
    // An old layout: calls and results as records of their own.
    if (record['type'] === 'tool_use') facts.toolCalls++;
    if (record['type'] === 'tool_result') facts.toolResults++;
    if (record['type'] !== 'user' && record['type'] !== 'assistant') continue;
    if (record['uuid'] !== undefined) {
      if (seen.has(record['uuid'])) continue;
      seen.add(record['uuid']);
    }
    const message = isObj(record['message']) ? record['message'] : {};
    if (record['type'] === 'assistant') assistants.add(message['id'] ?? record['uuid'] ?? record);
    for (const block of list(message['content'])) {
      if (!isObj(block)) continue;
      if (block['type'] === 'thinking' || block['type'] === 'redacted_thinking') facts.thinking++;
      if (block['type'] === 'tool_use' || block['type'] === 'server_tool_use') facts.toolCalls++;
      if (block['type'] === 'tool_result') {
        facts.toolResults++;
        if (block['is_error'] === true) facts.toolErrors++;
      }
    }
  }
  facts.assistant = assistants.size;
  return facts;
}

/** Codex: response items by type, in whichever generation of the file. */
export function countCodex(text: string): Facts {
  const facts = { ...none };
  const { records, bad } = lines(text);
  facts.badLines = bad;
  for (const record of records) {
    const item = record['type'] === 'response_item' ? record['payload'] : record['payload'] === undefined ? record : null;
    if (!isObj(item)) continue;
    switch (item['type']) {
      case undefined:
      case 'message':
        if (item['role'] === undefined) break;
        facts.messages++;
        if (item['role'] === 'user') facts.user++;
        if (item['role'] === 'assistant') facts.said++;
        break;
      case 'reasoning':
        facts.thinking++;
        break;
      case 'function_call':
      case 'custom_tool_call':
      case 'local_shell_call':
      case 'web_search_call':
      case 'tool_search_call':
      case 'tool_call':
        facts.toolCalls++;
        break;
      case 'function_call_output':
      case 'custom_tool_call_output':
      case 'tool_search_output':
      case 'tool_result':
        facts.toolResults++;
        break;
    }
  }
  return facts;
}

function lines(text: string): { records: Obj[]; bad: number } {
  const records: Obj[] = [];
  // The web's session export: one object with all lines.
  if (text.startsWith('{\n') || text.startsWith('{"loglines"')) {
    try {
      const whole: unknown = JSON.parse(text);
      if (isObj(whole)) return { records: list(whole['loglines']).filter(isObj), bad: 0 };
    } catch {
      // Lines, then.
    }
  }
  let bad = 0;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    try {
      const value: unknown = JSON.parse(line);
      if (isObj(value)) records.push(value);
    } catch {
      bad++;
    }
  }
  return { records, bad };
}
