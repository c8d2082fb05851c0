import { arrayOf, isObject, textOf } from '../../../shared/json.ts';
import type { Parsed, RawRecord } from '../../../shared/parsed.ts';
import { derivedId } from '../reading/derived-id.ts';
import { idOf, readRecord } from '../reading/record-reader.ts';
import { readChat } from './chatbot-ui.ts';
import { readConversation } from './conversation.ts';
import { isConversation } from './judge.ts';

/** Parses a conversation of LibreChat, or the chats of a ChatbotUI export. Total: any bytes give a `Parsed`. */
export function parse(record: RawRecord): Parsed {
  let folders: ReadonlyMap<string, string> = new Map();
  return readRecord(record, {
    valuesOf: (value) => {
      if (Array.isArray(value)) return value;
      if (!isObject(value) || !Array.isArray(value['history'])) return [value];
      folders = foldersOf(value['folders']);
      return value['history'];
    },
    read: (value, drift) => {
      if (!isObject(value)) return null;
      return isConversation(value) || value['conversationId'] !== undefined
        ? readConversation(value, drift)
        : readChat(value, folders, drift);
    },
    titleOf: (value) => textOf(value['title']) ?? textOf(value['name']),
    accountOf: (value) => {
      const id = isObject(value) ? idOf(value['user']) : null;
      return id === null ? null : derivedId('librechat account', id);
    },
  });
}

function foldersOf(list: unknown): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  for (const folder of arrayOf(list)) {
    const id = isObject(folder) ? idOf(folder['id']) : null;
    const name = isObject(folder) ? textOf(folder['name']) : null;
    if (id !== null && name !== null) folders.set(id, name);
  }
  return folders;
}
