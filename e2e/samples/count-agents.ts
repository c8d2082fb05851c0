import Database from 'better-sqlite3';
import { json, object, objects, perFile, records, type Counted, type Obj, type SampleFile, type Tally } from './facts.ts';

type Say = (...texts: readonly unknown[]) => void;

/** Cursor: transcripts, a line for each message; results that stand in lines of role user are nobody's words (formats §8.5). */
export const countCursor = perFile((file, facts, say) => {
  if (file.name.endsWith('.db')) return countCursorStore(file, facts);
  const { records: lines, bad } = records(file.text);
  facts.badLines += bad;
  facts.conversations++;
  for (const line of lines) {
    const blocks = objects(object(line['message'])['content']);
    if (line['role'] === undefined) continue;
    facts.messages++;
    const isResult = blocks.length > 0 && blocks.every(({ type }) => type === 'tool_result');
    if (line['role'] === 'user' && !isResult) facts.user++;
    if (line['role'] === 'assistant') facts.assistant++;
    for (const block of blocks) {
      // Reasoning that was kept back stands as this word in the text.
      if (block['type'] === 'thinking' || block['text'] === '[REDACTED]') facts.thinking++;
      if (block['type'] === 'tool_use') facts.toolCalls++;
      if (block['type'] === 'tool_result') facts.toolResults++;
      say(block['thinking']);
      if (block['text'] !== '[REDACTED]')
        say(typeof block['text'] === 'string' ? block['text'].replaceAll(/<\/?user_query>/g, '') : null);
      for (const part of objects(block['content'])) say(part['text']);
    }
  }
});

/** A store without blobs holds no conversation; with blobs, those that are JSON messages. */
function countCursorStore({ path }: SampleFile, facts: Tally): void {
  const db = new Database(path, { readonly: true });
  const blobs = db.prepare('select data from blobs').all();
  db.close();
  if (blobs.length > 0) facts.conversations++;
}

/** OpenCode: a tree of files, an exported document, or a database (formats §8.6). */
export function countOpencode(files: readonly SampleFile[]): Counted {
  const below = (folder: string): SampleFile[] => files.filter(({ name }) => name.split('/').includes(folder));
  const sessions = below('session').map(({ text }) => object(json(text)));
  if (sessions.length === 0) return countOpencodeFile(files);
  return perFile((_, facts, say) => {
    facts.conversations = sessions.length;
    for (const { text } of below('message')) {
      const message = object(json(text));
      const parts = below('part').filter(({ name }) => name.split('/').includes(String(message['id'])));
      const read = parts.map((part) => object(json(part.text)));
      countOpencodeMessage(message, read, facts, say);
    }
  })(files.slice(0, 1));
}

const countOpencodeFile = perFile((file, facts, say) => {
  if (file.name.endsWith('.db')) {
    const db = new Database(file.path, { readonly: true });
    facts.conversations += db.prepare('select id from session').all().length;
    const rows = objects(db.prepare('select type, data from session_message').all());
    db.close();
    for (const row of rows) {
      const data = object(json(String(row['data'])));
      countOpencodeMessage(
        { role: row['type'] },
        [...objects(data['content']), { type: 'text', text: data['text'] }],
        facts,
        say,
      );
    }
    return;
  }
  const root = object(json(file.text));
  facts.conversations++;
  for (const { info, parts } of objects(root['messages'])) countOpencodeMessage(object(info), objects(parts), facts, say);
});

function countOpencodeMessage(message: Obj, parts: readonly Obj[], facts: Tally, say: Say): void {
  facts.messages++;
  if (message['role'] === 'user') facts.user++;
  if (message['role'] === 'assistant') facts.assistant++;
  for (const part of parts) {
    say(part['text'], part['filename']);
    if (part['type'] === 'reasoning') facts.thinking++;
    if (part['type'] !== 'tool') continue;
    const state = object(part['state']);
    facts.toolCalls++;
    if (state['status'] === 'completed' || state['status'] === 'error') facts.toolResults++;
    const { exit } = object(state['metadata']);
    if (state['status'] === 'error' || (typeof exit === 'number' && exit !== 0)) facts.toolErrors++;
    say(state['output']);
  }
}

