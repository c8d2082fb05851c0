import { isObject, textOf } from '../../../shared/json.ts';
import type { Parsed, RawRecord } from '../../../shared/parsed.ts';
import { readRecord } from '../reading/record-reader.ts';
import { readChat } from './conversation.ts';
import { ChatFiles } from './gather.ts';

/** Parses the messages of a chat. Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  const files = new ChatFiles(record.side);
  const parsed = readRecord(record, {
    valuesOf: chatsOf,
    read: (value, drift) => (Array.isArray(value) ? readChat(value, drift, files) : null),
    titleOf: () => null,
  });
  const side = files.used();
  return side === null ? parsed : { ...parsed, side };
}

/** The messages of each chat in the file; what names no chat goes with what stands before it. */
function chatsOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) return [value];
  const chats = new Map<string, unknown[]>();
  let chat: string | null = null;
  for (const item of value) chat ??= isObject(item) ? textOf(item['chatId']) : null;
  for (const item of value) {
    chat = (isObject(item) ? textOf(item['chatId']) : null) ?? chat;
    const held = chats.get(chat ?? '');
    if (held === undefined) chats.set(chat ?? '', [item]);
    else held.push(item);
  }
  return chats.size === 0 ? [[]] : [...chats.values()];
}
