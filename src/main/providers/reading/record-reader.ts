import { isObject, textOf, type JsonObject } from '../../../shared/json.ts';
import type { Parsed, ParsedConversation, ParsedIssue, RawRecord } from '../../../shared/parsed.ts';
import { DriftCounter } from './drift.ts';
import { brokenConversation, rawOf, readJsonRecord } from './json-record.ts';

/** What became of one conversation's value. */
export interface ConversationResult {
  /** Null when there is not one message. */
  readonly conversation: ParsedConversation | null;
  readonly issues: readonly ParsedIssue[];
  readonly ignoredMessages: number;
}

/** How a provider whose records are JSON reads one of them. */
export interface ConversationFormat {
  /** The conversations of a record, which may be one or a whole file of them. */
  readonly valuesOf: (value: unknown) => readonly unknown[];
  /** Null: this is no conversation, or lacks its messages. */
  readonly read: (value: unknown, drift: DriftCounter, record: RawRecord) => ConversationResult | null;
  readonly titleOf: (value: JsonObject) => string | null;
  /** A mark of the account: never an id as it stands. */
  readonly accountOf?: (value: unknown) => string | null;
}

/** Parses a JSON record by a format. Total: any bytes give a `Parsed`, and what a reader throws over is one issue among good ones. */
export function readRecord(record: RawRecord, format: ConversationFormat): Parsed {
  const read = readJsonRecord(record.bytes);
  if ('error' in read) {
    const issue = brokenConversation('not-json', `This conversation is not valid JSON (${read.error.slice(0, 100)}).`, read.text);
    return { conversations: [], issues: [issue], drift: [], ignored: { conversations: 0, messages: 0 } };
  }
  const conversations: ParsedConversation[] = [];
  const issues: ParsedIssue[] = [];
  const drift = new DriftCounter();
  const ignored = { conversations: 0, messages: 0 };
  let account: string | null = null;
  const values = format.valuesOf(read.value);
  for (const [index, value] of values.entries()) {
    const broken = (code: string, message: string): void => {
      const alone = values.length === 1;
      issues.push(brokenConversation(code, message, alone ? read.text : rawOf(value), alone ? '' : `[${index}]`));
    };
    const title = isObject(value) ? format.titleOf(value) : null;
    const name = title === null ? 'A conversation' : `The conversation “${title.slice(0, 100)}”`;
    account ??= format.accountOf?.(value) ?? null;
    try {
      const result = format.read(value, drift, record);
      if (result === null) {
        if (isObject(value)) broken('no-messages', `${name} came without its messages.`);
        else broken('not-a-conversation', 'In the place of a conversation stands something else.');
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
        broken('no-readable-message', `${name} holds not one message that could be read.`);
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      broken('unreadable', `${name} could not be read (${why.slice(0, 100)}).`);
    }
  }
  return {
    conversations,
    issues,
    drift: drift.list(),
    ignored,
    ...(conversations.length === 0 && issues.length === 0 ? { reason: 'The conversation is empty.' } : {}),
    ...(account === null ? {} : { account }),
  };
}

/** A message that could not be read among others that were. */
export function brokenMessage(why: string, where: string, value: unknown): ParsedIssue {
  return {
    code: 'broken-message',
    message: `A message of this conversation ${why} and could not be read; those around it were.`,
    where,
    raw: rawOf(value),
    unit: 'message',
  };
}

/** An id as text: numbers are ids too (DeepSeek). */
export function idOf(value: unknown): string | null {
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : textOf(value);
}
