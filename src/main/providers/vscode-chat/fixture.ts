import type { Parsed, ParsedConversation, Side } from '../../../shared/parsed.ts';
import { nobody } from '../fixtures/log-files.ts';
import type { Told, ToldMessage, Writer } from '../fixtures/telling.ts';
import { vscodeChat } from './index.ts';

type Sketch = Record<string, unknown>;

export function parse(value: unknown, side: Side = { shared: null, entry: null }): Parsed {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return vscodeChat.parse({ provider: 'vscode-chat', bytes: new TextEncoder().encode(text), name: 'chatSessions/x.json', side });
}

/** A session with these requests. */
export function sessionOf(...requests: readonly unknown[]): Sketch {
  return {
    version: 3,
    sessionId: 'session-1',
    creationDate: Date.UTC(2026, 0, 1, 10),
    lastMessageDate: Date.UTC(2026, 0, 1, 11),
    customTitle: 'A title',
    responderUsername: 'GitHub Copilot',
    requests,
  };
}

export function request(response: readonly unknown[], more: Sketch = {}): Sketch {
  return {
    requestId: 'r1',
    message: { text: 'Why?' },
    response,
    timestamp: Date.UTC(2026, 0, 1, 10),
    modelId: 'copilot/gpt-5',
    ...more,
  };
}

export function conversationOf(...requests: readonly unknown[]): ParsedConversation {
  const parsed = parse(sessionOf(...requests));
  const [conversation] = parsed.conversations;
  if (conversation === undefined) throw new Error(parsed.reason ?? 'no conversation');
  return conversation;
}

/** Sessions as VS Code keeps them for a workspace. */
export const writer: Writer = {
  provider: vscodeChat,
  says: { titles: true, times: true, ids: true, messageIds: true, empty: true },
  comesAs: 'folder',
  write: (conversations) => filesOf(conversations.length === 0 ? [nobody] : conversations),
  nativeId: (told) => told.id,
  broken: (conversations) => ({
    files: filesOf(conversations, (requests, place) => (place === 0 ? [...requests, 'broken'] : requests)),
    told: 'quarantined',
  }),
};

function filesOf(
  conversations: readonly Told[],
  change: (requests: readonly unknown[], place: number) => readonly unknown[] = (requests) => requests,
): Record<string, string> {
  const files: Record<string, string> = {};
  for (const [place, { id, title, startedAt, messages }] of conversations.entries()) {
    const session = {
      version: 3,
      requesterUsername: 'me',
      responderUsername: 'GitHub Copilot',
      initialLocation: 'panel',
      sessionId: id,
      creationDate: startedAt,
      lastMessageDate: startedAt + Math.max(0, messages.length - 1) * 60_000,
      customTitle: title,
      requests: change(requestsOf(messages, startedAt), place),
    };
    files[`workspaceStorage/0a1b/chatSessions/${id}.json`] = JSON.stringify(session);
  }
  return files;
}

/** Persons and answers by turns. */
function requestsOf(messages: readonly ToldMessage[], startedAt: number): readonly Sketch[] {
  const requests: Sketch[] = [];
  for (let place = 0; place < messages.length; place += 2) {
    const asked = messages[place];
    const answer = messages[place + 1];
    const timestamp = startedAt + place * 60_000;
    const completedAt = timestamp + 60_000;
    requests.push({
      requestId: asked?.id,
      message: { text: asked?.text, parts: [] },
      timestamp,
      modelId: 'copilot/gpt-5',
      response: answer === undefined ? [] : [{ value: answer.text, supportThemeIcons: false }],
      ...(answer === undefined ? {} : { responseId: answer.id, modelState: { value: 1, completedAt } }),
    });
  }
  return requests;
}
