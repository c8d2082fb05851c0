import { isObject, objectOf, textOf } from '../../../shared/json.ts';
import type { Parsed, ParsedIssue, RawRecord } from '../../../shared/parsed.ts';
import { DriftCounter } from '../reading/drift.ts';
import { brokenConversation, rawOf, readJsonRecord } from '../reading/json-record.ts';
import { someoneTalks } from '../reading/message-list.ts';
import { replay } from './op-log.ts';
import { sessionOf } from './session.ts';
import { conversationsInSpans } from './spans.ts';

const HEAD = 64 * 1024;

/** Parses a session, the log of operations that makes one, or a trace. Source: formats, §8.8. */
export function parseChat(record: RawRecord): Parsed {
  const head = new TextDecoder().decode(record.bytes.subarray(0, HEAD));
  if (/^\s*\{\s*"resourceSpans"\s*:/.test(head)) return trace(record);
  const issues: ParsedIssue[] = [];
  const session = /^\s*\{\s*"(?:kind|k|v|i)"\s*:/.test(head) ? replayed(record, issues) : document(record, issues);
  const drift = new DriftCounter();
  if (session === null)
    return { conversations: [], issues, drift: [], ignored: none, reason: 'No session could be read from it.' };
  const folder = textOf(objectOf(record.side.entry)['folder']);
  const conversation = sessionOf(session, folder, issues, drift);
  if (!someoneTalks(conversation.messages)) {
    const reason = 'A session in which nobody says anything.';
    return {
      conversations: [],
      issues,
      drift: drift.list(),
      ignored: { conversations: 1, messages: conversation.messages.length },
      reason,
    };
  }
  const parsed: Parsed = { conversations: [conversation], issues, drift: drift.list(), ignored: none };
  return folder === null ? parsed : { ...parsed, side: { shared: null, entry: { folder } } };
}

const none = { conversations: 0, messages: 0 };

type Session = { readonly [key: string]: unknown };

function document(record: RawRecord, issues: ParsedIssue[]): Session | null {
  const read = readJsonRecord(record.bytes);
  if (!('value' in read)) {
    issues.push(brokenConversation('not-json', `The session cannot be read: it is not JSON (${read.error}).`, read.text));
    return null;
  }
  if (isObject(read.value) && Array.isArray(read.value['requests'])) return read.value;
  issues.push(brokenConversation('no-requests', 'It is no session: it has no list of requests.', rawOf(read.value)));
  return null;
}

function replayed(record: RawRecord, issues: ParsedIssue[]): Session | null {
  const state = replay(record.bytes, issues);
  if (isObject(state)) return state;
  const message = 'The log has no snapshot to begin with, so the session cannot be put together.';
  issues.push(brokenConversation('no-snapshot', message, new TextDecoder().decode(record.bytes.subarray(0, HEAD))));
  return null;
}

function trace(record: RawRecord): Parsed {
  const issues: ParsedIssue[] = [];
  const { conversations, ignored } = conversationsInSpans(record.bytes, issues);
  const base = { issues, drift: [] };
  if (conversations.length > 0) return { ...base, conversations, ignored: { conversations: 0, messages: ignored } };
  return {
    ...base,
    conversations,
    ignored: { conversations: 1, messages: ignored },
    reason: 'The trace holds nothing that was said or done.',
  };
}
