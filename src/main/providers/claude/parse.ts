import { isObject, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Parsed, ParsedConversation, ParsedIssue, RawRecord } from '../../../shared/parsed.ts';
import { DriftCounter } from '../reading/drift.ts';
import { brokenConversation, rawOf, readJsonRecord } from '../reading/json-record.ts';
import { readConversation, type ConversationResult } from './conversation.ts';
import { readDesignChat } from './design-chat.ts';
import { accountMark } from './gather.ts';
import { isDesignChat } from './judge.ts';
import { Projects } from './projects.ts';

/** Parses one conversation object (or, given a whole file, the conversations in it). Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  const read = readJsonRecord(record.bytes);
  if ('error' in read) {
    const issue = brokenConversation('not-json', `This conversation is not valid JSON (${read.error.slice(0, 100)}).`, read.text);
    return { conversations: [], issues: [issue], drift: [], ignored: { conversations: 0, messages: 0 } };
  }
  const conversations: ParsedConversation[] = [];
  const issues: ParsedIssue[] = [];
  const drift = new DriftCounter();
  const ignored = { conversations: 0, messages: 0 };
  const projects = new Projects(record.side);
  const values = valuesOf(read.value);
  for (const [index, value] of values.entries()) {
    const raw = (): string => (values.length === 1 ? read.text : rawOf(value));
    const where = values.length === 1 ? '' : `[${index}]`;
    if (!isObject(value)) {
      issues.push(
        brokenConversation('not-a-conversation', 'In the place of a conversation stands something else.', raw(), where),
      );
      continue;
    }
    try {
      const result = readOne(value, projects, drift);
      if (result === null) {
        issues.push(brokenConversation('no-messages', `${nameOf(value)} came without a list of messages.`, raw(), where));
        continue;
      }
      ignored.messages += result.ignoredMessages;
      if (result.conversation !== null) {
        conversations.push(result.conversation);
        for (const issue of result.issues) issues.push(issue);
      } else if (result.issues.length === 0) ignored.conversations++;
      else {
        // A conversation of which nothing could be read is one broken thing, kept whole.
        ignored.messages += result.issues.length;
        issues.push(
          brokenConversation('no-readable-message', `${nameOf(value)} holds not one message that could be read.`, raw(), where),
        );
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      issues.push(brokenConversation('unreadable', `${nameOf(value)} could not be read (${why.slice(0, 100)}).`, raw(), where));
    }
  }
  const nothing = conversations.length === 0 && issues.length === 0;
  const account = values.map(accountOf).find((one) => one !== null) ?? null;
  return {
    conversations,
    issues,
    drift: drift.list(),
    ignored,
    ...(account === null ? {} : { account }),
    ...(projects.used === null ? {} : { side: projects.used }),
    ...(nothing ? { reason: 'The conversation is empty.' } : {}),
  };
}

/** A mark of the account: its id is not kept as it is. */
function accountOf(value: unknown): string | null {
  const account = isObject(value) ? value['account'] : null;
  return isObject(account) ? accountMark(account['uuid']) : null;
}

function readOne(value: JsonObject, projects: Projects, drift: DriftCounter): ConversationResult | null {
  const messages = value['chat_messages'];
  if (Array.isArray(messages)) return readConversation(value, messages, projects, drift);
  return Array.isArray(value['messages']) && isDesignChat(value)
    ? readDesignChat(value, value['messages'], projects, drift)
    : null;
}

function nameOf(value: JsonObject): string {
  const title = textOf(value['name']) ?? textOf(value['title']);
  return title === null ? 'A conversation' : `The conversation “${title.slice(0, 100)}”`;
}

function valuesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value) || value['chat_messages'] !== undefined) return [value];
  const captured = value['raw_provider_payload'];
  if (isObject(captured)) return [captured];
  return Array.isArray(value['conversations']) ? value['conversations'] : [value];
}
