import type { Parsed, ParsedConversation, ParsedMessage, Side } from '../../../shared/parsed.ts';
import { logFiles, nobody } from '../fixtures/log-files.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
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

/** Sessions as the program leaves them in its folder: one file each, named after the session. */
export const writer: Writer = {
  provider: claudeCode,
  says: { titles: true, times: true, ids: true, messageIds: true, empty: true },
  comesAs: 'folder',
  write: (conversations) =>
    conversations.length === 0
      ? logFiles([nobody], nameOf, (told) => linesOf(told).slice(0, 1))
      : logFiles(conversations, nameOf, linesOf),
  nativeId: (told) => told.id,
  broken: (conversations) => ({
    files: logFiles(conversations, nameOf, (told, place) => {
      const lines = linesOf(told);
      if (place === 0) lines.splice(lines.length >> 1, 0, '{"type":"user","message":{"role":"us\n');
      return lines;
    }),
    told: 'quarantined',
  }),
};

const SNAPSHOT = `${JSON.stringify({ type: 'file-history-snapshot', messageId: 'none', snapshot: {}, isSnapshotUpdate: false })}\n`;

function nameOf({ id }: Told): string {
  return `projects/-home-me-app/${id}.jsonl`;
}

function linesOf({ id, title, startedAt, messages }: Told): string[] {
  const lines = messages.map((said, place) => {
    const envelope = {
      parentUuid: messages[place - 1]?.id ?? null,
      isSidechain: false,
      userType: 'external',
      cwd: '/home/me/app',
      sessionId: id,
      version: '2.1.0',
      gitBranch: 'main',
      uuid: said.id,
      timestamp: new Date(startedAt + place * 60_000).toISOString(),
    };
    if (said.from === 'person') return { ...envelope, type: 'user', message: { role: 'user', content: said.text } };
    const message = {
      id: `msg_${said.id}`,
      type: 'message',
      role: 'assistant',
      model: 'claude-opus-4-8',
      content: [{ type: 'text', text: said.text }],
      stop_reason: 'end_turn',
    };
    return { ...envelope, type: 'assistant', requestId: `req_${said.id}`, message };
  });
  const name = { type: 'custom-title', customTitle: title, sessionId: id };
  return [SNAPSHOT, ...[...lines, name].map((line) => `${JSON.stringify(line)}\n`)];
}
