import { branchPoints, isObj, json, list, object, objects, perFile, records } from './facts.ts';

/** ChatGPT: conversations with a mapping, and every node whose message is an object. */
export const countChatgpt = perFile(({ text }, facts, say) => {
  const root = openEnvelope(json(text));
  for (const conversation of objects(Array.isArray(root) ? root : [root])) {
    if (!isObj(conversation['mapping'])) continue;
    facts.conversations++;
    const nodes = Object.values(conversation['mapping']).filter(isObj);
    facts.branchPoints += branchPoints(nodes, (node) => node['parent']);
    for (const node of nodes) {
      if (!isObj(node['message'])) continue;
      facts.messages++;
      const role = object(node['message']['author'])['role'];
      if (role === 'user') facts.user++;
      if (role === 'assistant') facts.assistant++;
      const content = object(node['message']['content']);
      // Marks of citations stand for links, which are kept as such.
      for (const text of [content['text'], ...list(content['parts']), content['result']])
        if (typeof text === 'string') say(...text.split(/【[^】]*】|\uE200[^\uE201]*\uE201/));
      for (const part of objects(content['parts'])) say(part['text']);
      if (content['content_type'] === 'thoughts' || content['content_type'] === 'reasoning_recap') facts.thinking++;
      for (const thought of objects(content['thoughts'])) say(thought['summary'], thought['content']);
    }
  }
});

/** A capture holds a conversation of the web API as it came. */
const openEnvelope = (root: unknown): unknown =>
  isObj(root) && isObj(root['raw_provider_payload']) ? root['raw_provider_payload'] : root;

/** Codex: response items by type, in whichever generation of the file. */
export const countCodex = perFile(({ text }, facts, say) => {
  const { records: lines, bad } = records(text);
  facts.badLines += bad;
  for (const record of lines) {
    const payload = object(record['payload']);
    if (record['type'] === 'event_msg' && (payload['type'] === 'user_message' || payload['type'] === 'agent_message'))
      say(payload['message']);
    const item = record['type'] === 'response_item' ? record['payload'] : record['payload'] === undefined ? record : null;
    if (!isObj(item)) continue;
    switch (item['type']) {
      case undefined:
      case 'message':
        if (item['role'] === undefined) break;
        facts.messages++;
        if (item['role'] === 'user') facts.user++;
        if (item['role'] === 'assistant') facts.said++;
        say(item['content']);
        for (const part of objects(item['content'])) say(part['text']);
        break;
      case 'reasoning':
        facts.thinking++;
        for (const part of objects(item['summary'])) say(part['text']);
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
        say(item['output']);
        break;
    }
  }
});
