import { isObject, textOf } from '../../../shared/json.ts';
import type { Parsed, ParsedIssue, RawRecord } from '../../../shared/parsed.ts';
import { readJsonLines } from '../reading/json-lines.ts';
import { rawOf, readJsonRecord } from '../reading/json-record.ts';
import { readRecord, type ConversationFormat } from '../reading/record-reader.ts';
import { readConversation } from './conversation.ts';
import { groupOf, isLeft, likelyMessage, messagesIn, pairIn } from './shape.ts';

const format: ConversationFormat = {
  valuesOf: (value) => (Array.isArray(value) ? valuesIn(value) : [value]),
  read: (value, drift, { name }) => readConversation(value, name, drift),
  titleOf: (value) => textOf(value['title']),
};

/** Parses one conversation, or a whole file of them. Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  return 'error' in readJsonRecord(record.bytes) ? parseLines(record) : readRecord(record, format);
}

/** Lines of JSON, each a message: together they are a list. */
function parseLines(record: RawRecord): Parsed {
  const values: unknown[] = [];
  const issues: ParsedIssue[] = [];
  readJsonLines(record.bytes, { value: (value) => values.push(value), broken: (issue) => issues.push(issue) });
  // One value over many lines, cut off, is no list.
  if (values.length <= issues.length) return readRecord(record, format);
  const bytes = new TextEncoder().encode(rawOf(values));
  const parsed = readRecord({ ...record, bytes }, format);
  return { ...parsed, issues: [...parsed.issues, ...issues] };
}

/** The conversations in a list: it is one itself when it holds messages, or as many as they say that they belong to. */
function valuesIn(list: readonly unknown[]): readonly unknown[] {
  const isList = list.some((item) => Array.isArray(item) || messagesIn(item, isLeft) !== null || pairIn(item) !== null);
  if (isList || !list.some((item) => likelyMessage(item) !== null)) return list;
  const groups = new Map<string | null, unknown[]>();
  for (const item of list) {
    // What does not say where it belongs stays with the first.
    const group = isObject(item) ? groupOf(item) : null;
    const held = groups.get(group);
    if (held === undefined) groups.set(group, [item]);
    else held.push(item);
  }
  return groups.size === 1 ? [list] : [...groups.values()];
}
