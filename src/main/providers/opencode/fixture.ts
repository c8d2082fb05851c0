import type { Parsed, ParsedConversation, Side } from '../../../shared/parsed.ts';
import type { Told, Writer } from '../fixtures/telling.ts';
import { opencode } from './index.ts';

type Sketch = Record<string, unknown>;

export function parse(value: unknown, side: Side = { shared: null, entry: null }): Parsed {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return opencode.parse({ provider: 'opencode', bytes: new TextEncoder().encode(text), name: 'x', side });
}

export const info: Sketch = {
  id: 'ses_1',
  title: 'A title',
  directory: '/home/me/app',
  projectID: 'p1',
  time: { created: Date.UTC(2026, 0, 1, 10), updated: Date.UTC(2026, 0, 1, 11) },
};

/** A message of an export, with its parts; the nth is said `n` minutes later. */
export function message(place: number, role: string, parts: readonly Sketch[], more: Sketch = {}): Sketch {
  const id = `m${place}`;
  const created = Date.UTC(2026, 0, 1, 10, place);
  return {
    info: { id, sessionID: 'ses_1', role, time: { created }, ...more },
    parts: parts.map((part, i) => ({ id: `${id}p${i}`, sessionID: 'ses_1', messageID: id, ...part })),
  };
}

/** The conversation of an export of these messages. */
export function conversationOf(messages: readonly Sketch[], more: Sketch = {}): ParsedConversation {
  const parsed = parse({ info: { ...info, ...more }, messages });
  const [conversation] = parsed.conversations;
  if (conversation === undefined) throw new Error(parsed.reason ?? 'no conversation');
  return conversation;
}

/** Documents as `opencode export` prints them. */
export const writer: Writer = {
  provider: opencode,
  says: { titles: true, times: true, ids: true, messageIds: true, empty: true },
  comesAs: 'folder',
  write: (conversations) => filesOf(conversations.length === 0 ? [NOBODY] : conversations),
  nativeId: (told) => told.id,
  broken: (conversations) => ({
    files: filesOf(conversations, (messages, place) => (place === 0 ? [{ parts: ['no head'] }, ...messages] : messages)),
    told: 'quarantined',
  }),
};

const NOBODY: Told = { id: 'none', title: 'New session - 2026-01-01', startedAt: Date.UTC(2026, 0, 1, 10), messages: [] };

function filesOf(
  conversations: readonly Told[],
  change: (messages: readonly unknown[], place: number) => readonly unknown[] = (messages) => messages,
): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [place, told] of conversations.entries()) {
    const { head, messages } = documentOf(told);
    files[`${told.id}.json`] = JSON.stringify({ info: head, messages: change(messages, place) }, null, 2);
  }
  return files;
}

function documentOf({ id, title, startedAt, messages }: Told): { readonly head: Sketch; readonly messages: readonly Sketch[] } {
  const last = startedAt + Math.max(0, messages.length - 1) * 60_000;
  const head = {
    id,
    projectID: 'global',
    directory: '/home/me/app',
    title,
    version: '1.0.0',
    time: { created: startedAt, updated: last },
  };
  let asked: string | null = null;
  const said: Sketch[] = [];
  for (const [place, { from, id: own, text }] of messages.entries()) {
    const base = { id: own, sessionID: id, time: { created: startedAt + place * 60_000 } };
    const answer = { parentID: asked, modelID: 'claude-opus-4-8', providerID: 'anthropic', tokens: { input: 3, output: 2 } };
    if (from === 'person') asked = own;
    said.push({
      info: from === 'person' ? { ...base, role: 'user' } : { ...base, role: 'assistant', ...answer },
      parts: [{ id: `prt_${own}`, sessionID: id, messageID: own, type: 'text', text }],
    });
  }
  return { head, messages: said };
}

/** The same in the storage tree that was before the database: a file for each session, message and part. */
export function storageOf(told: Told): Record<string, string> {
  const { head, messages } = documentOf(told);
  const files: Record<string, string> = { [`storage/session/global/${told.id}.json`]: JSON.stringify(head) };
  for (const [place, { info: said, parts }] of messages.entries()) {
    const id = told.messages[place]?.id ?? '';
    files[`storage/message/${told.id}/${id}.json`] = JSON.stringify(said);
    for (const part of Array.isArray(parts) ? parts : []) files[`storage/part/${id}/prt_${id}.json`] = JSON.stringify(part);
  }
  return files;
}
