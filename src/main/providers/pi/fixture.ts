import type { Parsed, ParsedConversation } from '../../../shared/parsed.ts';
import { logFiles, nobody } from '../fixtures/log-files.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
import { pi } from './index.ts';

type Sketch = Record<string, unknown>;

/** A session file of entries, each below the one before it and a second later, unless it says otherwise. A string stands for itself. */
export function sessionOf(...sketches: readonly (Sketch | string)[]): Uint8Array {
  let parentId: unknown = null;
  const lines = sketches.map((sketch, i) => {
    if (typeof sketch === 'string') return sketch;
    const timestamp = new Date(Date.UTC(2026, 0, 1, 10, 0, i)).toISOString();
    const line = { id: `e${i}`, ...(sketch['type'] === 'session' ? {} : { parentId }), timestamp, ...sketch };
    if (sketch['type'] !== 'session') parentId = line.id;
    return JSON.stringify(line);
  });
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

export const header: Sketch = { type: 'session', version: 3, id: 'session-1', cwd: '/home/me/app' };

export function says(role: string, content: unknown, more: Sketch = {}, entry: Sketch = {}): Sketch {
  return { type: 'message', message: { role, content, ...more }, ...entry };
}

export function parse(bytes: Uint8Array): Parsed {
  return pi.parse({ provider: 'pi', bytes, name: 'sessions/x.jsonl', side: { shared: null, entry: null } });
}

export function conversationOf(...sketches: readonly (Sketch | string)[]): ParsedConversation {
  const parsed = parse(sessionOf(...sketches));
  const [conversation] = parsed.conversations;
  if (conversation === undefined) throw new Error(parsed.reason ?? 'no conversation');
  return conversation;
}

/** Sessions as pi writes them. */
export const writer: Writer = {
  provider: pi,
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
      if (place === 0) lines.splice(2, 0, '{"type":"message","id":"broken","parentId":nu\n');
      return lines;
    }),
    told: 'quarantined',
  }),
};

function nameOf({ id, startedAt }: Told): string {
  return `sessions/--home-me-app--/${new Date(startedAt).toISOString().replaceAll(/[:.]/g, '-')}_${id}.jsonl`;
}

function linesOf({ id, title, startedAt, messages }: Told): string[] {
  const iso = (place: number): string => new Date(startedAt + place * 60_000).toISOString();
  const line = (value: Sketch): string => `${JSON.stringify(value)}\n`;
  const lines = [line({ type: 'session', version: 3, id, timestamp: iso(0), cwd: '/home/me/app' })];
  let parentId: string | null = null;
  for (const [place, message] of messages.entries()) {
    const content = [{ type: 'text', text: message.text }];
    const model = { api: 'anthropic-messages', provider: 'anthropic', model: 'claude-opus-4-8', stopReason: 'stop' };
    const body = message.from === 'person' ? { role: 'user', content } : { role: 'assistant', content, ...model };
    lines.push(line({ type: 'message', id: message.id, parentId, timestamp: iso(place), message: body }));
    parentId = message.id;
  }
  lines.push(
    line({ type: 'session_info', id: `${id}/name`, parentId, timestamp: iso(Math.max(0, messages.length - 1)), name: title }),
  );
  return lines;
}
