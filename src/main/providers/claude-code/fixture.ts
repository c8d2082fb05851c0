import type { Parsed, ParsedConversation, ParsedMessage, Side } from '../../../shared/parsed.ts';
import { claudeCode } from './index.ts';

type Sketch = Record<string, unknown>;

/** Small transcripts for tests. Each record follows the one before it and is a second later, unless it says otherwise. */
export function transcriptOf(...sketches: readonly (Sketch | string)[]): Uint8Array {
  let before: unknown = null;
  const lines = sketches.map((sketch, i) => {
    if (typeof sketch === 'string') return sketch;
    const envelope: Sketch = {
      parentUuid: before,
      isSidechain: false,
      userType: 'external',
      cwd: '/work/app',
      sessionId: 'session-1',
      version: '2.1.0',
      gitBranch: 'main',
      uuid: `r${i + 1}`,
      timestamp: new Date(Date.UTC(2026, 0, 1, 10, 0, i)).toISOString(),
    };
    const record: Sketch = {};
    for (const [key, value] of Object.entries({ ...envelope, ...sketch })) if (value !== undefined) record[key] = value;
    if (record['uuid'] !== undefined) before = record['uuid'];
    return JSON.stringify(record);
  });
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

/** A state line: nothing of the envelope. */
export function state(fields: Sketch): string {
  return JSON.stringify(fields);
}

export function user(content: unknown, more: Sketch = {}): Sketch {
  return { type: 'user', message: { role: 'user', content }, ...more };
}

/** A part of a streamed response; `id` is that of the response. */
export function assistant(id: string, content: unknown, more: Sketch = {}): Sketch {
  const { usage, model, ...rest } = more;
  const message = {
    id,
    type: 'message',
    role: 'assistant',
    model: model ?? 'claude-opus-4-8',
    content,
    ...(usage === undefined ? {} : { usage }),
  };
  return { type: 'assistant', requestId: `req-${id}`, message, ...rest };
}

export function text(words: string): Sketch {
  return { type: 'text', text: words };
}

export function toolUse(id: string, name: string, input: Sketch = {}): Sketch {
  return { type: 'tool_use', id, name, input };
}

export function toolResult(id: string, content: unknown, more: Sketch = {}): Sketch {
  return { type: 'tool_result', tool_use_id: id, content, ...more };
}

export function parse(
  bytes: Uint8Array,
  name = 'projects/-work-app/session-1.jsonl',
  side: Side = { shared: null, entry: null },
): Parsed {
  return claudeCode.parse({ provider: 'claude-code', bytes, name, side });
}

/** The only conversation of a transcript. */
export function conversationOf(...sketches: readonly (Sketch | string)[]): ParsedConversation {
  const { conversations } = parse(transcriptOf(...sketches));
  const [conversation] = conversations;
  if (conversation === undefined || conversations.length !== 1) throw new Error(`${conversations.length} conversations`);
  return conversation;
}

/** Its messages by native id. */
export function messagesOf(...sketches: readonly (Sketch | string)[]): ReadonlyMap<string, ParsedMessage> {
  return new Map(conversationOf(...sketches).messages.map((message) => [message.nativeId, message]));
}
