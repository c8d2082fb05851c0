import type { Parsed, ParsedConversation } from '../../../shared/parsed.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
import { geminiCli } from './index.ts';

const HASH = 'c0ffee00'.repeat(8);

export function logOf(...lines: readonly unknown[]): Uint8Array {
  return new TextEncoder().encode(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
}

export function head(rest: Record<string, unknown> = {}): Record<string, unknown> {
  const startTime = '2026-03-01T10:00:00.000Z';
  return { sessionId: 's1', projectHash: HASH, startTime, lastUpdated: startTime, kind: 'main', ...rest };
}

/** A message as the log has it, said `minute` minutes after ten. */
export function line(id: string, type: string, content: unknown, rest: Record<string, unknown> = {}): Record<string, unknown> {
  const minute = Number(/\d+$/.exec(id)?.[0] ?? 0);
  return { id, timestamp: new Date(Date.UTC(2026, 2, 1, 10, minute)).toISOString(), type, content, ...rest };
}

export function parseBytes(
  bytes: Uint8Array,
  name = 'tmp/shop/chats/session-2026-03-01T10-00-s1.jsonl',
  root: string | null = null,
): Parsed {
  return geminiCli.parse({ provider: 'gemini-cli', bytes, name, side: { shared: null, entry: root === null ? null : { root } } });
}

/** The only conversation of a log of these lines. */
export function sessionOf(...lines: readonly unknown[]): ParsedConversation {
  const parsed = parseBytes(logOf(...lines));
  const [conversation] = parsed.conversations;
  if (conversation === undefined) throw new Error(`no conversation: ${JSON.stringify(parsed)}`);
  return conversation;
}

export const writer: Writer = {
  provider: geminiCli,
  says: { titles: true, times: true, ids: true, messageIds: true, empty: true },
  comesAs: 'folder',
  write: (conversations) => {
    if (conversations.length === 0) return { [nameOf('00000000')]: JSON.stringify(head({ sessionId: '00000000' })) };
    return Object.fromEntries(conversations.map((told) => [nameOf(told.id), textOf(told)]));
  },
  nativeId: (told) => told.id,
  broken: (conversations) => {
    const files = Object.fromEntries(conversations.map((told) => [nameOf(told.id), textOf(told)]));
    const [first] = Object.entries(files);
    if (first === undefined)
      return { files: { [nameOf('0')]: '{"sessionId":"0","projectHash":"0"}\n{"id":"m1","type":' }, told: 'quarantined' };
    const lines = first[1].split('\n');
    lines.splice(2, 0, '{"id":"lost","type":"user","content":[{"text":"lo');
    return { files: { ...files, [first[0]]: lines.join('\n') }, told: 'quarantined' };
  },
};

function nameOf(id: string): string {
  return `.gemini/tmp/${HASH}/chats/session-2026-03-01T10-00-${id.slice(0, 8)}.jsonl`;
}

function textOf({ id, title, startedAt, messages }: Told): string {
  const iso = (place: number): string => new Date(startedAt + place * 60_000).toISOString();
  const last = iso(Math.max(0, messages.length - 1));
  const said = messages.map((message, place) => ({
    id: message.id,
    timestamp: iso(place),
    ...(message.from === 'person'
      ? { type: 'user', content: [{ text: message.text }] }
      : {
          type: 'gemini',
          content: message.text,
          thoughts: [],
          model: 'gemini-2.5-pro',
          tokens: { input: 9, output: 3, cached: 2, total: 12 },
        }),
  }));
  const lines = [
    head({ sessionId: id, startTime: iso(0), lastUpdated: iso(0) }),
    ...said,
    { $set: { lastUpdated: last, summary: title } },
  ];
  return `${lines.map((value) => JSON.stringify(value)).join('\n')}\n`;
}
