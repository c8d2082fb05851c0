import { isObject, textOf } from '../../../shared/json.ts';
import type { Parsed, RawRecord } from '../../../shared/parsed.ts';
import type { DriftCounter } from '../reading/drift.ts';
import { readRecord, type ConversationResult } from '../reading/record-reader.ts';
import { readConversation } from './conversation.ts';
import { readDesignChat } from './design-chat.ts';
import { accountMark } from './gather.ts';
import { isDesignChat } from './judge.ts';
import { Projects } from './projects.ts';

/** Parses one conversation object (or, given a whole file, the conversations in it). Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  const projects = new Projects(record.side);
  const parsed = readRecord(record, {
    valuesOf,
    read: (value, drift) => readOne(value, projects, drift),
    titleOf: (value) => textOf(value['name']) ?? textOf(value['title']),
    accountOf,
  });
  const { asked, used } = projects;
  return { ...parsed, asked, ...(used === null ? {} : { side: used }) };
}

/** A mark of the account: its id is not kept as it is. */
function accountOf(value: unknown): string | null {
  const account = isObject(value) ? value['account'] : null;
  return isObject(account) ? accountMark(account['uuid']) : null;
}

function readOne(value: unknown, projects: Projects, drift: DriftCounter): ConversationResult | null {
  if (!isObject(value)) return null;
  const messages = value['chat_messages'];
  if (Array.isArray(messages)) return readConversation(value, messages, projects, drift);
  return Array.isArray(value['messages']) && isDesignChat(value)
    ? readDesignChat(value, value['messages'], projects, drift)
    : null;
}

function valuesOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isObject(value) || value['chat_messages'] !== undefined) return [value];
  const captured = value['raw_provider_payload'];
  if (isObject(captured)) return [captured];
  return Array.isArray(value['conversations']) ? value['conversations'] : [value];
}
