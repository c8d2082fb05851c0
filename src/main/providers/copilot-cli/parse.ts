import { objectOf, textOf } from '../../../shared/json.ts';
import type { Parsed, ParsedConversation, RawRecord } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import { DriftCounter } from '../reading/drift.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import { folderName, someoneTalks, timeSpan, wordsOf } from '../reading/message-list.ts';
import { parsedConversation } from '../reading/parsed-conversation.ts';
import type { Lane } from './lane.ts';
import { Session } from './session.ts';

/** Parses the events of one session; its subagents are conversations of their own. Source: formats, §8.7. */
export function parseEvents(record: RawRecord): Parsed {
  const drift = new DriftCounter();
  const session = new Session(drift);
  readJsonLines(record.bytes, {
    value: (value, line) => session.read(value, line),
    broken: (issue) => session.issues.push(issue),
  });
  const { messages } = session.main.list;
  const first = messages[0];
  session.id ??=
    idInName(record.name) ?? derivedId('copilot', first?.role ?? null, first?.createdAt ?? null, wordsOf(first?.parts ?? []));
  session.finish();
  const agents = [...session.agents].filter(([, lane]) => lane.list.messages.length > 0);
  const base = { issues: session.issues, drift: drift.list() };
  if (agents.length === 0 && !someoneTalks(messages)) {
    const reason =
      messages.length + session.ignored > 0
        ? 'It holds only state of the program, nothing that anybody said.'
        : 'None of its lines could be read.';
    return { ...base, conversations: [], ignored: { conversations: 1, messages: session.ignored + messages.length }, reason };
  }
  const stated = textOf(objectOf(record.side.entry)['title']);
  const title = session.title ?? stated;
  // A subagent may be all that anything is known of.
  const main = messages.length > 0 ? [conversationOf(session, session.main, session.id, title)] : [];
  const conversations = [
    ...main,
    ...agents.map(([callId, lane]) => conversationOf(session, lane, session.threadOf(callId), lane.title)),
  ];
  const parsed: Parsed = { ...base, conversations, ignored: { conversations: 0, messages: session.ignored } };
  return stated === null || session.title !== null ? parsed : { ...parsed, side: { shared: null, entry: { title: stated } } };
}

function conversationOf(session: Session, lane: Lane, nativeId: string, title: string | null): ParsedConversation {
  const { messages, attachments } = lane.list;
  const own = lane === session.main;
  const span = timeSpan(messages.map((message) => message.createdAt));
  return parsedConversation({
    nativeId,
    title,
    createdAt: (own ? session.startedAt : null) ?? span.first,
    updatedAt: (own ? session.lastTime : null) ?? span.last,
    project: folderName(session.cwd),
    cwd: session.cwd,
    gitBranch: session.branch,
    model: lane.model,
    parent: own || session.id === null ? null : { nativeId: session.id, relation: 'subagent' },
    activeLeaf: lane.list.last,
    messages,
    attachments,
  });
}

/** The folder, or the file of older versions, is named after the session. */
function idInName(name: string): string | null {
  return /(?:^|\/)([0-9a-f]{8}-[0-9a-f-]{27})(?:\/events)?\.jsonl$/.exec(name)?.[1] ?? null;
}
