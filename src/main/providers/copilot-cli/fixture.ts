import type { Parsed, ParsedConversation, Side } from '../../../shared/parsed.ts';
import { logFiles, nobody } from '../fixtures/log-files.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
import { copilotCli } from './index.ts';

type Sketch = Record<string, unknown>;

export type Event = readonly [type: string, data: Sketch, more?: Sketch];

/** Events a second apart, each after the one before. A string stands for itself. */
export function eventsOf(...sketches: readonly (Event | string)[]): Uint8Array {
  let parentId: unknown = null;
  const lines = sketches.map((sketch, i) => {
    if (typeof sketch === 'string') return sketch;
    const [type, data, more = {}] = sketch;
    const timestamp = new Date(Date.UTC(2026, 0, 1, 10, 0, i)).toISOString();
    const line = { type, data, id: `e${i}`, timestamp, parentId, ...more };
    parentId = line.id;
    return JSON.stringify(line);
  });
  return new TextEncoder().encode(`${lines.join('\n')}\n`);
}

export const start: Event = [
  'session.start',
  {
    sessionId: 'session-1',
    startTime: '2026-01-01T10:00:00.000Z',
    selectedModel: 'gpt-5-mini',
    context: { cwd: '/home/me/app', branch: 'main' },
  },
];

export function parse(bytes: Uint8Array, side: Side = { shared: null, entry: null }): Parsed {
  return copilotCli.parse({ provider: 'copilot-cli', bytes, name: 'session-state/session-1/events.jsonl', side });
}

export function conversationsOf(...sketches: readonly (Event | string)[]): readonly ParsedConversation[] {
  return parse(eventsOf(...sketches)).conversations;
}

/** Sessions as Copilot CLI writes them. */
export const writer: Writer = {
  provider: copilotCli,
  says: { titles: true, times: true, ids: true, messageIds: true, empty: true },
  comesAs: 'folder',
  write: (conversations) => logFiles(conversations.length === 0 ? [nobody] : conversations, nameOf, linesOf),
  nativeId: (told) => told.id,
  broken: (conversations) => ({
    files: logFiles(conversations, nameOf, (told, place) => {
      const lines = linesOf(told);
      if (place === 0) lines.splice(2, 0, '{"type":"assistant.message","data":{"content":"br\n');
      return lines;
    }),
    told: 'quarantined',
  }),
};

function nameOf({ id }: Told): string {
  return `session-state/${id}/events.jsonl`;
}

function linesOf({ id, title, startedAt, messages }: Told): string[] {
  let parentId: string | null = null;
  const line = (type: string, eventId: string, place: number, data: Sketch): string => {
    const timestamp = new Date(startedAt + place * 60_000).toISOString();
    const text = `${JSON.stringify({ type, data, id: eventId, timestamp, parentId })}\n`;
    parentId = eventId;
    return text;
  };
  const context = { cwd: '/home/me/app', branch: 'main' };
  const startTime = new Date(startedAt).toISOString();
  const lines = [line('session.start', `${id}/start`, 0, { sessionId: id, version: 1, startTime, context })];
  for (const [place, { from, id: own, text }] of messages.entries()) {
    lines.push(
      from === 'person'
        ? line('user.message', own, place, { content: text, transformedContent: `<now/>\n${text}`, attachments: [] })
        : line('assistant.message', own, place, { messageId: own, content: text, toolRequests: [], outputTokens: 3 }),
    );
  }
  const last = Math.max(0, messages.length - 1);
  if (messages.length > 0) lines.push(line('session.title_changed', `${id}/title`, last, { title }));
  return lines;
}
