import type { Parsed, ParsedConversation, Side } from '../../../shared/parsed.ts';
import { logFiles, nobody } from '../fixtures/log-files.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
import { codex } from './index.ts';

type Sketch = Record<string, unknown>;

/** Small rollouts for tests: lines a second apart. A string stands for itself. */
export function rolloutOf(...lines: readonly (Sketch | string)[]): Uint8Array {
  const written = lines.map((line, i) => {
    if (typeof line === 'string') return line;
    return JSON.stringify({ timestamp: new Date(Date.UTC(2026, 0, 1, 10, 0, i)).toISOString(), ...line });
  });
  return new TextEncoder().encode(`${written.join('\n')}\n`);
}

export function meta(payload: Sketch = {}): Sketch {
  return { type: 'session_meta', payload: { id: 'thread-1', cwd: '/work/app', git: { branch: 'main' }, ...payload } };
}

export function turn(turnId: string, model = 'gpt-5.5-codex'): Sketch {
  return { type: 'turn_context', payload: { turn_id: turnId, cwd: '/work/app', model } };
}

export function item(payload: Sketch): Sketch {
  return { type: 'response_item', payload };
}

export function event(type: string, payload: Sketch = {}): Sketch {
  return { type: 'event_msg', payload: { type, ...payload } };
}

export function says(role: string, text: string, more: Sketch = {}): Sketch {
  return item({ type: 'message', role, content: [{ type: role === 'assistant' ? 'output_text' : 'input_text', text }], ...more });
}

export function tokens(total: number, last: number): Sketch {
  const count = (output: number): Sketch => ({
    input_tokens: output * 10,
    cached_input_tokens: output * 4,
    output_tokens: output,
  });
  return event('token_count', { info: { total_token_usage: count(total), last_token_usage: count(last) } });
}

export function parse(bytes: Uint8Array, name = 'sessions/x.jsonl', side: Side = { shared: null, entry: null }): Parsed {
  return codex.parse({ provider: 'codex', bytes, name, side });
}

/** The conversation of a rollout. */
export function conversationOf(...lines: readonly (Sketch | string)[]): ParsedConversation {
  const parsed = parse(rolloutOf(...lines));
  const [conversation] = parsed.conversations;
  if (conversation === undefined) throw new Error(parsed.reason ?? 'no conversation');
  return conversation;
}

/** Its messages as `role origin: parts`, one line each. */
export function outlineOf(conversation: ParsedConversation): string[] {
  return conversation.messages.map(({ role, origin, hidden, parts }) => {
    const shown = parts.map((part) => {
      if (part.type === 'text') return `${part.source ?? 'text'}(${part.text})`;
      if (part.type === 'thinking') return `thinking(${part.text})`;
      if (part.type === 'tool-call') return `call(${part.name})`;
      return part.type === 'tool-result' ? `${part.outcome}(${part.text})` : part.type;
    });
    return `${role} ${origin}${hidden ? ' hidden' : ''}: ${shown.join(' ')}`;
  });
}

/** Threads as the program leaves them: one rollout each, in which everything is said twice (as an item and as an event). */
export const writer: Writer = {
  provider: codex,
  says: { titles: true, times: true, ids: true, messageIds: false, empty: true },
  comesAs: 'folder',
  write: (conversations) => logFiles(conversations.length === 0 ? [nobody] : conversations, nameOf, linesOf),
  nativeId: (told) => told.id,
  broken: (conversations) => ({
    files: logFiles(conversations, nameOf, (told, place) => {
      const lines = linesOf(told);
      if (place === 0) lines.splice(2, 0, '{"timestamp":"2026-01-01T10:00:00.000Z","type":"response_it\n');
      return lines;
    }),
    told: 'quarantined',
  }),
};

function nameOf({ id, startedAt }: Told): string {
  const [day, time] = new Date(startedAt).toISOString().slice(0, 19).replaceAll(':', '-').split('T');
  return `sessions/${(day ?? '').replaceAll('-', '/')}/rollout-${day}T${time}-${id}.jsonl`;
}

function linesOf({ id, title, startedAt, messages }: Told): string[] {
  const line = (time: number, value: Sketch): string =>
    `${JSON.stringify({ timestamp: new Date(time).toISOString(), ...value })}\n`;
  const header = {
    id,
    timestamp: new Date(startedAt).toISOString(),
    cwd: '/home/me/app',
    originator: 'codex_cli_rs',
    cli_version: '0.60.0',
    source: 'cli',
    git: { branch: 'main' },
  };
  const lines = [line(startedAt, { type: 'session_meta', payload: header })];
  for (const [place, said] of messages.entries()) {
    const time = startedAt + place * 60_000;
    const isPerson = said.from === 'person';
    if (isPerson) lines.push(line(time, turn(`turn-${said.id}`)));
    lines.push(line(time, says(isPerson ? 'user' : 'assistant', said.text)));
    lines.push(line(time, event(isPerson ? 'user_message' : 'agent_message', { message: said.text })));
  }
  if (title !== '') lines.push(line(startedAt, event('thread_name_updated', { thread_id: id, thread_name: title })));
  return lines;
}
