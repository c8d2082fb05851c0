import { branchPoints, isObj, json, list, object, objects, perFile, records, type Obj } from './facts.ts';

/** What thinking and artifacts were wrapped in inside texts of 2024. */
const antTags = /<\/?ant(?:Thinking|Artifact)\b[^>]*>/;

/** Claude.ai: conversations with at least one message object that has a sender. */
export const countClaude = perFile(({ text }, facts, say) => {
  const root = json(text);
  for (const conversation of objects(Array.isArray(root) ? root : [root])) {
    const messages = objects(conversation['chat_messages']).filter(({ sender }) => sender === 'human' || sender === 'assistant');
    if (messages.length === 0) continue;
    facts.conversations++;
    facts.messages += messages.length;
    facts.branchPoints += branchPoints(messages, ({ parent_message_uuid: parent }) =>
      messages.some(({ uuid }) => uuid === parent) ? parent : null,
    );
    for (const message of messages) {
      if (message['sender'] === 'human') facts.user++;
      else facts.assistant++;
      const blocks = objects(message['content']);
      if (blocks.length === 0) say(message['text']);
      for (const block of blocks) {
        say(block['thinking'], ...(typeof block['text'] === 'string' ? block['text'].split(antTags) : []));
        if (block['type'] === 'thinking') facts.thinking++;
        if (block['type'] === 'tool_use') facts.toolCalls++;
        if (block['type'] === 'tool_result') facts.toolResults++;
      }
      for (const attachment of objects(message['attachments'])) say(attachment['extracted_content']);
    }
  }
});

/** What commands, their output and notices are wrapped in (formats §5.5). */
const wrappers =
  /<\/?(?:command-(?:name|args|contents)|local-command-(?:stdout|stderr|caveat)|bash-(?:input|stdout|stderr)|system-reminder)>/;

/**
 * Claude Code: the blocks of user and assistant records, one record per uuid; assistant messages are the distinct (message.id) of a
 * file, records without one counting for themselves.
 */
export const countClaudeCode = perFile(({ text, name }, facts, say) => {
  // What lies beside the logs of agents tells of them, and holds no message.
  if (name.endsWith('.json') && !text.includes('"loglines"')) return;
  const seen = new Set<unknown>();
  const assistants = new Set<unknown>();
  const { records: lines, bad } = logLines(text);
  facts.badLines += bad;
  for (const record of lines) {
    // An old layout: calls and results as records of their own.
    if (record['type'] === 'tool_use') facts.toolCalls++;
    if (record['type'] === 'tool_result') facts.toolResults++;
    if (record['type'] !== 'user' && record['type'] !== 'assistant') continue;
    if (record['uuid'] !== undefined) {
      if (seen.has(record['uuid'])) continue;
      seen.add(record['uuid']);
    }
    const message = object(record['message']);
    if (record['type'] === 'assistant') assistants.add(message['id'] ?? record['uuid'] ?? record);
    const spoken = (...texts: readonly unknown[]): void => {
      // A command's message repeats its name.
      for (const words of texts)
        if (typeof words === 'string') say(...words.replaceAll(/<command-message>.*?<\/command-message>/gs, '').split(wrappers));
    };
    spoken(message['content']);
    for (const block of objects(message['content'])) {
      spoken(block['text'], block['thinking'], block['content']);
      for (const part of objects(block['content'])) spoken(part['text']);
      if (block['type'] === 'thinking' || block['type'] === 'redacted_thinking') facts.thinking++;
      if (block['type'] === 'tool_use' || block['type'] === 'server_tool_use') facts.toolCalls++;
      if (block['type'] === 'tool_result') {
        facts.toolResults++;
        if (block['is_error'] === true) facts.toolErrors++;
      }
    }
  }
  facts.assistant += assistants.size;
});

function logLines(text: string): { records: Obj[]; bad: number } {
  // The web's session export: one object with all lines.
  if (text.startsWith('{\n') || text.startsWith('{"loglines"')) {
    try {
      const whole = json(text);
      if (isObj(whole)) return { records: list(whole['loglines']).filter(isObj), bad: 0 };
    } catch {
      // Lines, then.
    }
  }
  return records(text);
}
