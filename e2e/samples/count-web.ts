import { branchPoints, isObj, json, list, object, objects, perFile, type Obj, type Tally } from './facts.ts';

type Say = (...texts: readonly unknown[]) => void;

/** Counts a message of which the role is stated. */
function role(facts: Tally, is: 'user' | 'assistant' | null): void {
  facts.messages++;
  if (is !== null) facts[is]++;
}

/** Grok: the responses of each conversation (formats §8.1). */
export const countGrok = perFile(({ text }, facts, say) => {
  for (const { responses } of objects(object(json(text))['conversations'])) {
    facts.conversations++;
    const all = objects(responses).map((item) => (isObj(item['response']) ? item['response'] : item));
    facts.branchPoints += branchPoints(all, (response) => response['parent_response_id'] ?? response['parentResponseId']);
    for (const response of all) {
      role(facts, String(response['sender']).toLowerCase() === 'human' ? 'user' : 'assistant');
      if (typeof response['thinking_trace'] === 'string' && response['thinking_trace'] !== '') facts.thinking++;
      say(response['message'], response['thinking_trace'], response['error']);
    }
  }
});

/** DeepSeek: nodes of the export, messages of the web API, or a flat list (formats §8.2). */
export const countDeepseek = perFile(({ text }, facts, say) => {
  const root = json(text);
  if (Array.isArray(root)) for (const conversation of objects(root)) countDeepseekConversation(conversation, facts, say);
  else {
    facts.conversations++;
    const messages = objects(object(object(object(root)['data'])['biz_data'])['chat_messages']);
    facts.branchPoints += branchPoints(messages, (message) => message['parent_id']);
    for (const message of messages) {
      role(facts, message['role'] === 'USER' ? 'user' : 'assistant');
      fragments(message, facts, say);
    }
  }
});

function countDeepseekConversation(conversation: Obj, facts: Tally, say: Say): void {
  facts.conversations++;
  for (const message of objects(conversation['messages'])) {
    role(facts, message['role'] === 'user' ? 'user' : 'assistant');
    const thought = message['reasoning_content'] ?? message['thinking'];
    if (thought !== undefined) facts.thinking++;
    say(message['content'], thought);
  }
  const nodes = Object.values(object(conversation['mapping'])).filter(isObj);
  const roots = new Set(nodes.filter((node) => !isObj(node['message'])).map(({ id }) => id));
  const real = nodes.filter((node) => isObj(node['message']));
  facts.branchPoints += branchPoints(real, (node) => (roots.has(node['parent']) ? null : node['parent']));
  for (const node of real) {
    const message = object(node['message']);
    const asked = objects(message['fragments']).some(({ type }) => type === 'REQUEST' || type === 'FILE');
    role(facts, asked ? 'user' : 'assistant');
    fragments(message, facts, say);
  }
}

function fragments(message: Obj, facts: Tally, say: Say): void {
  for (const fragment of objects(message['fragments'])) {
    if (fragment['type'] === 'THINK') facts.thinking++;
    say(fragment['content']);
    for (const file of objects(fragment['files'])) say(file['file_name']);
  }
}

/** Open WebUI: the tree of each chat; `output` states what `<details>` in the text repeats (formats §8.9). */
export const countOpenWebui = perFile(({ text }, facts, say) => {
  const root = json(text);
  for (const item of objects(Array.isArray(root) ? root : [root])) {
    const chat = isObj(item['chat']) ? item['chat'] : item;
    facts.conversations++;
    const messages = Object.values(object(object(chat['history'])['messages'])).filter(isObj);
    facts.branchPoints += branchPoints(messages, (message) => message['parentId']);
    for (const message of messages) {
      role(facts, message['role'] === 'user' ? 'user' : 'assistant');
      const content = String(message['content']);
      say(content.replaceAll(/<details\b.*?<\/details>/gs, ''));
      for (const output of objects(message['output'])) {
        if (output['type'] === 'reasoning') facts.thinking++;
        if (output['type'] === 'function_call') facts.toolCalls++;
        if (output['type'] === 'function_call_output') facts.toolResults++;
        for (const part of [...objects(output['content']), ...objects(output['output'])]) say(part['text']);
      }
    }
  }
});

/** LibreChat (nested or flat) and ChatbotUI (formats §8.10). */
export const countLibrechat = perFile(({ text }, facts, say) => {
  const root = object(json(text));
  for (const { messages } of objects(root['history'])) {
    facts.conversations++;
    for (const message of objects(messages)) {
      role(facts, message['role'] === 'user' ? 'user' : 'assistant');
      say(message['content']);
    }
  }
  if (!Array.isArray(root['messages'])) return;
  facts.conversations++;
  const open = objects(root['messages']);
  const all: Obj[] = [];
  for (let message = open.pop(); message !== undefined; message = open.pop()) {
    all.push(message);
    open.push(...objects(message['children']));
  }
  facts.branchPoints += branchPoints(all, ({ parentMessageId }) =>
    all.some(({ messageId }) => messageId === parentMessageId) ? parentMessageId : null,
  );
  for (const message of all) {
    role(facts, message['isCreatedByUser'] === true ? 'user' : 'assistant');
    say(message['text']);
  }
});

/** Lists of `{messages: [{role, content}]}` (formats §8.12). */
export const countGeneric = perFile(({ text }, facts, say) => {
  for (const { messages } of objects(json(text))) {
    facts.conversations++;
    for (const message of objects(messages)) {
      role(facts, message['role'] === 'user' ? 'user' : message['role'] === 'assistant' ? 'assistant' : null);
      // Placeholders of pictures are the pictures' places, not words.
      say(...String(message['content']).split('<image>'));
      for (const part of list(message['content'])) if (isObj(part)) say(part['text']);
    }
  }
});