const spoken: ReadonlySet<unknown> = new Set([
  'user.message',
  'assistant.message',
  'tool.execution_complete',
  'system.message',
  'system.notification',
  'session.error',
  'abort',
]);

/** Copilot CLI: messages, requests of tools and completions, event by event (formats §8.7). */
export const countCopilotCli = perFile(({ text }, facts, say) => {
  const { records: events, bad } = records(text);
  facts.badLines += bad;
  facts.conversations++;
  for (const event of events) {
    const data = object(event['data']);
    if (event['type'] === 'user.message') facts.user++;
    if (event['type'] === 'assistant.message') facts.assistant++;
    if (spoken.has(event['type'])) {
      facts.messages++;
      say(data['content'], data['reasoningText'], data['message']);
    }
    facts.toolCalls += objects(data['toolRequests']).length;
    if (event['type'] === 'tool.execution_complete') {
      facts.toolResults++;
      if (data['success'] === false) facts.toolErrors++;
      say(object(data['result'])['content']);
    }
    if (event['type'] === 'assistant.reasoning' || typeof data['reasoningText'] === 'string') facts.thinking++;
  }
});

/** VS Code: each request is a prompt and, where anything came back, a response (formats §8.8). */
export const countVscodeChat = perFile(({ text, name }, facts, say) => {
  if (name.endsWith('.jsonl')) return countTraces(text, facts, say);
  facts.conversations++;
  for (const request of objects(object(json(text))['requests'])) {
    facts.messages++;
    facts.user++;
    say(object(request['message'])['text']);
    const response = objects(request['response']);
    if (response.length === 0) continue;
    facts.messages++;
    facts.assistant++;
    for (const item of response) {
      if (item['kind'] === undefined) say(item['value'], object(item['value'])['value']);
      if (item['kind'] === 'thinking') facts.thinking++;
      if (item['kind'] === 'toolInvocationSerialized') facts.toolCalls++;
      // A call that says that it ended has a result, even when its output is not in the file.
      if (item['isComplete'] === true || item['resultDetails'] !== undefined) facts.toolResults++;
      say(object(item['toolSpecificData'])['command']);
    }
  }
});

/** Visual Studio's traces: spans of tools, each a call with its result; what was said is not in them. */
function countTraces(text: string, facts: Tally, say: Say): void {
  const conversations = new Set<unknown>();
  for (const line of records(text).records)
    for (const { scopeSpans } of objects(line['resourceSpans']))
      for (const span of objects(scopeSpans).flatMap(({ spans }) => objects(spans))) {
        const attributes = new Map(objects(span['attributes']).map(({ key, value }) => [key, object(value)['stringValue']]));
        conversations.add(attributes.get('gen_ai.conversation.id'));
        if (attributes.get('gen_ai.operation.name') !== 'execute_tool') continue;
        facts.messages++;
        facts.assistant++;
        facts.toolCalls++;
        if (attributes.has('gen_ai.tool.call.result')) facts.toolResults++;
        say(attributes.get('gen_ai.tool.call.result'));
      }
  facts.conversations += conversations.size;
}

/** pi: the message entries of a session (formats §8.11). */
export const countPi = perFile(({ text }, facts, say) => {
  const { records: entries, bad } = records(text);
  facts.badLines += bad;
  facts.conversations++;
  for (const entry of entries) {
    if (entry['type'] !== 'message' && entry['type'] !== 'compaction') continue;
    facts.messages++;
    // What was compacted is told in a summary.
    say(entry['summary']);
    const message = object(entry['message']);
    if (message['role'] === 'user') facts.user++;
    if (message['role'] === 'assistant') facts.assistant++;
    // A command that the person ran.
    if (message['role'] === 'bashExecution') {
      facts.user++;
      facts.toolCalls++;
      facts.toolResults++;
      if (typeof message['exitCode'] === 'number' && message['exitCode'] !== 0) facts.toolErrors++;
    }
    if (message['role'] === 'toolResult') {
      facts.toolResults++;
      if (message['isError'] === true) facts.toolErrors++;
    }
    say(message['content'], message['command'], message['output']);
    for (const block of objects(message['content'])) {
      if (block['type'] === 'toolCall') facts.toolCalls++;
      if (block['type'] === 'thinking') facts.thinking++;
      say(block['text'], block['thinking']);
    }
  }
});
